"""What the alliance tells the rooms below."""

from __future__ import annotations

from datetime import timedelta


def register_alliance() -> None:
    """Names acts, machine, letters and what is held about people, and has the clocks looked at."""
    from qingce.domain.removal.alliance.acts import ACTS, PUBLIC_ACTS
    from qingce.domain.removal.alliance.notifying import NOTICE_LETTER
    from qingce.domain.removal.alliance.personal import OBSERVING_OF_PERSON
    from qingce.domain.removal.alliance.tasks import look_at_invitations
    from qingce.domain.removal.alliance.telling import LETTER
    from qingce.domain.removal.alliance.transitions import OBSERVATIONS
    from qingce.shared.jobs.registry import Scheduled, register_scheduled
    from qingce.shared.ledger.registry import register_acts, register_machine, register_public_acts
    from qingce.shared.mail.registry import register_mail
    from qingce.shared.parties.registry import register_personal_data

    register_acts(ACTS)
    register_public_acts(PUBLIC_ACTS)
    register_machine(OBSERVATIONS)
    register_mail(LETTER)
    register_mail(NOTICE_LETTER)
    register_personal_data(OBSERVING_OF_PERSON)
    register_scheduled(Scheduled("look at invitations to observe", timedelta(hours=3), look_at_invitations))
