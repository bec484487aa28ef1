"""Which versions of which books there are for the public, and which one an address means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from qingce.pure.rules.errors import NoSuchRulebook
from qingce.shared.rulebooks.queries import book_of, releases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qingce.pure.rules.book import Book
    from qingce.shared.rulebooks.enums import ReleaseRow


@dataclass(frozen=True)
class Version:
    """A released version. `until`: its last day; None: nothing follows it yet."""

    book: Book
    release: ReleaseRow
    until: date | None

    @property
    def is_draft(self) -> bool:
        """Whether its source is a draft, which binds nobody."""
        return self.release.status == "draft"

    def day_near(self, today: date) -> date:
        """Today, if the version holds today; else its first or its last day."""
        on = max(today, self.release.effective_on)
        return on if self.until is None else min(on, self.until)


def versions_of(book: str) -> list[Version]:
    """All versions of a book, the newest first; one query, and one for each version that is not in memory.

    Raises: NoSuchRulebook: none was released.
    """
    rows = releases(book=book)
    if not rows:
        raise NoSuchRulebook(f"No rulebook “{book}” was released.", name=book)
    # Two places may go on with books of one name; what the address names is the first of them.
    return _follow(next(_by_place(rows)))


def version_named(book: str, version: str, *, today: date) -> tuple[Version, list[Version]]:
    """A version by its day, with all of its book; "": the one that holds today, else the first that will.

    Raises: NoSuchRulebook.
    """
    every = versions_of(book)
    if version:
        found = next((each for each in every if each.release.version == version), None)
    else:
        found = next((each for each in every if each.release.effective_on <= today), every[-1])
    if found is None:
        raise NoSuchRulebook(f"{book} has no version “{version}”.", name=f"{book} {version}")
    return found, every


def version_on(book: str, on: date) -> Version:
    """The version that holds on a day.

    Raises: NoSuchRulebook: none does.
    """
    found = next((each for each in versions_of(book) if each.release.effective_on <= on), None)
    if found is None:
        raise NoSuchRulebook(f"No version of {book} holds on {on}.", name=f"{book} {on}")
    return found


def current_versions(*, today: date) -> list[tuple[Version, int]]:
    """Of each book and place the version that holds today, else the first that will, and how many there are.

    Drafts come last.
    """
    found = []
    for rows in _by_place(releases()):
        every = _follow(rows)
        now = next((each for each in every if each.release.effective_on <= today), every[-1])
        found.append((now, len(every)))
    return sorted(found, key=lambda each: each[0].is_draft)


def _by_place(rows: Sequence[ReleaseRow]) -> Iterator[list[ReleaseRow]]:
    return (list(group) for _, group in groupby(rows, key=lambda row: (row.book, row.jurisdiction)))


def _follow(rows: Sequence[ReleaseRow]) -> list[Version]:
    """Rows of one book and place, the newest first: each ends on the day before the next begins."""
    found: list[Version] = []
    for row in rows:
        until = found[-1].release.effective_on - timedelta(days=1) if found else None
        found.append(Version(book_of(row.digest), row, until))
    return found
