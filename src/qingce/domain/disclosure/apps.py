"""How Django finds this room."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """The room `disclosure`."""

    name = "qingce.domain.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        """Names the room's acts, machine, letters, notices and documents, what it holds about people, and its jobs."""
        from django.utils.translation import gettext_lazy as _

        from qingce.domain.disclosure import issuing, reading_supports, reviewing
        from qingce.domain.disclosure.acts import ACTS, PUBLIC_ACTS
        from qingce.domain.disclosure.liaison import filing
        from qingce.domain.disclosure.liaison.personal import LIAISON_OF_PERSON
        from qingce.domain.disclosure.liaison.transitions import FILINGS
        from qingce.domain.disclosure.personal import DISCLOSURES_OF_PERSON
        from qingce.domain.disclosure.promises import reminding
        from qingce.domain.disclosure.promises.following import FOLLOWER
        from qingce.domain.disclosure.promises.tasks import follow_promises
        from qingce.domain.disclosure.tasks import issue_missing_documents
        from qingce.domain.disclosure.transitions import DISCLOSURES
        from qingce.domain.documents.registry import UsedBy, register_use
        from qingce.shared.changes.registry import register_follower
        from qingce.shared.issuing.registry import IssuedKind, register_kind
        from qingce.shared.jobs.registry import Scheduled, register_scheduled
        from qingce.shared.ledger.registry import register_acts, register_machine, register_public_acts
        from qingce.shared.mail.registry import register_mail
        from qingce.shared.notices.registry import register_notice_kind
        from qingce.shared.parties.registry import register_personal_data

        register_acts(ACTS)
        register_public_acts(PUBLIC_ACTS)
        register_machine(DISCLOSURES)
        register_machine(FILINGS)
        register_mail(filing.LETTER)
        register_personal_data(LIAISON_OF_PERSON)
        register_mail(issuing.LETTER)
        register_mail(reviewing.LETTER)
        register_mail(reminding.LETTER)
        register_follower(FOLLOWER)
        register_scheduled(Scheduled("follow promises", timedelta(minutes=10), follow_promises))
        register_notice_kind(reviewing.NOTICE)
        for kind in (issuing.KIND, issuing.MONITORING_KIND):
            register_kind(IssuedKind(kind, "disclosure", issuing.explanation_draft, issuing.is_public))
        register_use(UsedBy(reading_supports.NAME, _("Disclosures"), reading_supports.uses))
        register_personal_data(DISCLOSURES_OF_PERSON)
        register_scheduled(Scheduled("issue documents that are missing", timedelta(minutes=5), issue_missing_documents))
