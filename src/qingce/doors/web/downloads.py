"""Downloads: what a page lists, as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.enterprises import queries as enterprises
from qingce.domain.enterprises.queries import EnterpriseRow, get_enterprise
from qingce.domain.records.queries import RecordRow, case_changes_of, iterate_found, iterate_records_of
from qingce.doors.web.asked import RECORD, read_asked
from qingce.doors.web.changes_shown import ShownCaseChange, shown_case_changes
from qingce.doors.web.csv_files import Line, csv_response
from qingce.doors.web.links import absolute, permanent
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import NOBODY
from qingce.shared.search.queries import iterate_ids

MOST_ROWS = 10_000
_CHUNK = 500


@serves("REC-6")
@require_safe
def results_download(request: HttpRequest) -> HttpResponseBase:
    """What a results page lists, up to `MOST_ROWS` rows, by the same address.

    Raises: what the search raises; DownloadTooLarge.
    """
    asked = read_asked(request.GET)
    if asked.kind == RECORD:
        found = iterate_found(asked.request, limit=MOST_ROWS, actor=NOBODY)
        return csv_response("qingce-records.csv", _record_lines(found))
    ids = iterate_ids(asked.kind, asked.request, MOST_ROWS)
    return csv_response("qingce-enterprises.csv", _enterprise_lines(_enterprises(ids)))


@serves("REC-7")
@require_safe
def enterprise_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All records of one enterprise."""
    del request
    canonical = get_enterprise(pk, actor=NOBODY).row.canonical_id
    if canonical:
        return redirect("web:enterprise-download", canonical)
    return csv_response(f"qingce-enterprise-{pk}.csv", _record_lines(iterate_records_of(pk, actor=NOBODY)))


@serves("REC-7", "REC-10")
@require_safe
def enterprise_removals(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What cases did to the records of one enterprise, without what the records say."""
    del request
    canonical = get_enterprise(pk, actor=NOBODY).row.canonical_id
    if canonical:
        return redirect("web:enterprise-removals", canonical)
    changes = shown_case_changes(case_changes_of(pk, actor=NOBODY))
    return csv_response(f"qingce-enterprise-{pk}-removals.csv", _removal_lines(changes))


def _removal_lines(changes: Iterable[ShownCaseChange]) -> Iterator[Line]:
    yield [
        _("Record"), _("Permanent address"), _("Type"), _("What"), _("Time"), _("Clause"), _("How it was reviewed"),
        _("Case"), _("Page of the case"),
    ]  # fmt: skip
    for each in changes:
        row = each.row
        yield [
            str(row.record), permanent("web:record", row.record), str(row.type.label), str(each.what),
            row.changed_at.isoformat(), row.clause, str(each.path), str(row.case),
            absolute(each.case.address) if each.case.address else "",
        ]  # fmt: skip


def _chunks(ids: Iterator[int]) -> Iterator[list[int]]:
    while chunk := list(islice(ids, _CHUNK)):
        yield chunk


def _enterprises(ids: Iterator[int]) -> Iterator[EnterpriseRow]:
    for chunk in _chunks(ids):
        yield from enterprises.rows_by_ids(chunk, actor=NOBODY)


def _record_lines(rows: Iterable[RecordRow]) -> Iterator[Line]:
    yield [
        _("Record"), _("Permanent address"), _("Type"), _("Status"), _("Title"), _("Document number"), _("Enterprise"),
        _("Issuing body"), _("Publication date"), _("Date of decision"), _("Date of inspection"), _("Year"),
        _("Division code"), _("Region"), _("Violation categories"), _("What happened"), _("Penalty or measure"),
        _("Fine [CNY]"),
    ]  # fmt: skip
    for row in rows:
        yield [
            str(row.id), permanent("web:record", row.id), str(row.type.label), str(row.status.label), row.title,
            row.doc_no, row.enterprise_name, row.issuer, _text(row.published_on), _text(row.decided_on),
            _text(row.inspected_on), _text(row.year), row.division, row.region.text if row.region else "",
            ";".join(str(category.label) for category in row.categories), row.description, row.measure,
            _text(row.fine_cny),
        ]  # fmt: skip


def _enterprise_lines(rows: Iterable[EnterpriseRow]) -> Iterator[Line]:
    yield [
        _("Enterprise"), _("Permanent address"), _("Name"), _("Unified social credit code"), _("Identity"),
        _("Other names"), _("Division code"), _("Region"), _("Industry code"), _("Industry"), _("Postal address"),
    ]  # fmt: skip
    for row in rows:
        yield [
            str(row.id), permanent("web:enterprise", row.id), row.name, row.uscc or "", str(row.identity.label),
            ";".join(row.other_names), row.division, row.region.text if row.region else "", row.industry,
            row.industry_entry.name if row.industry_entry else "", row.address,
        ]  # fmt: skip


def _text(value: object) -> str:
    return "" if value is None else str(value)
