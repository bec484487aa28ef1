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
    beside_reads: list[str]
    patience_s: float
    least_bytes_a_second: float
    silent_s: float
    look_every_s: float

    def is_beside(self, path: str, *, is_write: bool) -> bool:
        """Whether what is sent to an address, or asked of it, is worked on beside the pages.

        Args: path: without a language.
        """
        return (self._written if is_write else self._read).match(path) is not None

    @cached_property
    def _written(self) -> re.Pattern[str]:
        return _beginnings(self.beside)

    @cached_property
    def _read(self) -> re.Pattern[str]:
        return _beginnings(self.beside_reads)


def _beginnings(paths: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(path).replace(r"\*", "[^/]+") for path in paths))


@cache
def shipped_limits() -> TransferLimits:
    """The limits that come with the program; a missing or an unknown one stops the start."""
    return TransferLimits(**tomllib.loads(files("qingce.doors.web").joinpath("data/transfer.toml").read_text("utf-8")))
