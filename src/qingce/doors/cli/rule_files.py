"""Rulebooks and facts as the person at the terminal names them: keys, folders, files."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qingce.doors.cli.language import say
from qingce.doors.cli.offline_files import text_of
from qingce.pure.kernel.dates import CHINA_TIME
from qingce.pure.kernel.shipped import shipped_folder
from qingce.pure.rules.errors import FactsUnreadable, NoSuchRulebook
from qingce.pure.rules.library import Library, read_versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from qingce.pure.rules.book import Book

DAY = click.DateTime(["%Y-%m-%d"])
MOST_VIOLATIONS = 1000

folder_option = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="QINGCE_RULEBOOKS",
    help=say("规则库所在的文件夹；默认为随附的规则库。", "Folder of the rulebooks; by default those that come along."),
)
on_option = click.option(
    "--on",
    type=DAY,
    metavar="DATE",
    help=say("按哪一天的规则，默认今天。", "By the rules of which day; default today."),
)


def day_of(written: datetime | None) -> date:
    """The day that somebody wrote, else today in China."""
    return (written or datetime.now(CHINA_TIME)).date()


def book_named(name: str, folder: Path | None, *, on: date, jurisdiction: str = "") -> Book:
    """The version of a book that holds on a day, or a certain version: removal, removal/2017-06-01.

    Raises: NoSuchRulebook; InvalidRulebook.
    """
    book, _, version = name.partition("/")
    place = (folder or shipped_folder() / "rulebook") / book
    if not place.is_dir() or not book or book.startswith("."):
        known = ", ".join(sorted(each.parent.parent.name for each in place.parent.glob("*/*/book.toml")))
        raise NoSuchRulebook(f"There is no rulebook “{book}”; there are: {known or 'none'}.", name=book)
    library = Library({book: read_versions(place)})
    return library.version(name) if version else library.at(book, on=on, jurisdiction=jurisdiction)


def book_at(name: str, folder: Path | None) -> Book:
    """A certain version, by its key or by its own folder.

    Raises: NoSuchRulebook; InvalidRulebook.
    """
    place = Path(name)
    if not (place / "book.toml").is_file():
        return book_named(name, folder, on=date.max)
    place = place.resolve()
    return Library({place.parent.name: read_versions(place.parent)}).version(f"{place.parent.name}/{place.name}")


def facts_in(name: str) -> tuple[list[dict[str, Any]], bool]:
    """The facts of a file: of one violation, or of several, and whether it is a list.

    Raises: FactsUnreadable; click.FileError.
    """
    try:
        said = json.loads(
            text_of(name), parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once(name)
        )
    except (ValueError, RecursionError) as error:
        if isinstance(error, FactsUnreadable):
            raise
        raise FactsUnreadable(name, f"{error}") from error
    several = said if isinstance(said, list) else [said]
    if not several or len(several) > MOST_VIOLATIONS or not all(isinstance(each, dict) for each in several):
        raise FactsUnreadable(name, f"it is no object, and no list of 1 to {MOST_VIOLATIONS} objects")
    return several, isinstance(said, list)


def _no_constant(written: str) -> Any:
    raise ValueError(f"{written} is no number")


def _once(name: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Objects whose keys stand there once: of two values of one fact neither is taken."""

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise FactsUnreadable(name, f"“{key[:60]}” stands there twice")
            found[key] = value
        return found

    return made
