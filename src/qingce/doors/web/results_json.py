"""What a search finds, for programs: the filters, counts and permission of the results page, and nothing drawn."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from django.http import HttpRequest, JsonResponse, QueryDict
from django.views.decorators.http import require_safe

from qingce.domain.records import queries as records
from qingce.doors.web.asked import RECORD, Asked, read_asked
from qingce.doors.web.messages import sentence, status
from qingce.pure.kernel.errors import InvalidValue, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import NOBODY
from qingce.shared.search.enums import LARGEST_PAGE, SearchRequest

MOST_VALUES = 40
_COLUMNS = tuple(column.name for column in fields(records.LeanRow))
_PLAIN: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}


class BadSize(InvalidValue):
    """The number of records to be listed is none that can be."""

    code = "bad-size"

    def __init__(self, value: str) -> None:
        super().__init__(
            f"“{value[:20]}” is no number of records to list: give a whole number from 1 to {LARGEST_PAGE}.",
            value=value[:20],
            most=LARGEST_PAGE,
        )


@serves("REC-6")
@require_safe
def results_json(request: HttpRequest) -> JsonResponse:
    """Records that an address asks for, with the exact total and the most frequent values of each facet.

    The address is the results page's own. Beside it `size` is how many records are listed, 1 to 100, and `facets`
    names those that are counted, between commas; without it those of the page are.
    """
    try:
        answer = _found(_asked_for(request.GET))
    except QingceError as error:
        problem = {"error": error.code, "detail": sentence(error)}
        return _answer(problem, status=status(error))
    return _answer(answer)


def _answer(content: dict[str, Any], *, status: int = 200) -> JsonResponse:
    response = JsonResponse(content, status=status, json_dumps_params=_PLAIN)
    response["X-Robots-Tag"] = "noindex"
    return response


def _asked_for(query: QueryDict) -> SearchRequest:
    asked: Asked = replace(read_asked(query), kind=RECORD)
    named = query.get("facets")
    return replace(
        asked.request,
        size=_size(query.get("size", "")) or asked.request.size,
        facets=asked.facets if named is None else tuple(filter(None, named.split(","))),
        most_values=MOST_VALUES,
    )


def _size(written: str) -> int:
    """How many records are to be listed; 0: it is not said.

    Raises: BadSize: it is no number from 1 to 100.
    """
    if not written:
        return 0
    size = int(written) if written.isascii() and written.isdigit() and len(written) <= len(str(LARGEST_PAGE)) else 0
    if not 1 <= size <= LARGEST_PAGE:
        raise BadSize(written)
    return size


def _found(request: SearchRequest) -> dict[str, Any]:
    found = records.find_lean(request, actor=NOBODY)
    return {
        "total": found.page.total,
        "page": request.page,
        "size": request.size,
        "facets": {name: [(each.value, each.count) for each in counts] for name, counts in found.page.facets.items()},
        "records": [{name: getattr(row, name) for name in _COLUMNS} for row in found.rows],
        "notices": found.page.notices,
        "unknown": [{"facet": each.facet, "value": each.value} for each in found.page.unknown],
    }
