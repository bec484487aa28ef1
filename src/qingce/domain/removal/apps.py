"""How Django finds this room, and what it tells the rooms below."""

from __future__ import annotations

from django.apps import AppConfig


class RemovalConfig(AppConfig):
    """The room `removal`."""

    name = "qingce.domain.removal"
    label = "removal"

    def ready(self) -> None:
        """Names the room's acts, machine, letters and documents, and keeps what records are decided on as columns."""
        from qingce.domain.removal.accreditation.registering import register_accreditation
        from qingce.domain.removal.acts import ACTS, PUBLIC_ACTS
        from qingce.domain.removal.alliance.registering import register_alliance
        from qingce.domain.removal.audits.registering import register_audits
        from qingce.domain.removal.cases.registering import register_cases
        from qingce.domain.removal.columns.following import register_columns
        from qingce.domain.removal.queueing import register_queue
        from qingce.domain.removal.suppliers.registering import register_suppliers
        from qingce.shared.ledger.registry import register_acts, register_public_acts

        register_acts(ACTS)
        register_public_acts(PUBLIC_ACTS)
        register_columns()
        register_queue()
        register_cases()
        register_audits()
        register_accreditation()
        register_alliance()
        register_suppliers()
