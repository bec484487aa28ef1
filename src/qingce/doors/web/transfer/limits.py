"""How much slow clients may hold: data, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
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
    patience_s: float
    least_bytes_a_second: float
    silent_s: float
    look_every_s: float


@cache
def shipped_limits() -> TransferLimits:
    """The limits that come with the program; a missing or an unknown one stops the start."""
    return TransferLimits(**tomllib.loads(files("qingce.doors.web").joinpath("data/transfer.toml").read_text("utf-8")))
