"""Telling the members of an enterprise's organisation that a paper expires: once for each term that is reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qingce.domain.documents.acts import REMINDED
from qingce.domain.documents.models import Document, Reminder
from qingce.domain.documents.terms import document_terms
from qingce.domain.enterprises.queries import holders_of
from qingce.pure.kernel.reminding import reminders_due
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.registry import MailKind
from qingce.shared.parties.queries import members_of

LETTER = MailKind("document-expires", ("enterprise", "title", "until", "days", "document"), (), _("A document expires"))


def remind(*, at: datetime) -> int:
    """Writes to the members for each paper that has reached a term before its last day and was not told of for it.

    A paper that comes late is told of once, for the nearest term. It may run twice, or in two processes at once.

    Returns: of how many papers was told.
    """
    on, terms = localdate(at), document_terms().remind_days
    due = Document.objects.filter(withdrawn_at=None, expires_on__range=(on, on + timedelta(days=max(terms))))
    rows = due.order_by("expires_on", "pk").values_list("pk", "expires_on")
    sent = Reminder.objects.filter(document__in=due, expires_on__gte=on).order_by("-days")
    told = {(document, day): days for document, day, days in sent.values_list("document", "expires_on", "days")}
    return sum(_tell(pk, days, at=at) for pk, days in reminders_due(rows, told, terms=terms, on=on))


def _tell(pk: int, days: int, *, at: datetime) -> int:
    """Writes the letters of one paper with the note that keeps them from being written again; 0: another was first."""
    try:
        with transaction.atomic():
            document = Document.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=pk)
            if document.expires_on is None or document.withdrawn_at is not None:
                return 0
            until = document.expires_on
            reminder = Reminder.objects.create(document=document, expires_on=until, days=days, sent_at=at)
            reminder.letters = _write(document, until, at=at)
            reminder.save(update_fields=["letters"])
            note_change("document", pk, at=at)
            detail = {"days": days, "letters": reminder.letters}
            owner = document.organisation_id
            journal(REMINDED, organisation=owner, subject=("document", pk), detail=detail, at=at)
    except IntegrityError:
        return 0
    return 1


def _write(document: Document, until: date, *, at: datetime) -> int:
    said: dict[str, str | int] = {
        "enterprise": document.enterprise.name,
        "title": document.title,
        "until": until.isoformat(),
        "days": (until - localdate(at)).days,
        "document": document.pk,
    }
    members = [member for owner in _owners(document) for member in members_of(owner)]
    for member in members:
        send_mail(LETTER.name, to=member.email, language=member.language, params=said, at=at)
    return len(members)


def _owners(document: Document) -> Iterable[int]:
    """The organisation that speaks for the enterprise; where that is not settled, the one that added the paper."""
    holders = [each.organisation_id for each in holders_of(document.enterprise_id)]
    if len(holders) > 1:
        return [each for each in holders if each == document.organisation_id]
    return holders
