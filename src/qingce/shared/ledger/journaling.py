"""Writing the private journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from qingce.shared.ledger.errors import JournalOutsideTransaction
from qingce.shared.ledger.labels import label_of
from qingce.shared.ledger.models import JournalEntry


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
