"""How each line of a case stands: its papers, what speaks against them, the reason if none is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from qingce.domain.documents.queries import DocumentRow, versions_of
from qingce.domain.removal.cases.enums import CasePath, Doubt, NeededLine
from qingce.domain.removal.cases.lines import doubts_of, needed_lines
from qingce.domain.removal.models import Case, CasePaper, CaseRecord, Excuse
from qingce.shared.rulebooks.queries import book_of

BLOCKING = frozenset({Doubt.EXPIRED, Doubt.OUTSIDE, Doubt.NO_TIME, Doubt.OTHER_DAY, Doubt.WITHDRAWN})


@dataclass(frozen=True)
class HandedIn:
    """A paper handed in for a line. Args: said: the version that was. newer: a newer one lies on the shelf."""

    id: int
    said: DocumentRow
    round: int
    doubts: tuple[Doubt, ...]
    newer: bool
    verdict: Mapping[str, bool]
    proves: str
    judged_by: str
    judged_at: datetime | None = None

    @property
    def fits(self) -> bool:
        """Whether nothing in its dates speaks against it."""
        return not BLOCKING.intersection(self.doubts)


@dataclass(frozen=True)
class Excused:
    """Why a line has no paper, and whether the staff waive it; None: not decided."""

    reason: str
    is_waived: bool | None
    why: str
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True)
class LineStanding:
    """A line of a record's list, as it stands."""

    case_record: int
    record: int
    line: NeededLine
    papers: tuple[HandedIn, ...]
    excuse: Excused | None

    @property
    def fits(self) -> bool:
        """Whether a paper is there that fits."""
        return any(each.fits for each in self.papers)

    @property
    def is_answered(self) -> bool:
        """Whether a paper is there that fits, or a reason why none is that was not refused."""
        return self.fits or (self.excuse is not None and self.excuse.is_waived is not False)


def standings_of(case: Case) -> tuple[LineStanding, ...]:
    """Every line of every record of a case, record by record; a fixed number of queries."""
    if case.applied_on is None or not case.rules:
        return ()
    records = list(CaseRecord.objects.filter(case=case, outcome=CasePath.OFF_SITE).order_by("place"))
    papers = list(CasePaper.objects.filter(case_record__case=case).order_by("pk"))
    rows, newest = _documents(papers)
    excuses = {(each.case_record_id, each.line): each for each in Excuse.objects.filter(case_record__case=case)}
    found = []
    for record in records:
        for line in lines_of(case, record):
            there = [each for each in papers if (each.case_record_id, each.line) == (record.pk, line.key)]
            found.append(
                LineStanding(
                    case_record=record.pk,
                    record=record.record_id,
                    line=line,
                    papers=_handed_in(line, there, rows, newest, case.applied_on, record.recorded_on),
                    excuse=_excused(excuses.get((record.pk, line.key))),
                )
            )
    return tuple(found)


def as_approved(line: LineStanding, until: datetime | None) -> LineStanding:
    """A line without judgements that no approved report rests on yet. Args: until: when the newest was approved."""
    return replace(line, papers=tuple(_as_approved(each, until) for each in line.papers))


def _as_approved(paper: HandedIn, until: datetime | None) -> HandedIn:
    if until and paper.judged_at and paper.judged_at <= until:
        return paper
    return replace(paper, verdict={}, proves="")


def lines_of(case: Case, record: CaseRecord) -> tuple[NeededLine, ...]:
    """The lines of one record of a case, by the rules that were frozen with the application; two queries at most."""
    if case.applied_on is None or record.outcome != CasePath.OFF_SITE:
        return ()
    return needed_lines(
        book_of(case.rules), book_of(case.types), record.lists, record.facts, applied_on=case.applied_on
    )


def _handed_in(
    line: NeededLine,
    papers: Sequence[CasePaper],
    rows: Mapping[tuple[int, int | None], DocumentRow],
    newest: Mapping[int, int],
    applied_on: date,
    recorded_on: date | None,
) -> tuple[HandedIn, ...]:
    said = {each.pk: rows[each.document_id, each.document_version] for each in papers}
    doubts = doubts_of(line, list(said.values()), applied_on=applied_on, recorded_on=recorded_on)
    return tuple(
        HandedIn(
            id=each.pk,
            said=said[each.pk],
            round=each.round,
            doubts=doubts[each.document_id],
            newer=newest[each.document_id] > each.document_version,
            verdict=each.verdict,
            proves=each.proves,
            judged_by=each.judged_by,
            judged_at=each.judged_at,
        )
        for each in papers
    )


def _documents(papers: Sequence[CasePaper]) -> tuple[dict[tuple[int, int | None], DocumentRow], dict[int, int]]:
    found = versions_of([(each.document_id, each.document_version) for each in papers])
    return found, {number: row.version for (number, _), row in found.items()}


def _excused(row: Excuse | None) -> Excused | None:
    return None if row is None else Excused(row.reason, row.is_waived, row.why, row.decided_by, row.decided_at)
