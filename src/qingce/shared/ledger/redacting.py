"""Taking words away that stand beside an entry: unlawful ones, or of somebody's private life.

The entry stays as it is, and so does every proof: it only ever held a commitment to the words, which tells nothing once
their salt is gone.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from qingce.shared.ledger.entering import enter_act
from qingce.shared.ledger.enums import Signatory
from qingce.shared.ledger.errors import LedgerEntryNotFound, NoWords
from qingce.shared.ledger.models import LedgerEntry


def redact_words(number: int, *, by: Signatory, reason: str, clause: str, at: datetime) -> None:
    """Takes the words beside an entry away for good, and enters that, why, and under which rule.

    Whoever calls it has seen to it that two people decided.

    Raises: LedgerEntryNotFound; NoWords: it has none, or they were taken away already.
    """
    with transaction.atomic():
        entry = hold_entry(number)
        if entry is None:
            raise LedgerEntryNotFound(f"The ledger has no entry number {number}.", number=number)
        if entry.words is None:
            raise NoWords(f"No words stand beside entry {number}, or not any more.", number=number)
        entry.words, entry.words_salt = None, None
        entry.save(update_fields=["words", "words_salt"])
        words = {"reason": reason} | ({"clause": clause} if clause else {})
        enter_act("words-redacted", at=at, by=by, subject=("entry", number), words=words)


def hold_entry(number: int) -> LedgerEntry | None:
    """An entry, held until the transaction ends."""
    return LedgerEntry.objects.select_for_update().filter(number=number).first()


def wordy_entries(numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    """Entries by number: what kind of act each is, and its words as one text; one query."""
    rows = LedgerEntry.objects.filter(number__in=list(numbers)).values_list("number", "act", "words")
    return {number or 0: (act, "; ".join(map(str, (words or {}).values()))) for number, act, words in rows}
