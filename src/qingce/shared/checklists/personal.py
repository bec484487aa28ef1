"""What forms hold about a person, and how it is forgotten."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.shared.checklists.models import Evidence, Remark, Version
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_forms(subject: DataSubject) -> list[dict[str, object]]:
    """What the person wrote into forms, where the camera of a photo stood included; three queries."""
    by = subject.signature
    versions = Version.objects.filter(by=by).order_by("pk")
    evidence = Evidence.objects.filter(by=by).order_by("pk")
    remarks = Remark.objects.filter(by=by).order_by("pk")
    where = ("photo_at", "photo_latitude", "photo_longitude")
    return [
        *(dict(row) for row in versions.values("answer__item", "grade", "finding", "action", "made_at", "received_at")),
        *(dict(row) for row in evidence.values("item", "kind", "note", "where", *where, "received_at")),
        *(dict(row) for row in remarks.values("item", "revision", "is_agreed", "text", "at")),
    ]


def erase_forms(subject: DataSubject, at: datetime) -> None:
    """Where the person's cameras stood goes; what was found stays with what it is about, under the number."""
    del at
    Evidence.objects.filter(by=subject.signature).update(photo_latitude=None, photo_longitude=None)


FORMS_OF_PERSON = PersonalPart(
    "forms",
    _("What you wrote into forms, and the time and place that your photos held"),
    _("So that it is known who found what; the place only to see whether a photo was taken there"),
    _("For good, under the number; the places of photos until the account is erased"),
    export_forms,
    erase_forms,
)
