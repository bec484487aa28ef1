"""The charts of a page of trends: what each shows, how it says so, and where its parts lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qingce.domain.statistics.queries import NOT_STATED, UNIT, Counted, Question, count_records
from qingce.doors.web.facets import AS_WRITTEN, label_of
from qingce.doors.web.templatetags.qingce_web import whole
from qingce.doors.web.trends.asked import Links, TrendsAsked
from qingce.doors.web.trends.sentences import message, share, told
from qingce.pure.kernel.divisions import Level, UnknownDivision, get_division, provinces

CHARTS = ("region", "year", "type", "industry", "issuer")
MAP, YEARS, BARS, ONE = "map", "years", "bars", "one"
SHOWN = {"type": 18, "region": 20}
SHOWN_OTHERWISE = 12
IN_TABLE = 36
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Item:
    """A value with its records.

    Args: number: the count in words; share: of all that the page is about. said: all of it in one line.
        search: address of the same records; empty: none asks for them. closer: of the page of trends about them alone.
    """

    value: str
    label: str
    count: int
    number: str
    share: str
    said: str
    search: str = ""
    closer: str = ""
    is_as_written: bool = False


@dataclass(frozen=True)
class Chart:
    """One chart.

    Args: name: in addresses. title: what it is by. message: what it shows, in one sentence; `told`: in further ones.
        kind: how it is drawn. items: with most records first, of years by year, of the map by code; without those that
        lie behind the table. left_out: how many values these are. heading: what the values are.
        everything: for a filter to one value: the address without it.
    """

    name: str
    dimension: str
    title: str
    message: str
    told: Sequence[str]
    kind: str
    items: Sequence[Item]
    left_out: int
    not_stated: int
    share_not_stated: str
    heading: str
    csv: str
    svg: str
    everything: str = ""

    @property
    def shown(self) -> Sequence[Item]:
        """The items that are drawn as bars."""
        return [each for each in self.items if each.count][: SHOWN.get(self.name, SHOWN_OTHERWISE)]


def chart(name: str, asked: TrendsAsked, found: Counted) -> Chart:
    """One chart. Args: name: of `CHARTS`."""
    dimension = dimension_of(name, asked)
    counts = found.by[dimension]
    rows = ordered(name, counts)
    items = list(starmap(_Items(dimension, asked, found).item, rows[:IN_TABLE]))
    kind = _kind(name, dimension, asked)
    return Chart(
        name=name,
        dimension=dimension,
        title=titles()[name if dimension != "province" else "province"],
        message=message(kind, [each for each in items if each.count], counts, found.total),
        told=told(name, asked, counts, found),
        kind=kind,
        items=items,
        left_out=max(0, len(rows) - IN_TABLE),
        not_stated=counts.get(NOT_STATED, 0),
        share_not_stated=share(counts.get(NOT_STATED, 0), found.total),
        heading=titles_of_values()[name],
        csv=asked.address("web:trends-csv", name),
        svg=asked.address("web:trends-svg", name),
        everything=_everything(dimension, asked) if kind == ONE else "",
    )


def needed(asked: TrendsAsked) -> tuple[str, ...]:
    """The dimensions that a page is made of."""
    return (*(dimension_of(name, asked) for name in CHARTS), "status")


def count_all() -> Counted:
    """What the page about all records is made of.

    Raises: NotCountedYet.
    """
    return count_records(Question(), needed(TrendsAsked()))


def titles() -> dict[str, str]:
    """What each chart is by."""
    return {
        "region": _("By region"),
        "province": _("By province"),
        "year": _("By year"),
        "type": _("By type"),
        "industry": _("By industry"),
        "issuer": _("By issuing body"),
    }


def dimension_of(name: str, asked: TrendsAsked) -> str:
    """What a chart counts by: of regions, those one level below what was chosen."""
    if name != "region":
        return name
    if asked.filters.get("prefecture") or asked.filters.get("county"):
        return "county"
    return UNIT if asked.filters.get("province") else "province"


def ordered(name: str, counts: Counts) -> list[tuple[str, int]]:
    """Values that are stated with their records: most records first, as they were counted; years from the newest on."""
    stated = [(value, count) for value, count in counts.items() if value != NOT_STATED]
    return sorted(stated, reverse=True) if name == "year" else stated


def label(dimension: str, value: str) -> str:
    """What a value is called."""
    if dimension == "year":
        return pgettext("year", "%(year)s") % {"year": value}
    return label_of("prefecture" if dimension == UNIT else dimension, value)


def filter_name(dimension: str, value: str) -> str:
    """The filter of the search for a value: of a unit below a province by its level."""
    if dimension != UNIT:
        return dimension
    try:
        return "county" if get_division(value).level is Level.COUNTY else "prefecture"
    except UnknownDivision:
        return "prefecture"


class _Items:
    """Makes the items of a chart. Args: dimension: what it counts by."""

    def __init__(self, dimension: str, asked: TrendsAsked, found: Counted) -> None:
        self._dimension, self._total = dimension, found.total
        self._links = Links(asked, found, dimension)
        self._line = pgettext("value and records", "%(label)s: %(number)s (%(share)s)")

    def item(self, value: str, count: int) -> Item:
        """One value with its records."""
        name, said = filter_name(self._dimension, value), label(self._dimension, value)
        words = {"label": said, "number": whole(count), "share": share(count, self._total)}
        return Item(
            value=value,
            label=said,
            count=count,
            number=words["number"],
            share=words["share"],
            said=self._line % words,
            search=self._links.search(name, value),
            closer=self._links.closer(name, value),
            is_as_written=name in AS_WRITTEN and not said.isascii(),
        )


def _kind(name: str, dimension: str, asked: TrendsAsked) -> str:
    if name == "year":
        is_one = len(asked.filters.get("year", ())) == 1 or (asked.first is not None and asked.first == asked.last)
        return ONE if is_one else YEARS
    if dimension == "province":
        return MAP
    return ONE if len(asked.filters.get(dimension, ())) == 1 else BARS


def _everything(dimension: str, asked: TrendsAsked) -> str:
    freed = asked.without(dimension)
    return (freed.without_bounds() if dimension == "year" else freed).address()


def all_provinces(counts: Counts) -> list[tuple[str, int]]:
    """Every province-level unit with its records, those without any too, as the list of codes has them."""
    known = [each.code for each in provinces()]
    further = sorted(each for each in counts if each and each not in known)
    return [(code, counts.get(code, 0)) for code in (*known, *further)]


def lines(name: str, asked: TrendsAsked, found: Counted) -> list[list[str]]:
    """A chart as a table, the headings first: every value, and at the end what is not stated."""
    dimension = dimension_of(name, asked)
    counts = found.by[dimension]
    rows = all_provinces(counts) if dimension == "province" else ordered(name, counts)
    head = [_("Code"), titles_of_values()[name], _("Records"), _("Share [%]")]
    body = [[value, label(dimension, value), str(count), exact_share(count, found.total)] for value, count in rows]
    unknown = counts.get(NOT_STATED, 0)
    last = [["", pgettext("value", "not stated"), str(unknown), exact_share(unknown, found.total)]] if unknown else []
    return [head, *body, *last]


def titles_of_values() -> dict[str, str]:
    """What the values of a chart are."""
    return {
        "region": _("Region"),
        "year": _("Year"),
        "type": _("Type"),
        "industry": _("Industry"),
        "issuer": _("Issuing body"),
    }


def exact_share(count: int, total: int) -> str:
    """Per cent with two places."""
    return f"{100 * count / total:.2f}" if total else ""
