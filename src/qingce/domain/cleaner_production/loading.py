"""Taking the shipped survey in as the first findings: all of it or nothing, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from qingce.domain.cleaner_production.acts import SURVEY_TAKEN_IN
from qingce.domain.cleaner_production.enums import KIND, Grounds, HowFound, ListKind
from qingce.domain.cleaner_production.errors import SurveyThere
from qingce.domain.cleaner_production.models import Finding
from qingce.domain.cleaner_production.survey import (
    FIRST_YEAR,
    LAST_YEAR,
    MATRIX_AT,
    SOURCE,
    TEXT_AT,
    TYPES_AT,
    printed_grounds,
    printed_states,
    printed_voluntary,
    table,
)
from qingce.shared.bulk.actions import one_at_a_time
from qingce.shared.changes.actions import note_changes
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty

LOCK = "cleaner-findings"


def take_in_survey(actor: Actor, *, at: datetime) -> int:
    """Writes every cell of the survey's tables and the prefectures that its text names.

    Returns: how many findings.
    Raises: DutyMissing; OutOfArea: not for the whole country; SurveyThere: some cell of its years is there already.
    """
    check_duty(actor, Duty.CLEANER_PRODUCTION, "")
    with transaction.atomic():
        one_at_a_time(LOCK)
        if is_survey_there():
            raise SurveyThere("Findings of the survey's years are there already; nothing was added.")
        rows = [*_cells(), *_prefectures()]
        for row in rows:
            row.entered_by, row.entered_at = actor.signature, at
        Finding.objects.bulk_create(rows)
        numbers = list(Finding.objects.filter(entered_at=at).order_by("pk").values_list("pk", flat=True))
        note_changes(KIND, numbers, at=at)
        journal(SURVEY_TAKEN_IN, by=actor.person_id or None, detail={"findings": len(rows)}, at=at)
    return len(rows)


def is_survey_there() -> bool:
    """Whether any finding of the survey's years is there; one query."""
    return Finding.objects.filter(first_year__gte=FIRST_YEAR, first_year__lte=LAST_YEAR).exists()


def _cells() -> Iterator[Finding]:
    voluntary, grounds = printed_voluntary(), printed_grounds()
    for cell, state in printed_states().items():
        is_roster = cell.list == ListKind.ROSTER
        at = f"{MATRIX_AT}；{TYPES_AT}" if is_roster else MATRIX_AT
        yield Finding(
            unit=cell.unit,
            first_year=cell.year,
            last_year=cell.year,
            list=cell.list,
            state=state,
            voluntary_part=voluntary.get(cell, ""),
            grounds=grounds[cell.unit, cell.year] if is_roster else Grounds.NOT_TOLD,
            how_found=HowFound.SURVEY,
            source=f"{SOURCE}{at}",
        )


def _prefectures() -> Iterator[Finding]:
    for row in table("prefectures"):
        yield Finding(
            unit=row["unit"],
            place=row["place"],
            first_year=FIRST_YEAR,
            last_year=LAST_YEAR,
            list=row["list"],
            state=row["state"],
            how_found=HowFound.SURVEY,
            source=f"{SOURCE}{TEXT_AT}",
        )
