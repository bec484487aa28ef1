"""Rows of lists: what was found, with the words that were looked for marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from qingce.domain.enterprises.queries import EnterpriseRow
from qingce.domain.records.queries import RecordRow
from qingce.pure.kernel.text import fold
from qingce.shared.search.queries import Query, highlight, parse_query, snippet

Segments = Sequence[tuple[str, bool]]
SNIPPET_WIDTH = 96
NOTHING = Query()


class ShownRecord(NamedTuple):
    """A record in a list."""

    row: RecordRow
    title: Segments
    enterprise: Segments
    issuer: Segments
    doc_no: Segments
    snippet: Segments


@dataclass(frozen=True)
class ShownEnterprise:
    """An enterprise in a list; `other_name` is the one that was looked for."""

    row: EnterpriseRow
    name: Segments
    uscc: Segments
    other_name: Segments
    count: int


def query_of(text: str) -> Query:
    """What to mark; nothing where the text cannot be looked for, which the search itself says."""
    return parse_query(text) if text else NOTHING


def show_records(rows: Iterable[RecordRow], query: Query = NOTHING) -> list[ShownRecord]:
    """Records as lists show them."""
    return [
        ShownRecord(
            row=row,
            title=_marked(row.title, query),
            enterprise=_marked(row.enterprise_name, query),
            issuer=_marked(row.issuer, query),
            doc_no=_marked("" if row.doc_no in row.title else row.doc_no, query),
            snippet=_snippet((row.description, row.measure), query),
        )
        for row in rows
    ]


def _marked(text: str, query: Query) -> Segments:
    """As `highlight`; most texts hold no word that is looked for, and to know that takes a tenth of finding where."""
    if not text:
        return ()
    return highlight(text, query) if _holds(text, query) else ((text, False),)


def _holds(text: str, query: Query) -> bool:
    if not query.terms:
        return False
    folded = fold(text)
    return any(term in folded for term in query.terms)


def _snippet(texts: Iterable[str], query: Query) -> Segments:
    """The first text in which a word is found, around it; empty: it is found elsewhere, or none is looked for."""
    found = next((text for text in texts if _holds(text, query)), "")
    return snippet(found, query, SNIPPET_WIDTH) if found else ()


def show_enterprises(
    rows: Iterable[EnterpriseRow], query: Query = NOTHING, *, counts: Mapping[int, int] | None = None
) -> list[ShownEnterprise]:
    """Enterprises as lists show them; counts: records by number of the enterprise, where the list shows them."""
    return [
        ShownEnterprise(
            row=row,
            name=_marked(row.name, query),
            uscc=_marked(row.uscc or _("code not known"), query if row.uscc else NOTHING),
            other_name=_other_name(row.other_names, query),
            count=(counts or {}).get(row.id, 0),
        )
        for row in rows
    ]


def _other_name(names: Sequence[str], query: Query) -> Segments:
    marked = [_marked(name, query) for name in names]
    found = (segments for segments in marked if any(is_marked for _text, is_marked in segments))
    return next(found, marked[0] if marked else ())
