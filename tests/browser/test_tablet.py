"""Forms on a tablet: filled in without a connection, sent later, two tablets that answer the same item."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from qingce.domain.removal.audits.enums import AuditState
from qingce.shared.checklists.models import Evidence, Version
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.models import Membership, Person
from tests import hostile_files
from tests.browser.conftest import PHONE, PLAIN, OpenPage
from tests.browser.entering import enter
from tests.browser.looking import faults_of
from tests.domain.removal.audits.auditing import Audited, accepted, at_stage, on_team
from tests.factories import acting, member, somebody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("REM-7", "REM-11")]
TABLET = {"width": 768, "height": 1024}
PHOTO = {"name": "污泥间.jpg", "mimeType": "image/jpeg", "buffer": hostile_files.picture()}


@pytest.fixture
def site(settings: Settings, live_server: LiveServer) -> str:
    """The address of a server whose only enterprise is the one that is audited."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}
    settings.BASE_URL = live_server.url
    cache.clear()
    return live_server.url


@pytest.fixture
def found(site: str, settings: Settings, tmp_path: Path) -> Audited:
    """An audit on site with two auditors."""
    del site
    settings.HOME = tmp_path
    audit = accepted()
    at_stage(audit, AuditState.AUDITING)
    second = somebody("second@example.org", name="审核员乙")
    member(audit.row.agency_id or 0, second, MemberRole.EDITOR)
    on_team(audit.audit, acting(second))
    return audit


def with_form(site: str, open_page: OpenPage, found: Audited, email: str, **options: object) -> Page:
    """A tablet on which somebody has taken the form along."""
    page = open_page(f"{site}/en/account/login/?next=/en/tablet/", **options)
    enter(page, email, with_code=False)
    page.wait_for_url("**/en/tablet/")
    page.get_by_role("button", name="Take it along").click()
    page.locator(f"a[href='#audit/{found.audit}']").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def fill(page: Page, found: Audited, item: str, finding: str) -> None:
    page.goto(f"{page.url.partition('#')[0]}#audit/{found.audit}/{item}")
    shown = page.locator(f"[data-item='{item}']")
    shown.locator("#grade-minor").check()
    shown.locator("#finding").fill(finding)
    shown.locator("#answer button[type=submit]").click()
    shown.wait_for(state="detached")


def choose_photo(page: Page) -> None:
    field = page.locator("#evidence-file")
    field.focus()  # as whoever opens the list of files does: from now on the page is left as it is
    field.set_input_files(PHOTO)  # type: ignore[arg-type]


def sent(page: Page) -> None:
    page.locator("#standing").filter(has_text="Everything was sent.").wait_for()


def test_form_is_filled_in_offline_reloaded_and_sent_once_connected(
    site: str, open_page: OpenPage, found: Audited
) -> None:
    page = with_form(site, open_page, found, "agency@example.org", viewport=TABLET, bypass_csp=True)
    page.reload()  # from now on the worker answers
    page.locator(f"a[href='#audit/{found.audit}']").wait_for()
    page.context.set_offline(True)
    for item in ("three-synchronisations", "procedures", "staff-able"):
        fill(page, found, item, f"现场 {item}")
    page.goto(f"{site}/en/tablet/#audit/{found.audit}/procedures")
    page.locator("[data-item='procedures']").wait_for()
    choose_photo(page)
    page.locator("#evidence-note").fill("污泥间")
    page.locator("#prove button").click()
    page.locator(".kept-evidence canvas").wait_for()
    page.locator("#verification").press_sequentially("未验证")  # being written when the page is lost
    page.locator("[data-kept]").filter(has_text="Kept on this device.").wait_for()
    page.reload()
    page.locator("#standing").filter(has_text="4 not sent yet").wait_for()
    assert page.locator("#finding").input_value() == "现场 procedures"
    assert page.locator("#verification").input_value() == "未验证"
    assert page.locator(".kept-evidence canvas").count() == 1
    assert faults_of(page) == []
    assert not Version.objects.exists()
    page.goto(f"{site}/en/tablet/#audit/{found.audit}")
    page.locator("ol.form-items").first.wait_for()
    assert faults_of(page) == []
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    sent(page)
    assert sorted(Version.objects.values_list("finding", flat=True)) == [
        "现场 procedures",
        "现场 staff-able",
        "现场 three-synchronisations",
    ]
    assert list(Version.objects.values_list("state", flat=True)) == ["kept"] * 3
    assert Evidence.objects.get().note == "污泥间"


def test_what_is_typed_while_evidence_is_drawn_stays(site: str, open_page: OpenPage, found: Audited) -> None:
    page = with_form(site, open_page, found, "agency@example.org", viewport=TABLET, bypass_csp=True)
    page.add_init_script(
        "const drawn = createImageBitmap; window.held = new Promise((go) => (window.release = go));"
        "window.createImageBitmap = (...said) => window.held.then(() => drawn(...said));"
    )
    page.goto(f"{site}/en/tablet/#audit/{found.audit}/procedures")
    page.reload()
    page.locator("[data-item='procedures']").wait_for()
    page.context.set_offline(True)
    choose_photo(page)
    page.locator("#prove button").click()
    page.locator("#told").filter(has_text="Kept on this device.").wait_for()
    page.locator("#verification").press_sequentially("未验")
    page.evaluate("window.release()")
    page.locator(".kept-evidence canvas").wait_for()
    page.locator("#verification").press_sequentially("证")
    page.locator("[data-kept]").filter(has_text="Kept on this device.").wait_for()
    assert page.locator("#verification").input_value() == "未验证"
    page.reload()
    page.evaluate("window.release()")
    page.locator(".kept-evidence canvas").wait_for()
    assert page.locator("#verification").input_value() == "未验证"


def test_two_tablets_that_answer_one_item_lose_nothing(site: str, open_page: OpenPage, found: Audited) -> None:
    one = with_form(site, open_page, found, "agency@example.org", viewport=TABLET)
    two = with_form(site, open_page, found, "second@example.org", viewport=PHONE, bypass_csp=True)
    two.context.set_offline(True)
    fill(two, found, "procedures", "乙看到的")
    fill(one, found, "procedures", "甲看到的")
    sent(one)
    two.context.set_offline(False)
    two.evaluate("window.dispatchEvent(new Event('online'))")
    sent(two)
    two.goto(f"{site}/en/tablet/#audit/{found.audit}/procedures")
    two.locator("#conflict").wait_for()
    assert faults_of(two) == []
    text = two.locator("#conflict").inner_text()
    assert ("甲看到的" in text, "乙看到的" in text) == (True, True)
    two.get_by_role("button", name="Put both into the form").click()
    two.locator("#answer button[type=submit]").click()
    two.locator("[data-item='procedures']").wait_for(state="detached")
    two.goto(f"{site}/en/tablet/#audit/{found.audit}")
    two.locator("li:has(a[href$='/procedures']) .is-sent").wait_for()
    rows = list(Version.objects.order_by("pk").values_list("state", "revision", "finding"))
    assert rows == [
        ("kept", 1, "甲看到的"),
        ("settled", None, "乙看到的"),
        ("kept", 2, "甲看到的\n乙看到的"),
    ]


def test_who_left_the_team_and_who_logged_out_keep_what_they_noted(
    site: str, open_page: OpenPage, found: Audited
) -> None:
    page = with_form(site, open_page, found, "second@example.org", viewport=PHONE)
    page.context.set_offline(True)
    fill(page, found, "procedures", "一周前看到的")
    Membership.objects.filter(person=Person.objects.get(email="second@example.org")).delete()
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.goto(f"{site}/en/tablet/#audit/{found.audit}")
    page.locator(".kept-state.is-refused").first.wait_for()
    assert not Version.objects.exists()
    page.goto(f"{site}/en/tablet/#")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save everything as a file").click()
    assert "一周前看到的" in Path(str(download.value.path())).read_text("utf-8")
    page.context.clear_cookies()
    page.reload()
    page.locator("main").get_by_role("link", name="Log in").wait_for()
    page.goto(f"{site}/en/tablet/#audit/{found.audit}/procedures")
    page.locator("h1").wait_for()
    assert Version.objects.count() == 0
