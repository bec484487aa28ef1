"""Reading findings: matrix, prefectures, one unit, one cell with its history; a fixed number of queries each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, QuerySet

from qingce.domain.cleaner_production.counting import (
    TypeCount,
    YearCount,
    count_types,
    count_years,
    series_of,
)
from qingce.domain.cleaner_production.enums import Grounds, HowFound, ListKind, ListState, Series
from qingce.domain.cleaner_production.errors import FindingNotFound
from qingce.domain.cleaner_production.models import Finding
from qingce.domain.cleaner_production.survey import Cell
from qingce.domain.cleaner_production.units import unit_of
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.queries import files_by_ids

FAR = 9999
_KINDS = {each.value: each for each in ListKind}
_STATES = {each.value: each for each in ListState}
_GROUNDS = {each.value: each for each in Grounds}


@dataclass(frozen=True)
class FindingRow:
    """A cell as it is handed out. Args: copy: number of the saved copy. replaced_at: None: it holds."""

    id: int
    unit: str
    place: str
    first_year: int
    last_year: int
    list: ListKind
    state: ListState
    voluntary_part: ListState | None
    grounds: Grounds
    link: str
    copy_id: int | None
    published_on: date | None
    how_found: HowFound
    source: str
    reason: str
    entered_by: str
    entered_at: datetime
    replaced_at: datetime | None
    copy: KeptFile | None = None

    @property
    def cell(self) -> Cell:
        """Where it stands in the matrix."""
        return Cell(self.unit, self.first_year, self.list)


@dataclass(frozen=True)
class Matrix:
    """The cells of units, without prefectures."""

    states: Mapping[Cell, ListState]
    voluntary: Mapping[Cell, ListState]
    grounds: Mapping[tuple[str, int], Grounds]

    @cached_property
    def years(self) -> Sequence[int]:
        """The years that have a cell."""
        return sorted({cell.year for cell in self.states})

    @cached_property
    def counts(self) -> Sequence[YearCount]:
        """The counts of each list and year."""
        return count_years(self.states)

    @cached_property
    def types(self) -> Sequence[TypeCount]:
        """How many rosters of each year name grounds."""
        return count_types(self.grounds)


@dataclass(frozen=True)
class PrefectureCount:
    """Prefectures of a unit for one list and year. Args: last_year: the same, where the source names one."""

    unit: str
    first_year: int
    last_year: int
    list: ListKind
    published: int
    not_published: int


@dataclass(frozen=True)
class PlaceCell:
    """What a prefecture or division did for one list. Args: id: of the finding. last_year: as of a count."""

    id: int
    place: str
    first_year: int
    last_year: int
    list: ListKind
    state: ListState


def read_matrix() -> Matrix:
    """The whole matrix; one query."""
    fields = ("unit", "first_year", "list", "state", "voluntary_part", "grounds")
    states: dict[Cell, ListState] = {}
    voluntary: dict[Cell, ListState] = {}
    grounds: dict[tuple[str, int], Grounds] = {}
    for unit, year, kind, state, part, told in _held().filter(place="").values_list(*fields):
        cell = Cell(unit, year, _KINDS[kind])
        states[cell] = _STATES[state]
        if part:
            voluntary[cell] = _STATES[part]
        if cell.list is ListKind.ROSTER:
            grounds[unit, year] = _GROUNDS[told]
    return Matrix(states, voluntary, grounds)


def matrix_of(rows: Iterable[FindingRow]) -> Matrix:
    """The matrix of cells that were read already."""
    own = [each for each in rows if not each.place]
    return Matrix(
        {each.cell: each.state for each in own},
        {each.cell: each.voluntary_part for each in own if each.voluntary_part},
        {(each.unit, each.first_year): each.grounds for each in own if each.list == ListKind.ROSTER},
    )


def known_years() -> list[int]:
    """The years of which something is known of a unit; one query."""
    return list(_held().filter(place="").values_list("first_year", flat=True).distinct().order_by("first_year"))


def known_places() -> Mapping[str, int]:
    """Of how many prefectures and divisions of each unit something is known; one query."""
    rows = _held().filter(place__gt="").values_list("unit").annotate(Count("place", distinct=True)).order_by("unit")
    return dict(rows)


def count_prefectures(*, first: int = 0, last: int = FAR) -> list[PrefectureCount]:
    """How many prefectures and divisions published in these years, by unit, list and year; one query."""
    groups = ("unit", "first_year", "last_year", "list")
    held = _held().filter(place__gt="", first_year__lte=last, last_year__gte=first)
    rows = held.values_list(*groups, "state").annotate(count=Count("pk")).order_by(*groups)
    return _counted(
        (unit, from_, to, _KINDS[kind], _STATES[state], count) for unit, from_, to, kind, state, count in rows
    )


def count_places(unit: str, cells: Iterable[PlaceCell]) -> list[PrefectureCount]:
    """The same of one unit, from what was read already."""
    rows = sorted(cells, key=lambda each: (each.first_year, each.last_year, each.list))
    return _counted((unit, each.first_year, each.last_year, each.list, each.state, 1) for each in rows)


def _counted(rows: Iterable[tuple[str, int, int, ListKind, ListState, int]]) -> list[PrefectureCount]:
    found: dict[tuple[str, int, int, ListKind], dict[Series, int]] = {}
    for unit, first, last, kind, state, count in rows:
        counts = found.setdefault((unit, first, last, kind), {})
        series = series_of(state)
        counts[series] = counts.get(series, 0) + count
    return [
        PrefectureCount(*group, each.get(Series.PUBLISHED, 0), each.get(Series.NOT_PUBLISHED, 0))
        for group, each in found.items()
    ]


def own_findings(unit: str) -> list[FindingRow]:
    """The cells of a unit without those of its prefectures, by year; five queries at most.

    Raises: UnitUnknown.
    """
    unit_of(unit)
    return _with_copies(_held().filter(unit=unit, place="").order_by("first_year", "-list"))


def places_of(unit: str) -> list[PlaceCell]:
    """What prefectures and divisions of a unit did, by place and year; one query."""
    fields = ("pk", "place", "first_year", "last_year", "list", "state")
    rows = _held().filter(unit=unit, place__gt="").order_by("place", "first_year", "-list").values_list(*fields)
    return [
        PlaceCell(pk, place, first, last, _KINDS[kind], _STATES[state]) for pk, place, first, last, kind, state in rows
    ]


def findings_of_unit(unit: str) -> list[FindingRow]:
    """The cells of a unit and those of its prefectures, by year; five queries at most.

    Raises: UnitUnknown.
    """
    unit_of(unit)
    return _with_copies(_held().filter(unit=unit).order_by("place", "first_year", "-list"))


def findings_of_year(year: int) -> list[FindingRow]:
    """The cells of the units in a year; five queries at most."""
    return _with_copies(_held().filter(first_year=year, place="").order_by("unit", "-list"))


def findings_after(
    after: int, limit: int, *, unit: str = "", year: int | None = None, kind: ListKind | None = None
) -> list[FindingRow]:
    """The cells that hold, of units and prefectures, by number, from the one behind `after`; five queries at most.

    Args: year: one that the cell stands for.
    """
    found = _held().filter(pk__gt=after)
    if unit:
        found = found.filter(unit=unit)
    if year is not None:
        found = found.filter(first_year__lte=year, last_year__gte=year)
    if kind:
        found = found.filter(list=kind)
    return _with_copies(found.order_by("pk")[:limit])


def history_of(pk: int) -> list[FindingRow]:
    """A cell with all that stood in it, the newest first; six queries at most.

    Raises: FindingNotFound.
    """
    row = Finding.objects.filter(pk=pk).first()
    if row is None:
        raise FindingNotFound(f"There is no finding number {pk}.", number=pk)
    same = {name: getattr(row, name) for name in ("unit", "place", "first_year", "last_year", "list")}
    return _with_copies(Finding.objects.filter(**same).order_by("-pk"))


def held_in(cell: Cell, *, place: str = "") -> FindingRow | None:
    """What holds in a cell; None: it is empty. One query, and four for its copy."""
    rows = _held().filter(unit=cell.unit, first_year=cell.year, list=cell.list, place=place)
    return next(iter(_with_copies(rows.order_by("-pk"))), None)


def copy_of(pk: int) -> KeptFile:
    """The saved copy of a finding, of a former one too.

    Raises: FindingNotFound: there is none.
    """
    number = Finding.objects.filter(pk=pk).values_list("copy_id", flat=True).first()
    found = files_by_ids([number]) if number else []
    if not found:
        raise FindingNotFound(f"The finding number {pk} has no saved copy.", number=pk)
    return found[0]


def _held() -> QuerySet[Finding]:
    return Finding.objects.filter(replaced_at=None)


def _with_copies(rows: QuerySet[Finding]) -> list[FindingRow]:
    found = [_row(each) for each in rows]
    numbers = {each.copy_id for each in found if each.copy_id}
    copies = {each.id: each for each in files_by_ids(numbers)} if numbers else {}
    return [replace(each, copy=copies.get(each.copy_id or 0)) for each in found]


def _row(row: Finding) -> FindingRow:
    return FindingRow(
        id=row.pk,
        unit=row.unit,
        place=row.place,
        first_year=row.first_year,
        last_year=row.last_year,
        list=ListKind(row.list),
        state=ListState(row.state),
        voluntary_part=ListState(row.voluntary_part) if row.voluntary_part else None,
        grounds=Grounds(row.grounds),
        link=row.link,
        copy_id=row.copy_id,
        published_on=row.published_on,
        how_found=HowFound(row.how_found),
        source=row.source,
        reason=row.reason,
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        replaced_at=row.replaced_at,
    )
