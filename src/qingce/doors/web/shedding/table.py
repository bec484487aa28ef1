"""The doors that cost something, and how often each opens: data, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from limits import RateLimitItem, RateLimitItemPerSecond

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
COUNTED = ("writes", "all")


@dataclass(frozen=True)
class Door:
    """One kind of request that costs something.

    Args: paths: beginnings of addresses without the prefix of a language; * is one part. counts_reads: GET, HEAD and
        OPTIONS count too. browser, address, process: how often for one browser of a visitor, for the visitor, and for
        all together.
    """

    name: str
    paths: tuple[str, ...]
    counts_reads: bool
    browser: tuple[RateLimitItem, ...]
    address: tuple[RateLimitItem, ...]
    process: tuple[RateLimitItem, ...]


@dataclass(frozen=True)
class Said:
    """What somebody reads whose request is shed; `text` says `{seconds}` where the waiting time goes."""

    title: str
    text: str


@dataclass(frozen=True)
class Table:
    """Every door by its paths, and what is said, by language."""

    doors: tuple[Door, ...]
    said: dict[str, Said]

    @cached_property
    def _by_path(self) -> tuple[tuple[re.Pattern[str], Door], ...]:
        """The narrower path first: below a door there may be another."""
        pairs = sorted(((path, door) for door in self.doors for path in door.paths), key=lambda pair: -len(pair[0]))
        return tuple((re.compile(re.escape(path).replace(r"\*", "[^/]+")), door) for path, door in pairs)

    def door_of(self, path: str, method: str) -> Door | None:
        """The door that a request wants to pass; None: it costs little.

        Args: path: without the prefix of a language.
        """
        for start, door in self._by_path:
            if start.match(path):
                return door if door.counts_reads or method not in SAFE_METHODS else None
        return None


@cache
def shipped_table() -> Table:
    """The table that comes with the program."""
    return read_table(files("qingce.doors.web").joinpath("data/doors.toml").read_text("utf-8"))


def read_table(text: str) -> Table:
    """A table as TOML; a word that it does not know is an error, named with its door.

    Raises: ValueError.
    """
    data = tomllib.loads(text)
    return Table(tuple(map(_door, data["door"])), {language: Said(**said) for language, said in data["said"].items()})


def _door(row: dict[str, Any]) -> Door:
    unknown = row.keys() - {"name", "paths", "counted", "browser", "address", "process"}
    if unknown or row["counted"] not in COUNTED:
        raise ValueError(f"doors.toml, {row['name']}: {sorted(unknown) or row['counted']} is not known.")
    return Door(
        name=row["name"],
        # As typed without the slash at the end, too: it leads to the same page.
        paths=tuple(path.rstrip("/") for path in row["paths"]),
        counts_reads=row["counted"] == "all",
        browser=_limits(row["name"], row.get("browser", ())),
        address=_limits(row["name"], row["address"]),
        process=_limits(row["name"], row["process"]),
    )


def _limits(name: str, pairs: Sequence[Sequence[int]]) -> tuple[RateLimitItem, ...]:
    return tuple(RateLimitItemPerSecond(requests, seconds, name) for requests, seconds in pairs)
