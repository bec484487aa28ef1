"""The board as a feed and as a calendar."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from qingce.shared.ledger.actions import THE_PLATFORM
from qingce.shared.notices.actions import answer_objection, extend_notice, look_at_objection, withdraw_notice
from qingce.shared.notices.models import Objection
from qingce.shared.parties.enums import StaffRole
from tests.factories import AT, SCRIPT, acting, staff_member
from tests.shared.notices.making import SEVEN_DAYS, STANDING, an_objection, published

pytestmark = [pytest.mark.requirement("DIS-6", "REC-9"), pytest.mark.django_db]
ATOM = "{http://www.w3.org/2005/Atom}"


def entries_of(feed: bytes) -> list[ET.Element]:
    return ET.fromstring(feed).findall(f"{ATOM}entry")  # noqa: S314  # our own answer


def test_feed_tells_each_public_act_with_its_reason_and_can_be_narrowed(client: Client) -> None:
    at = timezone.now()
    number = published(at=at)
    published(STANDING, at=at, title_en=SCRIPT, about=())
    extend_notice(number, days=2, reason="应当事人申请", by=THE_PLATFORM, at=at)
    answer = client.get("/en/notices/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    entries = entries_of(answer.content)
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    assert titles[0] == "Period of a notice extended: Audit report: 绍兴样甲印染有限公司"
    assert titles[1] == f"Notice published: {SCRIPT}"
    assert len(titles) == len({entry.findtext(f"{ATOM}id") for entry in entries}) == 4
    assert "应当事人申请" in (entries[0].findtext(f"{ATOM}summary") or "")
    narrowed = client.get(f"/en/notices/feed.atom?kind={STANDING.name}")
    assert len(entries_of(narrowed.content)) == 1
    assert client.get("/en/notices/feed.atom?since=x").status_code == 400


def test_feed_tells_answers_once_each_with_the_newest_words(client: Client) -> None:
    objection = an_objection(at=timezone.now())
    number = Objection.objects.get(pk=objection).notice_id
    reviewer, words = acting(staff_member(StaffRole.REVIEWER)), ("已复核，数据一致。", "已复核，数据一致；附图见公告。")
    look_at_objection(objection, shown="", not_shown="personal-data", why="载有姓名", seen="0", actor=reviewer, at=AT)
    titles = [entry.findtext(f"{ATOM}title") for entry in entries_of(client.get("/en/notices/feed.atom").content)]
    assert not [each for each in titles if each and each.startswith("Objection")]
    for version, answer in enumerate(words, 1):
        answer_objection(objection, answer=answer, seen=str(version), actor=reviewer, at=timezone.now())
    told = entries_of(client.get(f"/en/notices/feed.atom?kind={SEVEN_DAYS.name}").content)
    assert told[0].findtext(f"{ATOM}title") == "Objection 1 answered: Audit report: 绍兴样甲印染有限公司"
    assert [words[1] in (each.findtext(f"{ATOM}summary") or "") for each in told] == [True, *[False] * (len(told) - 1)]
    assert f"/notices/{number}/?page=1#objection-1" in ET.tostring(told[0], encoding="unicode")


def test_calendar_has_each_last_day_which_moves_and_is_cancelled(client: Client) -> None:
    at, today = timezone.now(), timezone.localdate()
    number, other = published(at=at), published(at=at, title_en=f"A, b; c\\n{SCRIPT}")
    published(STANDING, at=at)
    extend_notice(number, days=2, reason="延长", by=THE_PLATFORM, at=at)
    withdraw_notice(other, reason="撤回", by=THE_PLATFORM, at=at)
    answer = client.get("/en/notices/calendar.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [each.decoded("dtstart") for each in events] == [today + timedelta(days=7), today + timedelta(days=9)]
    assert [(str(each.get("status", "")), each["sequence"]) for each in events] == [("CANCELLED", 1), ("", 1)]
    assert str(events[0]["summary"]) == f"Last day: A, b; c\\n{SCRIPT}"
    one = Calendar.from_ical(client.get(f"/notices/{number}/calendar.ics").content).walk("VEVENT")
    assert [str(each["uid"]) for each in one] == [str(events[1]["uid"])]
