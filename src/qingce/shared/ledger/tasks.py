"""What the worker does for this room."""

from __future__ import annotations

from datetime import datetime

from qingce.shared.ledger.numbering import number_entries
from qingce.shared.ledger.publishing import publish_log
from qingce.shared.ledger.registry import enter_inventories


def ledger_step(at: datetime) -> int:
    """Number what was committed, sign it and write it into the published files; enter what an older database had.

    Returns: how many entries were numbered or published, and things entered.
    """
    return enter_inventories(at=at) + number_entries(at=at) + publish_log()
