"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class ChecklistsConfig(AppConfig):
    """The room `checklists`."""

    name = "qingce.shared.checklists"
    label = "checklists"

    def ready(self) -> None:
        """Names this room's acts, and what it holds about people."""
        from qingce.shared.checklists.acts import ACTS
        from qingce.shared.checklists.personal import FORMS_OF_PERSON
        from qingce.shared.ledger.registry import register_acts
        from qingce.shared.parties.registry import register_personal_data

        register_acts(ACTS)
        register_personal_data(FORMS_OF_PERSON)
