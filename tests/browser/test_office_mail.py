"""The page of letters and a letter itself in a browser, with axe, narrow and wide, light and dark."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.enums import Language, Problem
from qingce.shared.mail.models import Letter
from qingce.shared.mail.settling import settle_bounced, settle_failed
from qingce.shared.mail.writing import written
from qingce.shared.parties.enums import StaffRole
from tests.browser.conftest import DESKTOP, OpenPage
from tests.browser.looking import faults_of
from tests.factories import AT, staff_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("ACC-1")]
SMALL_PHONE = {"width": 320, "height": 640}
# How far what stands in a cell lies from the cell's edge, where its label stands on a phone.
OFFSETS = "all => all.map(each => each.getBoundingClientRect().x - each.parentElement.getBoundingClientRect().x)"
LONG = f"{'a-long-address-of-somebody' * 2}@mail.department.example.org"


def a_letter(to: str) -> Letter:
    number = send_mail("test-mail", to=to, language="zh", params={"link": "http://127.0.0.1:8000/"}, at=AT)
    return Letter.objects.get(pk=number)


@pytest.mark.parametrize("viewport", [SMALL_PHONE, DESKTOP], ids=["small-phone", "desktop"])
@pytest.mark.parametrize("language", ["", "/en"], ids=["zh", "en"])
def test_failed_letter_is_sent_again_from_the_page(
    site: str, open_page: OpenPage, language: str, viewport: dict[str, int]
) -> None:
    settle_bounced(a_letter(LONG), "550 5.1.1 " + "x" * 200, at=timezone.now())
    settle_failed(a_letter("chen@example.org"), Problem.UNREACHABLE, at=timezone.now())
    client = Client()
    client.force_login(staff_member(StaffRole.ADMINISTRATOR))
    page = open_page(site, viewport=viewport, bypass_csp=True)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{site}{language}/office/")
    page.locator(".queues a[href$='/office/mail/']").click()
    assert faults_of(page) == []
    if viewport is SMALL_PHONE:
        assert min(page.locator(".stack td[data-label] > *").evaluate_all(OFFSETS)) > 50
    page.locator("form[action$='/again/'] button").click()
    page.get_by_role("status").wait_for()
    assert faults_of(page) == []
    assert page.locator("form[action$='/again/']").count() == 0


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", list(Language))
def test_letter_itself_is_readable(open_page: OpenPage, language: Language, width: int) -> None:
    link = f"{settings.BASE_URL}/{'long-token' * 20}/"
    page = open_page("about:blank", viewport={"width": width, "height": 640})
    page.set_content(written("test-mail", language, {"link": link}).html)
    assert page.locator("a").get_attribute("href") == link
    assert faults_of(page) == []
