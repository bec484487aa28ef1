"""From a checked row of a file to what will be written: one frozen value per row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import Any, TypeVar

from qingce.domain.enterprises.actions import Description
from qingce.domain.records.classification import categories_in, pollutants_in
from qingce.domain.records.compact import (
    Amount,
    Measured,
    parse_details,
    parse_measurements,
    parse_quantities,
)
from qingce.domain.records.enums import BY_TYPE, SourceKind, TypeSpec, ViolationCategory
from qingce.domain.records.identity import Content
from qingce.pure.kernel.canonical import digest
from qingce.pure.kernel.divisions import lies_within, locate, path_of
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.industries import find_industry
from qingce.pure.kernel.names import is_telling, name_key, normalise_name

_T = TypeVar("_T")
_Cells = Mapping[str, Any]  # what a row says, by column; what it leaves empty is not there

SOURCE_COLUMNS = ("source_title", "issuer", "source_kind", "source_url", "licence")


class MissingForType(InvalidValue):
    """The row lacks what its type of record needs."""

    code = "missing-for-type"


class RowOutsideArea(InvalidValue):
    """The row lies outside the area that its batch answers for."""

    code = "row-outside-area"


@dataclass(frozen=True)
class SourceText:
    """A source as a row states it."""

    title: str
    issuer: str
    kind: SourceKind
    published_on: date | None
    url: str
    licence: str


@dataclass(frozen=True)
class Reading:
    """One row, read: about whom, what it says, and where it stands in the file."""

    row: int
    enterprise: Description
    content: Content
    published_on: date | None
    decided_on: date | None
    inspected_on: date | None
    year: int | None
    issuer: str
    division: str
    industry: str
    address: str
    laws: str
    fine_cny: Decimal | None
    violations: tuple[ViolationCategory, ...]
    is_classified: bool
    measurements: tuple[Measured, ...]
    quantities: tuple[Amount, ...]
    source: SourceText
    reference: str


def read_row(row: Mapping[str, Any], *, number: int) -> Reading:
    """One row of checked columns (`columns.FIELDS`) as what will be written.

    Raises: InvalidValue: a small list does not read as one (params `column` names it), or the row lacks what its
        type needs.
    """
    cell = {name: value for name, value in row.items() if value is not None}
    spec = BY_TYPE[cell["type"]]
    details = _parsed(partial(parse_details, record_type=spec.type), cell, "details") or {}
    check_needs(spec, cell, details)
    measured = _parsed(parse_measurements, cell, "measurements") or ()
    division = _division(*(cell.get(name, "") for name in ("province", "city", "county", "address", "issuer")))
    dates = (cell.get("published_on"), cell.get("decided_on"), cell.get("inspected_on"))
    dated = dates[0] or dates[1] or dates[2]
    return Reading(
        row=number,
        enterprise=_enterprise(cell),
        content=Content(
            type=spec.type,
            title=cell.get("title", ""),
            doc_no=cell.get("doc_no", ""),
            dated=dated,
            year=cell.get("year"),
            description=cell.get("description", ""),
            measure=cell.get("measure", ""),
            details=details,
            measurements=cell.get("measurements", ""),
        ),
        published_on=dates[0],
        decided_on=dates[1],
        inspected_on=dates[2],
        year=dated.year if dated else cell.get("year"),
        issuer=cell.get("issuer", ""),
        division=division,
        industry=_industry(cell.get("industry", "")),
        address=cell.get("address", ""),
        laws=cell.get("laws", ""),
        fine_cny=cell.get("fine_cny"),
        violations=_violations(spec, cell),
        is_classified=spec.states_violation and "violations" not in cell,
        measurements=(*measured, *_named_only(spec, cell.get("description", ""), measured)),
        quantities=_parsed(parse_quantities, cell, "quantities") or (),
        source=_source(*(cell.get(name, "") for name in SOURCE_COLUMNS), published_on=cell.get("source_published_on")),
        reference=cell.get("reference", ""),
    )


def check_area(reading: Reading, area: str) -> None:
    """Whether a row lies in the area that its batch answers for.

    Args: area: GB/T 2260; empty: the whole country.
    Raises: RowOutsideArea: it lies elsewhere, or does not say where.
    """
    if area and not reading.division:
        raise RowOutsideArea("The row does not say where it happened; add province and city.", cause="unknown")
    if not lies_within(reading.division, area):
        place = path_of(reading.division).text
        raise RowOutsideArea(f"The row lies in {place}, outside the area of this import.", place=place)


def check_needs(spec: TypeSpec, row: Mapping[str, Any], details: Mapping[str, str]) -> None:
    """Whether a row has what its type needs (`types.py`).

    Raises: MissingForType.
    """
    for group in spec.needs:
        if not any(row.get(name) or details.get(name) for name in group):
            raise MissingForType(
                f"A record of type {spec.type} needs {' or '.join(group)}.",
                type=spec.type.value, fields=" / ".join(group),
            )  # fmt: skip


def _parsed(parse: Callable[[str], _T], cell: _Cells, column: str) -> _T | None:
    """What a column holds, None if it is empty; an error tells which column it is."""
    if column not in cell:
        return None
    try:
        return parse(cell[column])
    except InvalidValue as error:
        error.params.setdefault("column", column)
        raise


def _enterprise(cell: _Cells) -> Description:
    name = cell["enterprise_name"]
    named = _named_enterprise(name)
    return Description(
        name=name,
        name_key=named.key
        if named.is_telling or "uscc" in cell or cell.get("is_pseudonym")
        else _own_key(named.key, cell),
        is_company=named.is_company,
        uscc=cell.get("uscc"),
        stated_code=cell.get("uscc_as_written", ""),
        is_pseudonym=bool(cell.get("is_pseudonym")),
        former_names=_separate(cell["former_names"]) if "former_names" in cell else (),
        address=cell.get("address", ""),
        # Where it is seated, as stated; the issuing body's place is the record's only.
        division=_division(*(cell.get(name, "") for name in ("province", "city", "county", "address")), ""),
        industry=_industry(cell.get("industry", "")),
        longitude=cell.get("longitude"),
        latitude=cell.get("latitude"),
        listed=cell.get("listed"),
        is_synthetic=cell.get("source_kind") == SourceKind.SYNTHETIC,
        stated_by=cell.get("source_title", ""),
    )


def _separate(names: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in names.split(";"))))


@lru_cache(maxsize=4096)
def _source(title: str, issuer: str, kind: str, url: str, licence: str, *, published_on: date | None) -> SourceText:
    return SourceText(title, issuer, SourceKind(kind or SourceKind.OTHER), published_on, url, licence)


def _violations(spec: TypeSpec, cell: _Cells) -> tuple[ViolationCategory, ...]:
    if stated := cell.get("violations"):
        return tuple(dict.fromkeys(ViolationCategory(value) for value in stated))
    return categories_in(cell.get("description", "")) if spec.states_violation else ()


def _named_only(spec: TypeSpec, description: str, measured: tuple[Measured, ...]) -> tuple[Measured, ...]:
    """Pollutants that the text of a violation names and of which no values are given in columns."""
    if not spec.states_violation:
        return ()
    given = {found for each in measured for found in (pollutants_in(each.pollutant) or (each.pollutant,))}
    return tuple(_named(name) for name in pollutants_in(description) if name not in given)


@cache
def _named(pollutant: str) -> Measured:
    return Measured(pollutant, None, None, "", "", None)


@dataclass(frozen=True, slots=True)
class _Named:
    """What a name tells: its key, whether it tells one enterprise from others, and whether it is a company's."""

    key: str
    is_telling: bool
    is_company: bool


@lru_cache(maxsize=65536)
def _named_enterprise(name: str) -> _Named:
    return _Named(name_key(name), is_telling(name), bool(normalise_name(name).legal_form))


def _own_key(key: str, cell: _Cells) -> str:
    """A key that only the same row meets again: the name may be anybody's, the document is not."""
    said = (cell.get(name, "") for name in ("issuer", "doc_no", "title", "description"))
    dated = (str(cell.get(name, "")) for name in ("published_on", "decided_on", "inspected_on"))
    return f"{key[:160]}#{digest(*said, *dated).hex()}"


@lru_cache(maxsize=65536)
def _division(province: str, city: str, county: str, address: str, issuer: str) -> str:
    """The division code a row's columns lead to: its own columns, else the address, else the issuing body."""
    stated = [part for part in (province, city, county) if part]
    path = locate(*stated) if stated else None
    if path is None or path.county is None:
        # An address may say more than the columns, but only within what they say.
        closer = locate(address, within=path.code if path else None) if address else None
        path = closer or path
    if path is None and issuer:
        path = locate(issuer)
    return path.code if path else ""


@lru_cache(maxsize=4096)
def _industry(text: str) -> str:
    found = find_industry(text) if text else None
    # Sections are letters; the column holds the digits of a division, group or class.
    return found.code if found and found.code.isdigit() else ""
