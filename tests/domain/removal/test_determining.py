"""How a record could be removed: by what is given and confirmed, and beside it by what its words hint at."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from qingce.domain.records.models import Record
from qingce.domain.records.queries import RecordNotFound
from qingce.domain.removal.actions import confirm_facts, end_override, override_determination
from qingce.domain.removal.enums import StatedViolation
from qingce.domain.removal.errors import (
    ConfirmedMeanwhile,
    NoOverride,
    NothingConfirmed,
    OverrideReasonMissing,
    SameAsRules,
    UnknownOutcome,
    WordsNotInRecord,
)
from qingce.domain.removal.models import Confirmation, Override
from qingce.domain.removal.queries import (
    confirmations_of,
    count_waiting,
    determination_as_confirmed,
    determination_of,
    overrides_of,
    waiting_records,
)
from qingce.pure.rules.errors import InvalidFact
from qingce.shared.ledger.finding import entries_of
from qingce.shared.parties.enums import NOBODY, StaffRole
from qingce.shared.parties.errors import DutyMissing, OutOfArea
from qingce.shared.parties.queries import operator
from qingce.shared.rulebooks.errors import NoReleaseInForce
from tests.factories import acting, key_unit, penalty, register, release_rules, staff_member, take_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("POL-2", "REM-1")]
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
WHO = operator("审核组")
EXCEEDS = (StatedViolation("", {"matters": ["exceedance"]}),)
NOISE = (StatedViolation("", {"matters": ["noise-disturbance"], "exceedance_days": 0}),)


@pytest.fixture
def record() -> Record:
    release_rules()
    take_in(penalty())
    return Record.objects.get()


def confirm(record: Record, violations: tuple[StatedViolation, ...] = EXCEEDS, *, seen: int = 0) -> None:
    confirm_facts(record.pk, violations, seen=seen, actor=WHO, at=AT)


def test_words_hint_and_decide_nothing(record: Record) -> None:
    found = determination_of(record.pk, actor=NOBODY, on=TODAY)
    [violation] = found.violations
    assert "matters" not in violation.facts
    assert violation.facts["published_on"] == date(2024, 3, 2)
    assert found.outcome is None
    assert violation.decision.question == "matters"
    assert found.likely is not None
    assert found.likely.outcome == "on-site"
    assert {each.value for each in violation.suggestions if each.fact == "matters"} == {"exceedance"}


def test_confirmed_facts_decide_and_hints_are_gone(record: Record) -> None:
    confirm(record)
    found = determination_of(record.pk, actor=NOBODY, on=TODAY)
    assert found.outcome == "on-site"
    assert found.likely is None
    assert [each.id for each in found.violations[0].decision.rows if each.fires] == ["exceedance"]
    assert [each.entry.act for each in entries_of("record", record.pk)][-1] == "facts-confirmed"


def test_what_the_record_gives_goes_before_what_is_stated(record: Record) -> None:
    confirm(record, (StatedViolation("", {"matters": ["exceedance"], "published_on": "2001-01-01"}),))
    [violation] = determination_of(record.pk, actor=NOBODY, on=TODAY).violations
    assert violation.facts["published_on"] == date(2024, 3, 2)


def test_one_violation_that_needs_on_site_takes_the_record_there(record: Record) -> None:
    confirm(record, (*NOISE, *EXCEEDS))
    found = determination_of(record.pk, actor=NOBODY, on=TODAY)
    assert [each.decision.outcome for each in found.violations] == ["off-site", "on-site"]
    assert found.outcome == "on-site"


def test_record_whose_type_cannot_be_removed_says_so() -> None:
    release_rules()
    take_in(key_unit())
    found = determination_of(Record.objects.get().pk, actor=NOBODY, on=TODAY)
    assert found.outcome == "not-applicable"


def test_determination_takes_seven_queries_for_one_violation_and_three(
    record: Record, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    determination_of(record.pk, actor=NOBODY, on=TODAY)  # the version is read once
    with django_assert_num_queries(7):
        determination_of(record.pk, actor=NOBODY, on=TODAY)
    confirm(record, (*NOISE, *EXCEEDS, *EXCEEDS))
    with django_assert_num_queries(7):
        determination_of(record.pk, actor=NOBODY, on=TODAY)


def test_without_a_release_it_is_said() -> None:
    take_in(penalty())
    with pytest.raises(NoReleaseInForce):
        determination_of(Record.objects.get().pk, actor=NOBODY, on=TODAY)


def test_determination_stays_as_it_was_when_confirmed(record: Record) -> None:
    confirm(record)
    much_later = determination_of(record.pk, actor=NOBODY, on=date(2028, 1, 1))
    assert much_later.outcome == "off-site"  # published more than three years before
    then = determination_as_confirmed(record.pk, actor=NOBODY)
    assert then is not None
    assert then.outcome == "on-site" == Confirmation.objects.get().outcome
    assert then.on == TODAY


def test_second_person_who_confirms_at_once_is_told(record: Record) -> None:
    confirm(record)
    with pytest.raises(ConfirmedMeanwhile):
        confirm(record, NOISE)
    confirm(record, NOISE, seen=1)
    assert [each.place for each in confirmations_of(record.pk)] == [2, 1]


def test_fact_out_of_its_range_is_refused_and_nothing_is_written(record: Record) -> None:
    with pytest.raises(InvalidFact):
        confirm(record, (StatedViolation("", {"waste_t": "-1"}),))
    with pytest.raises(InvalidFact):
        confirm(record, (StatedViolation("", {"colour": "red"}),))
    with pytest.raises(NothingConfirmed):
        confirm(record, ())
    assert not Confirmation.objects.exists()


def test_only_who_has_the_duty_where_the_record_lies_confirms(record: Record) -> None:
    liaison = acting(staff_member(StaffRole.BRAND_LIAISON))
    elsewhere = acting(staff_member(StaffRole.REVIEWER, area="110000"))
    with pytest.raises(DutyMissing):
        confirm_facts(record.pk, EXCEEDS, seen=0, actor=liaison, at=AT)
    with pytest.raises(OutOfArea):
        confirm_facts(record.pk, EXCEEDS, seen=0, actor=elsewhere, at=AT)
    with pytest.raises(RecordNotFound):
        confirm_facts(record.pk + 1, EXCEEDS, seen=0, actor=WHO, at=AT)


@pytest.mark.requirement("POL-4")
def test_override_counts_in_public_until_it_is_ended(record: Record) -> None:
    confirm(record)
    override_determination(record.pk, "off-site", reason="监测设备故障已另案证明", seen=0, actor=WHO, at=AT)
    found = determination_of(record.pk, actor=NOBODY, on=TODAY)
    assert (found.outcome, found.decision.outcome) == ("off-site", "on-site")
    end_override(record.pk, reason="证明被撤回", seen=1, actor=WHO, at=AT)
    assert determination_of(record.pk, actor=NOBODY, on=TODAY).outcome == "on-site"
    assert [each.outcome for each in overrides_of(record.pk)] == ["", "off-site"]
    acts = [found.entry.act for found in entries_of("record", record.pk)]
    assert acts[-2:] == ["determination-overridden", "override-ended"]


@pytest.mark.requirement("POL-4")
def test_override_is_for_senior_reviewers_with_a_reason(record: Record) -> None:
    reviewer = acting(staff_member(StaffRole.REVIEWER))
    with pytest.raises(DutyMissing):
        override_determination(record.pk, "off-site", reason="因为", seen=0, actor=reviewer, at=AT)
    with pytest.raises(OverrideReasonMissing):
        override_determination(record.pk, "off-site", reason=" ", seen=0, actor=WHO, at=AT)
    with pytest.raises(UnknownOutcome):
        override_determination(record.pk, "somewhere", reason="因为", seen=0, actor=WHO, at=AT)
    with pytest.raises(NoOverride):
        end_override(record.pk, reason="因为", seen=0, actor=WHO, at=AT)
    confirm(record)
    with pytest.raises(SameAsRules):
        override_determination(record.pk, "on-site", reason="因为", seen=0, actor=WHO, at=AT)
    override_determination(record.pk, "off-site", reason="因为", seen=0, actor=WHO, at=AT)
    with pytest.raises(ConfirmedMeanwhile):
        override_determination(record.pk, "person", reason="因为", seen=0, actor=WHO, at=AT)
    assert Override.objects.count() == 1


def test_queue_holds_what_can_be_removed_and_nobody_confirmed(record: Record) -> None:
    register(penalty(doc_no="柯环罚〔2024〕8号", title="另一项"), key_unit())
    waiting = waiting_records(WHO, count=10)
    newest = Record.objects.filter(type="supervision").latest("pk")
    assert waiting == [newest.pk, record.pk]
    assert waiting_records(WHO, before=newest.pk, count=10) == [record.pk]
    confirm(record)
    assert waiting_records(WHO, count=10) == [newest.pk]
    assert count_waiting(WHO) == 1
    assert count_waiting(acting(staff_member(StaffRole.REVIEWER, area="110000"))) == 0


def test_words_of_a_violation_stand_in_the_record(record: Record) -> None:
    with pytest.raises(WordsNotInRecord):
        confirm(record, (*NOISE, StatedViolation("偷排废水", {"matters": ["exceedance"]})))
    assert not Confirmation.objects.exists()
    confirm(record, (StatedViolation("化学需氧量为 300mg/L，\n超过排放标准", {"matters": ["exceedance"]}),))
    assert determination_of(record.pk, actor=NOBODY, on=TODAY).violations[0].text.startswith("化学需氧量")
