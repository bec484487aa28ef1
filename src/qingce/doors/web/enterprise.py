"""Everything about one enterprise: who it is, its time line, its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.cleaner_production.queries import AuditHistory, AuditLine, PublicationDuty, audit_history
from qingce.domain.disclosure.queries import disclosed_of, promise_counts
from qingce.domain.documents.queries import public_documents
from qingce.domain.enterprises.enums import Identity, NameKind
from qingce.domain.enterprises.queries import EnterpriseDetail, get_enterprise, holders_of
from qingce.domain.records.enums import RecordType
from qingce.domain.records.queries import TimelineCell, case_changes_of, records_of, timeline
from qingce.domain.removal.queries import cases_about
from qingce.doors.web.asked import ENTERPRISE, Asked, read_page
from qingce.doors.web.changes_shown import shown_case_changes
from qingce.doors.web.cleaner.audits import field_duty
from qingce.doors.web.cleaner.lines import ground_words
from qingce.doors.web.documents.shown import shown_rows
from qingce.doors.web.green_choice.shown_supports import shown_disclosed
from qingce.doors.web.ledger.history import history
from qingce.doors.web.links import permanent, report_address
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.results import PastTheEnd
from qingce.doors.web.rows import show_records
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import NOBODY

PAGE_SIZE = 50


@dataclass(frozen=True)
class Lane:
    """A type of records this enterprise has, how many, and their list."""

    type: RecordType
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True)
class Year:
    """A year of the time line; one cell per lane, 0: none. `year` None: not known."""

    year: int | None
    cells: Sequence[tuple[Lane, int]]


@dataclass(frozen=True)
class Strip:
    """What there is at one glance."""

    total: int
    types: int
    first: int | None
    last: int | None
    undated: int


@serves("REC-7")
@require_safe
def enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one enterprise."""
    found = get_enterprise(pk, actor=NOBODY)
    if found.row.canonical_id:  # not for ever: it may be split again
        return redirect(_with_query(request, reverse("web:enterprise", args=[found.row.canonical_id])))
    cells = timeline(pk, actor=NOBODY)
    chosen = request.GET.get("type", "")
    lanes = _lanes(pk, cells, chosen)
    current = next((lane for lane in lanes if lane.is_current), None)
    record_type = current.type.value if current else ""
    total = current.count if current else sum(cell.count for cell in cells)
    page = read_page(request.GET)
    last = max(1, -(-total // PAGE_SIZE))
    if page > last:
        raise PastTheEnd(page, last)
    rows = records_of(pk, actor=NOBODY, record_type=record_type, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    audits = _audits(pk, lanes)
    context = {
        "found": found,
        "enterprise": found.row,
        "holders": holders_of(pk),
        "is_pseudonym": found.row.identity == Identity.PSEUDONYM,
        "members": [each for each in found.merges if each.split_at is None],
        "splits": [each for each in found.merges if each.split_at is not None],
        "strip": _strip(cells),
        "lanes": lanes,
        "years": _years(lanes, cells),
        "all_address": reverse("web:enterprise", args=[pk]) + "#records",
        "current": current,
        "records": show_records(rows),
        "before": _page_address(pk, record_type, page - 1) if page > 1 else "",
        "after": _page_address(pk, record_type, page + 1) if page < last else "",
        "page_number": page,
        "last_page": last,
        "download": reverse("web:enterprise-download", args=[pk]),
        "report": report_address(_("Error in enterprise %(number)s") % {"number": pk}),
        "permanent": permanent("web:enterprise", pk),
        "case_changes": shown_case_changes(case_changes_of(pk, actor=NOBODY)),
        "cases": cases_about(pk),
        "disclosed": shown_disclosed(disclosed_of(pk), on=localdate()),
        "promised": promise_counts(pk, today=localdate()),
        "audits": audits,
        "audit_lines": _audit_lines(audits),
        "documents": shown_rows(public_documents(pk), on=localdate()),
        "ledger": history("enterprise", pk, also=[each.enterprise_id for each in found.merges if each.into_id == pk]),
    }
    return show(request, _page(found, cells), Shown("enterprise.html", context))


def _audit_lines(audits: AuditHistory) -> list[tuple[AuditLine, str, PublicationDuty | None]]:
    """Each audit with its grounds and what is known of its publication."""
    owed = field_duty(list(audits.lines), on=localdate())
    return [(each, ground_words(each), owed.get(each.row.id)) for each in audits.lines]


def _audits(pk: int, lanes: Sequence[Lane]) -> AuditHistory:
    """What lists say of its audits; nothing is asked for where its time line has none."""
    is_audited = any(each.type == RecordType.CLEANER_PRODUCTION for each in lanes)
    return audit_history(pk) if is_audited else AuditHistory((), None)


def _with_query(request: HttpRequest, path: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def _lanes(pk: int, cells: Sequence[TimelineCell], chosen: str) -> list[Lane]:
    """The types that occur, in the order of the 18."""
    counts: dict[str, int] = {}
    for cell in cells:
        counts[cell.type] = counts.get(cell.type, 0) + cell.count
    return [
        Lane(each, counts[each], _page_address(pk, each.value, 1), is_current=each == chosen)
        for each in RecordType
        if each in counts
    ]


def _page_address(pk: int, record_type: str, page: int) -> str:
    pairs = [*([f"type={record_type}"] if record_type else []), *([f"page={page}"] if page > 1 else [])]
    return reverse("web:enterprise", args=[pk]) + (f"?{'&'.join(pairs)}" if pairs else "") + "#records"


def _years(lanes: Sequence[Lane], cells: Sequence[TimelineCell]) -> list[Year]:
    counts = {(cell.year, cell.type): cell.count for cell in cells}
    years = dict.fromkeys(cell.year for cell in cells)
    return [Year(year, [(lane, counts.get((year, lane.type), 0)) for lane in lanes]) for year in years]


def _strip(cells: Sequence[TimelineCell]) -> Strip:
    years = [cell.year for cell in cells if cell.year is not None]
    return Strip(
        total=sum(cell.count for cell in cells),
        types=len({cell.type for cell in cells}),
        first=min(years, default=None),
        last=max(years, default=None),
        undated=sum(cell.count for cell in cells if cell.year is None),
    )


def _aliases(found: EnterpriseDetail) -> list[str]:
    """Names of the same enterprise; one that only shares its code may be that of another site, such as a branch."""
    return [each.name for each in found.names if each.kind == NameKind.FORMER or not found.row.uscc]


def _page(found: EnterpriseDetail, cells: Sequence[TimelineCell]) -> Page:
    row = found.row
    total = sum(cell.count for cell in cells)
    organisation: dict[str, Any] = {
        "@type": "Organization",
        "name": row.name,
        "url": permanent("web:enterprise", row.id),
    }
    if row.uscc:
        organisation["identifier"] = {"@type": "PropertyValue", "propertyID": "USCC", "value": row.uscc}
    if aliases := _aliases(found):
        organisation["alternateName"] = aliases
    if row.region:
        organisation["address"] = {"@type": "PostalAddress", "addressCountry": "CN", "addressRegion": row.region.text}
    return Page(
        title=row.name,
        description=_("%(name)s: %(count)s environmental supervision records, with their sources.")
        % {"name": row.name, "count": total},
        crumbs=(
            home_crumb(),
            Crumb(_("Enterprises"), Asked(kind=ENTERPRISE).address()),
            Crumb(row.name, is_data=True),
        ),
        data=[] if row.identity == Identity.PSEUDONYM else [organisation],
        is_indexed=total > 0,
    )
