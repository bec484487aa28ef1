"""From a checked row of a file to what will be written: one frozen value per row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
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
from qingce.pure.kernel.divisions import locate
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.industries import find_industry
from qingce.pure.kernel.names import name_key

_T = TypeVar("_T")


class MissingForType(InvalidValue):
    """The row lacks what its type of record needs."""

    code = "missing-for-type"


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
    measurements: tuple[Measured, ...]
    quantities: tuple[Amount, ...]
    source: SourceText
    reference: str


def read_row(row: Mapping[str, Any], *, number: int) -> Reading:
    """One row of checked columns (`columns.FIELDS`) as what will be written.

    Raises: InvalidValue: a small list does not read as one (params `column` names it), or the row lacks what its
        type needs.
    """
    cell = _Cells(row)
    spec = BY_TYPE[cell.text("type")]
    details = _parsed(partial(parse_details, record_type=spec.type), cell, "details")
    check_needs(spec, row, details)
    measured = _parsed(parse_measurements, cell, "measurements")
    division = _division(*(cell.text(c) for c in ("province", "city", "county", "address", "issuer")))
    dates = (cell.date("published_on"), cell.date("decided_on"), cell.date("inspected_on"))
    dated = next(filter(None, dates), None)
    return Reading(
        row=number,
        enterprise=_enterprise(cell, row, division),
        content=Content(
            type=spec.type,
            title=cell.text("title"),
            doc_no=cell.text("doc_no"),
            dated=dated,
            description=cell.text("description"),
            measure=cell.text("measure"),
            details=details,
            measurements=cell.text("measurements"),
        ),
        published_on=dates[0],
        decided_on=dates[1],
        inspected_on=dates[2],
        year=dated.year if dated else row.get("year"),
        issuer=cell.text("issuer"),
        division=division,
        industry=_industry(cell.text("industry")),
        address=cell.text("address"),
        laws=cell.text("laws"),
        fine_cny=row.get("fine_cny"),
        violations=_violations(spec, cell, row),
        measurements=(*measured, *_named_only(spec, cell.text("description"), measured)),
        quantities=_parsed(parse_quantities, cell, "quantities"),
        source=_source(cell),
        reference=cell.text("reference"),
    )


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


def _parsed(parse: Callable[[str], _T], cell: _Cells, column: str) -> _T:
    """What a column holds; an error tells which column it is."""
    try:
        return parse(cell.text(column))
    except InvalidValue as error:
        error.params.setdefault("column", column)
        raise


class _Cells:
    """Typed access to one row; what is not there is empty."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._row = row

    def text(self, name: str) -> str:
        return self._row.get(name) or ""

    def date(self, name: str) -> date | None:
        return self._row.get(name)


def _enterprise(cell: _Cells, row: Mapping[str, Any], division: str) -> Description:
    name = cell.text("enterprise_name")
    return Description(
        name=name,
        name_key=_name_key(name),
        uscc=row.get("uscc"),
        is_pseudonym=bool(row.get("is_pseudonym")),
        former_names=tuple(filter(None, (part.strip() for part in cell.text("former_names").split(";")))),
        address=cell.text("address"),
        division=division,
        industry=_industry(cell.text("industry")),
        longitude=row.get("longitude"),
        latitude=row.get("latitude"),
        listed=row.get("listed"),
        is_synthetic=cell.text("source_kind") == SourceKind.SYNTHETIC,
        stated_by=cell.text("source_title"),
    )


def _source(cell: _Cells) -> SourceText:
    return SourceText(
        title=cell.text("source_title"),
        issuer=cell.text("issuer"),
        kind=SourceKind(cell.text("source_kind") or SourceKind.OTHER),
        published_on=cell.date("source_published_on"),
        url=cell.text("source_url"),
        licence=cell.text("licence"),
    )


def _violations(spec: TypeSpec, cell: _Cells, row: Mapping[str, Any]) -> tuple[ViolationCategory, ...]:
    stated = row.get("violations")
    if stated:
        return tuple(dict.fromkeys(ViolationCategory(value) for value in stated))
    return categories_in(cell.text("description")) if spec.states_violation else ()


def _named_only(spec: TypeSpec, description: str, measured: tuple[Measured, ...]) -> tuple[Measured, ...]:
    """Pollutants that the text of a violation names and of which no values are given in columns."""
    if not spec.states_violation:
        return ()
    given = {found for each in measured for found in (pollutants_in(each.pollutant) or (each.pollutant,))}
    names = [name for name in pollutants_in(description) if name not in given]
    return tuple(Measured(name, None, None, "", "", None) for name in names)


@lru_cache(maxsize=65536)
def _name_key(name: str) -> str:
    return name_key(name)


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
