"""A record removed after the review of a case, and restored: by two people, with case and clause (REC-10, REM-9)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from qingce.domain.enterprises.actions import merge_enterprises, split_enterprise
from qingce.domain.records.actions import (
    LONGEST_CLAUSES,
    answer_request,
    correct_record,
    move_record,
    remove_record,
    republish_record,
    restore_record,
    undo_batch,
    withdraw_record,
)
from qingce.domain.records.actions.changing import ReasonMissing, TooLongForField
from qingce.domain.records.actions.removing import ClauseMissing, ImportUndone
from qingce.domain.records.entering import enter_what_was_there
from qingce.domain.records.enums import WITHDRAW, WITHDRAW_AS_ASKED, Answer, Outcome, PublicationState, Status
from qingce.domain.records.errors import WrongState
from qingce.domain.records.models import CorrectionRequest, Record, StateChange
from qingce.domain.records.queries import (
    Depending,
    RecordGone,
    RecordNotFound,
    case_changes_of,
    count_returning,
    depending_on,
    enterprise_certified,
    get_record,
    matter_of,
    public_statement,
    record_certified,
    records_of,
    rows_by_ids,
    staff_request,
    timeline,
)
from qingce.pure.workflow.errors import StepOfAnother
from qingce.shared.changes.models import Change
from qingce.shared.ledger.auditing_rows import audit_rows
from qingce.shared.ledger.finding import entries_of
from qingce.shared.ledger.models import JournalEntry, LedgerEntry, RowBlock, Tile
from qingce.shared.parties.actions import confirm_proposal, propose
from qingce.shared.parties.enums import NOBODY, Actor, Pair, StaffRole, paired
from qingce.shared.parties.errors import DutyMissing, OutOfArea, SecondPersonNeeded
from qingce.shared.parties.queries import operator
from tests.domain.records.removing import CLAUSE, a_pair, a_reviewer, remove, restore
from tests.factories import AT, acting, ask, key_unit, penalty, staff_member, take_in
from tests.query_plans import plan_of
from tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-10", "REM-3")]
LATER = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WHO = operator("数据组")
Step = Callable[[Record, Actor], None]


@pytest.fixture
def record() -> Record:
    take_in(penalty())  # in Shaoxing
    return Record.objects.get()


@pytest.fixture
def first() -> Actor:
    return a_reviewer()


@pytest.fixture
def pair(first: Actor) -> Pair:
    return a_pair(first)


def state_of(record: Record) -> str:
    return Record.objects.values_list("state", flat=True).get(pk=record.pk)


def acts(record: Record) -> list[str]:
    return [found.entry.act for found in entries_of("record", record.pk)]


def test_removed_record_leaves_every_list_and_answers_with_case_clause_and_why(record: Record, pair: Pair) -> None:
    remove(record, pair)
    assert rows_by_ids([record.pk], actor=NOBODY) == []
    assert records_of(record.enterprise_id, actor=NOBODY) == []
    assert timeline(record.enterprise_id, actor=NOBODY) == []
    with pytest.raises(RecordNotFound):
        matter_of(record.pk, actor=NOBODY)
    found = get_record(record.pk, actor=NOBODY)
    (change,) = found.state_changes
    assert found.row.status is Status.REMOVED
    assert (change.current, change.reason, change.clause, change.case, change.path, change.changed_by) == (
        PublicationState.REMOVED, "整改完成，文件齐全", CLAUSE, 12, "off-site", pair.signature,
    )  # fmt: skip


@pytest.mark.requirement("REM-9")
def test_restored_record_is_listed_again_with_both_reasons(record: Record, pair: Pair) -> None:
    remove(record, pair, path="on-site")
    restore(record, pair)
    assert [row.id for row in rows_by_ids([record.pk], actor=NOBODY)] == [record.pk]
    told = StateChange.objects.order_by("pk").values_list(
        "former", "current", "reason", "clause", "case_number", "path"
    )
    assert list(told) == [
        ("published", "removed", "整改完成，文件齐全", CLAUSE, 12, "on-site"),
        ("removed", "published", "整改报告系伪造", "IPE-2017 §2.2.5 注", 12, ""),
    ]


@pytest.mark.requirement("LED-1", "REM-9")
def test_both_are_public_acts_that_state_the_case_and_commit_to_words(record: Record, pair: Pair) -> None:
    before = Change.objects.count()
    remove(record, pair)
    restore(record, pair)
    assert acts(record) == ["records-published", "record-removed", "record-restored"]
    removed, restored = (LedgerEntry.objects.get(act=act) for act in ("record-removed", "record-restored"))
    said = json.loads(bytes(removed.body))
    assert (said["schema"], said["facts"], said["actor"]["role"]) == (
        "record-removed/1", {"case": 12, "path": "off-site"}, "two-staff",
    )  # fmt: skip
    assert json.loads(bytes(restored.body))["facts"] == {"case": 12}
    assert removed.words == {"reason": "整改完成，文件齐全", "clause": CLAUSE}
    assert (removed.signed_by, "整改" in bytes(removed.body).decode()) == (pair.signature, False)
    assert [each.act for each in JournalEntry.objects.order_by("-pk")[:2]] == ["record-restored", "record-removed"]
    assert set(Change.objects.order_by("pk")[before:].values_list("kind", flat=True)) == {"record", "enterprise"}


@pytest.mark.requirement("LED-2")
def test_audit_finds_a_removed_record_as_the_ledger_says_and_one_taken_off_unseen(record: Record, pair: Pair) -> None:
    remove(record, pair)
    assert list(audit_rows()) == []
    Record.objects.filter(pk=record.pk).update(state=PublicationState.PUBLISHED)
    assert [(each.fault.name, each.subject) for each in audit_rows()] == [("STATE_DIFFERS", ("record", record.pk))]


@pytest.mark.parametrize("step", [remove, restore])
def test_one_alone_a_command_and_people_without_the_duty_do_neither(step: Step, record: Record, first: Actor) -> None:
    if step is restore:
        Record.objects.filter(pk=record.pk).update(state=PublicationState.REMOVED)
    before = state_of(record), LedgerEntry.objects.count()
    senior = acting(staff_member(StaffRole.SENIOR_REVIEWER, email="z@example.org", area="110000"))
    reviewer = acting(staff_member(StaffRole.REVIEWER, email="w@example.org", area="330000"))
    refused = ((senior, SecondPersonNeeded), (paired(senior, senior), SecondPersonNeeded),
               (WHO, StepOfAnother), (NOBODY, DutyMissing),
               (paired(senior, reviewer), DutyMissing), (paired(first, senior), OutOfArea))  # fmt: skip
    for actor, error in refused:
        with pytest.raises(error):
            step(record, actor)
    assert (state_of(record), LedgerEntry.objects.count()) == before


def test_reason_and_clause_are_needed_and_the_path_is_one_of_two(record: Record, pair: Pair) -> None:
    said: dict[str, Any] = {
        "case": 1,
        "path": "off-site",
        "clause": CLAUSE,
        "reason": "整改完成",
        "actor": pair,
        "at": AT,
    }
    wrong = (({"reason": " "}, ReasonMissing), ({"clause": " "}, ClauseMissing), ({"path": "by-mail"}, ValueError),
             ({"clause": "条" * (LONGEST_CLAUSES + 1)}, TooLongForField))  # fmt: skip
    for values, error in wrong:
        with pytest.raises(error):
            remove_record(record.pk, **{**said, **values})
    with pytest.raises(RecordNotFound):
        remove_record(record.pk + 1, **said)
    with pytest.raises(ReasonMissing):
        restore_record(record.pk, case=1, reason="", actor=pair, at=AT)
    assert state_of(record) == PublicationState.PUBLISHED


def test_each_happens_once_and_neither_stands_in_for_withdrawing(record: Record, pair: Pair) -> None:
    with pytest.raises(WrongState):
        restore(record, pair)
    remove(record, pair)
    refused: tuple[Callable[[], None], ...] = (
        lambda: remove(record, pair),
        lambda: withdraw_record(record.pk, actor=WHO, reason="误登", at=LATER),
        lambda: republish_record(record.pk, actor=WHO, reason="恢复", at=LATER),
    )
    for again in refused:
        with pytest.raises(WrongState) as told:
            again()
        assert told.value.params["cause"] == "removed"
    restore(record, pair)
    withdraw_record(record.pk, actor=WHO, reason="误登", at=LATER)
    with pytest.raises(WrongState):
        remove(record, pair)
    with pytest.raises(WrongState):
        restore(record, pair)


@pytest.mark.requirement("REC-5")
def test_further_source_of_a_removed_record_is_kept_and_does_not_publish_it(record: Record, pair: Pair) -> None:
    remove(record, pair)
    report = take_in(penalty(source_title="另一来源"), penalty(fine_cny="130000", source_title="又一来源"))
    assert (report.rows_new, report.rows_known, count_returning(report.batch_id or 0)) == (0, 2, 0)
    assert (state_of(record), record.provenances.count()) == (PublicationState.REMOVED, 3)
    assert acts(record) == ["records-published", "record-removed"]
    restore(record, pair)
    assert len(get_record(record.pk, actor=NOBODY).provenances) == 3


@pytest.mark.requirement("REC-3")
def test_undone_import_leaves_a_removed_record_with_its_case(pair: Pair) -> None:
    batch = take_in(penalty(), penalty(doc_no="柯环罚〔2024〕8号")).batch_id or 0
    removed, other = Record.objects.order_by("pk")
    remove(removed, pair)
    assert depending_on(batch) == Depending(leaving=1, staying=0, corrected=0, enterprises=1, withdrawn=0, removed=1)
    assert undo_batch(batch, actor=WHO, reason="文件有误", at=LATER) == 1
    assert [state_of(each) for each in (removed, other)] == ["removed", "withdrawn"]
    assert get_record(removed.pk, actor=NOBODY).state_changes[-1].case == 12
    gone = Record.objects.filter(batch_id=batch, state="removed")
    assert "record_removed" in plan_of(gone.values("pk"), "record_removed")


@pytest.mark.requirement("REC-3", "REM-9")
def test_record_whose_import_was_undone_is_restored_once_another_import_brought_it(record: Record, pair: Pair) -> None:
    remove(record, pair)
    undo_batch(record.batch_id, actor=WHO, reason="文件有误", at=LATER)
    with pytest.raises(ImportUndone):
        restore(record, pair)
    assert state_of(record) == PublicationState.REMOVED
    again = take_in(penalty()).batch_id
    assert state_of(record) == PublicationState.REMOVED
    restore(record, pair)
    record.refresh_from_db()
    assert (record.state, record.batch_id) == (PublicationState.PUBLISHED, again)


@pytest.mark.requirement("REC-3", "REM-9")
def test_record_published_again_after_its_import_was_undone_is_restored_as_it_was(record: Record, pair: Pair) -> None:
    undo_batch(record.batch_id, actor=WHO, reason="文件有误", at=AT)
    republish_record(record.pk, actor=WHO, reason="这一条无误", at=AT)
    remove(record, pair, at=AT + timedelta(hours=1))
    restore(record, pair)
    assert state_of(record) == PublicationState.PUBLISHED


@pytest.mark.requirement("REC-7")
def test_tombstone_follows_its_enterprise_when_merged_split_and_moved(pair: Pair) -> None:
    take_in(penalty(), penalty(enterprise_name="毫无关系丁厂", uscc="", doc_no="柯环罚〔2024〕77号"))
    take_in(key_unit())
    record, other, far = Record.objects.order_by("pk")
    own, into = record.enterprise_id, other.enterprise_id
    remove(record, pair)

    def listed(enterprise: int) -> list[tuple[int, int, str, bool]]:
        found = case_changes_of(enterprise, actor=NOBODY)
        return [(each.record, each.case, each.clause, each.is_restored) for each in found]

    told = [(record.pk, 12, CLAUSE, False)]
    assert (listed(own), listed(into)) == (told, [])
    merge_enterprises(own, into=into, actor=WHO, reason="同一企业", at=AT)
    assert listed(into) == told
    split_enterprise(own, actor=WHO, reason="不是同一企业", at=LATER)
    assert (listed(own), listed(into)) == (told, [])
    move_record(record.pk, to=far.enterprise_id, actor=WHO, reason="对象有误", at=LATER)
    assert (listed(own), listed(far.enterprise_id), state_of(record)) == ([], told, "removed")
    restore(record, pair)
    assert listed(far.enterprise_id) == [(record.pk, 12, "IPE-2017 §2.2.5 注", True), *told]


def test_removed_record_is_corrected_without_coming_back(record: Record, pair: Pair) -> None:
    remove(record, pair)
    correct_record(record.pk, {"title": "新题"}, actor=WHO, reason="录入有误", at=LATER)
    assert (state_of(record), list(audit_rows())) == (PublicationState.REMOVED, [])
    restore(record, pair)
    found = get_record(record.pk, actor=NOBODY)
    assert (found.row.title, found.row.status) == ("新题", Status.CORRECTED)


def test_request_about_a_removed_record_is_not_answered_as_if_it_were_withdrawn(
    record: Record, pair: Pair, first: Actor
) -> None:
    ask(record)
    remove(record, pair)
    pk = CorrectionRequest.objects.get().pk
    seen = staff_request(pk, actor=WHO, today=AT.date()).version
    with pytest.raises(WrongState):
        answer_request(pk, Answer(Outcome.WITHDRAWN, "撤"), seen=seen, actor=WHO, at=LATER)
    with pytest.raises(WrongState):
        propose(first, WITHDRAW_AS_ASKED, pk, reason="撤", at=LATER)
    answer_request(pk, Answer(Outcome.DECLINED, "已按案件撤除"), seen=seen, actor=WHO, at=LATER)
    assert state_of(record) == PublicationState.REMOVED


def test_proposal_to_withdraw_a_record_that_a_case_removed_meanwhile_cannot_be_confirmed(
    record: Record, pair: Pair, first: Actor
) -> None:
    proposal = propose(first, WITHDRAW, record.pk, reason="误登", at=AT)
    remove(record, pair)
    second = acting(staff_member(StaffRole.SENIOR_REVIEWER, email="z@example.org", area="330600"))
    with pytest.raises(WrongState):
        confirm_proposal(second, proposal, at=LATER)
    assert state_of(record) == PublicationState.REMOVED


@pytest.mark.requirement("LED-2")
def test_certificates_say_removed_and_what_it_said_is_handed_out_no_more(record: Record, pair: Pair) -> None:
    remove(record, pair)
    with pytest.raises(RecordGone) as told:
        public_statement(record.pk, actor=NOBODY)
    assert told.value.params["cause"] == "removed"
    certified = record_certified(record.pk, actor=NOBODY)
    assert (certified.state, certified.statement) == ("removed", None)
    (line,) = enterprise_certified(record.enterprise_id, actor=NOBODY).records
    assert line[:2] == (record.pk, "removed")


@pytest.mark.requirement("LED-1")
def test_what_was_removed_before_the_ledger_is_entered_as_such(record: Record, pair: Pair) -> None:
    remove(record, pair)
    for model in (RowBlock, Tile, LedgerEntry):
        model.objects.all().delete()
    Record.objects.update(salt=None, statement_hash=None)
    while enter_what_was_there(at=LATER):
        pass
    assert acts(record) == ["records-found", "records-found-removed"]
    assert [each.subject for each in audit_rows()] == [("enterprise", record.enterprise_id)]  # its own entry is gone


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_finds_it_decided(record: Record, pair: Pair) -> None:
    def withdraw() -> None:
        withdraw_record(record.pk, actor=WHO, reason="误登", at=AT)

    for acts_at_once in ((lambda: remove(record, pair), lambda: remove(record, pair)),
                         (lambda: restore(record, pair), lambda: restore(record, pair)),
                         (lambda: remove(record, pair), withdraw)):  # fmt: skip
        assert sorted(str(each) for each in together(*acts_at_once)) == sorted([str(WrongState), "None"])
    assert len(acts(record)) == 4
