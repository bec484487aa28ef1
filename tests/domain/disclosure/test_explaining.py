"""Writing explanations: who may, in which order, and that nothing is overwritten or lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingce.domain.disclosure.enums import CommitmentKind, Texts
from qingce.domain.disclosure.errors import (
    CommitmentChanged,
    CommitmentMissing,
    EnterpriseNotSpokenFor,
    NotExplainable,
    PanelUnknown,
    TextsChanged,
    TextTooLong,
)
from qingce.domain.disclosure.models import Commitment, Explanation, ExplanationVersion
from qingce.domain.disclosure.queries import (
    commitment_text,
    explanation_page,
    holding_promise,
    is_truthfulness_accepted,
    lines_of,
    panels_of,
    strays_of,
)
from qingce.domain.disclosure.registry import Promise, on_promise
from qingce.domain.enterprises.actions import end_claim, merge_enterprises
from qingce.domain.enterprises.models import Claim
from qingce.domain.records.actions import correct_record, withdraw_record
from qingce.domain.records.enums import RecordType
from qingce.domain.records.models import Record
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.errors import RoleTooSmall
from qingce.shared.parties.queries import operator
from tests.domain.disclosure.disclosing import SAID, accept, held, listed, records_of, write
from tests.domain.documents.keeping import CODES, Kept, grantor
from tests.factories import AT, SCRIPT, acting, member, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-1", "DIS-2")]
ON = AT.date()


def texts_now(own: Kept, record: int) -> Texts:
    return explanation_page(record, actor=own.actor, on=ON).texts


def test_panel_tells_what_is_explained_begun_and_left(own: Kept) -> None:
    first, second, _third = listed(own, 2, start=2)
    listed(own, 1, type="rectification")
    listed(own, 1, type="key-entity", details="media=废水")  # the rules do not say how such a record is explained
    write(own, first)
    write(own, second, Texts(violation="只写了一段"))
    found = {each.type: each for each in panels_of(own.enterprise, own.organisation, on=ON)}
    assert set(found) == {RecordType.SUPERVISION, RecordType.RECTIFICATION}
    panel = found[RecordType.SUPERVISION]
    assert (panel.total, panel.explained, panel.begun, panel.left) == (3, 1, 1, 2)


def test_nothing_is_written_before_the_commitment_is_accepted_or_after_it_is_declined(db: None) -> None:
    own = held()
    (record,) = records_of(own)
    with pytest.raises(CommitmentMissing):
        write(own, record)
    accept(own)
    write(own, record)
    accept(own, is_accepted=False, at=AT + timedelta(minutes=1))
    assert not is_truthfulness_accepted(own.enterprise, own.organisation)
    with pytest.raises(CommitmentMissing):
        write(own, record, Texts(violation="别的"))
    assert texts_now(own, record) == SAID


def test_commitment_keeps_text_version_person_and_moment(own: Kept) -> None:
    kept = Commitment.objects.get()
    text = commitment_text(CommitmentKind.TRUTHFULNESS)
    assert (kept.version, kept.text_sha256, kept.answered_by, kept.answered_at) == (
        text.version,
        text.sha256("zh"),
        own.actor.signature,
        AT,
    )
    with pytest.raises(CommitmentChanged):
        accept(own, version="2020-01")


def test_commitment_by_somebody_who_just_lost_the_role_is_refused(db: None) -> None:
    own = held()
    actor = own.actor
    end_claim(grantor(), Claim.objects.get().pk, reason="授权到期", at=AT)
    with pytest.raises(EnterpriseNotSpokenFor):
        accept(own, actor=actor)
    assert not Commitment.objects.exists()


def test_reader_and_stranger_write_nothing(own: Kept) -> None:
    (record,) = records_of(own)
    reader = somebody("reader@example.org")
    member(own.organisation, reader, MemberRole.READER)
    with pytest.raises(RoleTooSmall):
        write(own, record, actor=acting(reader))
    assert explanation_page(record, actor=acting(reader), on=ON).may_write is False
    with pytest.raises(EnterpriseNotSpokenFor):
        write(own, record, actor=acting(somebody("stranger@example.org")))
    assert not Explanation.objects.exists()


def test_promise_is_told_to_whoever_asked_for_it(own: Kept) -> None:
    told: list[Promise] = []
    on_promise("test", told.append)
    accept(own, CommitmentKind.PROMISE)
    accept(own, CommitmentKind.PROMISE, is_accepted=False, at=AT + timedelta(days=1))
    on_promise("test", lambda _promise: None)
    assert [(each.enterprise_id, each.is_accepted) for each in told] == [
        (own.enterprise, True),
        (own.enterprise, False),
    ]
    assert holding_promise(own.enterprise) is None


def test_colleagues_never_overwrite_each_other(own: Kept) -> None:
    (record,) = records_of(own)
    colleague = somebody("c@example.org", name="李同事")
    member(own.organisation, colleague, MemberRole.EDITOR)
    seen = write(own, record)
    write(own, record, Texts(violation="同事改过"), actor=acting(colleague), revision=seen)
    with pytest.raises(TextsChanged):
        write(own, record, Texts(violation="我的"), revision=seen)
    assert texts_now(own, record).violation == "同事改过"
    assert [each.saved_by for each in ExplanationVersion.objects.order_by("pk")] == [
        own.actor.signature,
        acting(colleague).signature,
    ]


def test_first_saving_of_two_people_is_a_conflict_too(own: Kept) -> None:
    (record,) = records_of(own)
    write(own, record)
    with pytest.raises(TextsChanged):
        write(own, record, Texts(violation="同时开始的"), revision=0)


def test_page_whose_answer_was_lost_does_not_stand_in_its_own_way(own: Kept) -> None:
    (record,) = records_of(own)
    write(own, record, Texts(violation="一"), tab="page-1", revision=0)
    write(own, record, Texts(violation="一二"), tab="page-1", revision=0)
    assert texts_now(own, record).violation == "一二"
    with pytest.raises(TextsChanged):
        write(own, record, Texts(violation="别的页面"), tab="page-2", revision=0)


def test_saving_the_same_again_changes_nothing(own: Kept) -> None:
    (record,) = records_of(own)
    assert write(own, record) == write(own, record, revision=0) == 1


def test_one_sitting_is_one_version_and_the_next_begins_another(own: Kept) -> None:
    (record,) = records_of(own)
    for minutes, text in ((0, "一"), (5, "一二"), (50, "一二三")):
        write(own, record, Texts(violation=text), at=AT + timedelta(minutes=minutes))
    versions = explanation_page(record, actor=own.actor, on=ON).versions
    assert [(each.number, each.texts.violation) for each in versions] == [(2, "一二三"), (1, "一二")]
    assert JournalEntry.objects.filter(act="explanation-written").count() == 2


def test_texts_are_cleaned_bounded_and_never_markup(own: Kept) -> None:
    (record,) = records_of(own)
    with pytest.raises(TextTooLong):
        write(own, record, Texts(reason="长" * 3001))
    write(own, record, Texts(violation=f"\u202e{SCRIPT}\x00\r\n二"))
    assert texts_now(own, record).violation == f"{SCRIPT}\n二"


def test_corrected_record_is_told_and_saving_again_settles_it(own: Kept) -> None:
    (record,) = records_of(own)
    write(own, record)
    correct_record(record, {"title": "更正后的决定"}, actor=operator("test"), reason="原文有误", at=AT)
    _panel, (line,) = lines_of(own.enterprise, own.organisation, "supervision", on=ON, start=0, count=9)
    assert line.is_changed
    assert explanation_page(record, actor=own.actor, on=ON).is_changed
    write(own, record)
    assert not explanation_page(record, actor=own.actor, on=ON).is_changed


def test_withdrawn_record_is_refused_and_what_was_written_is_kept(own: Kept) -> None:
    (record,) = records_of(own)
    seen = write(own, record)
    withdraw_record(record, actor=operator("test"), reason="判决撤销", at=AT)
    with pytest.raises(NotExplainable):
        write(own, record, Texts(violation="还想写"), revision=seen)
    assert [(each.record_id, each.texts) for each in strays_of(own.enterprise, own.organisation)] == [(record, SAID)]
    assert panels_of(own.enterprise, own.organisation, on=ON) == []


def test_merged_enterprise_keeps_what_was_written_about_either(own: Kept) -> None:
    (record,) = records_of(own)
    write(own, record)
    other = held(name="绍兴样甲二厂", email="d@example.org", uscc=CODES[1])
    (second,) = records_of(other)
    end_claim(grantor(), Claim.objects.get(organisation=other.organisation).pk, reason="同一家", at=AT)
    merge_enterprises(
        other.enterprise, into=own.enterprise, actor=operator("test"), reason="同一家", at=AT, despite_codes=True
    )
    write(own, second)
    (panel,) = panels_of(own.enterprise, own.organisation, on=ON)
    assert (panel.total, panel.explained) == (2, 2)


def test_record_of_a_type_without_a_panel_is_refused(own: Kept) -> None:
    listed(own, 1, type="key-entity", details="media=废水")
    record = Record.objects.get(type="key-entity").pk
    with pytest.raises(PanelUnknown):
        write(own, record)
