"""What this room answers: the public log, and the private journal, of which the room that asks decides who may read."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from qingce.shared.ledger.auditing import LogAudit, audit_log
from qingce.shared.ledger.auditing_rows import audit_rows
from qingce.shared.ledger.certifying import Certified, certificate, content_proof, row_proof
from qingce.shared.ledger.covering import Place, covered_place, first_proof, newest_about, newest_proof, places_of
from qingce.shared.ledger.enums import Entry
from qingce.shared.ledger.finding import Found, entries_of
from qingce.shared.ledger.models import JournalEntry, LedgerEntry
from qingce.shared.ledger.proving import growth, log_keys, proof_of_entry
from qingce.shared.ledger.publishing import (
    check_published,
    keys_text,
    newest_checkpoint,
    tile_bytes,
    waiting_entries,
    written,
)
from qingce.shared.ledger.reading_checkpoints import CheckpointRow, KeyRow, checkpoints, key_rows, last_cosigned
from qingce.shared.ledger.reading_entries import (
    EntriesAsked,
    LogEntry,
    find_entries,
    log_entry,
    log_entry_by_id,
    public_history,
)
from qingce.shared.ledger.redacting import wordy_entries
from qingce.shared.ledger.schemas import ActSchema, Fact, FactKind, schemas

__all__ = [
    "ActSchema",
    "Certified",
    "CheckpointRow",
    "EntriesAsked",
    "Fact",
    "FactKind",
    "Found",
    "KeyRow",
    "LogAudit",
    "LogEntry",
    "Place",
    "audit_log",
    "audit_rows",
    "certificate",
    "check_published",
    "checkpoints",
    "content_proof",
    "count_entries_of_person",
    "covered_place",
    "entered_among",
    "entries_about",
    "entries_of",
    "entries_of_organisation",
    "entries_of_person",
    "find_entries",
    "first_proof",
    "growth",
    "key_rows",
    "keys_text",
    "last_cosigned",
    "log_entry",
    "log_entry_by_id",
    "log_keys",
    "newest_about",
    "newest_checkpoint",
    "newest_proof",
    "places_of",
    "proof_of_entry",
    "public_history",
    "row_proof",
    "schemas",
    "tile_bytes",
    "waiting_entries",
    "wordy_entries",
    "written",
]


def entries_of_person(person_id: int, *, start: int = 0, count: int = 50) -> list[Entry]:
    """What a person did and what touched that person, the newest first; one query."""
    return _read(Q(person_id=person_id) | Q(concerned_id=person_id), start, count)


def entries_of_organisation(organisation_id: int, *, start: int = 0, count: int = 50) -> list[Entry]:
    """What was done in the name or the affairs of an organisation, the newest first; one query."""
    return _read(Q(organisation_id=organisation_id), start, count)


def entries_about(kind: str, number: int, *, start: int = 0, count: int = 50) -> list[Entry]:
    """What was done to a thing, the newest first; one query."""
    return _read(Q(subject_kind=kind, subject_id=number), start, count)


def count_entries_of_person(person_id: int) -> int:
    """How many entries `entries_of_person` has in all."""
    return JournalEntry.objects.filter(Q(person_id=person_id) | Q(concerned_id=person_id)).count()


def entered_among(act: str, numbers: QuerySet[Any, Any]) -> QuerySet[LedgerEntry, int | None]:
    """Of these things, the numbers of those about which an act of this kind was entered; to be used within a query."""
    return LedgerEntry.objects.filter(act=act, subject_id__in=numbers).values_list("subject_id", flat=True)


def _read(which: Q, start: int, count: int) -> list[Entry]:
    rows: QuerySet[JournalEntry] = JournalEntry.objects.filter(which).order_by("-at", "-pk")
    return [
        Entry(
            id=row.pk,
            at=row.at,
            act=row.act,
            person_id=row.person_id,
            concerned_id=row.concerned_id,
            organisation_id=row.organisation_id,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
            detail=row.detail,
        )
        for row in rows[start : start + count]
    ]
