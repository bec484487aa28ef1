"""What hides or restores a record is done by two people, and both sign it in public."""

from __future__ import annotations

import pytest

from qingce.domain.records.actions import (
    answer_request,
    correct_record,
    queue_undo,
    republish_record,
    restore_import,
    undo_batch,
    withdraw_record,
)
from qingce.domain.records.actions.changing import TooLongForField
from qingce.domain.records.enums import (
    CLAUSE,
    REPUBLISH,
    RESTORE,
    UNDO,
    WITHDRAW,
    WITHDRAW_AS_ASKED,
    Answer,
    Outcome,
    PublicationState,
)
from qingce.domain.records.errors import AlreadyAnswered, WrongState
from qingce.domain.records.models import CorrectionRequest, Record, StateChange
from qingce.domain.records.queries import count_returning, staff_request
from qingce.domain.records.two_people import NothingToRestore
from qingce.shared.intake.errors import BatchNotDone
from qingce.shared.intake.models import Batch
from qingce.shared.parties.actions import confirm_proposal, erase_person, propose, take_back
from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.errors import OutOfArea, ProposalOutdated, SecondPersonNeeded
from qingce.shared.parties.models import Proposal
from qingce.shared.parties.queries import get_proposal, names_of, operator, signature_name
from tests.factories import AT, acting, ask, key_unit, penalty, staff_member, take_in, work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-10", "ACC-2")]


@pytest.fixture
def record() -> Record:
    take_in(penalty())  # in Shaoxing
    return Record.objects.get()


@pytest.fixture
def first() -> Actor:
    return acting(staff_member(StaffRole.REVIEWER, name="初审", email="x@example.org", area="330000"))


@pytest.fixture
def second() -> Actor:
    return acting(staff_member(StaffRole.SENIOR_REVIEWER, name="复审", email="y@example.org", area="330600"))


def both(first: Actor, second: Actor) -> str:
    return f"{first.signature} + {second.signature}"


def test_record_is_withdrawn_and_published_again_by_two(record: Record, first: Actor, second: Actor) -> None:
    said = {CLAUSE: "IPE-2017 §2.1"}
    confirm_proposal(second, propose(first, WITHDRAW, record.pk, reason="发布机关已撤销", payload=said, at=AT), at=AT)
    record.refresh_from_db()
    assert record.state == PublicationState.WITHDRAWN
    confirm_proposal(second, propose(first, REPUBLISH, record.pk, reason="复核后恢复", at=AT), at=AT)
    assert list(StateChange.objects.order_by("pk").values_list("current", "reason", "clause", "changed_by")) == [
        ("withdrawn", "发布机关已撤销", "IPE-2017 §2.1", both(first, second)),
        ("published", "复核后恢复", "", both(first, second)),
    ]


def test_nobody_of_the_staff_hides_or_restores_alone(record: Record) -> None:
    alone = acting(staff_member(StaffRole.ADMINISTRATOR))
    ask(record)
    pk = CorrectionRequest.objects.get().pk
    seen = staff_request(pk, actor=alone, today=AT.date()).version
    acts = (
        lambda: withdraw_record(record.pk, actor=alone, reason="撤", at=AT),
        lambda: republish_record(record.pk, actor=alone, reason="撤", at=AT),
        lambda: queue_undo(record.batch_id, actor=alone, reason="撤", at=AT),
        lambda: answer_request(pk, Answer(Outcome.WITHDRAWN, "撤"), seen=seen, actor=alone, at=AT),
    )
    for act in acts:
        with pytest.raises(SecondPersonNeeded):
            act()
    assert not StateChange.objects.exists()
    assert CorrectionRequest.objects.get().outcome == ""


def test_effect_says_what_the_public_list_loses(record: Record, first: Actor, second: Actor) -> None:
    pk = propose(first, WITHDRAW, record.pk, reason="撤", payload={CLAUSE: "判决书"}, at=AT)
    found = get_proposal(pk, actor=second)
    assert found.effect is not None
    assert [(str(line.before), str(line.after)) for line in found.effect.lines] == [
        ("已发布", "已撤下"),
        ("", "判决书"),
    ]
    assert (found.row.area, found.row.subject and found.row.subject.title) == (record.division, record.title)


def test_record_corrected_meanwhile_is_not_withdrawn(record: Record, first: Actor, second: Actor) -> None:
    pk = propose(first, WITHDRAW, record.pk, reason="撤", at=AT)
    correct_record(record.pk, {"title": "新标题"}, actor=first, reason="更正", at=AT)
    with pytest.raises(ProposalOutdated):
        confirm_proposal(second, pk, at=AT)
    withdraw_record(record.pk, actor=operator("甲 + 乙"), reason="撤", at=AT)
    with pytest.raises(WrongState):
        confirm_proposal(second, pk, at=AT)
    assert StateChange.objects.count() == 1


def test_only_what_can_be_done_is_proposed(record: Record, first: Actor) -> None:
    with pytest.raises(WrongState):
        propose(first, REPUBLISH, record.pk, reason="恢复", at=AT)
    with pytest.raises(TooLongForField):
        propose(first, WITHDRAW, record.pk, reason="撤", payload={CLAUSE: "条" * 101}, at=AT)
    take_in(key_unit())
    elsewhere = Record.objects.latest("pk")
    with pytest.raises(OutOfArea):
        propose(first, WITHDRAW, elsewhere.pk, reason="撤", at=AT)
    assert not Proposal.objects.exists()


@pytest.mark.requirement("REC-2")
def test_answer_that_withdraws_waits_for_the_second_person(record: Record, first: Actor, second: Actor) -> None:
    ask(record)
    pk = CorrectionRequest.objects.get().pk
    proposal = propose(first, WITHDRAW_AS_ASKED, pk, reason="法院已撤销", payload={CLAUSE: "判决书"}, at=AT)
    assert (CorrectionRequest.objects.get().outcome, Record.objects.get().state) == ("", "published")
    confirm_proposal(second, proposal, at=AT)
    answered = CorrectionRequest.objects.get()
    assert (answered.outcome, answered.answer, answered.answered_by) == ("withdrawn", "法院已撤销", both(first, second))
    [change] = StateChange.objects.all()
    assert (change.clause, change.changed_by) == ("判决书", both(first, second))


@pytest.mark.requirement("REC-2")
def test_request_answered_meanwhile_leaves_the_record(record: Record, first: Actor, second: Actor) -> None:
    ask(record)
    pk = CorrectionRequest.objects.get().pk
    seen = staff_request(pk, actor=first, today=AT.date()).version
    proposal = propose(first, WITHDRAW_AS_ASKED, pk, reason="撤", seen=seen, at=AT)
    answer_request(pk, Answer(Outcome.DECLINED, "原文如此"), seen=seen, actor=second, at=AT)
    with pytest.raises(AlreadyAnswered):
        confirm_proposal(second, proposal, at=AT)
    assert Record.objects.get().state == "published"
    take_back(first, proposal, at=AT)


@pytest.mark.requirement("REC-3")
def test_import_is_undone_by_two(record: Record) -> None:
    seniors = [acting(staff_member(StaffRole.SENIOR_REVIEWER, email=f"{letter}@example.org")) for letter in ("x", "y")]
    proposal = propose(seniors[0], UNDO, record.batch_id, reason="文件发错了地区", at=AT)
    found = get_proposal(proposal, actor=seniors[1])
    assert found.effect is not None
    assert [(line.before, line.after) for line in found.effect.lines] == [("1", "0"), ("", "1"), ("", "0")]
    confirm_proposal(seniors[1], proposal, at=AT)
    work()
    [change] = StateChange.objects.all()
    assert (change.changed_by, change.reason) == (both(*seniors), "文件发错了地区")
    assert Batch.objects.get().state == "undone"
    with pytest.raises(BatchNotDone):
        propose(seniors[0], UNDO, record.batch_id, reason="再来", at=AT)


def test_reviewer_of_a_province_does_not_undo_an_import_of_the_whole_country(record: Record, first: Actor) -> None:
    with pytest.raises(OutOfArea):
        propose(first, UNDO, record.batch_id, reason="错", at=AT)


def test_history_names_erased_people_by_number_only(record: Record, first: Actor, second: Actor) -> None:
    confirm_proposal(second, propose(first, WITHDRAW, record.pk, reason="撤", at=AT), at=AT)
    erase_person(first, email="x@example.org", at=AT)
    kept = StateChange.objects.get().changed_by
    assert kept == both(first, second)
    assert signature_name(kept, names_of([kept])) == f"{first.number}、复审"


def test_undone_file_that_one_person_brings_again_waits_for_two(record: Record) -> None:
    first = acting(staff_member(StaffRole.SENIOR_REVIEWER, name="初审", email="x@example.org"))
    second = acting(staff_member(StaffRole.ADMINISTRATOR, name="复审", email="y@example.org"))
    undo_batch(record.batch_id, actor=operator("运维"), reason="发错了", at=AT)
    batch = take_in(penalty(), actor=first).batch_id
    assert batch is not None
    record.refresh_from_db()
    assert (record.state, count_returning(batch)) == (PublicationState.WITHDRAWN, 1)
    with pytest.raises(SecondPersonNeeded):
        restore_import(batch, actor=first, reason="核对无误", at=AT)
    proposal = propose(first, RESTORE, batch, reason="核对无误", at=AT)
    confirm_proposal(second, proposal, at=AT)
    work()
    record.refresh_from_db()
    change = StateChange.objects.order_by("pk").last()
    assert change is not None
    assert (record.state, count_returning(batch)) == (PublicationState.PUBLISHED, 0)
    assert (change.changed_by, change.reason) == (both(first, second), "核对无误")
    with pytest.raises(NothingToRestore):
        propose(first, RESTORE, batch, reason="再一次", at=AT)
