"""How Django finds this room."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The room `notices`."""

    name = "qingce.shared.notices"
    label = "notices"

    def ready(self) -> None:
        """Makes this room's acts and its machine known, has periods begun and ended, and releases made known."""
        from datetime import timedelta

        from qingce.shared.changes.registry import register_follower
        from qingce.shared.jobs.registry import Scheduled, register_scheduled
        from qingce.shared.ledger.registry import (
            Audited,
            register_acts,
            register_audited,
            register_machine,
            register_public_acts,
        )
        from qingce.shared.mail.registry import register_mail
        from qingce.shared.notices.acts import ACTS, PUBLIC_ACTS
        from qingce.shared.notices.auditing import last_number, present
        from qingce.shared.notices.enums import KIND
        from qingce.shared.notices.letters import LETTERS
        from qingce.shared.notices.personal import FOLLOWS_OF_PERSON, OBJECTIONS_OF_PERSON
        from qingce.shared.notices.registry import register_notice_kind
        from qingce.shared.notices.releases import FOLLOWER, RULES_RELEASED
        from qingce.shared.notices.tasks import forget_objectors, open_and_close_notices
        from qingce.shared.notices.transitions import NOTICES, OBJECTIONS
        from qingce.shared.parties.registry import register_personal_data

        register_acts(ACTS)
        register_public_acts(PUBLIC_ACTS)
        register_machine(NOTICES)
        register_machine(OBJECTIONS)
        for letter in LETTERS:
            register_mail(letter)
        register_personal_data(OBJECTIONS_OF_PERSON)
        register_personal_data(FOLLOWS_OF_PERSON)
        register_audited(Audited(KIND, present, last_number))
        register_notice_kind(RULES_RELEASED)
        register_follower(FOLLOWER)
        register_scheduled(Scheduled("open and close notices", timedelta(minutes=5), open_and_close_notices))
        register_scheduled(Scheduled("forget who objected", timedelta(hours=6), forget_objectors))
