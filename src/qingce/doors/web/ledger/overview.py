"""The ledger: what it is, its newest checkpoint, its entries with search; the list as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.doors.web.csv_files import Line, csv_response
from qingce.doors.web.ledger.asked import entry_named, query_of, read_asked
from qingce.doors.web.ledger.shown import ShownEntry, shown
from qingce.doors.web.ledger.subjects import kind_title
from qingce.doors.web.links import permanent
from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.requirements import serves
from qingce.shared.ledger.queries import EntriesAsked, LogEntry, checkpoints, find_entries, last_cosigned, schemas

PER_PAGE = 50
MOST_ROWS = 10_000
CHUNK = 500
WRONG = 422


@serves("LED-1")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What the ledger is, its newest checkpoint, and its entries, the newest first."""
    told = ""
    asked, found = EntriesAsked(), []
    try:
        if named := request.GET.get("entry", "").strip():
            return redirect("web:ledger-entry", entry_named(named))
        asked = read_asked(request.GET)
        found = find_entries(asked, count=PER_PAGE + 1)
    except InvalidValue as error:
        told = sentence(error)
    newest = checkpoints(count=1)
    context = {
        "newest": newest[0] if newest else None,
        "cosigned": last_cosigned(),
        "entries": shown(found[:PER_PAGE]),
        "older": query_of(request.GET, before=found[PER_PAGE - 1].number) if len(found) > PER_PAGE else "",
        "query": query_of(request.GET),
        "is_narrowed": bool(query_of(request.GET)),
        "is_later_page": asked.before is not None,
        "said": request.GET,
        "told": told,
        "acts": acts(),
        "kinds": kinds(),
    }
    page = Page(
        title=_("Public ledger"),
        description=_("Every public act on this register, in a log that can only grow and that anybody can check."),
        crumbs=(home_crumb(), Crumb(_("Public ledger"))),
        section="ledger",
        is_indexed=not request.GET,
    )
    return show(request, page, Shown("ledger/overview.html", context), status=WRONG if told else 200)


def acts() -> list[tuple[str, str]]:
    """Every kind of act by its name, with what it is called."""
    return sorted({each.act: str(each.title) for each in schemas()}.items(), key=lambda each: each[1])


def kinds() -> list[tuple[str, str]]:
    """Every kind of thing that acts are about, with what it is called."""
    return [(name, str(kind_title(name))) for name in sorted({each.subject for each in schemas()})]


@serves("LED-1")
@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """What the page lists, up to `MOST_ROWS` rows, by the same address."""
    found = _iterated(read_asked(request.GET))
    return csv_response("qingce-ledger.csv", _lines(found))


@serves("LED-1")
@require_safe
def entries_json(request: HttpRequest) -> HttpResponse:
    """What the page lists, for programs; `older` is the address of the next part."""
    found = find_entries(read_asked(request.GET), count=PER_PAGE + 1)
    older = query_of(request.GET, before=found[PER_PAGE - 1].number) if len(found) > PER_PAGE else ""
    address = reverse("web:ledger-entries-json")
    return JsonResponse(
        {
            "entries": [entry_value(each) for each in shown(found[:PER_PAGE])],
            "older": f"{address}?{older}" if older else None,
        },
        json_dumps_params={"ensure_ascii": False},
    )


def entry_value(each: ShownEntry) -> dict[str, Any]:
    """An entry for programs: its exact text, and what is open beside it."""
    row = each.row
    return {
        "number": row.number,
        "id": row.id,
        "entry": row.text,
        "leaf": row.leaf,
        "person": row.signed_by or None,
        "words": row.words if each.has_public_words else None,
        "page": permanent("web:ledger-entry", row.id if row.number is None else row.number),
    }


def _iterated(asked: EntriesAsked) -> Iterator[LogEntry]:
    left = MOST_ROWS
    while left:
        part = find_entries(asked, count=min(CHUNK, left))
        yield from part
        if len(part) < CHUNK:
            return
        left -= len(part)
        asked = replace(asked, before=part[-1].number)


def _lines(rows: Iterable[LogEntry]) -> Iterator[Line]:
    yield [
        _("Entry"), _("Id"), _("Time"), _("Kind of act"), _("Act"), _("About"), _("Number"), _("Rows"), _("As"),
        _("Organisation"), _("Hash of the entry"), _("Permanent address"),
    ]  # fmt: skip
    for row in rows:
        title = row.schema.title if row.schema else row.act
        yield [
            str(row.number), row.id, row.at.isoformat(), row.said["schema"], str(title), row.kind,
            "" if row.subject is None else str(row.subject), "" if row.count is None else str(row.count),
            row.role.value, row.organisation, row.leaf, permanent("web:ledger-entry", row.number),
        ]  # fmt: skip
