"""What audits tell the rooms below."""

from __future__ import annotations

from datetime import timedelta


def register_audits() -> None:
    """Names acts, machine, letters and what is held about people, and has the clocks looked at."""
    from qingce.domain.documents.registry import register_use
    from qingce.domain.removal.accreditation.losing import on_lost
    from qingce.domain.removal.audits.acts import ACTS, PUBLIC_ACTS
    from qingce.domain.removal.audits.announcing import FAILED, NOTICE
    from qingce.domain.removal.audits.form import form_kind
    from qingce.domain.removal.audits.losing import agency_lost
    from qingce.domain.removal.audits.personal import AUDITS_OF_PERSON
    from qingce.domain.removal.audits.tasks import look_at_audit_clocks, remove_after_notices
    from qingce.domain.removal.audits.telling import STAFF, STEP, WAITS
    from qingce.domain.removal.audits.transitions import AUDITS
    from qingce.domain.removal.audits.using import USED_BY_AUDITS
    from qingce.shared.checklists.registry import register_checklist_kind
    from qingce.shared.jobs.registry import Scheduled, register_scheduled
    from qingce.shared.ledger.registry import register_acts, register_machine, register_public_acts
    from qingce.shared.mail.registry import register_mail
    from qingce.shared.notices.registry import register_notice_kind
    from qingce.shared.parties.registry import register_personal_data

    register_notice_kind(NOTICE)
    register_notice_kind(FAILED)
    register_acts(ACTS)
    register_public_acts(PUBLIC_ACTS)
    register_machine(AUDITS)
    register_checklist_kind(form_kind())
    on_lost("audits", agency_lost)
    register_use(USED_BY_AUDITS)
    register_mail(STEP)
    register_mail(WAITS)
    register_mail(STAFF)
    register_personal_data(AUDITS_OF_PERSON)
    register_scheduled(Scheduled("look at the clocks of on-site audits", timedelta(hours=3), look_at_audit_clocks))
    register_scheduled(Scheduled("remove after notices of audits", timedelta(minutes=2), remove_after_notices))
    _register_documents()


def _register_documents() -> None:
    from qingce.domain.removal.audits.declaration_document import DECLARATION, declaration_draft
    from qingce.domain.removal.audits.issuing import final_draft, is_never_public, preliminary_draft
    from qingce.domain.removal.audits.issuing_tasks import issue_audit_documents
    from qingce.domain.removal.audits.report_drafting import FINAL, PRELIMINARY
    from qingce.shared.issuing.registry import IssuedKind, register_kind
    from qingce.shared.jobs.registry import Scheduled, register_scheduled

    register_kind(IssuedKind(PRELIMINARY, "audit", preliminary_draft, is_never_public))
    register_kind(IssuedKind(DECLARATION, "audit", declaration_draft))
    register_kind(IssuedKind(FINAL, "audit", final_draft))
    register_scheduled(Scheduled("issue missing reports of audits", timedelta(minutes=5), issue_audit_documents))
