"""What accreditation tells the rooms below."""

from __future__ import annotations

from datetime import timedelta


def register_accreditation() -> None:
    """Names acts, machine, letters, notices and what is held about people, and has the clocks looked at."""
    from qingce.domain.removal.accreditation.acts import ACTS, PUBLIC_ACTS
    from qingce.domain.removal.accreditation.personal import AUDITS_OF_PERSON
    from qingce.domain.removal.accreditation.tasks import look_at_accreditations
    from qingce.domain.removal.accreditation.telling import LETTER, NOTICE
    from qingce.domain.removal.accreditation.transitions import ACCREDITATIONS
    from qingce.domain.removal.accreditation.withdrawing import WITHDRAWING
    from qingce.shared.jobs.registry import Scheduled, register_scheduled
    from qingce.shared.ledger.registry import register_acts, register_machine, register_public_acts
    from qingce.shared.mail.registry import register_mail
    from qingce.shared.notices.registry import register_notice_kind
    from qingce.shared.parties.registry import register_personal_data, register_two_person_act

    register_acts(ACTS)
    register_public_acts(PUBLIC_ACTS)
    register_machine(ACCREDITATIONS)
    register_notice_kind(NOTICE)
    register_mail(LETTER)
    register_two_person_act(WITHDRAWING)
    register_personal_data(AUDITS_OF_PERSON)
    register_scheduled(Scheduled("look at the terms of accreditations", timedelta(hours=3), look_at_accreditations))
