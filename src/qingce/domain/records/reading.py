"""From checked columns of a file to what will be written: each different value is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from qingce.domain.records.classification import categories_named, pollutants_in, pollutants_listed
from qingce.domain.records.compact import Amount, Measured, parse_details, parse_measurements, parse_quantities
from qingce.domain.records.describing import descriptions, divisions_of, industry_of
from qingce.domain.records.enums import BY_TYPE, SourceKind
from qingce.domain.records.identity import details_text, document_key, document_part, telling_text
from qingce.domain.records.readings import Readings, SourceText, by_value, shared
from qingce.domain.records.sources import source_key
from qingce.domain.records.statements import said_of
from qingce.pure.kernel.canonical import framed
from qingce.pure.kernel.divisions import lies_within, locate, path_of
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.text import fold

SOURCE_COLUMNS = ("source_title", "issuer", "source_kind", "source_url", "licence")
_TEXTS = ("title", "doc_no", "issuer", "address", "description", "laws", "measure", "reference")
_DATES = ("published_on", "decided_on", "inspected_on")


class MissingForType(InvalidValue):
    """The row lacks what its type of record needs."""

    code = "missing-for-type"


class RowOutsideArea(InvalidValue):
    """The row lies outside the area that its batch answers for."""

    code = "row-outside-area"


class ProvinceUnknown(InvalidValue):
    """The text in the column of provinces is no province of any time."""

    code = "province-unknown"


@dataclass(frozen=True)
class Refused:
    """A row that is put aside, and why."""

    row: int
    error: InvalidValue

    @property
    def column(self) -> str:
        """The column that is to blame; empty: the row as a whole."""
        return str(self.error.params.get("column", ""))


@dataclass(frozen=True)
class Read:
    """What a part of a file says: the rows that can be taken in, and the others in their order."""

    readings: Readings
    refused: list[Refused]


def read_columns(columns: Mapping[str, Sequence[Any]], *, rows: Sequence[int], area: str = "") -> Read:
    """Checked columns (`columns.FIELDS`) as what will be written.

    Args:
        columns: those that say something in any row; None where nothing is said. rows: numbers in the file.
        area: GB/T 2260: rows from elsewhere are refused; empty: the whole country.
    Returns: refused are rows of which a small list does not read as one (the error names its column), that lack what
        their type needs, or that lie outside the area.
    """
    cells = _Cells(columns, rows)
    types = cells.values("type")
    details = cells.parsed("details", parse_details, {}, types)
    _check_needs(cells, types, details)
    measured = cells.parsed("measurements", parse_measurements, ())
    quantities = cells.parsed("quantities", parse_quantities, ())
    places = divisions_of(cells.texts)
    _check_area(cells, places.own, area)
    parsed: tuple[list[Any], ...] = (details, measured, quantities, places.own, places.seats)
    if not cells.errors:
        return Read(_readings(cells, *parsed), [])
    good = [place for place in range(len(rows)) if place not in cells.errors]
    kept = ([column[place] for place in good] for column in parsed)
    refused = [Refused(rows[place], error) for place, error in sorted(cells.errors.items())]
    return Read(_readings(cells.only(good), *kept), refused)


@dataclass(frozen=True)
class _Cells:
    """Checked columns; what is wrong with a row is noted by its place, the first thing found."""

    columns: Mapping[str, Sequence[Any]]
    rows: Sequence[int]
    errors: dict[int, InvalidValue] = field(default_factory=dict)
    _texts: dict[str, list[str]] = field(default_factory=dict)

    def texts(self, name: str) -> list[str]:
        """A column of texts, empty where nothing is said; not to be changed."""
        if name not in self._texts:
            said = self.columns.get(name) or [None] * len(self.rows)
            self._texts[name] = [text or "" for text in said]
        return self._texts[name]

    def values(self, name: str) -> Sequence[Any]:
        """A column of values, None where nothing is said; not to be changed."""
        return self.columns.get(name) or [None] * len(self.rows)

    def parsed(self, name: str, parse: Callable[..., Any], empty: Any, *beside: Sequence[Any]) -> list[Any]:
        """What the texts of a column hold; an error says which column it is, and is noted."""
        if name not in self.columns:
            return [empty] * len(self.rows)

        def outcome(text: str | None, *others: Any) -> Any:
            try:
                return empty if text is None else parse(text, *others)
            except InvalidValue as error:
                error.params.setdefault("column", name)
                return error

        outcomes = by_value(outcome, self.columns[name], *beside)
        for place, found in enumerate(outcomes):
            if isinstance(found, InvalidValue):
                self.errors.setdefault(place, found)
        return outcomes

    def only(self, places: Sequence[int]) -> _Cells:
        """Some of the rows."""
        kept = {name: [column[place] for place in places] for name, column in self.columns.items()}
        return _Cells(kept, [self.rows[place] for place in places])


def _check_needs(cells: _Cells, types: Sequence[str], details: Sequence[Any]) -> None:
    """Whether rows have what their types need (`types.py`)."""
    for spec in map(BY_TYPE.__getitem__, dict.fromkeys(types)):
        places = [place for place, name in enumerate(types) if name == spec.type]
        for group in spec.needs:
            given = [cells.columns[name] for name in group if name in cells.columns]
            for place in places:
                if place in cells.errors or any(column[place] for column in given):
                    continue
                if not any(details[place].get(name) for name in group):
                    cells.errors[place] = MissingForType(
                        f"A record of type {spec.type} needs {' or '.join(group)}.",
                        type=spec.type.value, fields=" / ".join(group),
                    )  # fmt: skip


def _check_area(cells: _Cells, divisions: Sequence[str], area: str) -> None:
    """Whether rows lie in the area that their batch answers for; one that does not say where lies outside."""
    if area:
        _check_provinces(cells)
    errors = {division: error for division in set(divisions) if (error := _outside(division, area))}
    for place, division in enumerate(divisions if errors else ()):
        if division in errors:
            cells.errors.setdefault(place, errors[division])


def _check_provinces(cells: _Cells) -> None:
    """Whether provinces that rows name are there: a misspelt one would be passed over for the issuing body's place."""
    told = cells.texts("province")
    wrong = {text for text in set(told) if text and locate(text) is None}
    for place, text in enumerate(told if wrong else ()):
        if text in wrong:
            error = ProvinceUnknown(
                f"“{text[:60]}” is no province; correct its name.", column="province", name=text[:60]
            )
            cells.errors.setdefault(place, error)


def _outside(division: str, area: str) -> RowOutsideArea | None:
    if area and not division:
        return RowOutsideArea("The row does not say where it happened; add province and city.", cause="unknown")
    if lies_within(division, area):
        return None
    place = path_of(division).text
    return RowOutsideArea(f"The row lies in {place}, outside the area of this import.", place=place)


def _readings(  # one for each column that was read before
    cells: _Cells,
    details: list[dict[str, str]],
    measured: list[tuple[Measured, ...]],
    quantities: list[tuple[Amount, ...]],
    divisions: list[str],
    seats: list[str],
) -> Readings:
    types = list(cells.values("type"))
    text = {name: cells.texts(name) for name in _TEXTS}
    days = {name: shared(cells.values(name)) for name in _DATES}
    dated = by_value(_first, *days.values())
    stated_years = cells.values("year")
    folded = by_value(fold, text["description"])
    stated_sources = (*map(cells.texts, SOURCE_COLUMNS), cells.values("source_published_on"))
    sources = by_value(_source, *stated_sources)
    columns: dict[str, Any] = {
        **text,
        **days,
        "row": list(cells.rows),
        "about": descriptions(cells.texts, cells.values, seats=seats),
        "is_synthetic": [kind == SourceKind.SYNTHETIC.value for kind in cells.texts("source_kind")],
        "type": types,
        "dated": dated,
        "year": by_value(_year, dated, stated_years),
        "division": divisions,
        "industry": by_value(industry_of, cells.texts("industry")),
        "fine_cny": shared(cells.values("fine_cny")),
        "details": details,
        "measurements": list(map(_with_named, types, folded, measured)),
        "quantities": quantities,
        "source": [source for source, _ in sources],
        "source_key": [key for _, key in sources],
        **_violations(types, folded, cells),
        **_recognised_by(types, by_value(_day, dated, stated_years), folded, details, cells),
    }
    return Readings(**columns, said=said_of(columns))


def _first(*days: date | None) -> date | None:
    return next(filter(None, days), None)


def _year(dated: date | None, stated: int | None) -> int | None:
    return dated.year if dated else stated


def _day(dated: date | None, stated_year: int | None) -> str:
    return dated.isoformat() if dated else str(stated_year or "")


def _recognised_by(
    types: list[str], days: list[str], folded: list[str], details: list[dict[str, str]], cells: _Cells
) -> dict[str, Any]:
    """What rows are recognised by, apart from their enterprise."""
    told = {key: details_text(one) for key, one in {id(one): one for one in details}.items()}
    detailed = [told[id(one)] for one in details]
    titles = cells.texts("title")
    tellings = map(telling_text, folded, titles, cells.texts("measure"))
    values = by_value(fold, cells.texts("measurements"))
    parts = [by_value(framed, column) for column in (types, days, detailed, values)]
    numbers = list(map(document_key, cells.texts("doc_no")))
    return {
        "number": numbers,
        "document": list(map(document_part, types, numbers, titles, detailed)),
        "body": [
            b"".join((kind, day, framed(telling), fields, measured))
            for (kind, day, fields, measured), telling in zip(zip(*parts, strict=True), tellings, strict=True)
        ],
    }


def _violations(types: list[str], folded: list[str], cells: _Cells) -> dict[str, list[Any]]:
    """Categories as stated, else by the words of a text; only types that state a violation are classified."""
    stated = cells.values("violations")
    by_text = _states_violation()
    classified = by_value(_classified, types, folded)
    return {
        "violations": [
            tuple(dict.fromkeys(map(str, given))) if given else found
            for given, found in zip(stated, classified, strict=True)
        ],
        "is_classified": [by_text[name] and given is None for name, given in zip(types, stated, strict=True)],
    }


@cache
def _states_violation() -> dict[str, bool]:
    return {name: spec.states_violation for name, spec in BY_TYPE.items()}


def _classified(record_type: str, folded: str) -> tuple[str, ...]:
    return tuple(each.value for each in categories_named(folded)) if _states_violation()[record_type] else ()


def _with_named(record_type: str, folded: str, measured: tuple[Measured, ...]) -> tuple[Measured, ...]:
    """What was measured, and pollutants that the text of a violation names and of which no values are given."""
    if not folded or not _states_violation()[record_type]:
        return measured
    listed = pollutants_listed(folded)
    if not measured or not listed:
        return (*measured, *map(_named, listed))
    given = {found for each in measured for found in (pollutants_in(each.pollutant) or (each.pollutant,))}
    return (*measured, *(_named(name) for name in listed if name not in given))


@cache
def _named(pollutant: str) -> Measured:
    return Measured(pollutant, None, None, "", "", None)


def _source(
    title: str, issuer: str, kind: str, url: str, licence: str, published_on: date | None
) -> tuple[SourceText, bytes]:
    source = SourceText(title, issuer, SourceKind(kind or SourceKind.OTHER), published_on, url, licence)
    return source, source_key(source)
