"""Objections: taken in within the period, bounded in a flood, shown after a formal look, answered in public."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from qingce.pure.workflow.errors import StepNotOpen
from qingce.shared.ledger.actions import THE_PLATFORM
from qingce.shared.ledger.models import JournalEntry, LedgerEntry
from qingce.shared.mail.models import Letter
from qingce.shared.notices.actions import (
    answer_objection,
    confirm_objection,
    drop_unconfirmed,
    erase_old_contacts,
    extend_by_staff,
    look_at_objection,
    note_objection,
    statement_hash,
    withdraw_by_staff,
    withdraw_notice,
)
from qingce.shared.notices.enums import NotShown, ObjectionCame, ObjectionCounts, ObjectionState
from qingce.shared.notices.errors import (
    ConfirmationNeeded,
    NoticeNotFound,
    NoticeNotOpen,
    ObjectionChanged,
    ObjectionNotFound,
    ObjectionReasonMissing,
    ObjectionWrong,
    TooManyObjections,
)
from qingce.shared.notices.models import Objection, ObjectionContact, WaitingObjection
from qingce.shared.notices.personal import erase_objections, export_objections
from qingce.shared.notices.queries import (
    count_waiting,
    needs_confirmation,
    next_waiting,
    objection_counts,
    objections_of,
    own_objection,
    staff_objection,
    unanswered,
    waiting_objections,
)
from qingce.shared.notices.terms import NoticeTerms, notice_terms
from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.errors import DutyMissing, OutOfArea
from qingce.shared.parties.registry import DataSubject
from qingce.shared.tallies.errors import CameTooOften
from qingce.shared.tallies.models import HourTally
from tests.factories import AT, acting, somebody, staff_member
from tests.shared.notices.making import SEVEN_DAYS, STANDING, an_objection, objected, published

pytestmark = [pytest.mark.requirement("REM-8", "LED-1"), pytest.mark.django_db]
WORDS = "报告第三页的流量数据与在线监测不符。"


@pytest.fixture
def reviewer(db: None) -> Actor:
    return acting(staff_member())


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> NoticeTerms:
    """Limits that a test reaches quickly."""
    terms = replace(notice_terms(), flood_per_hour=3, waiting_most=2)
    for module in ("actions.objecting", "reading_objections"):
        monkeypatch.setattr(f"qingce.shared.notices.{module}.notice_terms", lambda: terms)
    return terms


def facts_of(act: str) -> dict[str, Any]:
    return dict(json.loads(bytes(LedgerEntry.objects.filter(act=act).latest("pk").body))["facts"])


def look(pk: int, actor: Actor, *, shown: str = WORDS, seen: str = "0", **said: Any) -> None:
    words = {"not_shown": "", "why": "", **said}
    look_at_objection(pk, shown=shown, seen=seen, actor=actor, at=AT, **words)


def test_objection_is_private_until_looked_at_but_counted_and_in_the_ledger_at_once() -> None:
    number = published()
    secret = objected(number, name="陈样本", email="Chen@example.org").secret
    own = own_objection(secret)
    assert (own.statement, own.public.shown, own.public.place) == (WORDS, "", 1)
    assert objections_of(number)[0].shown == ""
    assert objection_counts(number) == ObjectionCounts(received=1)
    assert unanswered(number) == 1
    assert facts_of("objection-received") == {
        "notice": number,
        "place": 1,
        "content": statement_hash(WORDS, own.salt),
    }
    entry = LedgerEntry.objects.get(act="objection-received")
    assert WORDS not in bytes(entry.body).decode()
    assert entry.words is None
    assert ObjectionContact.objects.get().email == "chen@example.org"


def test_same_form_twice_is_one_objection_and_another_form_is_another() -> None:
    number = published()
    first, second = objected(number, nonce="a"), objected(number, nonce="a")
    assert first == second
    objected(number, nonce="b")
    assert list(Objection.objects.order_by("place").values_list("place", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("statement", "email"), [("", ""), ("\u200b \n", ""), ("长" * 4001, ""), (WORDS, "nobody"), (WORDS, "a" * 300)]
)
def test_objection_without_words_or_with_a_wrong_address_is_refused(statement: str, email: str) -> None:
    number = published()
    with pytest.raises(ObjectionWrong):
        objected(number, statement, email=email)
    assert Objection.objects.count() == 0


def test_objections_are_taken_within_the_period_only() -> None:
    later = published(begins_on=(AT + timedelta(days=1)).date())
    ended, standing, withdrawn = published(), published(STANDING), published()
    withdraw_notice(withdrawn, reason="撤回", by=THE_PLATFORM, at=AT)
    for number, at in ((later, AT), (ended, AT + timedelta(days=8)), (standing, AT), (withdrawn, AT)):
        with pytest.raises(NoticeNotOpen):
            objected(number, at=at)
    objected(ended, at=AT + timedelta(days=7))
    with pytest.raises(NoticeNotFound):
        objected(withdrawn + 9)


@pytest.mark.usefixtures("few")
def test_in_a_flood_those_without_account_are_confirmed_by_a_letter() -> None:
    number, member = published(), acting(somebody())
    for _ in range(3):
        objected(number)
    assert needs_confirmation(number, at=AT)
    with pytest.raises(ConfirmationNeeded):
        objected(number)
    objected(number, actor=member)
    sent = objected(number, email="chen@example.org", name="陈样本")
    assert sent.is_waiting
    assert (objection_counts(number).total, WaitingObjection.objects.count()) == (4, 1)
    letter = Letter.objects.get()
    assert (letter.kind, letter.to, letter.params["secret"]) == ("confirm-objection", "chen@example.org", sent.secret)
    assert not needs_confirmation(number, at=AT + timedelta(hours=2))
    after = AT + timedelta(days=8)  # it was sent within the period
    assert confirm_objection(sent.secret, at=after) == confirm_objection(sent.secret, at=after) == sent.secret
    row = Objection.objects.latest("pk")
    assert (row.came, row.received_at, row.place) == (ObjectionCame.LETTER, AT, 5)
    assert (WaitingObjection.objects.count(), row.contact.name) == (0, "陈样本")


@pytest.mark.usefixtures("few")
def test_a_flood_of_many_addresses_is_bounded() -> None:
    number = published()
    outcomes = {"taken": 0, "waiting": 0, "refused": 0}
    for place in range(40):
        try:
            sent = objected(number, email=f"robot{place}@example.org")
            outcomes["waiting" if sent.is_waiting else "taken"] += 1
        except TooManyObjections:
            outcomes["refused"] += 1
    assert outcomes == {"taken": 3, "waiting": 2, "refused": 35}
    assert (Objection.objects.count(), WaitingObjection.objects.count(), Letter.objects.count()) == (3, 2, 2)


@pytest.mark.usefixtures("few")
def test_one_address_gets_one_letter_an_hour_and_what_nobody_confirms_is_dropped() -> None:
    number = published()
    for _ in range(3):
        objected(number)
    for _ in range(2):
        assert objected(number, email="chen@example.org").is_waiting
    assert Letter.objects.count() == 1
    assert drop_unconfirmed(at=AT + timedelta(hours=47)) == 0
    assert drop_unconfirmed(at=AT + timedelta(hours=49)) == 1
    with pytest.raises(ObjectionNotFound):
        confirm_objection("gone", at=AT)


def test_one_network_sends_a_bounded_number_and_its_address_is_not_kept() -> None:
    for _ in range(10):
        note_objection("203.0.113.7", at=AT)
    with pytest.raises(CameTooOften):
        note_objection("203.0.113.7", at=AT)
    note_objection("203.0.113.8", at=AT)
    note_objection("203.0.113.7", at=AT + timedelta(hours=1))
    assert HourTally.objects.count() == 1


def test_whole_text_is_shown_after_the_look_and_answered_in_public(reviewer: Actor) -> None:
    pk = an_objection()
    with pytest.raises(StepNotOpen):
        answer_objection(pk, answer="已核对", seen="0", actor=reviewer, at=AT)
    look(pk, reviewer)
    answer_objection(pk, answer="已核对，数据以在线监测为准。", seen="1", actor=reviewer, at=AT)
    found = objections_of(Objection.objects.get().notice_id)[0]
    assert (found.shown, found.not_shown, found.state) == (WORDS, None, ObjectionState.ANSWERED)
    assert (found.answer, found.answered_by) == ("已核对，数据以在线监测为准。", reviewer.signature)
    assert facts_of("objection-looked-at")["shown"] == "whole"
    assert LedgerEntry.objects.get(act="objection-answered").words == {"answer": "已核对，数据以在线监测为准。"}
    assert unanswered(found.notice) == 0
    told = JournalEntry.objects.filter(subject_kind="objection").order_by("pk").values_list("act", "person_id")
    assert [act for act, _ in told] == ["objection-received", "objection-looked-at", "objection-answered"]


def test_what_is_not_shown_needs_a_ground_and_a_reason(reviewer: Actor) -> None:
    pk = an_objection()
    for said in ({}, {"not_shown": "insult"}, {"why": "辱骂"}, {"not_shown": "nothing", "why": "辱骂"}):
        with pytest.raises(ObjectionReasonMissing):
            look(pk, reviewer, shown="", **said)
    look(pk, reviewer, shown="", not_shown=NotShown.PERSONAL, why="全文为他人的电话和住址")
    found = objections_of(Objection.objects.get().notice_id)[0]
    assert (found.shown, found.not_shown, found.not_shown_why) == ("", NotShown.PERSONAL, "全文为他人的电话和住址")
    assert facts_of("objection-looked-at")["shown"] == "none"
    answer_objection(pk, answer="已另行处理", seen="1", actor=reviewer, at=AT)
    look(pk, reviewer, shown="报告第三页", seen="2", not_shown="other", why="改正")
    assert Objection.objects.get().state == ObjectionState.ANSWERED
    assert facts_of("objection-looked-at")["shown"] == "part"


def test_of_two_tabs_and_of_the_wrong_people_nobody_writes(reviewer: Actor) -> None:
    pk = an_objection()
    look(pk, reviewer)
    with pytest.raises(ObjectionChanged):
        look(pk, reviewer, shown="", not_shown="insult", why="辱骂")
    far = acting(staff_member(email="far@example.org", area="440000"))
    liaison = acting(staff_member(StaffRole.BRAND_LIAISON, email="liaison@example.org"))
    number = Objection.objects.get().notice_id
    for wrong in (far, liaison, acting(somebody("x@example.org"))):
        with pytest.raises(ObjectionNotFound):
            answer_objection(pk, answer="x", seen="1", actor=wrong, at=AT)
        with pytest.raises(ObjectionNotFound):
            staff_objection(pk, actor=wrong)
        with pytest.raises((DutyMissing, OutOfArea)):
            extend_by_staff(number, days=1, reason="x", seen="", actor=wrong, at=AT)
        with pytest.raises((DutyMissing, OutOfArea)):
            withdraw_by_staff(number, reason="x", seen="", actor=wrong, at=AT)
        assert waiting_objections(wrong) == []
    assert Objection.objects.get().state == ObjectionState.LOOKED_AT


def test_queue_goes_on_with_the_next_that_waits(reviewer: Actor) -> None:
    first, second = an_objection(), an_objection()
    assert [each.public.id for each in waiting_objections(reviewer)] == [first, second]
    assert count_waiting(reviewer) == (2, AT)
    assert [next_waiting(reviewer, after=pk) for pk in (first, second)] == [second, first]
    look(first, reviewer)
    answer_objection(first, answer="已核对", seen="1", actor=reviewer, at=AT)
    assert next_waiting(reviewer, after=second) is None


def test_who_objected_is_erased_after_its_term(reviewer: Actor) -> None:
    number = published(SEVEN_DAYS)
    objected(number, name="陈样本", email="chen@example.org")
    objected(number, actor=acting(somebody()))
    numbers = list(Objection.objects.order_by("pk").values_list("pk", flat=True))
    for pk in numbers:
        look(pk, reviewer)
        answer_objection(pk, answer="已核对", seen="1", actor=reviewer, at=AT)
    assert erase_old_contacts(at=AT + timedelta(days=180)) == 0
    emails = [staff_objection(pk, actor=reviewer).email for pk in numbers]
    assert emails == ["chen@example.org", "b@example.org"]
    assert erase_old_contacts(at=AT + timedelta(days=181)) == 2
    assert [staff_objection(pk, actor=reviewer).email for pk in numbers] == ["", ""]
    assert ObjectionContact.objects.count() == 0


def test_person_takes_the_own_objections_along_and_is_forgotten() -> None:
    member = somebody()
    number = published()
    objected(number, actor=acting(member))
    objected(number, email=member.email)
    objected(number, email="other@example.org")
    subject = DataSubject(member.pk, member.number, (member.email,), acting(member).signature)
    told = export_objections(subject)
    assert isinstance(told, list)
    assert [each["objection"] for each in told] == [1, 2]
    erase_objections(subject, AT)
    assert export_objections(subject) == []
    assert (Objection.objects.count(), ObjectionContact.objects.count()) == (3, 1)
