"""The notice board and a notice as everybody sees them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qingce.shared.ledger.actions import THE_PLATFORM, number_entries
from qingce.shared.notices.actions import extend_notice, withdraw_notice
from qingce.shared.notices.enums import About
from tests.factories import SCRIPT, penalty, register
from tests.shared.notices.making import SEVEN_DAYS, STANDING, published

pytestmark = [pytest.mark.requirement("DIS-6", "LED-1"), pytest.mark.django_db]


def now_published(*args: Any, **changes: Any) -> int:
    return published(*args, at=timezone.now(), **changes)


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_empty_board_says_what_will_be_published(client: Client) -> None:
    text = text_of(client, "/en/notices/")
    assert "Nothing has been published yet" in text
    assert "Each version of a rulebook that is released" in text


@pytest.mark.parametrize(
    ("prefix", "told"), [("", ("还有 7 天", "审核报告公示")), ("/en", ("7 days left", "Audit report"))]
)
def test_board_shows_state_days_left_and_subject(client: Client, prefix: str, told: tuple[str, ...]) -> None:
    record = register(penalty())[0]
    now_published(about=(About("enterprise", record.enterprise_id, "绍兴样甲印染有限公司"), About("gone", 1, "某物")))
    text = text_of(client, f"{prefix}/notices/")
    for each in told:
        assert each in text
    assert f'href="{prefix}/enterprises/{record.enterprise_id}/"' in text
    assert '<bdi lang="zh-Hans">某物</bdi>' in text


def test_board_is_narrowed_by_the_address_and_says_what_cannot_be_looked_up(client: Client) -> None:
    now_published()
    now_published(STANDING, title_en="Standing sample", area="440100", about=())
    now_published(STANDING, title_en="Whole country", area="", about=())
    text = text_of(client, f"/en/notices/?kind={STANDING.name}&area=440000")
    assert [each in text for each in ("Standing sample", "Whole country", "Audit report")] == [True, True, False]
    assert "No notice fits" in text_of(client, "/en/notices/?q=nothing")
    for wrong in ("since=yesterday", "area=xx", "about=enterprise"):
        answer = client.get(f"/en/notices/?{wrong}")
        assert (answer.status_code, "cannot be looked up" in answer.content.decode()) == (422, True)
    assert "Audit report" in text_of(client, "/en/notices/?kind=none&state=none&order=none&page=9")


def test_board_takes_as_many_queries_for_three_as_for_one(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            text_of(client, "/en/notices/")
        return len(asked)

    now_published()
    one = queries()
    for _ in range(2):
        now_published()
    assert queries() == one <= 7


def test_notice_says_all_with_its_term_and_its_history(client: Client) -> None:
    number = now_published()
    extend_notice(number, days=3, reason="应当事人申请", by=THE_PLATFORM, at=timezone.now())
    number_entries(at=timezone.now())
    text = text_of(client, f"/en/notices/{number}/")
    for told in (
        "10 days left",
        "extended once",
        "The audit report is published.",
        "应当事人申请",
        "Period of a notice extended",
    ):
        assert told in text
    assert "/en/rules/removal/2017-06-01/parameter/alliance-notice/" in text
    assert text.count("/en/ledger/entries/") == 3
    assert client.get("/en/notices/999/").status_code == 404


def test_withdrawn_notice_says_why_and_the_ledger_leads_to_it(client: Client) -> None:
    number = now_published(STANDING)
    withdraw_notice(number, reason="发布对象有误", by=THE_PLATFORM, at=timezone.now())
    number_entries(at=timezone.now())
    assert "发布对象有误" in text_of(client, f"/notices/{number}/")
    assert f'href="/en/notices/{number}/"' in text_of(client, "/en/ledger/?kind=notice")


def test_script_in_each_text_is_harmless(client: Client) -> None:
    number = now_published(
        title_zh=SCRIPT, title_en=SCRIPT, body_zh=SCRIPT, body_en=SCRIPT, about=(About("record", 1, SCRIPT),)
    )
    withdraw_notice(number, reason=SCRIPT, by=THE_PLATFORM, at=timezone.now())
    for path in ("/notices/", "/en/notices/", f"/notices/{number}/", f"/en/notices/{number}/"):
        assert "<script>alert" not in text_of(client, path)


def test_notice_in_one_language_says_so_to_readers_of_the_other(client: Client) -> None:
    number = now_published(title_en="", body_en="")
    text = text_of(client, f"/en/notices/{number}/")
    assert "There is no English text of this notice" in text
    assert '<bdi lang="zh-Hans">审核报告公示' in text


def test_board_goes_on_from_page_to_page(client: Client) -> None:
    for place in range(51):
        now_published(STANDING, title_en=f"Sample {place:02}", about=())
    assert ("Sample 00" in text_of(client, "/en/notices/"), "Sample 50" in text_of(client, "/en/notices/")) == (
        False,
        True,
    )
    assert "Sample 00" in text_of(client, "/en/notices/?page=2")


def test_notices_that_end_soonest_come_first(client: Client) -> None:
    now_published(SEVEN_DAYS, title_en="Later", begins_on=timezone.localdate() + timedelta(days=2))
    now_published(SEVEN_DAYS, title_en="Sooner")
    text = text_of(client, "/en/notices/?order=ending")
    assert text.index("Sooner") < text.index("Later")


def test_first_page_and_menu_lead_to_the_newest_notices(client: Client) -> None:
    assert 'href="/en/notices/"' in text_of(client, "/en/")
    number = now_published()
    text = text_of(client, "/en/")
    assert f'href="/en/notices/{number}/"' in text
    assert "1 notice is open for objections" in text
