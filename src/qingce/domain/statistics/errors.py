"""What can go wrong in counting."""

from __future__ import annotations

from qingce.pure.kernel.errors import QingceError


class NotCountedYet(QingceError):
    """The records have not been counted once at this place."""

    code = "not-counted-yet"

    def __init__(self) -> None:
        super().__init__("The records are being counted for the first time here. Come back in a minute.")


class CellsDamaged(QingceError):
    """A file of what records are counted by cannot be read."""

    code = "cells-damaged"

    def __init__(self, part: int) -> None:
        super().__init__(f"Part {part} of what records are counted by is damaged; all is read anew.", part=part)
