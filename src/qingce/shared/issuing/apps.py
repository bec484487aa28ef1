"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class IssuingConfig(AppConfig):
    """The room `issuing`."""

    name = "qingce.shared.issuing"
    label = "issuing"

    def ready(self) -> None:
        """Make this room's acts known."""
        from qingce.shared.issuing.acts import ACTS, PUBLIC_ACTS
        from qingce.shared.ledger.registry import register_acts, register_public_acts

        register_acts(ACTS)
        register_public_acts(PUBLIC_ACTS)
