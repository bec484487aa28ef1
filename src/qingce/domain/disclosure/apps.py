"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """The room `disclosure`."""

    name = "qingce.domain.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        """Names the room's acts and what it holds about people."""
        from qingce.domain.disclosure.acts import ACTS
        from qingce.domain.disclosure.personal import DISCLOSURES_OF_PERSON
        from qingce.shared.ledger.registry import register_acts
        from qingce.shared.parties.registry import register_personal_data

        register_acts(ACTS)
        register_personal_data(DISCLOSURES_OF_PERSON)
