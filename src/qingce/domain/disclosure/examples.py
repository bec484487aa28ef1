"""Examples of the three texts, for whoever writes them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from qingce.domain.disclosure.enums import Part


@dataclass(frozen=True)
class Example:
    """An invented case in one language: its title, and one of its texts."""

    title: str
    text: str


@cache
def examples(part: Part, language: str) -> tuple[Example, ...]:
    """The examples of one of the texts, in a language."""
    read = tomllib.loads(files("qingce.domain.disclosure").joinpath("data/examples.toml").read_text("utf-8"))
    return tuple(Example(each["title"][language], each[part.value][language]) for each in read["example"])
