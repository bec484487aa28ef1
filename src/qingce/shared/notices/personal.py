"""What this room holds about a person, and how it is forgotten."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingce.shared.changes.actions import note_changes
from qingce.shared.notices.models import NoticeFollow, Objection, ObjectionContact, WaitingObjection
from qingce.shared.parties.registry import DataSubject, PersonalPart


def export_objections(subject: DataSubject) -> list[dict[str, object]]:
    """The objections that the person sent, with an account or from an address of the person; one query."""
    return [
        {
            "notice": row.notice_id,
            "objection": row.place,
            "statement": row.statement,
            "shown": row.shown,
            "answer": row.answer,
            "received_at": row.received_at,
        }
        for row in Objection.objects.filter(_own(subject)).order_by("pk")
    ]


def erase_objections(subject: DataSubject, at: datetime) -> None:
    """Forgets who objected; what was said stays without a name, and can no longer be shown to be the person's."""
    numbers = list(Objection.objects.filter(_own(subject)).order_by("pk").values_list("pk", flat=True))
    ObjectionContact.objects.filter(objection__in=numbers).delete()
    Objection.objects.filter(pk__in=numbers).update(person=None, salt="")
    WaitingObjection.objects.filter(email__in=subject.emails).delete()
    note_changes("objection", numbers, at=at)


def _own(subject: DataSubject) -> Q:
    return Q(person=subject.person_id) | Q(contact__email__in=subject.emails)


OBJECTIONS_OF_PERSON = PersonalPart(
    "objections",
    _("Objections to notices that you sent"),
    _("So that the staff can answer them, and ask you back"),
    _("Your name and address until 180 days after the answer; what the public reads for good, without your name"),
    export_objections,
    erase_objections,
)


def export_follows(subject: DataSubject) -> list[dict[str, object]]:
    """Which notices the person's addresses are written to about; one query."""
    rows = NoticeFollow.objects.filter(email__in=subject.emails).order_by("pk")
    return [
        {"email": row.email, "kind": row.kind, "notice": row.notice_id, "confirmed_at": row.confirmed_at}
        for row in rows
    ]


def erase_follows(subject: DataSubject, at: datetime) -> None:
    """Ends the letters."""
    del at
    NoticeFollow.objects.filter(email__in=subject.emails).delete()


FOLLOWS_OF_PERSON = PersonalPart(
    "notice-follows",
    _("Notices about which your address is written to"),
    _("So that letters about them reach you"),
    _("Until you end it by the link in each letter; what was not confirmed, for two days"),
    export_follows,
    erase_follows,
)
