"""What the worker does for this room."""

from __future__ import annotations

import logging
from datetime import datetime

from qingce.shared.ledger.errors import DatabaseTooOld, LogForked
from qingce.shared.ledger.numbering import number_entries
from qingce.shared.ledger.publishing import publish_log
from qingce.shared.ledger.registry import enter_inventories

logger = logging.getLogger(__name__)


def ledger_step(at: datetime) -> int:
    """Number what was committed, sign it and write it into the published files; enter what an older database had.

    Returns: how many entries were numbered or published, and things entered.
    Raises: DatabaseTooOld, LogForked: the log says why nothing is appended, and how to go on.
    """
    try:
        return enter_inventories(at=at) + number_entries(at=at) + publish_log()
    except (DatabaseTooOld, LogForked) as error:
        logger.error("%s", error.detail)  # sizes and a command, nobody's data  # noqa: TRY400
        raise
