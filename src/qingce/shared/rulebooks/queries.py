"""Which versions were released, and which one holds on a day in a place."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from qingce.pure.rules.loading import read_book
from qingce.pure.rules.packing import unpack
from qingce.shared.rulebooks.enums import ReleaseRow
from qingce.shared.rulebooks.errors import NoReleaseInForce
from qingce.shared.rulebooks.models import Release

if TYPE_CHECKING:
    from datetime import date

    from qingce.pure.rules.book import Book

KEPT = 64  # books in memory; a process rarely meets more
_COLUMNS = (
    "id",
    "book",
    "version",
    "jurisdiction",
    "status",
    "effective_on",
    "digest",
    "released_at",
    "entry",
)


def row_of(release: Release) -> ReleaseRow:
    """A release as it is handed out."""
    return ReleaseRow(**{column: getattr(release, column) for column in _COLUMNS})


def releases(*, book: str = "") -> tuple[ReleaseRow, ...]:
    """Every released version, or those of one book; by book, place and day, the newest first. One query."""
    rows = Release.objects.filter(**({"book": book} if book else {})).defer("packed")
    return tuple(map(row_of, rows.order_by("book", "jurisdiction", "-effective_on")))


def release_at(book: str, *, on: date, jurisdiction: str = "") -> ReleaseRow:
    """The version of a book that holds on a day in a place: its own, else that of the place it lies in. One query.

    Args: jurisdiction: GB/T 2260; empty: the whole country.
    Raises: NoReleaseInForce: none does.
    """
    places = _places(jurisdiction)
    rows = Release.objects.filter(book=book, jurisdiction__in=places, effective_on__lte=on).defer("packed")
    found = max(rows, key=lambda row: (places[row.jurisdiction], row.effective_on), default=None)
    if found is None:
        raise NoReleaseInForce(
            f"No version of the rulebook {book} holds on {on}. `qingce rules release` releases one.", book=book, day=on
        )
    return row_of(found)


def release_by_digest(digest: str) -> ReleaseRow | None:
    """The release of these bytes; None: nothing was released under the digest. One query."""
    row = Release.objects.filter(digest=digest).defer("packed").first()
    return row_of(row) if row else None


def book_at(book: str, *, on: date, jurisdiction: str = "") -> Book:
    """The rulebook that holds on a day in a place, read and checked; one query, two for one that is not in memory.

    Raises: NoReleaseInForce: none does.
    """
    return book_of(release_at(book, on=on, jurisdiction=jurisdiction).digest)


@lru_cache(maxsize=KEPT)
def book_of(digest: str) -> Book:
    """The rulebook of a digest, as it was released, years later too.

    Raises: NoReleaseInForce: nothing was released under it.
    """
    return read_book(unpack(released_bytes(digest)))


def released_bytes(digest: str) -> bytes:
    """The released file itself; its SHA-256 is the digest.

    Raises: NoReleaseInForce: nothing was released under it.
    """
    packed = Release.objects.filter(digest=digest).values_list("packed", flat=True).first()
    if packed is None:
        raise NoReleaseInForce(f"No rulebook was released under {digest}.", book=digest, day="")
    return bytes(packed)


def _places(jurisdiction: str) -> dict[str, int]:
    """A division and those it lies in → how near it is; the whole country is the farthest."""
    if not jurisdiction:
        return {"": 0}
    return {"": 0, f"{jurisdiction[:2]}0000": 1, f"{jurisdiction[:4]}00": 2, jurisdiction: 3}


def rulebook_folder() -> Path:
    """The folder of the versions that can be released and compared."""
    return Path(settings.RULEBOOKS)
