"""Who of the reviewers is away, and who stands in: cases wait for nobody's return."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from qingce.domain.removal.cases.acts import AWAY, BACK
from qingce.domain.removal.cases.errors import AbsenceWrong, NotYourDesk
from qingce.domain.removal.cases.terms import case_terms
from qingce.domain.removal.models import Absence
from qingce.shared.bulk.actions import one_at_a_time
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import actor_of, check_duty, roles_of

KIND = "absence"


@dataclass(frozen=True)
class AbsenceRow:
    """An absence. Args: person, stand_in: signatures, the numbers beside them. until: the last day."""

    id: int
    person_id: int
    person: str
    stand_in_id: int
    stand_in: str
    since: date
    until: date

    def is_on(self, on: date) -> bool:
        """Whether somebody is away on a day."""
        return self.since <= on <= self.until


@transaction.atomic
def say_absence(actor: Actor, person: int, stand_in: int, *, since: date, until: date, at: datetime) -> int:
    """Says when a reviewer is away and who stands in: the reviewer, or who decides on removals there.

    Args: since, until: days, both included.
    Returns: number of the absence.
    Raises: NotYourDesk; AbsenceWrong; DutyMissing, OutOfArea: of the stand-in.
    """
    areas = _check_may(actor, person)
    one_at_a_time("absences")
    _check_days(since, until, on=localdate(at))
    colleague = actor_of(stand_in)
    if colleague is None or stand_in == person:
        raise AbsenceWrong("Choose a colleague who stands in.", cause="nobody", field="stand_in")
    check_duty(colleague, Duty.REVIEW_CASES, *areas)
    _check_free(person, stand_in, since, until)
    row = Absence.objects.create(
        person_id=person, stand_in_id=stand_in, begins_on=since, ends_on=until, said_by=actor.signature, said_at=at
    )
    _note(row, actor, AWAY, at=at, stand_in=stand_in, since=since.isoformat(), until=until.isoformat())
    return row.pk


@transaction.atomic
def end_absence(actor: Actor, pk: int, *, at: datetime) -> None:
    """Ends an absence before its time, or takes one back that has not begun.

    Raises: AbsenceWrong: there is none, or it is over; NotYourDesk.
    """
    row = Absence.objects.select_for_update(of=("self",)).filter(pk=pk, ended_at=None).first()
    if row is None or row.ends_on < localdate(at):
        raise AbsenceWrong("This absence is over already.", cause="over", field="form")
    _check_may(actor, row.person_id)
    row.ended_by, row.ended_at = actor.signature, at
    row.save(update_fields=["ended_by", "ended_at"])
    _note(row, actor, BACK, at=at)


def absences(*, on: date, people: Collection[int] | None = None) -> list[AbsenceRow]:
    """Absences of this day and to come, the first to begin first; one query.

    Args: people: only theirs; None: everybody's.
    """
    rows = Absence.objects.filter(ended_at=None, ends_on__gte=on)
    rows = rows if people is None else rows.filter(person__in=people)
    return [_row(each) for each in rows.select_related("person", "stand_in").order_by("begins_on", "pk")]


def away_on(on: date) -> dict[int, AbsenceRow]:
    """Who is away on a day; one query."""
    return {each.person_id: each for each in absences(on=on) if each.is_on(on)}


def desks_of(person: int, *, on: date) -> list[int]:
    """Whose cases somebody works on today: one's own, and of those for whom one stands in; one query.

    A stand-in who is away passes these on to the own stand-in.
    """
    away, found = away_on(on), [person]
    for each in found:  # grows while it is walked
        found += [row.person_id for row in away.values() if row.stand_in_id == each and row.person_id not in found]
    return found


def may_say_for(actor: Actor, person: int) -> bool:
    """Whether somebody may say that a reviewer is away; two queries."""
    try:
        _check_may(actor, person)
    except NotYourDesk:
        return False
    return True


def _check_may(actor: Actor, person: int) -> Sequence[str]:
    """The areas in which a person reviews, if the actor may say when the person is away.

    Raises: NotYourDesk.
    """
    whose = actor_of(person)
    areas = whose.areas(*roles_of(Duty.REVIEW_CASES)) if whose else ()
    heads = roles_of(Duty.DECIDE_REMOVALS)
    is_own = actor.person_id == person
    if not areas or not (is_own or all(actor.reaches(area, *heads) for area in areas)):
        raise NotYourDesk("Reviewers say this of themselves, and whoever decides on removals in all of their areas.")
    return areas


def _check_days(since: date, until: date, *, on: date) -> None:
    longest = case_terms().absence_days
    if since < on:
        raise AbsenceWrong("Choose a first day that is not over.", cause="past", field="since")
    if not since <= until <= since + timedelta(days=longest):
        raise AbsenceWrong(
            f"Choose a last day from the first one on, at most {longest} days later.", cause="days", longest=longest,
            field="until",
        )  # fmt: skip


def _check_free(person: int, stand_in: int, since: date, until: date) -> None:
    rows = Absence.objects.filter(ended_at=None, begins_on__lte=until, ends_on__gte=since)
    for each in rows.filter(Q(person=person) | Q(person=stand_in)):
        if each.person_id == person:
            raise AbsenceWrong("An absence is entered for these days; end it first.", cause="twice", field="since")
        raise AbsenceWrong(
            "The colleague is away on some of these days; choose another one.", cause="stand-in", field="stand_in"
        )


def _note(row: Absence, actor: Actor, act: str, *, at: datetime, **detail: str | int) -> None:
    note_change(KIND, row.pk, at=at)
    concerned = row.person_id if row.person_id != actor.person_id else None
    journal(act, by=actor.person_id, concerned=concerned, subject=(KIND, row.pk), detail=detail, at=at)


def _row(row: Absence) -> AbsenceRow:
    people = (row.person_id, f"#{row.person.number}", row.stand_in_id, f"#{row.stand_in.number}")
    return AbsenceRow(row.pk, *people, row.begins_on, row.ends_on)
