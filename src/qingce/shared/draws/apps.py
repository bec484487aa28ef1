"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    """The room `draws`."""

    name = "qingce.shared.draws"
    label = "draws"

    def ready(self) -> None:
        """Make this room's acts and its machine known."""
        from qingce.pure.draw.announcing import KIND
        from qingce.shared.draws.acts import ACTS, PUBLIC_ACTS
        from qingce.shared.draws.auditing import last_number, present
        from qingce.shared.draws.transitions import DRAWS
        from qingce.shared.ledger.registry import (
            Audited,
            register_acts,
            register_audited,
            register_machine,
            register_public_acts,
        )

        register_acts(ACTS)
        register_public_acts(PUBLIC_ACTS)
        register_machine(DRAWS)
        register_audited(Audited(KIND, present, last_number))
