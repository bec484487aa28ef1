"""The versions of the rules, for the office: those that were released, and those that lie ready to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.facts import office_page
from qingce.doors.web.pages import Shown, show
from qingce.doors.web.rules.words import said
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.pure.rules.errors import NoSuchRulebook
from qingce.pure.rules.library import read_versions
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of
from qingce.shared.rulebooks.queries import book_of, releases, rulebook_folder

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from qingce.pure.rules.book import Book
    from qingce.shared.rulebooks.enums import ReleaseRow

COMPARED = "removal"  # the book whose facts are kept for every record
WHO = roles_of(Duty.COMPARE_RULES)


@dataclass(frozen=True)
class OfficeVersion:
    """A version. `release`: None: it is not released. `is_other`: what lies in the folder differs from the release."""

    key: str
    title: str
    version: str
    effective_on: date
    release: ReleaseRow | None
    in_folder: Book | None

    @property
    def is_other(self) -> bool:
        """Whether the folder holds something else under the day of a release, which can never be released."""
        return bool(self.release and self.in_folder and self.release.digest != self.in_folder.digest)


@dataclass(frozen=True)
class OfficeBook:
    """A book with its versions, the newest first. `fault`: why its folder cannot be read; empty: it can."""

    name: str
    versions: tuple[OfficeVersion, ...]
    fault: str


@serves("POL-1", "POL-3")
@require_safe
@staff_only(*WHO)
def list_rules(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every version, with what is wrong where one cannot be read; and the form that compares two."""
    del actor
    books = office_books()
    compared = next((each.versions for each in books if each.name == COMPARED), ())
    context = {"books": books, "compared": compared, "folder_is_there": rulebook_folder().is_dir()}
    return show(request, office_page(_("Versions of the rules")), Shown("office/rules.html", context))


def office_books() -> list[OfficeBook]:
    """All books; one query, and one for each release that is not in memory."""
    rows: dict[str, list[ReleaseRow]] = {}
    for row in releases():
        rows.setdefault(row.book, []).append(row)
    lying = {name: _read(folder) for name, folder in _folders().items()}
    names = sorted({*rows, *lying})
    return [_book(name, rows.get(name, []), *lying.get(name, ((), ""))) for name in names]


def version_of(key: str) -> Book:
    """A version by its key, removal/2017-06-01: as it was released, else as it lies in the folder.

    Raises: NoSuchRulebook; InvalidRulebook: it lies in the folder and cannot be read.
    """
    name, _slash, version = key.partition("/")
    row = next((each for each in releases(book=name) if each.version == version), None)
    if row is not None:
        return book_of(row.digest)
    folder = _folders().get(name)
    found = read_versions(folder) if folder else ()
    for each in found:
        if each.version == version:
            return each
    raise NoSuchRulebook(f"There is no version {key[:80]}, released or in the folder.", name=key[:80])


def _folders() -> dict[str, Path]:
    root = rulebook_folder()
    found = sorted(root.iterdir()) if root.is_dir() else []
    return {each.name: each for each in found if each.is_dir() and (any(each.glob("*/book.toml")))}


def _read(folder: Path) -> tuple[tuple[Book, ...], str]:
    try:
        return read_versions(folder), ""
    except QingceError as error:
        return (), sentence(error)


def _book(name: str, rows: list[ReleaseRow], lying: tuple[Book, ...], fault: str) -> OfficeBook:
    released = {row.version: row for row in rows}
    in_folder = {each.version: each for each in lying}
    versions = []
    for version in sorted({*released, *in_folder}, reverse=True):
        row, book = released.get(version), in_folder.get(version)
        said_by = book or book_of(released[version].digest)
        effective = said_by.head.effective_on
        versions.append(OfficeVersion(f"{name}/{version}", said(said_by.head.title), version, effective, row, book))
    return OfficeBook(name, tuple(versions), fault)
