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
from qingce.domain.records.models.requests import (
    CorrectionRequest,
    RequestAddition,
    RequestContact,
    RequestEvidence,
)

__all__ = [
    "Correction",
    "CorrectionRequest",
    "FurtherKey",
    "HeldRow",
    "Measurement",
    "Provenance",
    "Quantity",
    "Record",
    "RequestAddition",
    "RequestContact",
    "RequestEvidence",
    "Source",
    "StateChange",
    "Violation",
]
