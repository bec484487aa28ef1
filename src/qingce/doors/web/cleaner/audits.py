"""One audit in public: what it asks the enterprise to publish, field by field, and what is known of it (CPA-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.cleaner_production.enums import PublicationKind
from qingce.domain.cleaner_production.queries import (
    BOOK,
    AuditLine,
    DutyField,
    PublicationDuty,
    audit_line,
    duties_of,
    publication_copy,
)
from qingce.doors.web.cleaner.lines import ground_words
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.requirements import serves
from qingce.shared.rulebooks.errors import NoReleaseInForce
from qingce.shared.rulebooks.queries import release_at


@dataclass(frozen=True)
class ShownField:
    """A field with its title in the page's language."""

    title: str
    row: DutyField


@dataclass(frozen=True)
class ShownDuty:
    """A duty with its fields in the page's language."""

    row: PublicationDuty
    fields: list[ShownField]


@serves("CPA-2")
@require_safe
def audit(request: HttpRequest, pk: int) -> HttpResponse:
    """What one audit asks to be published, and what came of it."""
    line, today = audit_line(pk), localdate()
    context = {
        "line": line,
        "grounds": ground_words(line),
        "duties": shown_duties(line, on=today),
        "version": _version(today),
    }
    title = _("Audit of %(name)s, %(years)s") % {"name": line.row.enterprise, "years": line.years or "—"}
    crumbs = (
        home_crumb(),
        Crumb(_("Cleaner production"), reverse("web:cleaner")),
        Crumb(line.row.enterprise, reverse("web:enterprise", args=[line.row.enterprise_id]), is_data=True),
        Crumb(_("What it has to publish")),
    )
    return show(request, Page(title=title, crumbs=crumbs, is_indexed=False), Shown("cleaner/audit.html", context))


@serves("CPA-2")
@require_safe
def publication_saved_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The saved copy of what was published."""
    return file_response(publication_copy(pk), {"page": request.GET["page"]} if "page" in request.GET else {})


def shown_duties(line: AuditLine, *, on: date) -> list[ShownDuty]:
    """The duties of an audit for a page; empty: it asks for nothing, or no rules are in force."""
    try:
        found = duties_of([line], on=on).get(line.row.id, [])
    except NoReleaseInForce:
        return []
    return [
        ShownDuty(
            each, [ShownField(one.asked.zh if is_chinese() else one.asked.en, one) for one in each.fields]
        )
        for each in found
    ]  # fmt: skip


def field_duty(lines: list[AuditLine], *, on: date) -> dict[int, PublicationDuty]:
    """The duty to publish its own information, by the number of each audit's record; two queries."""
    try:
        found = duties_of(lines, on=on)
    except NoReleaseInForce:
        return {}
    return {
        record: duty for record, duties in found.items() for duty in duties if duty.kind == PublicationKind.FIELDS
    }  # fmt: skip


def _version(on: date) -> str:
    try:
        return release_at(BOOK, on=on).version
    except NoReleaseInForce:
        return ""
