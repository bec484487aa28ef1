"""Quotes and the team of an audit, as its parties see them; whoever asks is checked before, but where an actor is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from qingce.domain.removal.accreditation.enums import AccreditedAgency
from qingce.domain.removal.accreditation.finding import accredited_agencies, auditors_of, ties_to
from qingce.domain.removal.audits.enums import OPEN_AUDITS
from qingce.domain.removal.models import AgencyQuote, Audit, AuditTeam, TeamChange
from qingce.shared.parties.enums import Actor


@dataclass(frozen=True)
class QuoteRow:
    """An agency that was asked. Args: quoted_at: None: it has not quoted, or declined."""

    agency: int
    agency_name: str
    asked_at: datetime
    amount_cny: Decimal | None
    includes: str
    days: int | None
    quoted_at: datetime | None
    declined_at: datetime | None
    chosen_at: datetime | None


@dataclass(frozen=True)
class TeamRow:
    """An auditor of the agency, for the parties.

    Args: name: or the public number, if there is none. is_in: the team. is_bound: by a tie.
    """

    auditor: int
    name: str
    is_lead: bool
    is_in: bool
    is_bound: bool = False


@dataclass(frozen=True)
class ChangeRow:
    """A change of the team that waits for the staff."""

    auditors: tuple[str, ...]
    reason: str
    asked_at: datetime


def quotes_of(pk: int) -> tuple[QuoteRow, ...]:
    """The agencies that were asked, the one chosen first, then by amount; one query."""
    rows = AgencyQuote.objects.filter(audit=pk).select_related("agency").order_by("pk")
    found = [
        QuoteRow(
            agency=each.agency_id,
            agency_name=each.agency.name,
            asked_at=each.asked_at,
            amount_cny=each.amount_cny,
            includes=each.includes,
            days=each.days,
            quoted_at=each.quoted_at,
            declined_at=each.declined_at,
            chosen_at=each.chosen_at,
        )
        for each in rows
    ]
    return tuple(
        sorted(found, key=lambda each: (each.chosen_at is None, each.amount_cny is None, each.amount_cny or 0))
    )


def agencies_to_ask(pk: int, *, on: date) -> list[AccreditedAgency]:
    """The accredited agencies that were not asked yet and that nothing binds to the enterprise."""
    audit = Audit.objects.select_related("case").get(pk=pk)
    asked = set(AgencyQuote.objects.filter(audit=pk).values_list("agency", flat=True))
    return [
        each
        for each in accredited_agencies(on)
        if each.organisation not in asked
        and all(tie.auditor for tie in ties_to(each.organisation, audit.case.enterprise_id, on))
    ]


def quotes_asked_of(actor: Actor, pk: int | None = None) -> list[tuple[int, str, QuoteRow]]:
    """Where somebody's agencies were asked for a quote: audit, enterprise, and the quote; one query.

    Args: pk: only of this audit; None: all that wait for a choice.
    """
    own = [seat.organisation_id for seat in actor.seats]
    rows = AgencyQuote.objects.filter(agency__in=own).select_related("agency", "audit__case__enterprise")
    rows = rows.filter(audit=pk) if pk else rows.filter(audit__state__in=OPEN_AUDITS, audit__agency=None)
    return [
        (each.audit_id, each.audit.case.enterprise.name, QuoteRow(
            each.agency_id, each.agency.name, each.asked_at, each.amount_cny, each.includes, each.days,
            each.quoted_at, each.declined_at, each.chosen_at,
        ))
        for each in rows.order_by("-pk")
        if actor.seat_in(each.audit.case.organisation_id) is None
    ]  # fmt: skip


def team_rows(pk: int, *, on: date) -> tuple[TeamRow, ...]:
    """The agency's auditors, with who is in the team; leads first."""
    audit = Audit.objects.select_related("case").get(pk=pk)
    if audit.agency_id is None:
        return ()
    there = set(AuditTeam.objects.filter(audit=pk, left_at=None).values_list("auditor", flat=True))
    bound = {tie.auditor for tie in ties_to(audit.agency_id, audit.case.enterprise_id, on)}
    return tuple(
        TeamRow(each.id, each.name or each.shown_as, each.is_lead, each.id in there, each.id in bound)
        for each in auditors_of(audit.agency_id, on)
    )


def open_change(pk: int, team: tuple[TeamRow, ...]) -> ChangeRow | None:
    """The change of the team that waits for the staff; one query. Args: team: as `team_rows` gives it."""
    row = TeamChange.objects.filter(audit=pk, is_confirmed=None).first()
    if row is None:
        return None
    names = {each.auditor: each.name for each in team}
    return ChangeRow(tuple(names.get(each, f"#{each}") for each in row.auditors), row.reason, row.asked_at)
