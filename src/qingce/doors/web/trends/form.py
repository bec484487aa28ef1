"""The filters of a page of trends: what may be chosen, what is chosen, and the way without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from django.http import QueryDict
from django.utils.translation import gettext as _

from qingce.domain.records.enums import RecordType, Status
from qingce.domain.statistics.queries import NOT_STATED, Counted
from qingce.doors.web.facets import AS_WRITTEN, facet_title, label_of
from qingce.doors.web.templatetags.qingce_web import division_name
from qingce.doors.web.trends.asked import FILTERS, FIRST, LAST, PLACE, TrendsAsked
from qingce.pure.kernel.divisions import UnknownDivision, children_of, provinces
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.industries import children_of_industry, sections

MOST_ISSUERS = 30
DEEPER = "\u3000"


@dataclass(frozen=True)
class Choice:
    """One option of a filter."""

    value: str
    label: str
    is_chosen: bool = False
    is_as_written: bool = False


@dataclass(frozen=True)
class Chooser:
    """A filter of which one value is chosen in the form. Args: everything: what its first option is called."""

    name: str
    title: str
    everything: str
    choices: Sequence[Choice]


@dataclass(frozen=True)
class Chip:
    """A filter that is chosen; its address is the page without it."""

    title: str
    label: str
    address: str
    is_as_written: bool = False


@dataclass(frozen=True)
class Years:
    """The two fields of the years, as they were typed; `fault` names the one that is wrong."""

    first: str
    last: str
    fault: str = ""


def choosers(asked: TrendsAsked, found: Counted | None) -> list[Chooser]:
    """Every filter that is a list to choose from."""
    types = [(each.value, str(each.label)) for each in RecordType]
    statuses = [(each.value, str(each.label)) for each in (Status.OPEN, Status.CORRECTED)]
    return [
        Chooser(PLACE, facet_title("region"), _("all"), _places(asked)),
        _chooser("type", types, asked),
        _chooser("industry", _industries(), asked),
        _chooser("issuer", _issuers(asked, found), asked),
        _chooser("status", statuses, asked),
    ]


def _chooser(name: str, values: Sequence[tuple[str, str]], asked: TrendsAsked) -> Chooser:
    chosen = asked.filters.get(name, ())
    one = chosen[0] if len(chosen) == 1 else ""
    is_written = name in AS_WRITTEN
    choices = [Choice(value, said, value == one, is_written and not said.isascii()) for value, said in values]
    return Chooser(name, facet_title(name), _("all"), choices)


def _places(asked: TrendsAsked) -> list[Choice]:
    """Province-level units; below a chosen one its units, below a chosen unit its counties."""
    path = [asked.filters[name][0] for name in FILTERS[:3] if len(asked.filters.get(name, ())) == 1]
    found: list[Choice] = []
    for province in provinces():
        found.append(_place(province.code, division_name(province), path, 0))
        if province.code in path:
            found += _below(province.code, path, 1)
    return found


def _below(code: str, path: Sequence[str], depth: int) -> list[Choice]:
    try:
        children = children_of(code)
    except UnknownDivision:
        return []
    found = []
    for each in children:
        found.append(_place(each.code, division_name(each), path, depth))
        if each.code in path:
            found += _below(each.code, path, depth + 1)
    return found


def _place(code: str, name: str, path: Sequence[str], depth: int) -> Choice:
    return Choice(code, DEEPER * depth + name, bool(path) and code == path[-1], not name.isascii())


def _industries() -> list[tuple[str, str]]:
    return [
        (each.code, f"{each.full_code} {each.name}") for part in sections() for each in children_of_industry(part.code)
    ]


def _issuers(asked: TrendsAsked, found: Counted | None) -> list[tuple[str, str]]:
    """Those with most records here, and those chosen: there are thousands."""
    counts = found.by["issuer"] if found else {}
    most = islice((each for each in counts if each != NOT_STATED), MOST_ISSUERS)
    return [(each, each) for each in dict.fromkeys((*asked.filters.get("issuer", ()), *most))]


def chips(asked: TrendsAsked) -> list[Chip]:
    """Every filter chosen, in the order of the address."""
    found = [_chip(name, value, asked) for name in FILTERS for value in asked.filters.get(name, ())]
    if asked.has_bounds:
        found.append(Chip(_("Years"), years_said(asked), asked.without_bounds().address()))
    return found


def _chip(name: str, value: str, asked: TrendsAsked) -> Chip:
    said = label_of(name, value)
    is_written = name in AS_WRITTEN and not said.isascii()
    return Chip(facet_title(name), said, asked.without(name, value).address(), is_written)


def years_said(asked: TrendsAsked) -> str:
    """The bounds of the years, in words."""
    if asked.first is not None and asked.last is not None:
        return f"{asked.first}–{asked.last}" if asked.first != asked.last else str(asked.first)
    if asked.first is not None:
        return _("from %(year)d on") % {"year": asked.first}
    return _("up to %(year)d") % {"year": asked.last or 0}


def hidden(asked: TrendsAsked) -> list[tuple[str, str]]:
    """What the form keeps and does not show: several values of one filter, and single years."""
    return [
        (name, value)
        for name in FILTERS
        for value in asked.filters.get(name, ())
        if name == "year" or len(asked.filters[name]) > 1
    ]


def years_typed(query: QueryDict, problem: Exception | None) -> Years:
    """The fields of the years as they were sent."""
    first, last = query.get(FIRST, "").strip()[:20], query.get(LAST, "").strip()[:20]
    if not isinstance(problem, InvalidValue) or problem.code not in {"bad-year", "years-reversed"}:
        return Years(first, last)
    is_last = problem.code == "bad-year" and problem.params.get("value") == last and last != first
    return Years(first, last, LAST if is_last else FIRST)
