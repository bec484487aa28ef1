"""Everything about one record, the copies of its sources, and what is left of one off the public list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qingce.domain.disclosure.queries import explanation_of
from qingce.domain.enterprises.enums import Identity
from qingce.domain.records.enums import BY_TYPE, FIELDS, Status
from qingce.domain.records.queries import ProvenanceRow, RecordDetail, get_record, requests_about, saved_copy
from qingce.domain.removal.queries import case_of_record
from qingce.doors.web.asked import Asked
from qingce.doors.web.changes_shown import shown_changes
from qingce.doors.web.citing import citations
from qingce.doors.web.cleaner.judged import judged_publication
from qingce.doors.web.determination import removal_of
from qingce.doors.web.ledger.history import history
from qingce.doors.web.links import permanent
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import NOBODY

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GONE = 410
LABELS = {field.name: field.label for field in FIELDS} | {"enterprise": gettext_lazy("Enterprise")}


@serves("REC-2", "REC-10", "POL-2", "POL-4", "REM-1", "REM-2", "CPA-2")
@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one record; off the public list it says why, when, under which clause and by which case, no more."""
    found, today = get_record(pk, actor=NOBODY), timezone.localdate()
    if not found.row.status.is_listed:
        return _off_the_list(request, found)
    context = {
        "found": found,
        "record": found.row,
        "spec": BY_TYPE[found.row.type],
        "corrections": [(LABELS.get(each.field, each.field), each) for each in found.corrections],
        "sources": [(each, _otherwise(each)) for each in found.provenances],
        "citations": citations(found.row, on=today),
        "is_pseudonym": found.row.identity == Identity.PSEUDONYM,
        "requests": requests_about(pk, today=today),
        "explanation": explanation_of(pk),
        "removal": removal_of(pk, on=today),
        "judged": judged_publication(pk, found.row.type, on=today),
        "cases": case_of_record(pk),
        "same_type": Asked(filters={"type": (found.row.type,)}).address(),
        "ledger": history("record", pk, has_proof=True),
        "changes": shown_changes(found.state_changes),
        "same_issuer": Asked(filters={"issuer": (found.row.issuer,)}).address(),
    }
    return show(request, _page(found), Shown("record.html", context))


@serves("REC-2")
@require_safe
def source(request: HttpRequest, pk: int, provenance: int) -> HttpResponse:
    """The row of the file in which a record came, as it was received."""
    found = get_record(pk, actor=NOBODY)
    if not found.row.status.is_listed:
        return _off_the_list(request, found)
    cells = saved_copy(pk, provenance, actor=NOBODY)
    place = next(each for each in found.provenances if each.id == provenance)
    page = Page(
        title=_("Saved copy of a source of record %(number)s") % {"number": pk},
        description=_("The row of the file as it was received, before anything was read from it."),
        crumbs=(home_crumb(), _record_crumb(found, is_last=False), Crumb(_("Saved copy"))),
        is_indexed=False,
    )
    context = {"record": found.row, "source": place, "cells": cells}
    return show(request, page, Shown("source.html", context))


def _off_the_list(request: HttpRequest, found: RecordDetail) -> HttpResponse:
    number, is_removed = found.row.id, found.row.status == Status.REMOVED
    title = _("Record %(number)s was removed after review") if is_removed else _("Record %(number)s was withdrawn")
    page = Page(
        title=title % {"number": number},
        crumbs=(home_crumb(), Crumb(_("Record %(number)s") % {"number": number})),
        is_indexed=False,
    )
    changes = shown_changes(found.state_changes)
    context = {
        "number": number,
        "type": found.row.type,
        "status": found.row.status,
        "is_removed": is_removed,
        "changes": changes,
        "latest": changes[-1] if changes else None,
        "permanent": permanent("web:record", number),
        "requests": requests_about(number, today=timezone.localdate()),
        "ledger": history("record", number),
    }
    return show(request, page, Shown("off_the_list.html", context), status=GONE)


def _otherwise(source: ProvenanceRow) -> list[tuple[StrOrPromise, str]]:
    return [(LABELS.get(name, name), text) for name, text in source.differences.items()]


def _record_crumb(found: RecordDetail, *, is_last: bool) -> Crumb:
    row = found.row
    return Crumb(_("Record %(number)s") % {"number": row.id}, "" if is_last else reverse("web:record", args=[row.id]))


def _page(found: RecordDetail) -> Page:
    row = found.row
    report: dict[str, Any] = {
        "@type": "Report",
        "name": row.title,
        "url": permanent("web:record", row.id),
        "inLanguage": "zh-Hans",
    }
    if row.issuer:
        report["publisher"] = {"@type": "GovernmentOrganization", "name": row.issuer}
    if row.published_on:
        report["datePublished"] = row.published_on.isoformat()
    if row.doc_no:
        report["reportNumber"] = row.doc_no
    if row.identity != Identity.PSEUDONYM:
        report["about"] = {"@type": "Organization", "name": row.enterprise_name}
    return Page(
        title=row.title,
        description=_("%(type)s of %(name)s, issued by %(issuer)s.")
        % {"type": row.type.label, "name": row.enterprise_name, "issuer": row.issuer or "—"},
        crumbs=(
            home_crumb(),
            Crumb(row.enterprise_name, reverse("web:enterprise", args=[row.enterprise_id]), is_data=True),
            _record_crumb(found, is_last=True),
        ),
        data=[report],
    )
