"""The value, the result, replacements, corrections and draws that are void."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from qingce.pure.draw.errors import DrawTextWrong, NobodyLeft, ValueUnfit
from qingce.pure.kernel.errors import QingceError
from qingce.pure.workflow.errors import StepNotOpen, StepOfAnother
from qingce.shared.draws.actions import correct_value, replace_drawn, settle_draw, void_draw
from qingce.shared.draws.enums import DrawState, DrawStep, Excluded
from qingce.shared.draws.errors import (
    DrawAltered,
    DrawNotFound,
    DrawReasonMissing,
    NotDrawn,
    NotFrozenInTime,
    ValueTooEarly,
)
from qingce.shared.draws.models import Draw, DrawValue, Replacement
from qingce.shared.draws.queries import count_draws, draw_file, draws, get_draw
from qingce.shared.draws.transitions import DRAW
from qingce.shared.ledger.actions import Taker, number_entries, redact_words
from qingce.shared.ledger.enums import PLATFORM, Fault, Signatory, SignatoryRole
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.ledger.queries import audit_rows
from tests.factories import AT
from tests.shared.draws.making import (
    DRAWN,
    DUE,
    KEY,
    LATER,
    NEXT,
    ONE,
    OTHER_VALUES,
    TWO,
    VALUES,
    frozen,
    settled,
    voided,
)

pytestmark = [pytest.mark.requirement("EXP-1", "LED-1"), pytest.mark.django_db]
READ = "https://example.org/result"
MAKE = {DrawState.FROZEN: frozen, DrawState.SETTLED: settled, DrawState.VOIDED: voided}
TAKE: dict[DrawStep, Callable[[int, Taker], Any]] = {
    DrawStep.SETTLE: lambda pk, by: settle_draw(pk, VALUES, read=READ, by=by, at=LATER),
    DrawStep.REPLACE: lambda pk, by: replace_drawn(pk, "P07", reason="出差", by=by, at=LATER),
    DrawStep.CORRECT: lambda pk, by: correct_value(pk, OTHER_VALUES, read=READ, reason="误读", by=by, at=LATER),
    DrawStep.VOID: lambda pk, by: void_draw(pk, reason="名单有误", by=by, at=LATER),
}


def test_worked_example_of_the_standard_through_the_whole_room() -> None:
    found = get_draw(settled())
    value = found.current
    assert value
    assert (found.row.state, value.key, value.standing) == (DrawState.SETTLED, KEY, DRAWN)
    assert [(each.step.index, each.step.remaining, each.step.chosen, each.number) for each in value.steps] == [
        (0, 25, 17, "P17"),
        (1, 24, 7, "P07"),
        (2, 23, 2, "P02"),
    ]
    assert value.steps[0].step.digest == "990dd0a5692a029a98b5e01aa28f3459"


def test_who_declines_is_replaced_by_the_next_of_the_order() -> None:
    number = settled()
    assert replace_drawn(number, "P07", reason="出差", by=ONE, at=LATER) == NEXT[0]
    assert replace_drawn(number, NEXT[0], reason="生病", by=ONE, at=LATER) == NEXT[1]
    value = get_draw(number).current
    assert value
    assert value.standing == ("P17", "P25", "P02")
    assert [(each.declined, each.step.number, each.reason) for each in value.replacements] == [
        ("P07", "P16", "出差"),
        ("P16", "P25", "生病"),
    ]


@pytest.mark.parametrize("declined", ["P01", "P16", "", "P07' OR 1=1", "x" * 200])
def test_who_was_not_drawn_is_not_replaced(declined: str) -> None:
    with pytest.raises(NotDrawn):
        replace_drawn(settled(), declined, reason="出差", by=ONE, at=LATER)


def test_who_was_replaced_is_not_replaced_again() -> None:
    number = settled()
    replace_drawn(number, "P07", reason="出差", by=ONE, at=LATER)
    with pytest.raises(NotDrawn):
        replace_drawn(number, "P07", reason="出差", by=ONE, at=LATER)
    assert Replacement.objects.count() == 1


def test_when_nobody_is_left_that_is_said() -> None:
    number = settled(count=25)
    with pytest.raises(NobodyLeft):
        replace_drawn(number, "P07", reason="出差", by=ONE, at=LATER)


@pytest.mark.parametrize("at", [AT, DUE - timedelta(seconds=1)])
def test_value_is_not_entered_before_its_moment(at: Any) -> None:
    with pytest.raises(ValueTooEarly):
        settle_draw(frozen(), VALUES, read=READ, by=ONE, at=at)
    assert not DrawValue.objects.exists()


def test_value_needs_a_checkpoint_from_before_it_could_be_known() -> None:
    number = frozen(covered=False)
    with pytest.raises(NotFrozenInTime) as caught:
        settle_draw(number, VALUES, read=READ, by=ONE, at=LATER)
    assert caught.value.params["cause"] == "never"
    number_entries(at=DUE - timedelta(minutes=30))  # when the first source speaks
    with pytest.raises(NotFrozenInTime) as caught:
        settle_draw(number, VALUES, read=READ, by=ONE, at=LATER)
    assert caught.value.params["cause"] == "late"
    assert not get_draw(number).is_frozen_in_time


def test_pool_changed_behind_the_ledgers_back_is_not_drawn_from_and_audited() -> None:
    number = frozen()
    row = Draw.objects.get()
    Draw.objects.update(says=row.says.replace('"P25"', '"P99"'))
    with pytest.raises(DrawAltered):
        settle_draw(number, VALUES, read=READ, by=ONE, at=LATER)
    assert [(each.fault, each.subject) for each in audit_rows()] == [(Fault.CONTENT_DIFFERS, ("draw", number))]
    Draw.objects.update(says=row.says)
    settle_draw(number, VALUES, read=READ, by=ONE, at=LATER)
    assert list(audit_rows()) == []


def test_words_that_were_taken_away_leave_the_draw_whole() -> None:
    number = frozen(exclusions=(Excluded("P03", "employer", "不该公开的话"),))
    place = get_draw(number).entry.number
    assert place is not None
    redact_words(place, by=PLATFORM, reason="涉及个人隐私", clause="", at=AT)
    found = get_draw(number)
    assert (found.reasons, found.row.eligible) == ({}, 24)
    assert "不该公开的话" not in str(draw_file(number))
    settle_draw(number, VALUES, read=READ, by=ONE, at=LATER)


@pytest.mark.parametrize(
    "values",
    [
        VALUES[:2],
        (("9319", "1"), *VALUES[1:]),
        (("10000",), *VALUES[1:]),
        (("9319.0",), *VALUES[1:]),
        (("-1",), *VALUES[1:]),
        (("１",), *VALUES[1:]),
        (("1e3",), *VALUES[1:]),
        (("",), *VALUES[1:]),
        (("9319",), ("0", "5", "12", "8", "10"), VALUES[2]),
        (("9" * 5_000,), *VALUES[1:]),
    ],
)
def test_value_that_the_source_cannot_give_is_refused(values: Any) -> None:
    with pytest.raises(ValueUnfit):
        settle_draw(frozen(), values, read=READ, by=ONE, at=LATER)
    assert not DrawValue.objects.exists()


def test_where_the_value_was_read_must_be_said() -> None:
    with pytest.raises(DrawTextWrong):
        settle_draw(frozen(), VALUES, read=" ", by=ONE, at=LATER)


def test_corrected_value_stands_beside_the_former_one() -> None:
    number = settled()
    replace_drawn(number, "P07", reason="出差", by=ONE, at=LATER)
    correct_value(number, OTHER_VALUES, read=READ, reason="误读一位", by=TWO, at=LATER)
    first, second = get_draw(number).values
    assert (first.standing, first.is_current, first.reason) == (("P17", "P16", "P02"), False, "")
    assert (second.is_current, second.reason, second.key) == (True, "误读一位", KEY.replace("9319", "9318"))
    assert second.replacements == ()
    acts = list(LedgerEntry.objects.filter(subject_kind="draw").order_by("pk").values_list("act", flat=True))
    assert acts == ["draw-frozen", "draw-settled", "draw-replaced", "draw-corrected"]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1_001])
def test_public_reason_is_needed(reason: str) -> None:
    number = settled()
    for act in (
        lambda: replace_drawn(number, "P07", reason=reason, by=ONE, at=LATER),
        lambda: correct_value(number, OTHER_VALUES, read=READ, reason=reason, by=TWO, at=LATER),
        lambda: void_draw(number, reason=reason, by=TWO, at=LATER),
    ):
        with pytest.raises(DrawReasonMissing):
            act()


def test_void_draw_stays_to_be_seen_with_its_reason() -> None:
    number = settled()
    void_draw(number, reason="来源公布错误", by=TWO, at=LATER)
    found = get_draw(number)
    assert (found.row.state, found.void_reason) == (DrawState.VOIDED, "来源公布错误")
    assert found.current
    assert found.current.standing == DRAWN


@pytest.mark.parametrize("party", SignatoryRole)
@pytest.mark.parametrize("action", DrawStep)
@pytest.mark.parametrize("state", DrawState)
def test_each_step_is_open_in_its_state_to_its_party_only(
    state: DrawState, action: DrawStep, party: SignatoryRole
) -> None:
    number = MAKE[state]()
    before = list(Draw.objects.values()), DrawValue.objects.count(), LedgerEntry.objects.count()
    rows = [each for each in DRAW.transitions if (each.source, each.action) == (state, action)]
    expected: type[QingceError] | None = None if rows else StepNotOpen
    if rows and party not in rows[0].parties:
        expected = StepOfAnother
    by = Taker(party, None, Signatory(party, "#P7K2M9X4"))
    if expected is None:
        TAKE[action](number, by)
        assert Draw.objects.get().state == rows[0].target
        assert LedgerEntry.objects.filter(act=rows[0].public_act, subject_id=number).count() == 1
        return
    with pytest.raises(expected):
        TAKE[action](number, by)
    assert (list(Draw.objects.values()), DrawValue.objects.count(), LedgerEntry.objects.count()) == before


@pytest.mark.parametrize("action", DrawStep)
def test_draw_that_does_not_exist(action: DrawStep) -> None:
    with pytest.raises(DrawNotFound):
        TAKE[action](999, TWO)


def test_cost_of_reading_does_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for place in (2, 3):
        frozen(occasion=f"第 {place} 次")
    number = settled()
    replace_drawn(number, "P07", reason="出差", by=ONE, at=LATER)
    with django_assert_num_queries(8):
        get_draw(number)
    for values in (OTHER_VALUES, VALUES):
        correct_value(number, values, read=READ, reason="误读", by=TWO, at=LATER)
        current = get_draw(number).current
        assert current
        replace_drawn(number, current.standing[0], reason="出差", by=ONE, at=LATER)
    with django_assert_num_queries(8):
        assert len(get_draw(number).values) == 3
    with django_assert_num_queries(2):
        assert (len(draws()), count_draws()) == (3, 3)
