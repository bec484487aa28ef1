"""Two people at the same moment: one draw, one value, one replacement of somebody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qingce.pure.workflow.errors import StepNotOpen
from qingce.shared.draws.actions import freeze_draw, replace_drawn, settle_draw
from qingce.shared.draws.errors import NotDrawn, OccasionTaken
from qingce.shared.draws.models import Draw, DrawValue, Replacement
from qingce.shared.ledger.models import LedgerEntry
from tests.factories import AT
from tests.shared.draws.making import LATER, NEXT, ONE, OTHER_VALUES, TEXT, VALUES, frozen, settled
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("EXP-1")]
READ = "https://example.org/result"


def test_two_people_settle_at_once_and_one_value_counts() -> None:
    number = frozen()
    told = together(
        *[lambda values=values: settle_draw(number, values, read=READ, by=ONE, at=LATER)
          for values in (VALUES, OTHER_VALUES)]
    )  # fmt: skip
    assert sorted(map(str, told)) == sorted(["None", str(StepNotOpen)])
    assert (DrawValue.objects.count(), LedgerEntry.objects.filter(act="draw-settled").count()) == (1, 1)


def test_one_person_is_replaced_once() -> None:
    number = settled()
    told = together(*[lambda: replace_drawn(number, "P07", reason="出差", by=ONE, at=LATER)] * 2)
    assert sorted(map(str, told)) == sorted([NEXT[0], str(NotDrawn)])
    assert Replacement.objects.count() == 1


def test_one_occasion_is_frozen_once() -> None:
    told = together(*[lambda: freeze_draw(replace(TEXT), by=ONE, at=AT)] * 2)
    assert [each for each in told if isinstance(each, type)] == [OccasionTaken]
    assert (Draw.objects.count(), LedgerEntry.objects.filter(act="draw-frozen").count()) == (1, 1)
