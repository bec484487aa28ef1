"""`qingce search`: the same answers as the page of results."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

from qingce.doors.cli.language import say
from qingce.pure.kernel.requirements import serves

if TYPE_CHECKING:
    from qingce.domain.records.queries import FoundRecords, RecordRow

FILTERS = ("type", "year", "province", "prefecture", "county", "issuer", "industry", "category", "pollutant", "status")
ENDINGS = {"province": ("省", "市"), "prefecture": ("市", "州", "地区", "盟"), "county": ("区", "县", "市", "旗")}
PLACES = tuple(ENDINGS)


def _filters(command: Any) -> Any:
    """One repeatable option per filter of the page."""
    for name in reversed(FILTERS):
        command = click.option(
            f"--{name}", multiple=True, help=say("可重复，给出多个值。", "Repeat for several values.")
        )(command)
    return command


@serves("REC-6")
@click.command(
    help=say(
        "检索记录：总数、各筛选项的数量和结果，与网页一致。",
        "Find records: total, counts per filter value and hits, as the page of results shows them.",
    )
)
@click.argument("query", default="")
@_filters
@click.option("--order", type=click.Choice(["relevance", "newest"]), default="relevance")
@click.option("--page", default=1, type=click.IntRange(min=1))
@click.option("--size", default=20, type=click.IntRange(1, 100))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def search(query: str, *, order: str, page: int, size: int, form: str, **filters: tuple[str, ...]) -> None:
    """Finds records: total, counts per filter value and hits, as the page of results shows them."""
    from qingce.domain.records.queries import RECORD_FACETS, find_records
    from qingce.shared.parties.enums import NOBODY
    from qingce.shared.search.enums import Order, SearchRequest

    request = SearchRequest(
        text=query,
        filters={name: tuple(map(_code, [name] * len(values), values)) for name, values in filters.items() if values},
        order=Order(order),
        page=page,
        size=size,
        facets=RECORD_FACETS,
    )
    found = find_records(request, actor=NOBODY)
    click.echo(json.dumps(as_json(query, found), ensure_ascii=False) if form == "json" else _as_text(found))


def _code(name: str, value: str) -> str:
    """Places may be given by name; the index knows them by code."""
    if name not in PLACES or value.isdigit():
        return value
    from qingce.pure.kernel.divisions import locate

    for written in (value, *(value + ending for ending in ENDINGS[name])):
        part = getattr(locate(written), name, None)
        if part:
            return str(part.code)
    return value


def as_json(query: str, found: FoundRecords) -> dict[str, Any]:
    """What the page of results shows, as plain values."""
    page = found.page
    return {
        "query": query,
        "total": page.total,
        "facets": {
            name: [{"value": each.value, "count": each.count} for each in counts]
            for name, counts in page.facets.items()
        },
        "hits": [_hit(row) for row in found.rows],
        "notices": [notice.value for notice in page.notices],
        "unknown": [{"facet": each.facet, "value": each.value} for each in page.unknown],
    }


def _hit(row: RecordRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "type": row.type.value,
        "title": row.title,
        "doc_no": row.doc_no,
        "enterprise": {"id": row.enterprise_id, "name": row.enterprise_name},
        "issuer": row.issuer,
        "date": row.dated.isoformat() if row.dated else None,
        "year": row.year,
        "division": row.division,
        "status": row.status.value,
    }


def _as_text(found: FoundRecords) -> str:
    lines = [_("%(total)d records") % {"total": found.page.total}]
    for row in found.rows:
        dated = row.dated.isoformat() if row.dated else str(row.year or "—")
        lines.append(f"{row.id:>8}  {dated:<10}  {row.type.label}  {row.enterprise_name}  {row.title}")
    return "\n".join(lines)
