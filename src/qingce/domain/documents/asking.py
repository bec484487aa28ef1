"""What an enterprise is asked for by the slots of a disclosure: which lists, and of whom, is data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from qingce.domain.documents.enums import AskedOf
from qingce.domain.documents.types import BOOK
from qingce.pure.rules.papers import AskedLine, asked_lines
from qingce.shared.rulebooks.queries import book_at

SLOTS = "disclosure"


@dataclass(frozen=True)
class Asked:
    """Lines that are asked for of one kind of enterprise, in the order of the source."""

    of: AskedOf
    lines: tuple[AskedLine, ...]


def asked_on(on: date) -> tuple[Asked, ...]:
    """All that is asked for on a day, by whom it is asked of; two queries.

    Raises: NoReleaseInForce.
    """
    types, slots = book_at(BOOK, on=on), book_at(SLOTS, on=on)
    lists = asked_lists()
    return tuple(
        Asked(of, tuple(line for name, owner in lists if owner == of for line in asked_lines(types, slots, name)))
        for of in AskedOf
    )


@cache
def asked_lists() -> tuple[tuple[str, AskedOf], ...]:
    """The lists of `data/asked.toml`: how golden cases name each, and of whom it asks."""
    text = files("qingce.domain.documents").joinpath("data/asked.toml").read_text("utf-8")
    return tuple((each["list"], AskedOf(each["of"])) for each in tomllib.loads(text)["asked"])
