"""What accreditations hold about a person, and how it is forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.models import (
    Accreditation,
    AccreditationPaper,
    AccreditationStep,
    Auditor,
    AuditorTie,
    IndependenceDeclaration,
)
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_audits(subject: DataSubject) -> list[dict[str, object]]:
    """What the person is as an auditor, and did for an agency or for the staff; seven queries."""
    by, person = subject.signature, subject.person_id
    rows: list[QuerySet[Any, Any]] = [
        Auditor.objects.filter(person=person).order_by("pk").values(
            "organisation__name", "is_lead", "qualification", "certificate", "qualified_on", "valid_until", "is_named"
        ),
        AuditorTie.objects.filter(auditor__person=person).order_by("pk").values(
            "kind", "enterprise_name", "since", "until"
        ),
        AuditorTie.objects.filter(declared_by=by).order_by("pk").values("kind", "enterprise_name", "declared_at"),
        Accreditation.objects.filter(opened_by=by).order_by("pk").values("organisation__name", "opened_at"),
        AccreditationStep.objects.filter(taken_by=by).order_by("pk").values("accreditation", "act", "at", "reason"),
        AccreditationPaper.objects.filter(added_by=by).order_by("pk").values("accreditation", "added_at"),
        IndependenceDeclaration.objects.filter(declared_by=by).order_by("pk").values("kind", "declared_at"),
    ]  # fmt: skip
    return [dict(row) for each in rows for row in each]


def erase_audits(subject: DataSubject, at: datetime) -> None:
    """The certificate's number and the consent to be named go, and the person audits no more; the rest stays."""
    own = Auditor.objects.filter(person=subject.person_id)
    own.filter(ended_at=None).update(ended_at=at, ended_by=subject.signature)
    own.update(certificate="", is_named=False)


AUDITS_OF_PERSON = PersonalPart(
    "auditors",
    _("What you are as an auditor, and did for the accreditation of agencies"),
    _("So that it is known who is qualified to audit, and kept out where bound to an enterprise"),
    _("For good, under the number; your certificate's number goes with the account"),
    export_audits,
    erase_audits,
)
