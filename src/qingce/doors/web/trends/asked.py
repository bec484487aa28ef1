"""What the address of a page of trends asks for: read from it, and written back with one thing changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote_plus, urlencode

from django.http import QueryDict
from django.urls import reverse

from qingce.domain.records.queries import places_today
from qingce.domain.statistics.queries import PLACES, UNIT, Counted, Question
from qingce.doors.web.asked import RECORD, Asked
from qingce.pure.kernel.divisions import UnknownDivision
from qingce.pure.kernel.errors import InvalidValue
from qingce.shared.search.enums import MOST_FILTER_VALUES, MOST_VALUES_OF_A_FILTER
from qingce.shared.search.errors import TooManyFilters

FILTERS = (*PLACES, "year", "type", "industry", "issuer", "status")
FIRST, LAST = "from", "to"
PLACE = "place"  # any code of a place, from the form
YEAR_DIGITS = 4


class BadYear(InvalidValue):
    """A bound is no year."""

    code = "bad-year"

    def __init__(self, value: str) -> None:
        super().__init__(f"“{value[:20]}” is no year: write it with four digits, such as 2024.", value=value[:20])


class YearsReversed(InvalidValue):
    """The first year lies behind the last one."""

    code = "years-reversed"

    def __init__(self, first: int, last: int) -> None:
        super().__init__(
            f"No year lies between {first} and {last}: write the earlier one first.", first=first, last=last
        )


@dataclass(frozen=True)
class TrendsAsked:
    """The records that a page of trends is about.

    Args: filters: dimension → values, as the search has them. first, last: the records of these years and between.
    """

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None

    @property
    def question(self) -> Question:
        """What is counted."""
        return Question(self.filters, self.first, self.last)

    @property
    def has_bounds(self) -> bool:
        """Whether only some years are asked for, by their bounds."""
        return self.first is not None or self.last is not None

    @property
    def is_all(self) -> bool:
        """Whether every record is asked for."""
        return not self.filters and not self.has_bounds

    @property
    def query(self) -> str:
        """What stands behind the question mark of the address."""
        pairs = [(name, value) for name in FILTERS for value in self.filters.get(name, ())]
        bounds = [(FIRST, self.first), (LAST, self.last)]
        return urlencode([*pairs, *((name, str(year)) for name, year in bounds if year is not None)])

    def address(self, view: str = "web:trends", *args: str) -> str:
        """The address that asks for this."""
        return reverse(view, args=args) + (f"?{self.query}" if self.query else "")

    def with_value(self, name: str, value: str) -> TrendsAsked:
        """Of these, those with one value; a place is one place, with what it lies in."""
        filters = {**self.filters}
        if name in PLACES:
            filters = {each: values for each, values in filters.items() if each not in PLACES}
            filters |= {each: (code,) for each, code in places_of(value).items()}
        else:
            filters[name] = (value,)
        return replace(self, filters=filters)

    def without(self, name: str, value: str = "") -> TrendsAsked:
        """The same without a filter, or without one of its values; without a place also without those in it."""
        gone = PLACES[PLACES.index(name) :] if name in PLACES else (name,)
        filters = {each: values for each, values in self.filters.items() if each not in gone}
        if kept := tuple(each for each in self.filters.get(name, ()) if value and each != value):
            filters[name] = kept
        return replace(self, filters=filters)

    def without_bounds(self) -> TrendsAsked:
        """The same of all years."""
        return replace(self, first=None, last=None)

    def search_filters(self, found: Counted) -> dict[str, tuple[str, ...]]:
        """The filters by which the search finds the same records; bounds are the years between that occur."""
        filters = {**self.filters}
        if self.has_bounds:
            filters["year"] = tuple(sorted(each for each in found.by["year"] if each))
        return filters

    def search(self, found: Counted) -> str:
        """The address of the search for the same records; empty: it does not take so many years."""
        filters = self.search_filters(found)
        return Asked(filters=filters).address() if _are_few(filters) else ""


class Links:
    """Addresses for the values of one dimension; there are hundreds on a page, which differ in their end alone.

    Args: dimension: what a chart counts by.
    """

    def __init__(self, asked: TrendsAsked, found: Counted, dimension: str) -> None:
        filters = {name: values for name, values in asked.search_filters(found).items() if name != dimension}
        self._search = _open(Asked(filters=filters).address()) if _are_few(filters) else ""
        self._closer = _open(asked.without("province" if dimension in (*PLACES, UNIT) else dimension).address())

    def search(self, name: str, value: str) -> str:
        """Of the search for the records with a value; empty: it does not take so many years."""
        return f"{self._search}{name}={quote_plus(value)}" if self._search else ""

    def closer(self, name: str, value: str) -> str:
        """Of the page about the records with a value; of a place with what it lies in."""
        places = places_of(value) if name in PLACES else {name: value}
        return self._closer + "&".join(f"{each}={quote_plus(code)}" for each, code in places.items())


def _open(address: str) -> str:
    """An address to which a parameter can be added."""
    return f"{address}&" if "?" in address else f"{address}?"


def _are_few(filters: Mapping[str, Sequence[str]]) -> bool:
    return max(map(len, filters.values()), default=0) <= MOST_VALUES_OF_A_FILTER


def trends_of(asked: Asked) -> str:
    """The address of the page of trends about the records that a search finds; empty: it has none for them."""
    if asked.kind != RECORD or asked.text or asked.has_excess or any(name not in FILTERS for name in asked.filters):
        return ""
    return TrendsAsked(asked.filters).address()


def places_of(code: str) -> dict[str, str]:
    """The codes of a place from the province down; a code that no list has stands for itself."""
    try:
        return places_today(code)
    except UnknownDivision:
        return {"province": code}


def read_filters(query: QueryDict) -> TrendsAsked:
    """What an address asks for, of all years; values that are not known stay, and nothing fits them.

    Raises: TooManyFilters, FiltersTooLong.
    """
    filters = {
        name: tuple(dict.fromkeys(value.strip() for value in query.getlist(name) if value.strip())) for name in FILTERS
    }
    asked = TrendsAsked({name: values for name, values in filters.items() if values})
    if place := query.get(PLACE, "").strip():
        asked = asked.with_value("province", place)
    check_filters(asked)
    return asked


def read_trends(query: QueryDict) -> TrendsAsked:
    """What an address asks for, with the bounds of the years.

    Raises: BadYear, YearsReversed; as `read_filters`.
    """
    asked = read_filters(query)
    first, last = (_year(query.get(name, "").strip()) for name in (FIRST, LAST))
    if first is not None and last is not None and first > last:
        raise YearsReversed(first, last)
    return replace(asked, first=first, last=last)


def check_filters(asked: TrendsAsked) -> None:
    """Holds that there are no more filters than the search takes.

    Raises: TooManyFilters, FiltersTooLong.
    """
    same = Asked(filters=asked.filters)
    _ = same.request  # refuses filters that are too long
    if same.has_excess:
        raise TooManyFilters(MOST_VALUES_OF_A_FILTER, MOST_FILTER_VALUES)


def _year(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) == YEAR_DIGITS):
        raise BadYear(text)
    return int(text)
