"""How many promises were kept: overall, of one enterprise, and how that is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.disclosure.queries import (
    PromiseRow,
    PromiseTerm,
    all_promise_counts,
    count_promisers,
    count_promises_of,
    iterate_promises,
    promise_counts,
    promise_term,
    promise_types,
    promisers_by_name,
    promises_of,
    reminders,
)
from qingce.domain.enterprises.queries import get_enterprise
from qingce.doors.web.csv_files import Line, csv_response
from qingce.doors.web.links import permanent
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.doors.web.promises.shown import show_promises
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import NOBODY
from qingce.shared.rulebooks.errors import NoReleaseInForce


@serves("DIS-8")
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """The figure of all enterprises together, each with its own, and how it is counted."""
    today, total = localdate(), count_promisers()
    paging, term = paging_of(request, total), _term(today)
    steps = reminders()
    context = {
        "counts": all_promise_counts(today=today),
        "rows": promisers_by_name(today=today, start=paging.start, count=PER_PAGE),
        "total": total,
        "paging": paging,
        "term": term,
        "types": promise_types(on=today) if term else (),
        "reminders": steps,
        "reminders_why": steps.zh if is_chinese() else steps.en,
    }
    page = Page(
        title=_("Promises to correct and explain"),
        description=_("How many enterprises corrected and explained new records in time, as they promised."),
        crumbs=(home_crumb(), Crumb(_("Promises to correct and explain"))),
        is_indexed=not request.GET,
    )
    return show(request, page, Shown("promises/all.html", context))


@serves("DIS-8")
@require_safe
def promises_download(request: HttpRequest) -> HttpResponseBase:
    """Every promise with the days that count."""
    del request
    return csv_response("qingce-promises.csv", _lines(iterate_promises(today=localdate())))


@serves("DIS-8")
@require_safe
def enterprise_promises(request: HttpRequest, pk: int) -> HttpResponse:
    """The promises of one enterprise, each with its days."""
    row, today = get_enterprise(pk, actor=NOBODY).row, localdate()
    if row.canonical_id:
        return redirect("web:enterprise-promises", row.canonical_id)
    paging = paging_of(request, count_promises_of(pk))
    context = {
        "enterprise": row,
        "counts": promise_counts(pk, today=today),
        "promises": show_promises(promises_of(pk, today=today, start=paging.start, count=PER_PAGE)),
        "paging": paging,
    }
    page = Page(
        title=_("Promises of %(name)s") % {"name": row.name},
        description=_("Which new records the enterprise corrected and explained in time, as it promised."),
        crumbs=(
            home_crumb(),
            Crumb(row.name, reverse("web:enterprise", args=[pk]), is_data=True),
            Crumb(_("Promises")),
        ),
        is_indexed=False,
    )
    return show(request, page, Shown("promises/enterprise.html", context))


def _term(today: date) -> PromiseTerm | None:
    try:
        return promise_term(on=today)
    except NoReleaseInForce:
        return None


def _lines(rows: Iterable[PromiseRow]) -> Iterator[Line]:
    yield [
        _("Enterprise number"), _("Enterprise"), _("Record"), _("Permanent address"), _("Type"), _("Promised on"),
        _("Public here since"), _("Told of it on"), _("Day zero"), _("Due on"), _("Handed in on"),
        _("Published explanation"), _("Outcome"), _("Does not count since"),
    ]  # fmt: skip
    for row in rows:
        yield [
            str(row.enterprise_id), row.enterprise_name, str(row.record_id), permanent("web:record", row.record_id),
            str(row.type.label), _text(row.promised_on), _text(row.published_on), _text(row.told_on),
            _text(row.starts_on), _text(row.due.on), _text(row.handed_in_on),
            permanent("web:disclosure", row.disclosure_id) if row.disclosure_id else "", str(row.outcome.label),
            _text(row.ended_on),
        ]  # fmt: skip


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
