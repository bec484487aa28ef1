"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The room `ledger`."""

    name = "qingce.shared.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Make this room's public acts known, and have the worker number entries and publish checkpoints."""
        from qingce.shared.jobs.registry import register_loop
        from qingce.shared.ledger.acts import PUBLIC_ACTS
        from qingce.shared.ledger.pushing import witness_step
        from qingce.shared.ledger.schemas import register_public_acts
        from qingce.shared.ledger.tasks import ledger_step

        register_public_acts(PUBLIC_ACTS)
        register_loop("ledger", ledger_step)
        register_loop("witnesses", witness_step)
