"""What can go wrong in counting."""

from __future__ import annotations

from qingce.pure.kernel.errors import QingceError


class NotCountedYet(QingceError):
    """The records have not been counted once at this place."""

    code = "not-counted-yet"

    def __init__(self) -> None:
        super().__init__("The records are being counted for the first time here. Come back in a minute.")
