"""What the address of a results page asks for: read from it, and written back with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from urllib.parse import quote_plus, urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language

from qingce.pure.kernel.errors import InvalidValue
from qingce.shared.search.enums import MOST_FILTER_VALUES, MOST_VALUES_OF_A_FILTER
from qingce.shared.search.queries import Order, SearchRequest

RECORD, ENTERPRISE = "record", "enterprise"
REGION = ("province", "prefecture", "county")
FACETS: Mapping[str, tuple[str, ...]] = {
    RECORD: (*REGION, "type", "year", "category", "pollutant", "industry", "issuer", "status"),
    ENTERPRISE: (*REGION, "industry", "type"),
}
PAGE_SIZE = 20
MOST_VALUES = 400  # of one facet that are counted for a page, which lists 40; more than a province has places
MOST_DIGITS = 9
VALUES_KEPT = 20_000  # as addresses write them; a page has some two hundred, and the next one nearly the same
_ANY = "…"  # stands for a value, told by being this very object
LONGEST_FILTERS = 6_000  # characters of an address; 50 values of the longest usual names


class BadPage(InvalidValue):
    """The page asked for is no number from 1."""

    code = "bad-page"

    def __init__(self, value: str) -> None:
        super().__init__(f"“{value[:20]}” is no page number: give a whole number from 1.", value=value[:20])


class FiltersTooLong(InvalidValue):
    """The filters are longer than every link of a page could carry along."""

    code = "filters-too-long"

    def __init__(self, longest: int) -> None:
        super().__init__(
            f"The filters are too long: in an address at most {longest} characters. Leave some out.", longest=longest
        )


@dataclass(frozen=True)
class Asked:
    """One search as an address says it."""

    kind: str = RECORD
    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: Order = Order.RELEVANCE
    page: int = 1

    @property
    def request(self) -> SearchRequest:
        """What the index is asked.

        Raises: FiltersTooLong.
        """
        if self._filters_length > LONGEST_FILTERS:
            raise FiltersTooLong(LONGEST_FILTERS)
        return SearchRequest(
            text=self.text,
            filters=self.filters,
            order=self.order,
            page=self.page,
            size=PAGE_SIZE,
            facets=self.facets,
            most_values=MOST_VALUES,
        )

    @property
    def facets(self) -> tuple[str, ...]:
        """The facets that a page shows: of the places only those chosen, and the next that may be."""
        return (*self._places, *(name for name in FACETS[self.kind] if name not in REGION))

    @property
    def _places(self) -> tuple[str, ...]:
        province, prefecture, county = REGION
        chosen = tuple(name for name in REGION if self.filters.get(name))
        if not chosen:
            return (province,)
        if county in chosen:
            return chosen
        # Below a province its prefectures; a municipality has counties at once.
        return (*chosen, county) if prefecture in chosen else (*chosen, prefecture, county)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the address, defaults left out."""
        return [*([("q", self.text)] if self.text else []), *self.hidden, *self._page]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """All but the text and the page: what a new text keeps."""
        kind = [("kind", self.kind)] if self.kind != RECORD else []
        order = [("order", self.order.value)] if self.order != Order.RELEVANCE else []
        return [*kind, *((name, value) for name in self.filters for value in self.filters[name]), *order]

    @property
    def has_excess(self) -> bool:
        """Whether the filters are too many or too long to be looked up, or to be shown as chosen."""
        counts = [len(values) for values in self.filters.values()]
        is_many = max(counts, default=0) > MOST_VALUES_OF_A_FILTER or sum(counts) > MOST_FILTER_VALUES
        return is_many or self._filters_length > LONGEST_FILTERS

    @property
    def _filters_length(self) -> int:
        return len(urlencode(list(self.filters.items()), doseq=True))

    @property
    def _page(self) -> list[tuple[str, str]]:
        return [("page", str(self.page))] if self.page > 1 else []

    def address(self, view: str = "web:results") -> str:
        """The address that asks for this."""
        query = urlencode(self.pairs)
        return _path(view, get_language()) + (f"?{query}" if query else "")

    def with_filters(self, **chosen: tuple[str, ...]) -> Asked:
        """The same with some filters set anew, from the first page; an empty one is taken off."""
        filters = {**self.filters, **chosen}
        return replace(self, filters={name: values for name, values in filters.items() if values}, page=1)

    def toggled(self, name: str, value: str) -> Asked:
        """The same with a value chosen, or no longer; a place is one place, and brings none below it along."""
        values = self.filters.get(name, ())
        chosen = tuple(v for v in values if v != value) if value in values else (*values, value)
        if name not in REGION:
            return self.with_filters(**{name: chosen})
        below = dict.fromkeys(REGION[REGION.index(name) + 1 :], ())
        return self.with_filters(**{name: () if value in values else (value,), **below})

    def choosing(self, name: str) -> Callable[[str], str]:
        """What gives the address that chooses a value of a filter besides; what all have in common is written once."""
        pairs = self.toggled(name, _ANY).pairs
        at = next(place for place, (_, value) in enumerate(pairs) if value is _ANY)
        before = f"{_path('web:results', get_language())}?{urlencode([*pairs[:at], (name, '')])}"
        after = f"&{urlencode(pairs[at + 1 :])}" if pairs[at + 1 :] else ""
        return lambda value: f"{before}{_quoted(value)}{after}"

    def of_kind(self, kind: str) -> Asked:
        """The same text and filters, as far as they apply, among things of another kind."""
        kept = {name: values for name, values in self.filters.items() if name in FACETS[kind]}
        return replace(self, kind=kind, filters=kept, page=1)

    def ordered(self, order: Order) -> Asked:
        """The same in another order, from the first page."""
        return replace(self, order=order, page=1)

    def on_page(self, page: int) -> Asked:
        """Another page of the same."""
        return replace(self, page=page)


_quoted = lru_cache(VALUES_KEPT)(quote_plus)


@cache
def _path(view: str, language: str | None) -> str:
    """The path of a page in a language; a results page writes it some hundred times."""
    del language
    return reverse(view)


def read_asked(query: QueryDict) -> Asked:
    """What an address asks for; values that are not known stay, and the index says so.

    Raises: BadPage.
    """
    kind = ENTERPRISE if query.get("kind") == ENTERPRISE else RECORD
    filters = {
        name: tuple(dict.fromkeys(value.strip() for value in query.getlist(name) if value.strip()))
        for name in FACETS[kind]
        if name in query
    }
    return Asked(
        kind=kind,
        text=query.get("q", "").strip(),
        filters={name: values for name, values in filters.items() if values},
        order=Order.NEWEST if query.get("order") == Order.NEWEST else Order.RELEVANCE,
        page=read_page(query),
    )


def read_page(query: QueryDict) -> int:
    """The number of the page asked for.

    Raises: BadPage: it is no whole number from 1.
    """
    words = query.get("page", "1").strip() or "1"
    if not (words.isascii() and words.isdigit() and 0 < len(words) <= MOST_DIGITS and int(words)):
        raise BadPage(words)
    return int(words)
