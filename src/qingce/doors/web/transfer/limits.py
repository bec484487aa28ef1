"""How much slow clients may hold: data, read once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

KB, MB = 1024, 1024 * 1024


@dataclass(frozen=True)
class TransferLimits:
    """One limit each; `data/transfer.toml` says what for."""

    threads: int
    moving_most: int
    moving_each_address: int
    body_mb: int
    bodies_mb: int
    memory_kb: int
    heavy_kb: int
    heavy_at_once: int
    beside: list[str]
    patience_s: float
    least_bytes_a_second: float
    silent_s: float
    look_every_s: float

    def is_beside(self, path: str) -> bool:
        """Whether what is sent to an address is worked on beside the pages. Args: path: without a language."""
        return self._beside.match(path) is not None

    @cached_property
    def _beside(self) -> re.Pattern[str]:
        return re.compile("|".join(re.escape(path).replace(r"\*", "[^/]+") for path in self.beside))


@cache
def shipped_limits() -> TransferLimits:
    """The limits that come with the program; a missing or an unknown one stops the start."""
    return TransferLimits(**tomllib.loads(files("qingce.doors.web").joinpath("data/transfer.toml").read_text("utf-8")))
