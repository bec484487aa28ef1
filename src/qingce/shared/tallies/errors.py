"""Why an address must wait."""

from __future__ import annotations

from qingce.pure.kernel.errors import QingceError


class CameTooOften(QingceError):
    """One address sends more than one person would."""

    code = "came-too-often"

    def __init__(self, minutes: int) -> None:
        super().__init__(
            f"Much came from your address within this hour. Try again in {minutes} minutes.", minutes=minutes
        )
