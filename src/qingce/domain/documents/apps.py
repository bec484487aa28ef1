"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The room `documents`."""

    name = "qingce.domain.documents"
    label = "documents"

    def ready(self) -> None:
        """Names the room's acts and letters and what it holds about people, and has expiry told of."""
        from datetime import timedelta

        from qingce.domain.documents.acts import ACTS, PUBLIC_ACTS
        from qingce.domain.documents.personal import DOCUMENTS_OF_PERSON
        from qingce.domain.documents.reminding import LETTER
        from qingce.domain.documents.tasks import remind_of_expiry
        from qingce.shared.jobs.registry import Scheduled, register_scheduled
        from qingce.shared.ledger.registry import register_acts, register_public_acts
        from qingce.shared.mail.registry import register_mail
        from qingce.shared.parties.registry import register_personal_data

        register_acts(ACTS)
        register_public_acts(PUBLIC_ACTS)
        register_personal_data(DOCUMENTS_OF_PERSON)
        register_mail(LETTER)
        register_scheduled(Scheduled("tell of documents that expire", timedelta(hours=6), remind_of_expiry))
