"""Taking steps of machines, writing the private journal, and entering public acts into the log."""

from __future__ import annotations

from django.db.models import Q

from qingce.shared.ledger.cosigning import take_cosignatures
from qingce.shared.ledger.entering import RowTree, enter_act, enter_rows, enter_tree, tree_of_rows
from qingce.shared.ledger.journaling import journal
from qingce.shared.ledger.models import JournalEntry, LedgerEntry
from qingce.shared.ledger.numbering import number_entries
from qingce.shared.ledger.publishing import publish_log
from qingce.shared.ledger.recovering import recover_entries
from qingce.shared.ledger.redacting import hold_entry, redact_words
from qingce.shared.ledger.transitions import THE_CLOCK, THE_PLATFORM, Taker, Writes, apply_transition, check_step, hold

__all__ = [
    "THE_CLOCK",
    "THE_PLATFORM",
    "RowTree",
    "Taker",
    "Writes",
    "apply_transition",
    "check_step",
    "enter_act",
    "enter_rows",
    "enter_tree",
    "forget_details",
    "forget_person",
    "hold",
    "hold_entry",
    "journal",
    "number_entries",
    "publish_log",
    "recover_entries",
    "redact_words",
    "take_cosignatures",
    "tree_of_rows",
]


def forget_details(person_id: int) -> int:
    """Empties what explains the acts of or about a person; that they happened stays.

    Returns: how many entries.
    """
    return JournalEntry.objects.filter(Q(person_id=person_id) | Q(concerned_id=person_id)).update(detail={})


def forget_person(signature: str) -> int:
    """Forgets who did public acts: the salts go, so that the commitments in the log tell nothing any more.

    Args: signature: of one person; what two people signed together is forgotten for both.

    Returns: how many entries.
    """
    return LedgerEntry.objects.filter(signed_by__contains=signature).update(signed_by="", person_salt=None)
