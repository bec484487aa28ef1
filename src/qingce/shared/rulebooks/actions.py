"""Releasing a version of a rulebook: its bytes are kept as they are, and the ledger says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import enter_act
from qingce.shared.rulebooks.acts import KIND, RELEASED
from qingce.shared.rulebooks.errors import AlreadyReleased, ReleasedTooLate
from qingce.shared.rulebooks.models import Release
from qingce.shared.rulebooks.queries import row_of

if TYPE_CHECKING:
    from datetime import datetime

    from qingce.pure.rules.book import Book
    from qingce.shared.ledger.enums import Signatory
    from qingce.shared.rulebooks.enums import ReleaseRow


@transaction.atomic
def release_book(book: Book, *, by: Signatory, at: datetime) -> ReleaseRow:
    """Release a version: from its day of effect on it decides, and its bytes can be had for ever.

    Args: book: read from its files, whole. by: who releases it, as the ledger tells it.
    Returns: the release; the known one if the very same bytes were released before.
    Raises: AlreadyReleased: this day has another version. ReleasedTooLate: there is a version already, and this one
        would not take effect after it and after today.
    """
    known = Release.objects.filter(digest=book.digest).first()
    if known:
        return row_of(known)
    _check_day(book, at=at)
    release = Release.objects.create(
        book=book.head.id,
        version=book.version,
        jurisdiction=book.head.jurisdiction,
        status=book.head.status,
        effective_on=book.head.effective_on,
        digest=book.digest,
        packed=book.packed,
        released_at=at,
    )
    release.entry = _enter(book, release, by=by, at=at)
    release.save(update_fields=["entry"])
    note_change(KIND, release.pk, at=at)
    return row_of(release)


def _check_day(book: Book, *, at: datetime) -> None:
    head = book.head
    others = Release.objects.select_for_update().filter(book=head.id, jurisdiction=head.jurisdiction)
    if others.filter(effective_on=head.effective_on).exists():
        raise AlreadyReleased(
            f"{book.key} was released with other contents. What was released is never edited: make a new version with "
            "a later day of effect.",
            version=book.key,
        )
    newest = others.aggregate(newest=Max("effective_on"))["newest"]
    if newest and (head.effective_on <= newest or head.effective_on <= at.date()):
        raise ReleasedTooLate(
            f"{book.key} cannot take effect on {head.effective_on}: a version that follows another one takes effect "
            f"after it ({newest}) and after the day of its release ({at.date()}).",
            version=book.key,
            day=head.effective_on,
            newest=newest,
            today=at.date(),
        )


def _enter(book: Book, release: Release, *, by: Signatory, at: datetime) -> str:
    return enter_act(
        RELEASED,
        at=at,
        by=by,
        subject=(KIND, release.pk),
        facts={
            "content": leaf_hash(bytes(release.packed)).hex(),
            "digest": release.digest,
            "book": book.head.id,
            "jurisdiction": int(book.head.jurisdiction or 0),
            "status": book.head.status,
            "source": book.head.source,
            "effective_on": book.head.effective_on,
        },
    )
