"""The tables of this room."""

from __future__ import annotations

from qingce.domain.records.models.held import HeldRow
from qingce.domain.records.models.public import (
    Correction,
    FurtherKey,
    Measurement,
    Provenance,
    Quantity,
    Record,
    Source,
    StateChange,
    Violation,
)

__all__ = [
    "Correction",
    "FurtherKey",
    "HeldRow",
    "Measurement",
    "Provenance",
    "Quantity",
    "Record",
    "Source",
    "StateChange",
    "Violation",
]
