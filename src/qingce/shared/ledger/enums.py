"""What the private journal tells of an act."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Entry:
    """An act as the journal keeps it.

    Args: person_id: who acted; None: the system, or the command line. concerned_id: another person whom it touches.
        organisation_id: in whose name, or whose affairs. subject: kind and number of what was acted on.
    """

    id: int
    at: datetime
    act: str
    person_id: int | None
    concerned_id: int | None
    organisation_id: int | None
    subject_kind: str
    subject_id: int | None
    detail: dict[str, Any] = field(default_factory=dict)
