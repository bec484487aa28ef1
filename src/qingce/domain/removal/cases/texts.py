"""The report as text: as anybody may read and hash it, and its digest."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from qingce.pure.kernel.canonical import canonical_json

if TYPE_CHECKING:
    from qingce.domain.removal.cases.reading import ReportRow
    from qingce.domain.removal.models import CaseReport


def report_json(row: CaseReport | ReportRow) -> bytes:
    """What a report says, as canonical JSON (RFC 8785)."""
    return canonical_json({"texts": row.texts, "result": row.result, "missing": row.missing, "round": row.round})


def report_digest(row: CaseReport | ReportRow) -> str:
    """SHA-256 of what a report says: what the ledger states of it."""
    return sha256(report_json(row)).hexdigest()
