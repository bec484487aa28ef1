"""All rulebooks of a folder: their versions, which takes over what, and which holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingce.pure.rules.errors import InvalidRulebook, NoSuchRulebook
from qingce.pure.rules.loading import HEAD, read_book, read_files, read_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import BookHead

SCHEMA = "schema"


@dataclass(frozen=True, eq=False)
class Library:
    """Books by their identifiers, each with its versions, the oldest first."""

    books: Mapping[str, tuple[Book, ...]]

    def versions(self, book: str) -> tuple[Book, ...]:
        """All versions of a book, the oldest first.

        Raises: NoSuchRulebook.
        """
        if book not in self.books:
            known = ", ".join(self.books) or "none"
            raise NoSuchRulebook(f"There is no rulebook “{book}”; there are: {known}.", name=book)
        return self.books[book]

    def at(self, book: str, *, on: date, jurisdiction: str = "") -> Book:
        """The version that holds on a day.

        Args: jurisdiction: GB/T 2260 code; "" takes any. A book without a jurisdiction holds everywhere, one of a
            province or city within it.
        Raises: NoSuchRulebook: none is in effect on the day, or none holds there.
        """
        found = [each for each in self.versions(book) if each.head.effective_on <= on]
        found = [each for each in found if _covers(each.head.jurisdiction, jurisdiction)]
        if not found:
            where = f" in {jurisdiction}" if jurisdiction else ""
            raise NoSuchRulebook(f"No version of {book} holds on {on}{where}.", name=f"{book} {on}")
        return found[-1]

    def version(self, key: str) -> Book:
        """A version by its key: removal/2017-06-01.

        Raises: NoSuchRulebook.
        """
        name, _, version = key.partition("/")
        for each in self.versions(name):
            if each.version == version:
                return each
        known = ", ".join(each.version for each in self.versions(name))
        raise NoSuchRulebook(f"{name} has no version “{version}”; it has: {known}.", name=key)


def read_library(root: Path) -> Library:
    """Every version of every book below a folder: `root/<book>/<day of effect>/`.

    Raises: NoSuchRulebook: no such folder. InvalidRulebook: names the file below `root`, the key and what is wrong.
    """
    if not root.is_dir():
        raise NoSuchRulebook(f"There is no folder {root}.", name=str(root))
    return Library({each.name: read_versions(each) for each in sorted(root.iterdir()) if _is_book(each)})


def library_of(books: Iterable[Book]) -> Library:
    """A library of books read elsewhere."""
    found: dict[str, list[Book]] = {}
    for each in sorted(books, key=lambda book: book.key):
        found.setdefault(each.head.id, []).append(each)
    return Library({name: tuple(versions) for name, versions in found.items()})


def read_versions(folder: Path) -> tuple[Book, ...]:
    """The versions of one book, the oldest first; each takes over the files of the one that it supersedes.

    Raises: InvalidRulebook: also if two versions begin on one day, or one supersedes what is not before it.
    """
    files: dict[str, dict[str, bytes]] = {}
    days: dict[date, str] = {}
    books = []
    for place in sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith(".")):
        try:
            own = read_files(place)
            head = read_head(own)
            _check_head(head, folder.name, place.name, days)
            files[place.name] = {**_taken_over(head, files), **own}
            books.append(read_book(files[place.name]))
        except InvalidRulebook as error:
            raise error.below(f"{folder.name}/{place.name}") from error
        days[head.effective_on] = place.name
    return tuple(books)


def _check_head(head: BookHead, book: str, version: str, days: Mapping[date, str]) -> None:
    if head.id != book:
        raise InvalidRulebook(
            HEAD, "id", f"the folder is called {book}; call both the same.", cause="folder", name=book
        )
    if head.effective_on in days:
        other = days[head.effective_on]
        raise InvalidRulebook(
            HEAD, "effective_on", f"the version {other} begins on the same day.", cause="same-day", other=other
        )
    if head.effective_on.isoformat() != version:
        raise InvalidRulebook(
            HEAD, "effective_on", f"the folder is called {version}; call it by this day.", cause="folder", name=version
        )


def _taken_over(head: BookHead, files: Mapping[str, Mapping[str, bytes]]) -> Mapping[str, bytes]:
    if not head.supersedes:
        return {}
    if head.supersedes not in files:
        raise InvalidRulebook(
            HEAD,
            "supersedes",
            f"there is no earlier version {head.supersedes} of this book.",
            cause="supersedes",
            name=head.supersedes,
        )
    return files[head.supersedes]


def _is_book(folder: Path) -> bool:
    return folder.is_dir() and folder.name != SCHEMA and not folder.name.startswith(".")


def _covers(holds_in: str, asked: str) -> bool:
    """Codes of provinces end with four zeros, of prefectures with two."""
    if not holds_in or not asked:
        return True
    kept = holds_in[:2] if holds_in.endswith("0000") else holds_in[:4] if holds_in.endswith("00") else holds_in
    return asked.startswith(kept)
