"""The staff determine how the records of a case can be removed: confirmed facts, frozen rules, one way for the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from qingce.domain.records.queries import matters_among, rows_by_ids
from qingce.domain.removal.cases.determining import NOT_APPLICABLE, PERSON, Found, found_of
from qingce.domain.removal.cases.enums import CaseAct, CaseParty, CasePath, CaseState
from qingce.domain.removal.cases.errors import CaseIncomplete
from qingce.domain.removal.cases.holding import said, staff_case
from qingce.domain.removal.cases.stepping import Stepped, check_seen, take_step
from qingce.domain.removal.determining import newest_confirmations, newest_overrides
from qingce.domain.removal.models import Case, CaseRecord
from qingce.pure.rules.book import Book
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import SYSTEM
from qingce.shared.rulebooks.queries import book_of


@transaction.atomic
def determine_case(
    actor: Actor, pk: int, *, seen: int, lists: Mapping[int, Sequence[str]] | None = None, at: datetime
) -> CasePath:
    """Determines the way of a case: off-site, unless any of its records needs an on-site audit (IPE-2017 §2.2.2).

    Each record is decided by what the staff confirmed of it, for the day of the application and by the version of then;
    a senior reviewer's override counts before the rules. What proves not to be removable, or left the
    public list meanwhile, falls out of the case.

    Args: lists: of records whose override leaves open which papers are asked for, the lists that are.
    Raises: CaseNotFound; NotYourCase; CaseElsewhere; CaseChanged; CaseIncomplete: facts of a record are not confirmed
        or not known, or nobody decided where the rules leave it to a person, or nothing is left.
    """
    case = staff_case(actor, pk, CaseState.APPLIED)
    check_seen(case, seen)
    book = book_of(case.rules)
    rows = list(CaseRecord.objects.select_for_update().filter(case=case, is_open=True).order_by("place", "pk"))
    found = found_in_case(case, rows)
    listed = {each.id for each in rows_by_ids([row.record_id for row in rows], actor=SYSTEM)}
    for row in rows:
        if row.record_id in listed:
            _freeze(row, _settled(row, found[row.record_id]), book, (lists or {}).get(row.record_id, ()))
    left = [row for row in rows if row.record_id in listed and row.outcome != NOT_APPLICABLE]
    if not left:
        raise CaseIncomplete("Removal applies to none of these records; decline the application.", cause="none-left")
    for row in rows:
        row.is_open = row in left
    CaseRecord.objects.bulk_update(rows, ["outcome", "facts", "lists", "rows", "claims", "is_open"])
    path = CasePath.ON_SITE if any(row.outcome == CasePath.ON_SITE for row in left) else CasePath.OFF_SITE
    facts = {
        "records": [row.record_id for row in left],
        "digest": case.rules,
        "rows": list(dict.fromkeys(each for row in left for rows_ in row.rows for each in rows_)),
    }
    act = CaseAct.DETERMINE if path == CasePath.OFF_SITE else CaseAct.SEND_ON_SITE
    columns = {"path": path, "asked": ""}
    take_step(
        case, act, CaseParty.REVIEWER, actor=actor, at=at, said=Stepped(columns, clause=_clause(path), facts=facts)
    )
    return path


@transaction.atomic
def decline_case(actor: Actor, pk: int, *, reason: str, seen: int, at: datetime) -> None:
    """Ends an application to whose records removal does not apply; the reason is public.

    Raises: CaseNotFound; NotYourCase; CaseElsewhere; CaseChanged; CaseTextWrong.
    """
    case = staff_case(actor, pk, CaseState.APPLIED)
    check_seen(case, seen)
    text = said(reason, "Say why: the reason is public.")
    step = Stepped({"reason": text}, reason=text, clause="IPE-2017 §2")
    take_step(case, CaseAct.DECLINE, CaseParty.REVIEWER, actor=actor, at=at, said=step)


def found_in_case(case: Case, rows: Sequence[CaseRecord]) -> dict[int, Found | None]:
    """What records of a case come to as their facts are confirmed now, by record; six queries for all of them.

    Returns: None: nobody confirmed any, or the record left the public list meanwhile.
    """
    numbers = [row.record_id for row in rows]
    confirmed, overrides = newest_confirmations(numbers), newest_overrides(numbers)
    matters, book = matters_among(numbers, actor=SYSTEM), book_of(case.rules)
    return {
        row.record_id: found_of(
            matters[row.record_id],
            confirmed[row.record_id],
            overrides.get(row.record_id),
            book=book,
            on=case.applied_on,
            judged=row.claims,
        )
        if case.applied_on and row.record_id in matters and row.record_id in confirmed
        else None
        for row in rows
    }


def _settled(row: CaseRecord, found: Found | None) -> Found:
    if found is None:
        raise _open(row, "The facts of record {number} are not confirmed yet; confirm them first.", "facts")
    if found.outcome is None:
        raise _open(row, "Facts of record {number} are still missing; ask for them or confirm them first.", "unknown")
    if found.outcome == PERSON:
        raise _open(
            row, "For record {number} the rules leave it to a person; a senior reviewer decides first.", "person"
        )
    return found


def _freeze(row: CaseRecord, found: Found, book: Book, chosen: Sequence[str]) -> None:
    row.outcome = found.outcome or ""
    row.facts = list(found.facts)
    row.rows = [list(each) for each in found.rows]
    row.claims = [dict(each) for each in found.claims]
    row.lists = [list(each) for each in found.lists]
    if row.outcome == CasePath.OFF_SITE and not any(row.lists):
        known = [each for each in chosen if each in book.requirements]
        if not known:
            raise _open(row, "Choose which papers record {number} needs: no rule that counts says so.", "lists")
        row.lists[0] = known


def _open(row: CaseRecord, text: str, cause: str) -> CaseIncomplete:
    return CaseIncomplete(text.format(number=row.record_id), cause=cause, number=row.record_id)


def _clause(path: CasePath) -> str:
    return "IPE-2017 §2.1" if path == CasePath.OFF_SITE else "IPE-2017 §2.2.2"


@dataclass(frozen=True)
class OpenRecord:
    """A record of a case that waits for its determination.

    Args: found: what it comes to as its facts are confirmed; None: nobody confirmed any. needs_lists: no rule that
        counts says which papers are asked for.
    """

    record_id: int
    found: Found | None
    needs_lists: bool


def open_records(pk: int) -> list[OpenRecord]:
    """How each record of a case stands before the determination; eight queries for all of them."""
    row = Case.objects.get(pk=pk)
    records = list(CaseRecord.objects.filter(case=row, is_open=True).order_by("place", "pk"))
    found = found_in_case(row, records)
    return [
        OpenRecord(number, each, bool(each and each.outcome == CasePath.OFF_SITE and not any(each.lists)))
        for number, each in found.items()
    ]
