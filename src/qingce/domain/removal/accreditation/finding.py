"""Who may audit on a day, with whom, and who is kept out: what audits ask of accreditation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from qingce.domain.enterprises.queries import family_of, get_enterprise
from qingce.domain.removal.accreditation.enums import (
    EVER_GRANTED,
    IN_FORCE,
    AccreditationState,
    AccreditedAgency,
    AuditorRow,
    AuditsDone,
    TieKind,
    TieRow,
    WhyNot,
)
from qingce.domain.removal.accreditation.errors import AgencyNotAccredited, AuditorUnfit
from qingce.domain.removal.accreditation.terms import accreditation_terms
from qingce.domain.removal.audits.enums import AuditState
from qingce.domain.removal.models import Accreditation, Audit, Auditor, AuditorTie
from qingce.pure.kernel.calendar import add_months
from qingce.pure.kernel.names import name_key
from qingce.shared.parties.enums import NOBODY

MONTHS = 12


def audits_done(organisations: Collection[int]) -> Mapping[int, AuditsDone]:
    """The audits of these agencies by how they ended; one query."""
    rows = (
        Audit.objects.filter(agency__in=organisations).order_by().values_list("agency", "state").annotate(Count("pk"))
    )
    ends = {AuditState.PASSED: "passed", AuditState.NOT_PASSED: "not_passed", AuditState.STOPPED: "stopped"}
    found: dict[int, Counter[str]] = {}
    for agency, state, count in rows:
        found.setdefault(agency, Counter())[ends.get(AuditState(state), "open")] += count
    return {agency: AuditsDone(**counted) for agency, counted in found.items()}


def accredited_agencies(on: date) -> list[AccreditedAgency]:
    """The agencies that may audit on a day, by name; three queries, and those that count audits."""
    rows = list(_valid(on).select_related("organisation").order_by("organisation__name", "pk"))
    auditors = auditors_among([row.organisation_id for row in rows])
    done = audits_done([row.organisation_id for row in rows])
    found = [
        agency_row(row, [each for each in auditors.get(row.organisation_id, ()) if each.is_valid(on)], done)
        for row in rows
    ]
    return [each for each in found if each.leads]


def agency_row(row: Accreditation, auditors: Sequence[AuditorRow], done: Mapping[int, AuditsDone]) -> AccreditedAgency:
    """An accreditation as it is chosen by. Args: auditors: those valid on the day."""
    if row.valid_from is None or row.valid_until is None:
        raise ValueError("It was never granted.")
    return AccreditedAgency(
        organisation=row.organisation_id,
        accreditation=row.pk,
        name=row.organisation.name,
        name_en=row.organisation.name_en,
        area=row.organisation.area,
        fields=tuple(row.fields),
        methods=tuple(row.methods),
        conditions=row.conditions,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        leads=sum(each.is_lead for each in auditors),
        auditors=len(auditors),
        audits=done.get(row.organisation_id, AuditsDone()),
    )


def auditors_of(organisation: int, on: date) -> list[AuditorRow]:
    """The auditors of an agency whose qualification was found right and is valid on a day; leads first; two queries."""
    found = auditors_among([organisation]).get(organisation, ())
    return sorted((each for each in found if each.is_valid(on)), key=lambda each: (not each.is_lead, each.id))


def auditors_among(organisations: Collection[int], *, ever: bool = False) -> dict[int, list[AuditorRow]]:
    """The auditors of agencies with their ties, whatever their qualification; two queries.

    Args: ever: also those who left.
    """
    rows = Auditor.objects.filter(organisation__in=organisations).select_related("person").order_by("pk")
    if not ever:
        rows = rows.filter(
            ended_at=None,
            organisation__memberships__person=F("person"),
            organisation__memberships__ended_at=None,
        )
    ties: dict[int, list[TieRow]] = {}
    for tie in AuditorTie.objects.filter(organisation__in=organisations).exclude(auditor=None).order_by("pk"):
        ties.setdefault(tie.auditor_id or 0, []).append(tie_row(tie))
    found: dict[int, list[AuditorRow]] = {}
    for row in rows:
        found.setdefault(row.organisation_id, []).append(_auditor(row, ties.get(row.pk, ())))
    return found


def check_accredited(organisation: int, on: date) -> AccreditedAgency:
    """The accreditation by which an agency may audit on a day.

    Raises: AgencyNotAccredited.
    """
    row = _valid(on).filter(organisation=organisation).select_related("organisation").first()
    if row is None:
        rows = Accreditation.objects.filter(organisation=organisation, state__in=EVER_GRANTED)
        states = set(rows.values_list("state", flat=True))
        why = WhyNot.SUSPENDED if AccreditationState.SUSPENDED in states else WhyNot.ENDED if states else WhyNot.NEVER
        raise not_accredited(why)
    auditors = auditors_of(organisation, on)
    found = agency_row(row, auditors, audits_done([organisation]))
    if not found.leads:
        raise not_accredited(WhyNot.NO_LEAD)
    return found


def not_accredited(why: WhyNot) -> AgencyNotAccredited:
    """The error that says why an agency may not audit."""
    return AgencyNotAccredited(f"This agency may not audit: {why.label}.", why=str(why.label))


def ties_to(organisation: int, enterprise: int, on: date) -> list[TieRow]:
    """What binds an agency or its auditors to an enterprise on a day, also for some years after its end; five queries.

    By number of the enterprise and those merged with it, by code, and by any of its names.
    """
    detail = get_enterprise(enterprise, actor=NOBODY).row
    family = set(family_of([detail.canonical_id or detail.id]).values_list("pk", flat=True))
    names = {name_key(each) for each in (detail.name, *detail.other_names)}
    rows = AuditorTie.objects.filter(organisation=organisation).order_by("pk")
    return [
        tie_row(each)
        for each in rows
        if (each.enterprise_id in family or (each.uscc and each.uscc == detail.uscc)
            or name_key(each.enterprise_name) in names)
        and binds(each.until, on)
    ]  # fmt: skip


def binds(until: date | None, on: date) -> bool:
    """Whether a tie keeps out on a day: it lasts, or ended not long enough ago."""
    return until is None or on <= add_months(until, accreditation_terms().tie_years * MONTHS)


def check_independent(organisation: int, enterprise: int, on: date) -> None:
    """That nothing binds the agency itself to an enterprise.

    Raises: AuditorUnfit.
    """
    for tie in ties_to(organisation, enterprise, on):
        if tie.auditor is None:
            raise AuditorUnfit(
                "The agency declared a tie to this enterprise; another agency has to audit it.", cause="agency"
            )


def check_team(organisation: int, auditors: Collection[int], enterprise: int, on: date) -> list[AuditorRow]:
    """The auditors as they may be a team for an enterprise on a day.

    Returns: them, leads first.
    Raises: AuditorUnfit: one is none of the agency, not valid on the day, or bound to the enterprise; none leads.
    """
    known = {each.id: each for each in auditors_of(organisation, on)}
    bound = {tie.auditor: tie for tie in ties_to(organisation, enterprise, on) if tie.auditor is not None}
    check_independent(organisation, enterprise, on)
    for each in auditors:
        if each not in known:
            raise AuditorUnfit(
                "One of these is no auditor of the agency, or has no qualification that is valid.", cause="invalid"
            )
        if each in bound:
            raise AuditorUnfit(
                f"{known[each].shown_as} is bound to this enterprise and cannot audit it.",
                cause="tie",
                who=known[each].shown_as,
            )
    team = [row for row in known.values() if row.id in set(auditors)]
    if not any(each.is_lead for each in team):
        raise AuditorUnfit("A team has at least one lead auditor.", cause="lead")
    return team


def tie_row(row: AuditorTie) -> TieRow:
    """A tie as other rooms see it."""
    return TieRow(
        id=row.pk,
        auditor=row.auditor_id,
        kind=TieKind(row.kind),
        enterprise_name=row.enterprise_name,
        uscc=row.uscc,
        enterprise=row.enterprise_id,
        since=row.since,
        until=row.until,
        declared_at=row.declared_at,
    )


def _valid(on: date) -> QuerySet[Accreditation]:
    granted = Q(state=AccreditationState.GRANTED)
    return Accreditation.objects.filter(granted, valid_from__lte=on, valid_until__gte=on)


def in_force(organisation: int) -> Accreditation | None:
    """The accreditation of an agency that is in force or suspended; one query."""
    return Accreditation.objects.filter(organisation=organisation, state__in=IN_FORCE).first()


def _auditor(row: Auditor, ties: Sequence[TieRow]) -> AuditorRow:
    return AuditorRow(
        id=row.pk,
        organisation=row.organisation_id,
        person=row.person_id,
        number=row.person.number,
        name=row.person.name,
        is_lead=row.is_lead,
        is_named=row.is_named,
        qualification=row.qualification,
        certificate=row.certificate,
        qualified_on=row.qualified_on,
        valid_until=row.valid_until,
        confirmed_at=row.confirmed_at,
        refusal=row.refusal,
        ended_at=row.ended_at,
        ties=tuple(ties),
    )
