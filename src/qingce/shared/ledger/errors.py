"""What can go wrong in writing to the journal."""

from __future__ import annotations


class JournalOutsideTransaction(Exception):  # our own mistake, never a reader's
    """An act is journaled in the transaction that does it."""

    def __init__(self, act: str) -> None:
        super().__init__(f"“{act}” was journaled outside a transaction; open one around the act and its entry.")


class UnknownAct(Exception):
    """No room has registered this act."""

    def __init__(self, act: str) -> None:
        super().__init__(f"The act “{act}” is not registered; a room names its acts by `register_acts`.")
