"""The tables of this room: the public log with its tiles and checkpoints, and the private journal."""

from __future__ import annotations

from qingce.shared.ledger.models.checkpoints import Checkpoint, Cosignature, LogKey, LogState
from qingce.shared.ledger.models.entries import LedgerEntry, RowBlock, Tile
from qingce.shared.ledger.models.journal import JournalEntry

__all__ = [
    "Checkpoint",
    "Cosignature",
    "JournalEntry",
    "LedgerEntry",
    "LogKey",
    "LogState",
    "RowBlock",
    "Tile",
]
