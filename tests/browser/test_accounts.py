"""Making an account, a second factor and a passkey, and logging in with them, on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from qingce.shared.ledger.queries import entries_of_person
from qingce.shared.mail.models import Letter
from qingce.shared.parties.models import Organisation
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.entering import app_code, enter
from tests.browser.looking import faults_of
from tests.factories import PASSWORD, organisation, somebody, staff_member
from tests.oidc_provider import RealProvider, known_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEEPER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
SIZES = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def named_site(site: str, settings: Settings) -> str:
    """The server under a name, as passkeys need; forms may be sent as fast as a test sends them."""
    settings.ACCOUNT_RATE_LIMITS = False
    settings.BASE_URL = site.replace("127.0.0.1", "localhost")
    return settings.BASE_URL


def send(page: Page) -> None:
    page.locator("main form.form button[type=submit]").first.click()


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"main input[name={name}]:visible").fill(value)


def add_keeper(page: Page) -> None:
    """A virtual keeper of passkeys that always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEEPER})


@pytest.mark.requirement("ACC-1")
@SIZES
def test_somebody_makes_an_account_with_a_code_by_mail(
    named_site: str, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    page = open_page(f"{named_site}/account/login/", viewport=viewport, bypass_csp=True)
    assert faults_of(page) == []
    page.get_by_role("link", name="注册").click()
    send(page)
    page.get_by_role("link", name="邮箱：").click()
    assert page.evaluate("document.activeElement.name") == "email"
    assert faults_of(page) == []
    fill(page, email="new@example.org", name="新人", password1=PASSWORD)
    page.locator("input[name=agrees]").check()
    send(page)
    assert faults_of(page) == []
    fill(page, code="AAAAAA")
    send(page)
    assert faults_of(page) == []
    fill(page, code=Letter.objects.get(to="new@example.org").params["code"])
    send(page)
    page.get_by_role("heading", name="我的账号").wait_for()
    assert faults_of(page) == []


@pytest.mark.requirement("ACC-2")
@SIZES
def test_staff_enrol_an_app_and_a_passkey_and_log_in_with_each(
    named_site: str, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    person = staff_member(has_factor=False)
    page = open_page(f"{named_site}/office/", viewport=viewport, bypass_csp=True)
    add_keeper(page)
    enter(page, with_code=False)
    assert faults_of(page) == []
    page.get_by_role("link", name="验证器应用").click()
    fill(page, password=PASSWORD)
    assert faults_of(page) == []
    send(page)
    assert faults_of(page) == []
    key = page.locator("#authenticator_secret").input_value()
    fill(page, code=app_code(key))
    send(page)
    assert faults_of(page) == []
    assert page.locator("main li.code").count() == 10
    _add_passkey(page, named_site)
    page.get_by_role("button", name="退出登录").click()
    page.goto(f"{named_site}/office/")
    page.get_by_role("button", name="使用通行密钥登录").click()
    page.wait_for_url(f"{named_site}/office/")
    acts = [each.act for each in entries_of_person(person.pk)]
    assert acts[:2] == ["logged-in", "logged-out"]
    assert acts.count("second-factor-added") == 2


def _add_passkey(page: Page, site: str) -> None:
    page.goto(f"{site}/account/2fa/webauthn/add/")
    assert faults_of(page) == []
    fill(page, name="我的手机")
    page.locator("input[name=passwordless]").check()
    page.get_by_role("button", name="添加").click()
    page.get_by_text("密钥已添加。").wait_for()
    assert faults_of(page) == []
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk
    for path in ("webauthn/", f"webauthn/keys/{key}/edit/", f"webauthn/keys/{key}/remove/", "totp/deactivate/"):
        page.goto(f"{site}/account/2fa/{path}")
        assert faults_of(page) == []


@pytest.mark.requirement("ACC-1")
@SIZES
@pytest.mark.parametrize("language", ["", "/en"], ids=["zh", "en"])
def test_pages_of_log_in_and_security_are_whole_in_both_languages(
    named_site: str, open_page: OpenPage, settings: Settings, viewport: dict[str, int], language: str
) -> None:
    settings.OIDC_PROVIDERS = (known_as("green", "http://127.0.0.1:9", organisation="G123456789"),)
    somebody()
    page = open_page(f"{named_site}{language}/account/password/reset/", viewport=viewport, bypass_csp=True)
    assert faults_of(page) == []
    fill(page, email="b@example.org")
    send(page)
    for path in ("password/reset/done/", "password/reset/key/1-abc-def/", "inactive/", "provider/trouble/"):
        page.goto(f"{named_site}{language}/account/{path}")
        assert faults_of(page) == []
    page.goto(f"{named_site}{language}/account/login/")
    assert faults_of(page) == []
    enter(page, "b@example.org", with_code=False)
    for path in ("security/", "email/", "password/change/", "sessions/", "provider/", "logout/", "2fa/webauthn/"):
        page.goto(f"{named_site}{language}/account/{path}")
        assert faults_of(page) == []
        assert page.locator("main h1").count() == 1


@pytest.mark.requirement("ACC-1")
def test_somebody_logs_in_by_the_provider_of_an_organisation(
    named_site: str, open_page: OpenPage, settings: Settings, start_provider: Callable[..., RealProvider]
) -> None:
    number = Organisation.objects.get(pk=organisation(somebody())).number
    settings.OIDC_PROVIDERS = (start_provider("green", organisation=number, site=named_site).known,)
    page = open_page(f"{named_site}/account/login/")
    # The provider's own pages ask for letters from elsewhere: nothing leaves this machine.
    page.route(re.compile(r"^https://"), lambda route: route.fulfill(status=200, body=""))
    page.get_by_role("button", name="使用绿色样例登录").click()
    page.locator("input[name=login]").fill("chen")
    page.locator("input[name=password]").fill("any")
    page.locator("button[type=submit]").first.click()
    page.locator("button[type=submit]").first.click()
    page.get_by_role("heading", name="我的账号").wait_for()
    assert "样例环境服务有限公司" in page.locator("main").inner_text()


def test_passkey_page_opened_by_a_number_names_the_address_to_use(named_site: str, open_page: OpenPage) -> None:
    somebody()
    by_number = named_site.replace("localhost", "127.0.0.1")
    page = open_page(f"{by_number}/account/login/")
    elsewhere = f"{named_site}/account/login/"
    assert page.get_by_role("link", name=elsewhere).get_attribute("href") == elsewhere
    assert page.get_by_role("button", name="使用通行密钥登录").count() == 0
