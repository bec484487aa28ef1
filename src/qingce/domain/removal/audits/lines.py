"""The lines of annex 2: what the enterprise hands in, and what the form on the enterprise asks; not public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from qingce.domain.documents.enums import Audience
from qingce.domain.documents.queries import DocumentRow, versions_of
from qingce.domain.removal.enums import BOOK
from qingce.domain.removal.models import Audit, AuditPaper
from qingce.pure.rules.papers import served
from qingce.shared.rulebooks.queries import book_of

if TYPE_CHECKING:
    from qingce.pure.rules.schema import Text

LIST, YEARLY = "onsite-documents", "yearly-data"
OPTIONAL_GROUPS = ("other",)  # what the enterprise finds closely related: it may find nothing
YEARS = "environmental-data-years"


@dataclass(frozen=True)
class DocumentLine:
    """A line of annex 2. Args: is_needed: it takes documents, or a word why there are none."""

    id: str
    group: str
    title: Text
    clause: str
    is_needed: bool


@dataclass(frozen=True)
class PaperRow:
    """A document that was handed in."""

    id: int
    document: DocumentRow


@dataclass(frozen=True)
class LineOfAudit:
    """A line with what was handed in. Args: types: that serve it; none: any. missing: years that no paper covers."""

    line: DocumentLine
    types: tuple[str, ...]
    papers: tuple[PaperRow, ...]
    text: str
    missing: tuple[int, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether nothing more is needed."""
        return bool(self.text) or (bool(self.papers) and not self.missing) or not self.line.is_needed


@lru_cache(maxsize=16)
def document_lines(rules: str) -> tuple[DocumentLine, ...]:
    """The lines of a version of the rules; no query where its book is in memory."""
    return tuple(
        DocumentLine(each.id, each.at["group"], each.title, each.clause, each.at["group"] not in OPTIONAL_GROUPS)
        for each in book_of(rules).lists[LIST].item
    )


def years_needed(audit: Audit) -> tuple[int, ...]:
    """The full years before the application of which data are handed in (IPE-2017 annex 2 e)."""
    on = audit.case.applied_on
    if on is None:
        return ()
    count = int(book_of(audit.rules).value(YEARS, on=on))
    return tuple(on.year - back for back in range(1, count + 1))


def types_for(audit: Audit, line: str) -> tuple[str, ...]:
    """The types of the shelf that serve a line, by the rulebook of the case's day; none: any does."""
    return tuple(served(book_of(audit.case.types)).get(f"{BOOK} list.{LIST}.{line}", ()))


def lines_of_audit(audit: Audit) -> tuple[LineOfAudit, ...]:
    """Every line with its papers, in the versions that were handed in; a fixed number of queries."""
    rows = list(AuditPaper.objects.filter(audit=audit).order_by("pk"))
    wanted = [(row.document_id, row.document_version) for row in rows if row.document_id]
    said = versions_of(wanted)
    papers: dict[str, list[PaperRow]] = {}
    for row in rows:
        if row.document_id:
            found = said[row.document_id, row.document_version]
            papers.setdefault(row.line, []).append(PaperRow(row.pk, found))
    texts = {row.line: row.text for row in rows if not row.document_id}
    return tuple(
        LineOfAudit(
            line=line,
            types=types_for(audit, line.id),
            papers=tuple(papers.get(line.id, ())),
            text=texts.get(line.id, ""),
            missing=_missing(audit, papers.get(line.id, ())) if line.id == YEARLY else (),
        )
        for line in document_lines(audit.rules)
    )


def is_shared(row: DocumentRow) -> bool:
    """Whether the parties of an audit may see a document: a closed one stays closed."""
    return row.audience != Audience.CLOSED and row.withdrawn_at is None


def _missing(audit: Audit, papers: Iterable[PaperRow]) -> tuple[int, ...]:
    def covers(year: int) -> bool:
        first, last = date(year, 1, 1), date(year, 12, 31)
        return any(
            paper.document.covers_from is not None
            and paper.document.covers_until is not None
            and paper.document.covers_from <= first
            and paper.document.covers_until >= last
            for paper in papers
        )

    papers = tuple(papers)
    return tuple(year for year in years_needed(audit) if not covers(year))
