"""Invitations and costs as each audience sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from qingce.domain.removal.alliance.enums import (
    Candidate,
    CostKind,
    CostRow,
    Nearness,
    NothingElse,
    ObservationRow,
    ObservingState,
)
from qingce.domain.removal.alliance.inviting import candidates_of
from qingce.domain.removal.alliance.persons import ObserverRow, observers_of, people_to_name
from qingce.domain.removal.audits.enums import OPEN_AUDITS, AuditParty
from qingce.domain.removal.audits.holding import audit_not_found
from qingce.domain.removal.audits.permissions import party_in, staff_audits
from qingce.domain.removal.models import Audit, MoneyDeclaration, Observation, ObservationCost
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.errors import FileNotFound
from qingce.shared.files.queries import files_by_ids
from qingce.shared.parties.enums import Actor

_MONEY = (AuditParty.ENTERPRISE, AuditParty.OBSERVER, AuditParty.PLATFORM)


@dataclass(frozen=True)
class Watched:
    """Who observes an audit, and what that costs.

    Args: totals: of costs that stand, by kind. persons: who observe or did, for the parties. costs: for enterprise,
        observer and staff only. order: who is asked next, for the staff.
    """

    observations: tuple[ObservationRow, ...]
    totals: tuple[tuple[CostKind, Decimal], ...]
    paid_cny: Decimal
    declared: tuple[NothingElse, ...]
    persons: tuple[ObserverRow, ...] = ()
    costs: tuple[CostRow, ...] = ()
    order: tuple[Candidate, ...] = ()

    @property
    def total_cny(self) -> Decimal:
        """All costs together."""
        return sum((amount for _kind, amount in self.totals), Decimal(0))

    @property
    def observer(self) -> ObservationRow | None:
        """The member that observes now."""
        return next((each for each in self.observations if each.state == ObservingState.ACCEPTED), None)

    @property
    def asked(self) -> ObservationRow | None:
        """The member that is asked now."""
        return next((each for each in self.observations if each.state == ObservingState.ASKED), None)


def watched(pk: int, *, party: AuditParty | None, on: date) -> Watched:
    """Who observes an audit and what it costs, for a party that the caller has checked; None: the public.

    Cost: four queries, five for a party, for the staff four more.
    """
    audit = Audit.objects.select_related("case").get(pk=pk)
    costs = list(ObservationCost.objects.filter(audit=pk, back_at=None).order_by("spent_on", "pk"))
    rows = list(_rows(Observation.objects.filter(audit=pk)).order_by("pk"))
    shown = [_row(each, with_person=party is not None) for each in rows]
    if party is None:
        shown = [each for each in shown if each.state in (ObservingState.ACCEPTED, ObservingState.ENDED)]
    declared = MoneyDeclaration.objects.filter(audit=pk).order_by("pk")
    waits = audit.state in OPEN_AUDITS and audit.observer_id is None and not audit.is_platform_observing
    return Watched(
        observations=tuple(shown),
        totals=tuple(
            (kind, sum((each.amount_cny for each in costs if each.kind == kind), Decimal(0))) for kind in CostKind
        ),
        paid_cny=_sum([each for each in costs if each.paid_at]),
        declared=tuple(NothingElse(each.party, each.version, each.declared_at) for each in declared),
        persons=observers_of(pk) if party is not None else (),
        costs=tuple(map(_cost, costs)) if party in _MONEY else (),
        order=tuple(candidates_of(audit, on)) if party == AuditParty.PLATFORM and waits else (),
    )


def persons_to_name(pk: int, *, actor: Actor) -> dict[int, str]:
    """Who may be named as observer by whoever observes an audit that the caller has checked; seven queries at most."""
    return people_to_name(Audit.objects.get(pk=pk), actor)


def observations_of(organisation: int) -> list[ObservationRow]:
    """What an organisation was asked to observe, the newest first; one query; for its members."""
    rows = _rows(Observation.objects.filter(organisation=organisation)).order_by("-pk")[:100]
    return [_row(each, with_person=True) for each in rows]


def observed_by(key: str) -> list[ObservationRow]:
    """The audits that a member observes or observed, the newest first, for everybody; one query."""
    rows = _rows(Observation.objects.filter(key=key, state__in=(ObservingState.ACCEPTED, ObservingState.ENDED)))
    return [_row(each, with_person=False) for each in rows.order_by("-pk")[:200]]


def receipt_file(pk: int, file: int, *, actor: Actor) -> KeptFile:
    """A receipt, for enterprise, observer and staff.

    Raises: AuditNotFound; FileNotFound.
    """
    audit = Audit.objects.select_related("case").filter(pk=pk).first()
    if audit is None:
        raise audit_not_found(pk)
    is_staff = Audit.objects.filter(staff_audits(actor), pk=pk).exists()
    if not is_staff and party_in(actor, audit) not in (AuditParty.ENTERPRISE, AuditParty.OBSERVER):
        raise audit_not_found(pk)
    found = files_by_ids([file]) if ObservationCost.objects.filter(audit=pk, file=file).exists() else []
    if not found:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return found[0]


def _rows(rows: QuerySet[Observation]) -> QuerySet[Observation]:
    return rows.select_related("organisation", "observer", "audit__case__enterprise")


def _row(row: Observation, *, with_person: bool) -> ObservationRow:
    return ObservationRow(
        id=row.pk,
        audit=row.audit_id,
        key=row.key,
        organisation=row.organisation_id,
        name=row.organisation.name,
        state=ObservingState(row.state),
        nearness=Nearness(row.nearness),
        asked_at=row.asked_at,
        due_on=row.due_on,
        answered_at=row.answered_at,
        observer=(row.observer.name or row.observer.number) if with_person and row.observer else "",
        reason=row.reason if with_person or row.state == ObservingState.ENDED else "",
        enterprise=row.audit.case.enterprise.name,
        division=row.audit.division,
    )


def _sum(rows: list[ObservationCost]) -> Decimal:
    return sum((each.amount_cny for each in rows), Decimal(0))


def _cost(row: ObservationCost) -> CostRow:
    return CostRow(
        id=row.pk,
        kind=CostKind(row.kind),
        amount_cny=row.amount_cny,
        spent_on=row.spent_on,
        note=row.note,
        file=row.file_id,
        declared_at=row.declared_at,
        paid_at=row.paid_at,
    )
