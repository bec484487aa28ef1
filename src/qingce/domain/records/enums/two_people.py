"""Names of the acts of this room that two people do together (REC-10)."""

from __future__ import annotations

WITHDRAW = "withdraw-record"
REPUBLISH = "republish-record"
UNDO = "undo-import"
RESTORE = "restore-import"  # what was withdrawn with an import and came in again
WITHDRAW_AS_ASKED = "withdraw-as-asked"  # as the answer to a correction request
CLAUSE = "clause"  # in the payload of a proposal
HIDING = (WITHDRAW, REPUBLISH)
