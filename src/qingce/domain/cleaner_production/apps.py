"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class CleanerProductionConfig(AppConfig):
    """The room `cleaner_production`."""

    name = "qingce.domain.cleaner_production"
    label = "cleaner_production"

    def ready(self) -> None:
        """Names the room's acts, and what it holds about people."""
        from qingce.domain.cleaner_production import advising, withdrawing
        from qingce.domain.cleaner_production.acts import ACTS, PUBLIC_ACTS
        from qingce.domain.cleaner_production.personal import (
            FINDINGS_OF_PERSON,
            PUBLICATIONS_OF_PERSON,
            ROSTERS_OF_PERSON,
            SURVEYS_OF_PERSON,
        )
        from qingce.domain.cleaner_production.undoing import UNDOING
        from qingce.shared.issuing.registry import IssuedKind, register_kind
        from qingce.shared.ledger.registry import register_acts, register_public_acts
        from qingce.shared.mail.registry import register_mail
        from qingce.shared.parties.registry import register_personal_data, register_two_person_act

        register_acts(ACTS)
        register_public_acts(PUBLIC_ACTS)
        register_kind(IssuedKind(advising.DOCUMENT, "cleaner-letter", advising.letter_draft, advising.is_letter_public))
        register_mail(withdrawing.LETTER)
        register_two_person_act(UNDOING)
        register_personal_data(FINDINGS_OF_PERSON)
        register_personal_data(ROSTERS_OF_PERSON)
        register_personal_data(SURVEYS_OF_PERSON)
        register_personal_data(PUBLICATIONS_OF_PERSON)
