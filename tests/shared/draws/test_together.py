"""Two people at the same moment: one draw, one value, one replacement of somebody."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from qingce.pure.kernel.errors import QingceError
from qingce.pure.workflow.errors import StepNotOpen
from qingce.shared.draws.actions import freeze_draw, replace_drawn, settle_draw
from qingce.shared.draws.errors import NotDrawn, OccasionTaken
from qingce.shared.draws.models import Draw, DrawValue, Replacement
from qingce.shared.ledger.models import LedgerEntry
from tests.factories import AT
from tests.shared.draws.making import LATER, NEXT, ONE, OTHER_VALUES, TEXT, VALUES, frozen, settled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("EXP-1")]
READ = "https://example.org/result"


def together(*acts: Callable[[], object]) -> list[str]:
    """What each act gave or raised, all begun at one moment; on SQLite one after the other, as its one writer does."""
    at_once = len(acts) if connection.vendor == "postgresql" else 1
    gate = Barrier(at_once)

    def run(act: Callable[[], object]) -> str:
        gate.wait()
        try:
            return str(act())
        except QingceError as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as pool:
        return sorted(pool.map(run, acts))


def test_two_people_settle_at_once_and_one_value_counts() -> None:
    number = frozen()
    told = together(
        *[lambda values=values: settle_draw(number, values, read=READ, by=ONE, at=LATER)
          for values in (VALUES, OTHER_VALUES)]
    )  # fmt: skip
    assert told == sorted(["None", StepNotOpen.__name__])
    assert (DrawValue.objects.count(), LedgerEntry.objects.filter(act="draw-settled").count()) == (1, 1)


def test_one_person_is_replaced_once() -> None:
    number = settled()
    told = together(*[lambda: replace_drawn(number, "P07", reason="出差", by=ONE, at=LATER)] * 2)
    assert told == sorted([NEXT[0], NotDrawn.__name__])
    assert Replacement.objects.count() == 1


def test_one_occasion_is_frozen_once() -> None:
    told = together(*[lambda: freeze_draw(replace(TEXT), by=ONE, at=AT)] * 2)
    assert told[1:] == [OccasionTaken.__name__]
    assert (Draw.objects.count(), LedgerEntry.objects.filter(act="draw-frozen").count()) == (1, 1)
