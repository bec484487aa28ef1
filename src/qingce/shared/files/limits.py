"""How much a file may be: the shipped table of limits, read once. No Django here."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """One limit each; `data/limits.toml` says what for."""

    file_mb: int
    pdf_pages: int
    pdf_objects: int
    picture_megapixels: int
    office_unpacked_mb: int
    office_parts: int
    preview_pages: int
    work_seconds: int
    work_memory_mb: int
    piece_mb: int
    purpose_mb: dict[str, int]
    unattached_hours: int
    unattached_mb: int
    compared_pages: int


@cache
def limits() -> Limits:
    """The shipped limits; a missing or an unknown one stops the start."""
    return Limits(**tomllib.loads(files("qingce.shared.files").joinpath("data/limits.toml").read_text("utf-8")))


def most_mb(purpose: str, asked: int | None = None) -> int:
    """How large a file may be that comes for a purpose; `asked`: less, if the place that takes it takes less."""
    most = limits().purpose_mb.get(purpose, limits().file_mb)
    return most if asked is None else min(asked, most)
