"""The filters beside a list: values with counts, each an address that chooses it or takes it off again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import get_language, gettext_lazy

from qingce.domain.enterprises.queries import industry
from qingce.domain.records.enums import RecordType, Status, ViolationCategory
from qingce.doors.web.asked import FACETS, REGION, Asked
from qingce.doors.web.templatetags.qingce_web import division_name, is_chinese
from qingce.pure.kernel.divisions import get_division
from qingce.pure.kernel.errors import NotFound
from qingce.pure.kernel.pollutants import find_pollutant
from qingce.shared.search.queries import FacetCount

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN_AT_ONCE = 7
MOST_SHOWN = 40
LABELS_KEPT = 20_000
# Values in the source's own words: Chinese on every page.
AS_WRITTEN = frozenset({"issuer", "prefecture", "county", "industry", "pollutant"})


class Value(NamedTuple):
    """One value of a filter; a tuple, for a page has some two hundred."""

    facet: str
    value: str
    label: str
    address: str
    number: int | None = None  # of hits that have it
    is_chosen: bool = False
    is_as_written: bool = False
    depth: int = 0


@dataclass(frozen=True)
class Facet:
    """One filter with its values, the most frequent at once and the others on demand."""

    name: str
    title: str
    values: Sequence[Value]
    more: Sequence[Value] = ()
    left_out: int = 0


TITLES: Mapping[str, StrOrPromise] = {
    "region": gettext_lazy("Region"),
    "province": gettext_lazy("Province"),
    "prefecture": gettext_lazy("Prefecture"),
    "county": gettext_lazy("County"),
    "type": gettext_lazy("Type"),
    "year": gettext_lazy("Year"),
    "issuer": gettext_lazy("Issuing body"),
    "industry": gettext_lazy("Industry"),
    "category": gettext_lazy("Violation"),
    "pollutant": gettext_lazy("Pollutant"),
    "status": gettext_lazy("Status"),
}


def facet_title(name: str) -> str:
    """What a filter is called."""
    return str(TITLES.get(name, name))


def _division_label(code: str) -> str:
    return division_name(get_division(code))


def _industry_label(code: str) -> str:
    entry = industry(code)
    return entry.name if entry else code


def _pollutant_label(value: str) -> str:
    known = find_pollutant(value)
    return value if is_chinese() or known is None else known.name_en or value


LABELS: Mapping[str, Callable[[str], str]] = {
    "province": _division_label,
    "prefecture": _division_label,
    "county": _division_label,
    "type": lambda value: str(RecordType(value).label),
    "status": lambda value: str(Status(value).label),
    "category": lambda value: str(ViolationCategory(value).label),
    "industry": _industry_label,
    "pollutant": _pollutant_label,
}


def label_of(facet: str, value: str) -> str:
    """What a value is called on the page; a value nobody knows is shown as it is."""
    return _label_in(get_language(), facet, value)


@lru_cache(LABELS_KEPT)
def _label_in(language: str | None, facet: str, value: str) -> str:
    """The label in the page's language, which is `language`; it comes from tables that never change."""
    del language
    try:
        return LABELS[facet](value) if facet in LABELS else value
    except (ValueError, NotFound):
        return value


def chosen_values(asked: Asked) -> list[Value]:
    """Every filter chosen; its address is the search without it."""
    return [_value(asked, name, value, None) for name in FACETS[asked.kind] for value in asked.filters.get(name, ())]


def facets_of(asked: Asked, counts: Mapping[str, Sequence[FacetCount]]) -> list[Facet]:
    """Every filter that has something to choose from, the region first."""
    names = [name for name in FACETS[asked.kind] if name not in REGION]
    facets = [_region(asked, counts), *(_facet(asked, name, counts.get(name, ())) for name in names)]
    return [facet for facet in facets if facet.values]


def _value(asked: Asked, name: str, value: str, count: int | None, depth: int = 0) -> Value:
    return _values(asked, name, [(value, count)], depth)[0]


def _values(asked: Asked, name: str, counts: Iterable[tuple[str, int | None]], depth: int = 0) -> list[Value]:
    chosen, choosing, is_written = asked.filters.get(name, ()), asked.choosing(name), name in AS_WRITTEN
    language, values = get_language(), []
    for value, count in counts:
        label, is_chosen = _label_in(language, name, value), value in chosen
        address = asked.toggled(name, value).address() if is_chosen else choosing(value)
        values.append(Value(name, value, label, address, count, is_chosen, is_written and not label.isascii(), depth))
    return values


def _facet(asked: Asked, name: str, counts: Sequence[FacetCount]) -> Facet:
    ordered = sorted(counts, key=lambda each: each.value, reverse=True) if name == "year" else list(counts)
    values = _values(asked, name, ((each.value, each.count) for each in ordered[:MOST_SHOWN]))
    first = [value for place, value in enumerate(values) if place < SHOWN_AT_ONCE or value.is_chosen]
    more = [value for place, value in enumerate(values) if place >= SHOWN_AT_ONCE and not value.is_chosen]
    return Facet(name, facet_title(name), first, more, left_out=max(0, len(ordered) - MOST_SHOWN))


def _region(asked: Asked, counts: Mapping[str, Sequence[FacetCount]]) -> Facet:
    """Provinces; below a chosen one its prefectures, below a chosen prefecture its counties."""
    if not any(asked.filters.get(name) for name in REGION):
        provinces = _facet(asked, "province", counts.get("province", ()))
        return Facet("region", facet_title("region"), provinces.values, provinces.more)
    path = [value for name in REGION for value in _chosen_in(asked, name, counts.get(name, ()))]
    below = _below(asked, counts)
    values = [*path, *below[:MOST_SHOWN]]
    return Facet("region", facet_title("region"), values[: 2 * SHOWN_AT_ONCE], values[2 * SHOWN_AT_ONCE :])


def _chosen_in(asked: Asked, name: str, counts: Sequence[FacetCount]) -> list[Value]:
    known = {each.value: each.count for each in counts}
    chosen = asked.filters.get(name, ())
    return [_value(asked, name, value, known.get(value, 0), REGION.index(name)) for value in chosen]


def _below(asked: Asked, counts: Mapping[str, Sequence[FacetCount]]) -> list[Value]:
    """What may be chosen next: one level below the deepest choice; municipalities have counties at once."""
    if asked.filters.get("county"):
        return []
    names = ("county",) if asked.filters.get("prefecture") else ("prefecture", "county")
    for name in names:
        if found := counts.get(name, ()):
            depth = sum(bool(asked.filters.get(above)) for above in REGION[:2])
            return _values(asked, name, ((each.value, each.count) for each in found), depth)
    return []
