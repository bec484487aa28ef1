"""The shelf of an enterprise's documents, for those who speak for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from qingce.domain.documents.enums import Standing
from qingce.domain.documents.queries import document_types, seat_for_enterprise, shelf_of
from qingce.domain.enterprises.queries import get_enterprise
from qingce.domain.records.queries import count_records_of
from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.documents.shown import add_address, shown_missing, shown_shelf
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import NOBODY, Actor, MemberRole

HOLDS = (Standing.EXPIRED, Standing.EXPIRING, Standing.VALID)


@serves("DIS-4", "REM-2", "SVC-4")
@require_safe
@signed_in
def shelf(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What is there, what expires, what is missing, and where it is used."""
    found = get_enterprise(pk, actor=actor)
    if found.row.canonical_id:
        return redirect("web:shelf", found.row.canonical_id)
    seat = seat_for_enterprise(actor, pk)
    context = {
        "enterprise": found.row,
        "may_write": seat.reaches(MemberRole.EDITOR),
        "add": add_address(pk),
        "add_several": reverse("web:documents-several", args=[pk]),
        **shelf_context(pk, actor, on=timezone.localdate()),
    }
    return show(
        request,
        shelf_page(pgettext("document", "Documents"), Crumb(found.row.name, is_data=True)),
        Shown("documents/shelf.html", context),
    )


def shelf_context(pk: int, actor: Actor, *, on: date) -> dict[str, Any]:
    """What the shelf shows to members and staff alike."""
    has_records = bool(count_records_of([pk], actor=NOBODY).get(pk))
    found = shelf_of(pk, actor=actor, on=on, has_records=has_records)
    types = document_types(on=on)
    return {
        "documents": shown_shelf(found, HOLDS, on=on),
        "withdrawn": shown_shelf(found, (Standing.WITHDRAWN,), on=on),
        "expired": len(found.of(Standing.EXPIRED)),
        "expiring": len(found.of(Standing.EXPIRING)),
        "missing": [
            (each.of.label, [(line, add_address(pk, line.first)) for line in shown_missing(each.lines, types)])
            for each in found.missing
        ],
    }


def shelf_page(title: str, *crumbs: Crumb) -> Page:
    """The head of a page of documents that are one's own."""
    return account_page(title, *crumbs)


def shelf_crumb(pk: int) -> Crumb:
    """The way back to a shelf."""
    return Crumb(pgettext("document", "Documents"), reverse("web:shelf", args=[pk]))
