"""Taking parts out of a file that came with a correction request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from qingce.domain.records.permissions import requests_answered_by
from qingce.domain.records.queries.requests import evidence_of
from qingce.shared.files.actions import Area, redact_file
from qingce.shared.files.enums import KeptFile
from qingce.shared.parties.enums import Actor


def redact_evidence(
    pk: int, file_id: int, areas: Sequence[Area], *, reason: str, actor: Actor, at: datetime, seen: int | None = None
) -> KeptFile:
    """Keeps a copy of a file without what lies under the areas, beside the file; whoever may read that may read it.

    Args: seen: the newest copy when the areas were marked; see `redact_file`.
    Raises: RequestNotFound: also for one that the actor does not decide on; RedactionWrong.
    """
    file = evidence_of(pk, file_id, requests_answered_by(actor))
    return redact_file(
        file.id, areas, reason=reason, by=actor.person_id or None, signature=actor.signature, at=at, seen=seen
    )
