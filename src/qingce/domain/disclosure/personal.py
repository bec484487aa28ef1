"""What disclosures hold about a person, and how it is forgotten."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.domain.disclosure.models import Commitment, Disclosure, ExplanationVersion, MonitoringNote
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_disclosures(subject: DataSubject) -> list[dict[str, object]]:
    """The commitments that the person answered and the texts that the person wrote and sent; four queries."""
    answers = Commitment.objects.filter(answered_by=subject.signature).order_by("pk")
    sent = Disclosure.objects.filter(sent_by=subject.signature).order_by("pk")
    written = ExplanationVersion.objects.filter(saved_by=subject.signature).select_related("explanation").order_by("pk")
    monitoring = MonitoringNote.objects.filter(saved_by=subject.signature).order_by("pk")
    return (
        [
            {
                "commitment": row.kind,
                "version": row.version,
                "enterprise": row.enterprise_id,
                "accepted": row.is_accepted,
                "answered_at": row.answered_at,
            }
            for row in answers
        ]
        + [{"disclosure": row.pk, "enterprise": row.enterprise_id, "sent_at": row.sent_at} for row in sent]
        + [
            {
                "record": row.explanation.record_id,
                "version": row.number_of,
                "violation": row.violation,
                "reason": row.reason,
                "corrective_action": row.corrective_action,
                "saved_at": row.saved_at,
            }
            for row in written
        ]
        + [
            {"monitoring": row.pk, "outlet": row.outlet, "text": row.text, "saved_at": row.saved_at}
            for row in monitoring
        ]
    )


def erase_disclosures(subject: DataSubject, at: datetime) -> None:
    """Nothing: what was written and answered in the name of an enterprise stays with it, under the number."""
    del subject, at


DISCLOSURES_OF_PERSON = PersonalPart(
    "disclosures",
    _("Commitments that you answered and explanations that you wrote for enterprises"),
    _("So that it is known who spoke for an enterprise, and when"),
    _("For good, under the number: they are the enterprise's words"),
    export_disclosures,
    erase_disclosures,
)
