"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    """The room `draws`."""

    name = "qingce.shared.draws"
    label = "draws"

    def ready(self) -> None:
        """Make this room's public acts known."""
        from qingce.shared.draws.acts import PUBLIC_ACTS
        from qingce.shared.ledger.registry import register_public_acts

        register_public_acts(PUBLIC_ACTS)
