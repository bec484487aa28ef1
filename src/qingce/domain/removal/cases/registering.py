"""What cases tell the rooms below."""

from __future__ import annotations

from datetime import timedelta


def register_cases() -> None:
    """Names acts, machine, letters and what is held about people, and has the clocks looked at."""
    from qingce.domain.documents.registry import register_use
    from qingce.domain.removal.cases import issuing
    from qingce.domain.removal.cases.acts import ACTS, PUBLIC_ACTS
    from qingce.domain.removal.cases.announcing import NOTICE
    from qingce.domain.removal.cases.personal import ABSENCES_OF_PERSON, CASES_OF_PERSON
    from qingce.domain.removal.cases.restoring import RESTORING
    from qingce.domain.removal.cases.tasks import look_at_clocks
    from qingce.domain.removal.cases.telling import REMINDER, STEP
    from qingce.domain.removal.cases.transitions import CASES
    from qingce.domain.removal.cases.using import USED_BY_CASES
    from qingce.shared.issuing.registry import IssuedKind, register_kind
    from qingce.shared.jobs.registry import Scheduled, register_scheduled
    from qingce.shared.ledger.registry import register_acts, register_machine, register_public_acts
    from qingce.shared.mail.registry import register_mail
    from qingce.shared.notices.registry import register_notice_kind
    from qingce.shared.parties.registry import register_personal_data, register_two_person_act

    register_acts(ACTS)
    register_public_acts(PUBLIC_ACTS)
    register_machine(CASES)
    register_notice_kind(NOTICE)
    register_kind(IssuedKind(issuing.KIND, "case", issuing.report_draft))
    register_mail(STEP)
    register_mail(REMINDER)
    register_two_person_act(RESTORING)
    register_personal_data(CASES_OF_PERSON)
    register_personal_data(ABSENCES_OF_PERSON)
    register_use(USED_BY_CASES)
    register_scheduled(Scheduled("look at the clocks of cases", timedelta(hours=3), look_at_clocks))
