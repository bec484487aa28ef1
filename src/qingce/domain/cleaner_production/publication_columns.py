"""What the headings and cells of a file of publications mean: its own words, and the titles of the rulebook (CPA-2)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from qingce.domain.cleaner_production.duties import fields_of
from qingce.domain.cleaner_production.enums import PublicationKind
from qingce.domain.cleaner_production.judging import NAMED, REQUIREMENTS
from qingce.pure.kernel.text import fold
from qingce.pure.rules.book import Book

NAME = "name"
NOT_PUBLISHED, YES = "not-published", "yes"
_NOT_IN_HEADINGS = re.compile(r"[（(].*?[）)]|[^0-9a-z\u4e00-\u9fff]")


def fields_by_heading(headings: Iterable[str], book: Book) -> dict[str, str]:
    """What each heading of a file stands for: a part of the publication, or a field of the rulebook.

    Returns: heading → field; those that mean nothing here, and a second one for the same, are not in it.
    """
    known = {**_titles(book), **_words("publication_headings.csv", "heading", "field")}
    found: dict[str, str] = {}
    for heading in headings:
        field = known.get(_plain(heading), "")
        if field and field not in found.values():
            found[heading] = field
    return found


def meaning(cell: str) -> str:
    """What a word of a cell stands for: a kind of publication, `not-published`, `yes`; empty: it is a text."""
    return _words("publication_words.csv", "word", "means").get(_plain(cell), "")


def headings_of(kind: PublicationKind, book: Book) -> Sequence[tuple[str, str]]:
    """The titles by which a file may head the fields of a kind, in Chinese and English."""
    return [(each.zh, each.en) for each in fields_of(kind, tuple(REQUIREMENTS), book) if each.id != NAMED]


def _titles(book: Book) -> dict[str, str]:
    asked = [each for kind in PublicationKind for each in fields_of(kind, tuple(REQUIREMENTS), book)]
    return {_plain(said): each.id for each in reversed(asked) for said in (each.id, each.en, each.zh)}


@cache
def _words(file: str, said: str, means: str) -> Mapping[str, str]:
    text = files("qingce.domain.cleaner_production").joinpath("data", file).read_text("utf-8")
    return {_plain(row[said]): row[means] for row in csv.DictReader(text.splitlines())}


def _plain(text: str) -> str:
    return _NOT_IN_HEADINGS.sub("", fold(text))
