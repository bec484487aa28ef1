"""Published rosters and lists of results with their lines, and what each enterprise's audits came to (CPA-1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from qingce.domain.cleaner_production.enums import ListKind, Obligation, Result
from qingce.domain.cleaner_production.errors import RosterNotFound
from qingce.domain.cleaner_production.models import Publication, Roster
from qingce.domain.records.queries import (
    AuditRow,
    audit,
    audits_after,
    audits_by_ids,
    audits_of,
    audits_of_batch,
    count_audits,
)
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.queries import files_by_ids
from qingce.shared.intake.enums import CAME_IN
from qingce.shared.intake.queries import check_batch
from qingce.shared.parties.enums import Actor


@dataclass(frozen=True)
class RosterRow:
    """A published list as a whole. Args: lines: of the public list; 0 until its file is in."""

    id: int
    batch_id: int
    unit: str
    list: ListKind
    first_year: int
    last_year: int
    obligation: Obligation | None
    department: str
    batch_name: str
    title: str
    issuer: str
    link: str
    published_on: date | None
    has_copy: bool
    lines: int = 0

    @property
    def years(self) -> str:
        """2021, or 2021-2022."""
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}-{self.last_year}"


@dataclass(frozen=True)
class AuditLine:
    """A line of a list: what it says of one enterprise.

    Args:
        listed: None: from another source, such as a disclosure platform.
        grounds: values of the rulebook's grounds. roster: the list it stands on, if it came as one.
        is_off_roster: a result of an enterprise that no roster known here names.
    """

    row: AuditRow
    listed: ListKind | None
    years: str
    obligation: Obligation | None
    grounds: tuple[str, ...]
    department: str
    batch_name: str
    note: str
    result: Result | None
    roster: int | None = None
    is_off_roster: bool = False


@dataclass(frozen=True)
class AuditHistory:
    """An enterprise's audits, oldest first.

    Args: open_since: the line whose result asks for a new audit that nothing later answers (办法第十八条).
    """

    lines: Sequence[AuditLine]
    open_since: AuditLine | None


@dataclass(frozen=True)
class RostersAsked:
    """Which lists are asked for. Args: units: None: of all; year: one that a list is of; None: any."""

    units: Collection[str] | None = None
    year: int | None = None
    kind: ListKind | None = None


ALL_ROSTERS = RostersAsked()


def rosters(asked: RostersAsked = ALL_ROSTERS, *, start: int = 0, count: int | None = None) -> list[RosterRow]:
    """The lists whose files are in, the latest first; two queries.

    Args: start: how many are passed over. count: how many at the most; None: all.
    """
    found = _public(asked).order_by("-last_year", "unit", "list", "-published_on", "pk")
    return _counted(list(found[start : None if count is None else start + count]))


def count_rosters(asked: RostersAsked = ALL_ROSTERS) -> int:
    """How many lists there are; one query."""
    return _public(asked).count()


def rosters_after(after: int, limit: int, asked: RostersAsked = ALL_ROSTERS) -> list[RosterRow]:
    """The lists whose files are in by number, from the one behind `after`; two queries."""
    return _counted(list(_public(asked).filter(pk__gt=after).order_by("pk")[:limit]))


def roster(pk: int) -> RosterRow:
    """One list whose file is in; two queries.

    Raises: RosterNotFound.
    """
    found = _one(pk)
    return _row(found, count_audits([found.batch_id]).get(found.batch_id, 0))


def roster_years() -> list[int]:
    """The years of which there are lists, the latest first; one query."""
    spans = _public().order_by().values_list("first_year", "last_year").distinct()
    return sorted({year for first, last in spans for year in (first, last)}, reverse=True)


def roster_lines(found: RosterRow, *, offset: int = 0, limit: int | None = None) -> list[AuditLine]:
    """The lines of a list in the order of its file; one query, two for a list of results."""
    rows = audits_of_batch(found.batch_id, offset=offset, limit=limit)
    known: Mapping[int, list[AuditRow]] = {}
    if found.list == ListKind.RESULTS:
        known = audits_of({each.enterprise_id for each in rows})
    lines = (_line(each, {each.batch_id: found.id}) for each in rows)
    return [_placed(each, known.get(each.row.enterprise_id, ())) for each in lines]


def roster_copy(pk: int) -> KeptFile:
    """The saved copy of a published list.

    Raises: RosterNotFound: there is none.
    """
    number = _one(pk).copy_id
    found = files_by_ids([number]) if number else []
    if not found:
        raise RosterNotFound(f"The roster number {pk} has no saved copy.", number=pk)
    return found[0]


def roster_of_batch(batch: int, *, actor: Actor) -> RosterRow:
    """The list that came with a file, for who brings files in its area.

    Raises: RosterNotFound; BatchNotFound.
    """
    check_batch(batch, actor)
    found = Roster.objects.filter(batch_id=batch).first()
    if found is None:
        raise RosterNotFound("No roster came with this file.", number=batch)
    return _row(found, 0)


def audit_histories(enterprises: Collection[int]) -> dict[int, AuditHistory]:
    """What lists said of each enterprise, with those merged into it; two queries, one where nothing is found."""
    found = audits_of(enterprises)
    batches = {each.batch_id for rows in found.values() for each in rows}
    lists = dict(_public().filter(batch_id__in=batches).values_list("batch_id", "pk")) if batches else {}
    return {owner: _history([_placed(_line(each, lists), rows) for each in rows]) for owner, rows in found.items()}


def audit_history(enterprise: int) -> AuditHistory:
    """What lists said of one enterprise; two queries, one where nothing is found."""
    return audit_histories([enterprise]).get(enterprise, AuditHistory((), None))


def audit_line(pk: int) -> AuditLine:
    """One line by the number of its record; two queries.

    Raises: RecordNotFound: there is none on the public list, or it is of another type.
    """
    found = audit(pk)
    return _line(found, dict(_public().filter(batch_id=found.batch_id).values_list("batch_id", "pk")))


def audit_lines_after(
    after: int, limit: int, *, enterprise: int | None = None, roster: int | None = None, year: int | None = None
) -> list[AuditLine]:
    """Lines on the public list by the number of their record, from the one behind `after`; five queries at most.

    Raises: RosterNotFound: there is no such roster.
    """
    batch = None if roster is None else _one(roster).batch_id
    rows = audits_after(after, limit, enterprise=enterprise, batch=batch, year=year)
    lists = dict(_public().filter(batch_id__in={each.batch_id for each in rows}).values_list("batch_id", "pk"))
    lines = [_line(each, lists) for each in rows]
    results = {each.row.enterprise_id for each in lines if each.listed == ListKind.RESULTS}
    known = audits_of(results) if results else {}
    return [_placed(each, known.get(each.row.enterprise_id, ())) for each in lines]


def published_lines_after(after: int, limit: int) -> tuple[list[int], list[AuditLine]]:
    """Audits of which a publication was noted that counts, from the one behind `after`: four queries at most.

    Returns: the numbers of their records, and those lines of them that are on the public list.
    """
    noted = Publication.objects.filter(record_id__gt=after, withdrawn_at=None).order_by("record_id")
    numbers = list(noted.values_list("record_id", flat=True).distinct()[:limit])
    rows = audits_by_ids(numbers)
    lists = dict(_public().filter(batch_id__in={each.batch_id for each in rows}).values_list("batch_id", "pk"))
    return numbers, [_line(each, lists) for each in rows]


def _history(lines: Sequence[AuditLine]) -> AuditHistory:
    """A fail asks for a new audit until a later list names the enterprise again."""
    failed = next((place for place in reversed(range(len(lines))) if lines[place].result == Result.FAIL), None)
    is_open = failed is not None and not any(
        each.listed == ListKind.ROSTER or each.result == Result.PASS for each in lines[failed + 1 :]
    )
    return AuditHistory(lines, lines[failed] if failed is not None and is_open else None)


def _placed(line: AuditLine, known: Sequence[AuditRow]) -> AuditLine:
    """A line with whether it is a result of an enterprise on no roster."""
    is_result = line.listed == ListKind.RESULTS
    if not is_result or any(each.details.get("listed") == ListKind.ROSTER for each in known):
        return line
    return replace(line, is_off_roster=True)


def _line(row: AuditRow, lists: Mapping[int, int]) -> AuditLine:
    said = row.details
    return AuditLine(
        row=row,
        listed=ListKind(said["listed"]) if said.get("listed") else None,
        years=said.get("years") or str(row.year or ""),
        obligation=Obligation(said["obligation"]) if said.get("obligation") else None,
        grounds=tuple(filter(None, said.get("grounds", "").split(";"))),
        department=said.get("department", ""),
        batch_name=said.get("batch", ""),
        note=said.get("note", ""),
        result=Result(said["result"]) if said.get("result") else None,
        roster=lists.get(row.batch_id),
    )


def _public(asked: RostersAsked = ALL_ROSTERS) -> QuerySet[Roster]:
    found = Roster.objects.filter(batch__state__in=CAME_IN)
    if asked.units is not None:
        found = found.filter(unit__in=asked.units)
    if asked.year is not None:
        found = found.filter(first_year__lte=asked.year, last_year__gte=asked.year)
    return found.filter(list=asked.kind) if asked.kind else found


def _counted(rows: Sequence[Roster]) -> list[RosterRow]:
    lines = count_audits([each.batch_id for each in rows]) if rows else {}
    return [_row(each, lines.get(each.batch_id, 0)) for each in rows]


def _one(pk: int) -> Roster:
    found = _public().filter(pk=pk).first()
    if found is None:
        raise RosterNotFound(f"There is no roster number {pk}.", number=pk)
    return found


def _row(each: Roster, lines: int) -> RosterRow:
    return RosterRow(
        id=each.pk,
        batch_id=each.batch_id,
        unit=each.unit,
        list=ListKind(each.list),
        first_year=each.first_year,
        last_year=each.last_year,
        obligation=Obligation(each.obligation) if each.obligation else None,
        department=each.department,
        batch_name=each.batch_name,
        title=each.title,
        issuer=each.issuer,
        link=each.link,
        published_on=each.published_on,
        has_copy=each.copy_id is not None,
        lines=lines,
    )
