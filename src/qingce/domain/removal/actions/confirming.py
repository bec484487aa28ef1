"""A person confirms, or corrects, what a record's violations are decided on (POL-2, REM-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.records.actions import hold_record
from qingce.domain.records.queries import RecordMatter, matter_of
from qingce.domain.removal.acts import CONFIRMED, UNKNOWN
from qingce.domain.removal.determining import confirmation_row, determine, newest_confirmation
from qingce.domain.removal.enums import BOOK, ConfirmationRow, RecordDetermination, StatedViolation
from qingce.domain.removal.errors import ConfirmedMeanwhile, NothingConfirmed, WordsNotInRecord
from qingce.domain.removal.given import written
from qingce.domain.removal.models import Confirmation, WaitingRecord
from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.kernel.text import clean
from qingce.pure.rules.values import read_facts
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import enter_act, journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import signatory_of
from qingce.shared.rulebooks.queries import book_at

MOST_VIOLATIONS = 20


@transaction.atomic
def confirm_facts(
    pk: int, violations: Sequence[StatedViolation], *, seen: int, actor: Actor, at: datetime
) -> ConfirmationRow:
    """Confirms what a record's violations are decided on; from now on suggestions from its words do not count.

    Args: violations: all of the record, at most 20; facts as a form writes them. What the record itself gives goes
        before them. seen: the place of the confirmation that the person saw; 0: there was none.
    Raises: DutyMissing; OutOfArea; RecordNotFound; NothingConfirmed; ConfirmedMeanwhile; WordsNotInRecord;
        InvalidFact: a fact is unknown or out of its range; NoReleaseInForce.
    """
    hold_record(pk, actor=actor, duty=Duty.CONFIRM_FACTS)
    if not 0 < len(violations) <= MOST_VIOLATIONS:
        raise NothingConfirmed(f"Between 1 and {MOST_VIOLATIONS} violations can be confirmed.", most=MOST_VIOLATIONS)
    last = newest_confirmation(pk)
    if (last.place if last else 0) != seen:
        raise ConfirmedMeanwhile(f"Somebody else confirmed the facts of record {pk} meanwhile.", number=pk)
    book, on = book_at(BOOK, on=localdate(at)), localdate(at)
    row = Confirmation(
        record_id=pk,
        place=seen + 1,
        violations=[{"text": clean(each.text), "facts": written(read_facts(book, each.facts))} for each in violations],
        on=on,
        digest=book.digest,
        confirmed_by=actor.signature,
        confirmed_at=at,
    )
    matter = matter_of(pk, actor=actor)
    _check_words(violations, matter)
    found = determine(matter, confirmation_row(row), None, book=book, on=on)
    row.outcome = found.decision.outcome or ""
    row.entry = _enter(row, found, actor=actor, at=at)
    row.save()
    WaitingRecord.objects.filter(record=pk).delete()
    note_change("removal-facts", pk, at=at)
    journal(CONFIRMED, by=actor.person_id or None, subject=("record", pk), at=at)
    return confirmation_row(row)


def _check_words(violations: Sequence[StatedViolation], matter: RecordMatter) -> None:
    """The page shows a violation's words as the record's own, so they stand in it; spaces and lines aside."""
    whole = "".join("\n".join(matter.texts).split())
    for number, each in enumerate(violations, start=1):
        if "".join(clean(each.text).split()) not in whole:
            raise WordsNotInRecord(
                f"The words of violation {number} do not stand in the record; copy them from it, or leave them empty.",
                number=number,
            )


def _enter(row: Confirmation, found: RecordDetermination, *, actor: Actor, at: datetime) -> str:
    rows = {each.id: None for violation in found.violations for each in violation.decision.rows if each.fires}
    return enter_act(
        CONFIRMED,
        at=at,
        by=signatory_of(actor.signature),
        subject=("record", row.record_id),
        facts={
            "digest": row.digest,
            "on": row.on,
            "outcome": row.outcome or UNKNOWN,
            "rows": list(rows),
            "facts": sha256(canonical_json(row.violations)).hexdigest(),
        },
    )
