"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class RulebooksConfig(AppConfig):
    """The room `rulebooks`."""

    name = "qingce.shared.rulebooks"
    label = "rulebooks"

    def ready(self) -> None:
        """Make this room's act known, and have releases audited."""
        from qingce.shared.ledger.registry import Audited, register_acts, register_audited, register_public_acts
        from qingce.shared.rulebooks.acts import ACTS, KIND, PUBLIC_ACTS
        from qingce.shared.rulebooks.auditing import last_number, present

        register_acts(ACTS)
        register_public_acts(PUBLIC_ACTS)
        register_audited(Audited(KIND, present, last_number))
