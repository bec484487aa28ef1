"""Why records left the public list and came back, as pages tell it: each change with the case that made it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from qingce.domain.records.enums import CASE, PublicationState, RemovalPath
from qingce.domain.records.queries import CaseChange, StateChangeRow
from qingce.doors.web.ledger.subjects import pages_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


_RESTORED = _("Restored")


@dataclass(frozen=True)
class ShownCase:
    """A case. Args: address: of its page; empty: it has none that the public may see."""

    number: int
    address: str


@dataclass(frozen=True)
class ShownChange:
    """A change of a record's state. Args: path: how its case was reviewed; empty: no case, or it does not say."""

    row: StateChangeRow
    what: StrOrPromise
    path: StrOrPromise
    case: ShownCase | None


@dataclass(frozen=True)
class ShownCaseChange:
    """What a case did to one of an enterprise's records."""

    row: CaseChange
    what: StrOrPromise
    path: StrOrPromise
    case: ShownCase


def shown_changes(rows: Sequence[StateChangeRow]) -> list[ShownChange]:
    """The changes of one record, in their order; one query where cases have pages."""
    cases = _cases(each.case for each in rows)
    return [ShownChange(each, what_changed(each), path_said(each.path), cases.get(each.case or 0)) for each in rows]


def shown_case_changes(rows: Sequence[CaseChange]) -> list[ShownCaseChange]:
    """As `shown_changes`, of what cases did to many records."""
    cases = _cases(each.case for each in rows)
    return [
        ShownCaseChange(
            each, _RESTORED if each.is_restored else each.state.label, path_said(each.path), cases[each.case]
        )
        for each in rows
    ]


def what_changed(row: StateChangeRow) -> StrOrPromise:
    """What a change is called."""
    if row.current != PublicationState.PUBLISHED:
        return row.current.label
    return _RESTORED if row.former == PublicationState.REMOVED else _("Published again")


def path_said(path: str) -> StrOrPromise:
    """How a case was reviewed, in words; empty: it does not say."""
    return RemovalPath(path).label if path else ""


def _cases(numbers: Iterable[int | None]) -> Mapping[int, ShownCase]:
    """Cases by number, with their pages as far as whoever shows cases has registered them (`ledger.subjects`)."""
    wanted = {number for number in numbers if number is not None}
    pages = pages_of((CASE, number) for number in wanted)
    return {
        number: ShownCase(number, pages[CASE, number].address if (CASE, number) in pages else "") for number in wanted
    }
