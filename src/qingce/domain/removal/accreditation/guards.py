"""What must hold before a step of an accreditation; each says what is missing."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from qingce.domain.removal.accreditation.errors import AccreditationIncomplete
from qingce.domain.removal.accreditation.terms import independence_texts
from qingce.domain.removal.models import Accreditation, AccreditationPaper, Auditor, IndependenceDeclaration


def check_complete(row: Accreditation, at: datetime) -> None:
    """Competence is said and shown, everything is declared, a lead auditor is entered, each auditor has a paper."""
    del at
    if not row.fields or not row.methods or not row.past_work:
        raise AccreditationIncomplete("Say in what, how and where the agency has audited.", cause="competence")
    slots = set(AccreditationPaper.objects.filter(accreditation=row, auditor=None).values_list("slot", flat=True))
    if not {"competence", "independence"} <= slots:
        raise AccreditationIncomplete("Add papers that show competence and independence.", cause="papers")
    accepted = set(IndependenceDeclaration.objects.filter(accreditation=row).values_list("kind", "version"))
    if {(each.id, each.version) for each in independence_texts()} - accepted:
        raise AccreditationIncomplete("Read and accept each declaration first.", cause="declarations")
    auditors = list(Auditor.objects.filter(organisation=row.organisation_id, ended_at=None))
    if not any(each.is_lead for each in auditors):
        raise AccreditationIncomplete("Enter at least one lead auditor.", cause="lead")
    shown = set(AccreditationPaper.objects.filter(auditor__in=auditors).values_list("auditor", flat=True))
    if any(each.pk not in shown for each in auditors):
        raise AccreditationIncomplete("Add the qualification of each auditor as a file.", cause="qualifications")


def check_lead(row: Accreditation, at: datetime) -> None:
    """Each auditor is judged, and a lead auditor with a valid qualification is among them (IPE-2017 §2.2.4 (2))."""
    auditors = list(Auditor.objects.filter(organisation=row.organisation_id, ended_at=None))
    if any(each.confirmed_at is None and not each.refusal for each in auditors):
        raise AccreditationIncomplete("Judge the qualification of each auditor first.", cause="judged")
    if not has_lead(auditors, at=at):
        raise AccreditationIncomplete(
            "No lead auditor has a qualification that was found right and is valid.", cause="no-lead"
        )


def has_lead(auditors: list[Auditor], *, at: datetime) -> bool:
    """Whether a confirmed lead auditor's qualification is valid today."""
    on = localdate(at)
    return any(
        each.is_lead
        and each.confirmed_at is not None
        and each.qualified_on <= on
        and (each.valid_until is None or on <= each.valid_until)
        for each in auditors
    )
