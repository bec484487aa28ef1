"""Reading surveys: designs, populations, samples, work lists, what was noted; a fixed number of queries each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from qingce.domain.cleaner_production.enums import CodedAs, ContactKind, Outcome, Stratum
from qingce.domain.cleaner_production.errors import SurveyNotFound
from qingce.domain.cleaner_production.models import Coding, Contact, Survey, SurveyMember
from qingce.domain.cleaner_production.population import number_of
from qingce.domain.cleaner_production.surveying import check_member, is_lead
from qingce.domain.enterprises.queries import rows_by_ids
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.queries import files_by_ids
from qingce.shared.parties.enums import NOBODY, Actor, Duty
from qingce.shared.parties.queries import roles_of


@dataclass(frozen=True)
class SurveyRow:
    """A survey as lists show it. Args: population: how many stand in its frozen pool."""

    id: int
    name: str
    area: str
    first_year: int
    last_year: int
    per_unit: int
    telephone_per_unit: int
    preferred_from: int
    preferred_until: int
    twice_percent: int
    rules: str
    draw_id: int | None
    designed_at: datetime
    sampled_at: datetime | None
    population: int
    sampled: int


@dataclass(frozen=True)
class MemberRow:
    """An enterprise of a population. Args: number: as the pool has it. coded_as: by the first surveyor."""

    id: int
    number: str
    enterprise_id: int
    name: str
    unit: str
    grounds: Sequence[Stratum]
    years: Sequence[int]
    is_listed: bool | None
    drawn: int | None
    place: int | None
    stratum: Stratum | None
    is_coded_twice: bool
    first_coder: str
    second_coder: str
    searches: int = 0
    calls: int = 0
    is_coded: bool = False
    survey_id: int = 0


@dataclass(frozen=True)
class ContactRow:
    """What was noted once."""

    id: int
    member_id: int | None
    unit: str
    kind: ContactKind
    outcome: Outcome
    where: str
    words: str
    link: str
    note: str
    happened_on: date
    entered_by: str
    entered_at: datetime
    copy: KeptFile | None


def surveys() -> list[SurveyRow]:
    """Every survey, the newest first; one query."""
    return [_row(each) for each in _counted().order_by("-pk")]


def survey_of(pk: int) -> SurveyRow:
    """One survey; one query.

    Raises: SurveyNotFound.
    """
    row = _counted().filter(pk=pk).first()
    if row is None:
        raise SurveyNotFound(f"There is no survey number {pk}.", number=pk)
    return _row(row)


def members_of(pk: int, *, is_sampled: bool = False) -> list[MemberRow]:
    """The population by unit and number, or its sample by unit and place; four queries."""
    rows = SurveyMember.objects.filter(survey=pk)
    if is_sampled:
        return _members(rows.exclude(place=None).order_by("unit", "place"))
    return _members(rows.order_by("unit", "enterprise_id"))


def members_after(after: int, limit: int, *, survey: int | None = None) -> list[MemberRow]:
    """Enterprises of every population by number, from the one behind `after`; four queries at most."""
    rows = SurveyMember.objects.filter(pk__gt=after)
    if survey is not None:
        rows = rows.filter(survey=survey)
    return _members(rows.order_by("pk")[:limit])


def list_of(actor: Actor, pk: int) -> list[MemberRow]:
    """What of a sample was given to somebody, not yet coded ones first; four queries."""
    own = Q(first_coder=actor.signature) | Q(second_coder=actor.signature)
    coded = Coding.objects.filter(member=OuterRef("pk"), coded_by=actor.signature)
    rows = SurveyMember.objects.filter(own, survey=pk).exclude(place=None).annotate(is_coded=Exists(coded))
    return _members(rows.order_by("is_coded", "unit", "place"))


def member_for(actor: Actor, pk: int) -> tuple[MemberRow, SurveyRow]:
    """An enterprise of a sample for those who look at it; six queries.

    Raises: SurveyNotFound: it is on nobody's list, or on another's.
    """
    row = SurveyMember.objects.select_related("survey").filter(pk=pk).first()
    if row is None:
        raise SurveyNotFound(f"There is nothing of number {pk} on your list.", number=pk)
    check_member(actor, row)
    coded = Coding.objects.filter(member=OuterRef("pk"), coded_by=actor.signature)
    found = _members(SurveyMember.objects.filter(pk=pk).annotate(is_coded=Exists(coded)))
    return found[0], survey_of(row.survey_id)


def contacts_about(actor: Actor, pk: int) -> list[ContactRow]:
    """What was noted of a sampled enterprise, the newest first: one's own; all of it once one has coded it, or leads.

    Five queries at most.
    Raises: SurveyNotFound.
    """
    row = SurveyMember.objects.select_related("survey").filter(pk=pk).first()
    if row is None:
        raise SurveyNotFound(f"There is nothing of number {pk} on your list.", number=pk)
    check_member(actor, row)
    rows = Contact.objects.filter(member=row)
    if not is_lead(actor, row.survey) and not row.codings.filter(coded_by=actor.signature).exists():
        rows = rows.filter(entered_by=actor.signature)
    return _contacts(rows)


def contacts_of_unit(pk: int, unit: str) -> list[ContactRow]:
    """What was noted of a unit's government in a survey, the newest first; four queries at most."""
    return _contacts(Contact.objects.filter(survey=pk, unit=unit, member=None))


def evidence_of(actor: Actor, pk: int) -> KeptFile:
    """The saved page of a note, for those who look at what it is about.

    Raises: SurveyNotFound: there is none, or it is another's.
    """
    row = Contact.objects.select_related("member__survey").filter(pk=pk).exclude(copy=None).first()
    found = files_by_ids([row.copy_id or 0]) if row else []
    if row is None or not found or not _may_read(actor, row):
        raise SurveyNotFound(f"There is nothing of number {pk} on your list.", number=pk)
    return found[0]


def _may_read(actor: Actor, row: Contact) -> bool:
    if row.member is None:  # with a unit's government: those who survey there
        return actor.reaches(row.unit, *roles_of(Duty.CLEANER_PRODUCTION))
    return row.pk in {each.id for each in contacts_about(actor, row.member.pk)}


def codings_of(pk: int) -> Mapping[int, tuple[CodedAs | None, CodedAs | None]]:
    """Member → what the first and the second surveyor said; one query."""
    found: dict[int, list[CodedAs | None]] = {}
    for member, coded_as, is_second in Coding.objects.filter(member__survey=pk).values_list(
        "member", "coded_as", "is_second"
    ):
        found.setdefault(member, [None, None])[int(is_second)] = CodedAs(coded_as)
    return {member: (first, second) for member, (first, second) in found.items()}


def _counted() -> QuerySet[Survey]:
    return Survey.objects.annotate(
        population=Count("members"), sampled=Count("members", filter=Q(members__place__isnull=False))
    )


def _row(row: Survey) -> SurveyRow:
    values: dict[str, Any] = {name: getattr(row, name) for name in SurveyRow.__dataclass_fields__ if name != "id"}
    return SurveyRow(id=row.pk, **values)


def _members(rows: QuerySet[SurveyMember]) -> list[MemberRow]:
    done = rows.annotate(
        searches=Count("contacts", filter=Q(contacts__kind=ContactKind.SEARCH)),
        calls=Count("contacts", filter=Q(contacts__kind=ContactKind.CALL)),
    )
    found = list(done)
    names = {each.id: each.name for each in rows_by_ids([each.enterprise_id for each in found], actor=NOBODY)}
    return [_member(each, names.get(each.enterprise_id, number_of(each.enterprise_id))) for each in found]


def _member(row: SurveyMember, name: str) -> MemberRow:
    return MemberRow(
        row.pk,
        number_of(row.enterprise_id),
        row.enterprise_id,
        name,
        row.unit,
        tuple(Stratum(each) for each in row.grounds) or (Stratum.NONE,),
        tuple(row.years),
        row.is_listed,
        row.drawn,
        row.place,
        None if row.place is None else Stratum(row.stratum),
        row.is_coded_twice,
        row.first_coder,
        row.second_coder,
        getattr(row, "searches", 0),
        getattr(row, "calls", 0),
        getattr(row, "is_coded", False),
        row.survey_id,
    )


def _contacts(rows: QuerySet[Contact]) -> list[ContactRow]:
    found = list(rows.order_by("-happened_on", "-pk"))
    numbers = [each.copy_id for each in found if each.copy_id]
    copies = {each.id: each for each in files_by_ids(numbers)} if numbers else {}
    return [
        ContactRow(
            each.pk, each.member_id, each.unit, ContactKind(each.kind), Outcome(each.outcome), each.where, each.words,
            each.link, each.note, each.happened_on, each.entered_by, each.entered_at, copies.get(each.copy_id or 0),
        )
        for each in found
    ]  # fmt: skip
