"""Writing the private journal, and entering public acts into the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.db.models import Q

from qingce.shared.ledger.cosigning import take_cosignatures
from qingce.shared.ledger.entering import enter_act, enter_rows
from qingce.shared.ledger.errors import JournalOutsideTransaction
from qingce.shared.ledger.models import JournalEntry, LedgerEntry
from qingce.shared.ledger.numbering import number_entries
from qingce.shared.ledger.publishing import publish_log
from qingce.shared.ledger.registry import label_of

__all__ = [
    "enter_act",
    "enter_rows",
    "forget_details",
    "forget_person",
    "journal",
    "number_entries",
    "publish_log",
    "take_cosignatures",
]


def journal(
    act: str,
    *,
    at: datetime,
    by: int | None = None,
    concerned: int | None = None,
    organisation: int | None = None,
    subject: tuple[str, int] | None = None,
    detail: Mapping[str, str | int] | None = None,
) -> None:
    """Notes an act, in its own transaction.

    Args: by: the person; None: the system, or the command line. concerned: another person. subject: kind and number.
        detail: codes and numbers that explain it; no secret, and nobody's name or address.
    Raises: UnknownAct; JournalOutsideTransaction.
    """
    label_of(act)
    if not connection.in_atomic_block:
        raise JournalOutsideTransaction(act)
    kind, number = subject or ("", None)
    JournalEntry.objects.create(
        at=at,
        act=act,
        person_id=by,
        concerned_id=concerned,
        organisation_id=organisation,
        subject_kind=kind,
        subject_id=number,
        detail=dict(detail or {}),
    )


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
