"""Who looks at what: each unit's sample goes to one surveyor, the share that is coded twice to a second one as well."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.domain.cleaner_production.acts import ASSIGNED
from qingce.domain.cleaner_production.designing import held
from qingce.domain.cleaner_production.enums import SURVEY
from qingce.domain.cleaner_production.errors import SurveyStep, SurveyWrong
from qingce.domain.cleaner_production.models import Coding, SurveyMember
from qingce.domain.cleaner_production.units import unit_of
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, staff_with


def surveyors_for(unit: str) -> dict[str, str]:
    """Whose area takes in a unit, or lies in it: signature → name, by name; four queries."""
    return {f"#{each.number}": each.name for each in staff_with(Duty.CLEANER_PRODUCTION, near=(unit,))}


def assign_unit(actor: Actor, pk: int, unit: str, *, first: str, second: str, at: datetime) -> int:
    """Gives a unit's sample to a surveyor; what was coded stays with whoever coded it.

    Args: first, second: signatures; second empty: nobody yet.
    Returns: how many enterprises the first one has to look at.
    Raises: SurveyNotFound; UnitUnknown; DutyMissing; OutOfArea; SurveyStep: no sample yet; SurveyWrong: somebody who
        cannot, or the same person twice.
    """
    with transaction.atomic():
        row = held(pk)
        unit_of(unit)
        check_duty(actor, Duty.LEAD_SURVEYS, row.area)
        if not row.sampled_at:
            raise SurveyStep("There is no sample yet.", cause="not-sampled")
        known = surveyors_for(unit)
        if first not in known or (second and second not in known) or first == second:
            raise SurveyWrong(
                "Name one or two members of the staff whose area this is, not the same one twice.",
                field="first", cause="surveyor",
            )  # fmt: skip
        sample = SurveyMember.objects.filter(survey=row, unit=unit).exclude(place=None)
        done = Coding.objects.filter(member__survey=row, member__unit=unit)
        count = sample.exclude(pk__in=done.filter(is_second=False).values("member")).update(first_coder=first)
        twice = sample.filter(is_coded_twice=True)
        twice.exclude(pk__in=done.filter(is_second=True).values("member")).update(second_coder=second)
        note_change(SURVEY, row.pk, at=at)
        journal(ASSIGNED, by=actor.person_id or None, subject=(SURVEY, row.pk), detail={"unit": unit}, at=at)
    return count
