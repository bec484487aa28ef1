"""What somebody's own page tells of documents: the shelves one keeps, and what expires there."""

from __future__ import annotations

from datetime import date
from typing import Any

from qingce.domain.documents.queries import enterprises_kept, expiring_documents
from qingce.domain.enterprises.queries import rows_by_ids
from qingce.doors.web.documents.shown import shown_rows
from qingce.shared.parties.enums import Actor


def own_shelves(actor: Actor, *, on: date) -> dict[str, Any]:
    """The enterprises that one speaks for, and their documents that have expired or expire soon."""
    kept = enterprises_kept(actor)
    return {
        "shelves": rows_by_ids(kept, actor=actor) if kept else [],
        "due": shown_rows(expiring_documents(actor, on=on), on=on) if kept else [],
    }
