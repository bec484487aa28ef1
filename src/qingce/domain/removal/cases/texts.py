"""The report as text: its digest, and what its document says."""

from __future__ import annotations

from hashlib import sha256

from qingce.domain.removal.models import CaseReport
from qingce.pure.kernel.canonical import canonical_json


def report_digest(row: CaseReport) -> str:
    """SHA-256 of what a report says, as canonical JSON."""
    said = {"texts": row.texts, "result": row.result, "missing": row.missing, "round": row.round}
    return sha256(canonical_json(said)).hexdigest()
