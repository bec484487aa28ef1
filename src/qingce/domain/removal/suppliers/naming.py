"""The enterprise names its suppliers; those with records of their own are asked to explain them."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from qingce.domain.disclosure.queries import explained_among
from qingce.domain.enterprises.queries import EnterpriseRow, holder_of, rows_named
from qingce.domain.records.queries import numbers_by_enterprise
from qingce.domain.removal.audits.enums import OPEN_AUDITS, AuditParty
from qingce.domain.removal.audits.holding import audit_for, note_audit
from qingce.domain.removal.models import Audit, AuditSupplier
from qingce.domain.removal.suppliers.acts import SUPPLIER
from qingce.domain.removal.suppliers.enums import SupplierKind, SupplierText
from qingce.domain.removal.suppliers.errors import SupplierWrong
from qingce.domain.removal.suppliers.telling import ask_supplier
from qingce.pure.kernel.text import clean
from qingce.pure.kernel.uscc import parse_uscc
from qingce.shared.parties.enums import NOBODY, Actor

MOST = 50  # of one audit; ours
LONGEST = 200


@transaction.atomic
def name_supplier(actor: Actor, audit: int, text: SupplierText, *, at: datetime) -> int:
    """Names a supplier, by an editor of the enterprise, as long as the audit goes on.

    One that is known here by its code, or by a name that only one has, is linked; if it has records that it did not
    explain and an organisation speaks for it, that organisation is written to.

    Returns: number of the row.
    Raises: AuditNotFound; NotYourAudit; EnterpriseNotSpokenFor; RoleTooSmall; AuditElsewhere; InvalidUscc;
        SupplierWrong.
    """
    row = audit_for(actor, audit, AuditParty.ENTERPRISE, *OPEN_AUDITS)
    if text.kind not in SupplierKind.values:
        raise SupplierWrong("Say what it does for you.", cause="kind")
    uscc = parse_uscc(text.uscc) if text.uscc.strip() else ""
    name = clean(text.name)[:LONGEST]
    found = _known(uscc or name)
    if not name and found is None:
        raise SupplierWrong("Give the name of the supplier.", cause="name")
    own = row.case.enterprise.canonical_id or row.case.enterprise_id
    if found is not None and (found.canonical_id or found.id) == own:
        raise SupplierWrong("This is your own enterprise.", cause="own")
    if AuditSupplier.objects.filter(audit=row, back_at=None).count() >= MOST:
        raise SupplierWrong(f"At most {MOST} suppliers.", cause="many", most=MOST)
    supplier = _keep(row, text.kind, found, name, uscc, actor, at)
    _ask(supplier, row, at=at)
    note_audit(row, actor, SUPPLIER, at=at, supplier=supplier.pk)
    return supplier.pk


@transaction.atomic
def take_supplier_back(actor: Actor, audit: int, supplier: int, *, at: datetime) -> None:
    """Takes a supplier's name back that was a mistake, by an editor of the enterprise.

    Raises: AuditNotFound; NotYourAudit; EnterpriseNotSpokenFor; RoleTooSmall; AuditElsewhere; SupplierWrong.
    """
    row = audit_for(actor, audit, AuditParty.ENTERPRISE, *OPEN_AUDITS)
    if not AuditSupplier.objects.filter(audit=row, pk=supplier, back_at=None).update(back_at=at):
        raise SupplierWrong("This supplier is not named any more.", cause="gone")
    note_audit(row, actor, SUPPLIER, at=at, supplier=supplier)


def _keep(
    row: Audit, kind: str, found: EnterpriseRow | None, name: str, uscc: str, actor: Actor, at: datetime
) -> AuditSupplier:
    try:
        with transaction.atomic():
            return AuditSupplier.objects.create(
                audit=row,
                kind=kind,
                enterprise_id=(found.canonical_id or found.id) if found else None,
                name=found.name if found else name,
                uscc=(found.uscc or uscc) if found else uscc,
                named_by=actor.signature,
                named_at=at,
            )
    except IntegrityError as error:
        raise SupplierWrong("This supplier is named for this already.", cause="twice") from error


def _ask(supplier: AuditSupplier, audit: Audit, *, at: datetime) -> None:
    if supplier.enterprise_id is None:
        return
    records = numbers_by_enterprise([supplier.enterprise_id], actor=NOBODY).get(supplier.enterprise_id, [])
    owes = len(set(records) - explained_among(records))
    holder = holder_of(supplier.enterprise_id) if owes else None
    if holder is None:
        return
    ask_supplier(supplier, holder.organisation_id, by=audit.case.enterprise.name, count=owes, at=at)
    supplier.asked_at = at
    supplier.save(update_fields=["asked_at"])


def _known(text: str) -> EnterpriseRow | None:
    """The enterprise of this code or name, if only one has it."""
    found = rows_named(text, actor=NOBODY) if text else []
    roots = {each.canonical_id or each.id for each in found}
    return found[0] if len(roots) == 1 else None
