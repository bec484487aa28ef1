"""The suppliers of an audited enterprise: named by it, asked to explain their records, shown to everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qingce.domain.removal.actions import name_supplier, take_supplier_back
from qingce.domain.removal.enums import AuditParty, SupplierKind, SupplierText
from qingce.domain.removal.queries import asked_of, audit_suppliers
from qingce.doors.web.audits.parts import AuditForm, AuditPage, AuditPart, register_part
from qingce.doors.web.green_choice.owed import Asked, Owed, register_owed
from qingce.doors.web.numbers import number_in


def _name(form: AuditForm) -> None:
    said = form.said
    text = SupplierText(said.get("kind", ""), said.get("name", ""), said.get("uscc", ""))
    name_supplier(form.actor, form.pk, text, at=form.at)


def _back(form: AuditForm) -> None:
    take_supplier_back(form.actor, form.pk, number_in(form.said.get("number", "")) or 0, at=form.at)


def _suppliers(page: AuditPage) -> Mapping[str, Any]:
    may_write = page.writes and page.party == AuditParty.ENTERPRISE and page.row.is_open
    return {"rows": audit_suppliers(page.row.id), "may_write": may_write, "kinds": SupplierKind.choices}


def _owed(asked: Asked) -> list[Owed]:
    """That an enterprise is asked, as a supplier, to explain its records."""
    return [
        Owed(
            title=_("Explain your records: %(name)s asks you to") % {"name": each.by},
            why=_("It is being audited on site and named you as a supplier. Records not explained: %(count)d.")
            % {"count": each.owes},
            address=reverse("web:green-choice-of", args=[asked.enterprise_id]),
        )
        for each in asked_of(asked.enterprise_id)
    ]


register_part(
    AuditPart(
        "suppliers", "web/suppliers/_suppliers.html", _suppliers, {"name-supplier": _name, "supplier-back": _back}
    )
)
register_owed("audit-suppliers", _owed)
