"""What observing costs: travel, board and lodging with receipts, and that nothing else was paid (REM-10)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.domain.removal.alliance.acts import COST, MONEY
from qingce.domain.removal.alliance.enums import RECEIPT, CostKind, CostText
from qingce.domain.removal.alliance.errors import CostWrong
from qingce.domain.removal.alliance.terms import alliance_terms, money_text
from qingce.domain.removal.audits.enums import AuditParty
from qingce.domain.removal.audits.holding import audit_for, note_audit
from qingce.domain.removal.models import MoneyDeclaration, ObservationCost
from qingce.pure.kernel.amounts import parse_amount_cny
from qingce.pure.kernel.text import clean
from qingce.shared.files.actions import attach_files
from qingce.shared.parties.enums import Actor

_CENT = Decimal("0.01")


@transaction.atomic
def declare_cost(actor: Actor, audit: int, text: CostText, *, files: Collection[int], at: datetime) -> int:
    """Declares a cost of observing with its receipt, by the observer; nothing but travel, board and lodging.

    Args: files: exactly one upload kept for `RECEIPT`.
    Raises: AuditNotFound; NotYourAudit; CostWrong; InvalidAmount; FileNotFound.
    """
    row = audit_for(actor, audit, AuditParty.OBSERVER)
    if text.kind not in CostKind.values:
        raise CostWrong("Only travel, board and lodging are refunded.", cause="kind")
    amount = parse_amount_cny(text.amount)
    most = alliance_terms().cost_most_cny
    if amount <= 0 or amount > most or amount != amount.quantize(_CENT):
        raise CostWrong(f"The amount lies above 0 and up to {most} yuan, in whole cents.", cause="amount", most=most)
    if text.spent_on is None or text.spent_on > localdate(at):
        raise CostWrong("Say on which day it was spent; no day to come.", cause="day")
    if len(set(files)) != 1:
        raise CostWrong("Add one receipt, as a file.", cause="receipt")
    if ObservationCost.objects.filter(audit=row).count() >= alliance_terms().costs_most:
        raise CostWrong("This audit takes no more costs.", cause="many")
    attach_files(files, purpose=RECEIPT, at=at)
    cost = ObservationCost.objects.create(
        audit=row,
        kind=text.kind,
        amount_cny=amount,
        spent_on=text.spent_on,
        note=clean(text.note)[: alliance_terms().text_longest],
        file_id=next(iter(files)),
        declared_by=actor.signature,
        declared_at=at,
    )
    note_audit(row, actor, COST, at=at, cost=cost.pk)
    return cost.pk


@transaction.atomic
def take_cost_back(actor: Actor, audit: int, cost: int, *, at: datetime) -> None:
    """Takes a cost back, by the observer, until it is paid.

    Raises: AuditNotFound; NotYourAudit; CostWrong.
    """
    row = audit_for(actor, audit, AuditParty.OBSERVER)
    found = _open(row.pk, cost)
    found.back_at = at
    found.save(update_fields=["back_at"])
    note_audit(row, actor, COST, at=at, cost=cost)


@transaction.atomic
def confirm_cost_paid(actor: Actor, audit: int, cost: int, *, at: datetime) -> None:
    """Confirms that the enterprise paid a cost, by the enterprise.

    Raises: AuditNotFound; NotYourAudit; EnterpriseNotSpokenFor; RoleTooSmall; CostWrong.
    """
    row = audit_for(actor, audit, AuditParty.ENTERPRISE)
    found = _open(row.pk, cost)
    found.paid_by, found.paid_at = actor.signature, at
    found.save(update_fields=["paid_by", "paid_at"])
    note_audit(row, actor, COST, at=at, cost=cost)


@transaction.atomic
def declare_nothing_else(actor: Actor, audit: int, party: AuditParty, *, version: str, at: datetime) -> None:
    """Declares for a party that nothing else was paid, given or taken for an audit.

    Raises: AuditNotFound; NotYourAudit; CostWrong: another text holds by now, or it is declared already.
    """
    row = audit_for(actor, audit, party)
    if version != money_text().version:
        raise CostWrong("Read the declaration again; its text has changed.", cause="version")
    try:
        with transaction.atomic():
            MoneyDeclaration.objects.create(
                audit=row, party=party, version=version, declared_by=actor.signature, declared_at=at
            )
    except IntegrityError as error:
        raise CostWrong("This is declared already.", cause="declared") from error
    note_audit(row, actor, MONEY, at=at)


def _open(audit: int, cost: int) -> ObservationCost:
    found = ObservationCost.objects.select_for_update().filter(audit=audit, pk=cost, back_at=None, paid_at=None).first()
    if found is None:
        raise CostWrong("This cost is paid or taken back by now.", cause="gone")
    return found
