"""One publication of an audited enterprise, as the office and the enterprise see it, and the form that withdraws it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from qingce.domain.cleaner_production.actions import withdraw_publication
from qingce.domain.cleaner_production.queries import BOOK, AuditLine, PublicationRow, writable_fields
from qingce.doors.web.messages import sentence
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.shared.parties.enums import Actor
from qingce.shared.rulebooks.errors import NoReleaseInForce
from qingce.shared.rulebooks.queries import book_at


def shown_texts(row: PublicationRow, line: AuditLine, *, on: date) -> list[tuple[str, str]]:
    """What was published of each field, under its title; a field that the rules no longer know, under its code."""
    try:
        fields = writable_fields(row.kind, line, book_at(BOOK, on=on))
    except NoReleaseInForce:
        fields = []
    titles = {each.id: each.zh if is_chinese() else each.en for each in fields}
    return [(titles.get(name, name), text) for name, text in row.texts.items()]


def withdrawal_sent(request: HttpRequest, actor: Actor, pk: int) -> list[tuple[str, str]]:
    """Withdraws what the form asks for.

    Returns: what is wrong: field and words; empty: it is done.
    Raises: what says that one may not, or that it is not there.
    """
    try:
        withdraw_publication(actor, pk, reason=request.POST.get("reason", ""), at=timezone.now())
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        return [(str(error.params.get("field", "form")), sentence(error))]
    return []
