"""What claims hold about a person, and how it is forgotten."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingce.domain.enterprises.models import Claim
from qingce.shared.changes.actions import note_changes
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_claims(subject: DataSubject) -> list[dict[str, object]]:
    """The claims that the person made, with the words written, and those for which the person is asked; one query."""
    about = Q(submitted_by=subject.signature) | Q(contact=subject.person_id)
    rows = Claim.objects.filter(about).select_related("enterprise").order_by("pk")
    return [
        {
            "claim": row.pk,
            "enterprise": row.enterprise.name,
            "organisation": row.organisation_id,
            "submitted_by_you": row.submitted_by == subject.signature,
            "you_are_asked": row.contact_id == subject.person_id,
            "statement": row.statement if row.submitted_by == subject.signature else "",
            "state": row.state,
            "submitted_at": row.submitted_at,
        }
        for row in rows
    ]


def erase_claims(subject: DataSubject, at: datetime) -> None:
    """Takes the person's words out, and asks nobody in particular; claims and papers stay with the organisation."""
    written = Claim.objects.filter(submitted_by=subject.signature)
    asked = Claim.objects.filter(contact=subject.person_id)
    numbers = sorted({*written.values_list("pk", flat=True), *asked.values_list("pk", flat=True)})
    written.update(statement="")
    asked.update(contact=None)
    note_changes("claim", numbers, at=at)


CLAIMS_OF_PERSON = PersonalPart(
    "claims",
    _("Claims of enterprises that you made or answer for"),
    _("So that the staff know who speaks for an enterprise, and whom to ask"),
    _("For good, under the number; after erasing without your words"),
    export_claims,
    erase_claims,
)
