"""Designing a survey, freezing its population for the draw, and taking the sample once the draw is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.cleaner_production.acts import DESIGNED, FROZEN, SAMPLED
from qingce.domain.cleaner_production.enums import SURVEY
from qingce.domain.cleaner_production.errors import SurveyNotFound, SurveyStep, SurveyWrong
from qingce.domain.cleaner_production.laws import BOOK
from qingce.domain.cleaner_production.models import Survey, SurveyMember
from qingce.domain.cleaner_production.population import number_of, population_of
from qingce.domain.cleaner_production.sampling import Member, choose, coded_twice
from qingce.pure.kernel.text import clean
from qingce.shared.bulk.actions import one_at_a_time
from qingce.shared.changes.actions import note_change
from qingce.shared.draws.enums import DrawState, DrawText, Source
from qingce.shared.draws.queries import draws_by_ids, get_draw
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.actions import freeze_draw
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty
from qingce.shared.rulebooks.queries import release_at

LOCK = "cleaner-surveys"
FIRST_YEAR, LONGEST_SPAN = 2003, 20
MOST_PER_UNIT, LONGEST_NAME = 1_000, 80
PURPOSE = "抽取清洁生产信息公开调研的企业：按抽出的先后排定全部企业的次序"


@dataclass(frozen=True)
class DesignText:
    """How a survey is to be done. Args: area: GB/T 2260; empty: the whole country."""

    name: str
    first_year: int
    last_year: int
    per_unit: int
    telephone_per_unit: int
    preferred_from: int
    preferred_until: int
    twice_percent: int
    area: str = ""


def design_survey(actor: Actor, said: DesignText, *, at: datetime) -> int:
    """Keeps the design of a survey, under the rules of the day.

    Returns: its number.
    Raises: DutyMissing; OutOfArea; SurveyWrong; NoReleaseInForce.
    """
    check_duty(actor, Duty.LEAD_SURVEYS, said.area)
    _check(said, this_year=localdate(at).year)
    release = release_at(BOOK, on=localdate(at))
    with transaction.atomic():
        one_at_a_time(LOCK)
        if Survey.objects.filter(name=clean(said.name)).exists():
            raise SurveyWrong("There is a survey of this name; give another one.", field="name", cause="twice")
        row = Survey.objects.create(
            **{**vars(said), "name": clean(said.name)},
            rules=release.digest,
            designed_by=actor.signature,
            designed_at=at,
        )
        _note(row, actor, DESIGNED, at=at)
    return row.pk


def freeze_survey(actor: Actor, pk: int, sources: Sequence[Source], *, at: datetime) -> int:
    """Freezes the population as it stands and announces its draw: the order of all of it is drawn.

    Returns: number of the draw.
    Raises: SurveyNotFound; DutyMissing; OutOfArea; SurveyStep: it is frozen already; SurveyWrong: nobody stands on a
        roster of its years; those of `freeze_draw`.
    """
    with transaction.atomic():
        row = held(pk)
        check_duty(actor, Duty.LEAD_SURVEYS, row.area)
        former = draws_by_ids([row.draw_id])[row.draw_id] if row.draw_id else None
        if former and former.state != DrawState.VOIDED:
            raise SurveyStep("The population is frozen, and its draw announced.", cause="frozen")
        members = population_of(row.first_year, row.last_year, area=row.area)
        if not members:
            raise SurveyWrong("No enterprise stands on a roster of these years.", field="form", cause="nobody")
        SurveyMember.objects.filter(survey=row).delete()  # of a void draw, whose file keeps its own pool
        SurveyMember.objects.bulk_create([_member(row, each) for each in members], batch_size=1_000)
        said = DrawText(
            purpose=PURPOSE,
            occasion=row.name,
            pool=tuple(each.number for each in members),
            count=len(members),
            sources=tuple(sources),
            area=row.area,
        )
        row.draw_id = freeze_draw(actor, said, at=at)
        row.save(update_fields=["draw"])
        _note(row, actor, FROZEN, at=at)
    return row.draw_id or 0


def take_sample(actor: Actor, pk: int, *, at: datetime) -> int:
    """Takes the sample from the drawn order, by the rule of `sampling.py`.

    Returns: how many.
    Raises: SurveyNotFound; DutyMissing; OutOfArea; SurveyStep: the draw is not held yet, or the sample was taken.
    """
    with transaction.atomic():
        row = held(pk)
        check_duty(actor, Duty.LEAD_SURVEYS, row.area)
        if row.sampled_at:
            raise SurveyStep("The sample was taken already.", cause="sampled")
        current = get_draw(row.draw_id).current if row.draw_id else None
        if current is None:
            raise SurveyStep("The draw is not held yet: enter its random value first.", cause="not-drawn")
        rows = list(SurveyMember.objects.filter(survey=row))
        changed = _placed(rows, current.standing, row)
        SurveyMember.objects.bulk_update(rows, ["drawn", "place", "stratum", "is_coded_twice"], batch_size=500)
        row.sampled_at = at
        row.save(update_fields=["sampled_at"])
        _note(row, actor, SAMPLED, at=at)
    return changed


def held(pk: int) -> Survey:
    """A survey, locked.

    Raises: SurveyNotFound.
    """
    row = Survey.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise SurveyNotFound(f"There is no survey number {pk}.", number=pk)
    return row


def member_of(row: SurveyMember) -> Member:
    """A row as the rule of sampling sees it."""
    return Member(number_of(row.enterprise_id), row.unit, tuple(row.grounds), tuple(row.years), row.is_listed)


def _placed(rows: Sequence[SurveyMember], order: Sequence[str], survey: Survey) -> int:
    """Writes into the rows what was drawn; returns how many are of the sample."""
    by_number = {number_of(each.enterprise_id): each for each in rows}
    for place, number in enumerate(order, start=1):
        by_number[number].drawn = place
    chosen = choose([member_of(each) for each in rows], order, per_unit=survey.per_unit)
    sizes: dict[str, int] = {}
    for each in chosen:
        sizes[each.member.unit] = sizes.get(each.member.unit, 0) + 1
    for each in chosen:
        row = by_number[each.member.number]
        row.place, row.stratum = each.place, each.stratum
        twice = coded_twice(sizes[each.member.unit], percent=survey.twice_percent)
        row.is_coded_twice = each.place <= twice
    return len(chosen)


def _member(survey: Survey, each: Member) -> SurveyMember:
    return SurveyMember(
        survey=survey,
        enterprise_id=int(each.number[1:]),
        unit=each.unit,
        grounds=list(each.grounds),
        years=list(each.years),
        is_listed=each.is_listed,
    )


def _check(said: DesignText, *, this_year: int) -> None:
    name = clean(said.name)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise SurveyWrong(
            f"Give it a name of at most {LONGEST_NAME} characters.", field="name", cause="name", longest=LONGEST_NAME
        )
    span = said.last_year - said.first_year
    if not (FIRST_YEAR <= said.first_year <= said.last_year <= this_year and span < LONGEST_SPAN):
        raise SurveyWrong(
            f"Give years from {FIRST_YEAR} to {this_year}, the first before the last.",
            field="first_year", cause="years", first=FIRST_YEAR, last=this_year,
        )  # fmt: skip
    if not said.first_year <= said.preferred_from <= said.preferred_until <= said.last_year:
        raise SurveyWrong(
            "The years that are telephoned first lie within the survey’s.", field="preferred_from", cause="preferred"
        )
    sizes = {"per_unit": said.per_unit, "telephone_per_unit": said.telephone_per_unit}
    for field, size in sizes.items():
        if not 1 <= size <= MOST_PER_UNIT:
            raise SurveyWrong(
                f"Give a number from 1 to {MOST_PER_UNIT}.", field=field, cause="size", most=MOST_PER_UNIT
            )
    if not 0 <= said.twice_percent <= 100:  # noqa: PLR2004  # per cent
        raise SurveyWrong("Give a share from 0 to 100 per cent.", field="twice_percent", cause="percent")


def _note(row: Survey, actor: Actor, act: str, *, at: datetime) -> None:
    note_change(SURVEY, row.pk, at=at)
    journal(act, by=actor.person_id or None, subject=(SURVEY, row.pk), at=at)
