"""Reading the whole store again: what no longer fits its digest, what no row names, what a row names and is gone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import islice

from qingce.shared.files import store
from qingce.shared.files.enums import CheckedBytes, StoreFault
from qingce.shared.files.limits import limits
from qingce.shared.files.models import PagePicture, StoredFile
from qingce.shared.files.places import Piece

_AT_ONCE = 200
_DIGESTS = ("sha256", "original_sha256")


def check_store(*, at: datetime) -> Iterator[CheckedBytes]:
    """Each piece of the store in turn, then what is missing from it.

    Cost: reads every byte once; a bounded piece in memory, one query for each 200 pieces.
    What nothing names is no fault before `limits.unattached_hours`: it may still get its row.
    """
    before = at - timedelta(hours=limits().unattached_hours)
    pieces = store.pieces()
    while some := list(islice(pieces, _AT_ONCE)):
        named = files_by_digest([piece.sha256 for piece in some])
        for piece in some:
            if found := _checked(piece, named.get(piece.sha256, ()), before):
                yield found
    yield from _lost()


def files_by_digest(digests: Collection[str]) -> dict[str, tuple[int, ...]]:
    """The numbers of the files that name each digest, as what is served or as what came."""
    found: dict[str, set[int]] = {}
    for column in _DIGESTS:
        rows = StoredFile.objects.filter(**{f"{column}__in": digests}).values_list(column, "pk")
        for sha256, pk in rows:
            found.setdefault(sha256, set()).add(pk)
    for sha256, pk in _drawn_from(digests):
        found.setdefault(sha256, set()).add(pk)
    return {sha256: tuple(sorted(pks)) for sha256, pks in found.items()}


def _drawn_from(digests: Collection[str]) -> Iterator[tuple[str, int]]:
    """Pages among these digests, each with the files that they are pages of."""
    drawn = list(PagePicture.objects.filter(sha256__in=digests).values_list("of_sha256", "sha256"))
    owners: dict[str, list[int]] = {}
    for sha256, pk in StoredFile.objects.filter(sha256__in={of for of, _ in drawn}).values_list("sha256", "pk"):
        owners.setdefault(sha256, []).append(pk)
    return ((sha256, pk) for of, sha256 in drawn for pk in owners.get(of, ()))


def is_named(sha256: str) -> bool:
    """Whether any row needs these bytes."""
    return bool(files_by_digest([sha256]))


def _checked(piece: Piece, files: tuple[int, ...], before: datetime) -> CheckedBytes | None:
    """What is to be said of one piece; None: a sweep took it away meanwhile."""
    try:
        is_damaged = store.digest_of(piece.sha256) != piece.sha256
    except FileNotFoundError:
        return None
    is_orphan = not files and piece.kept_at < before
    fault = StoreFault.DAMAGED if is_damaged else StoreFault.ORPHAN if is_orphan else None
    return CheckedBytes(piece.sha256, piece.size_bytes, fault, files)


def _lost() -> Iterator[CheckedBytes]:
    rows = StoredFile.objects.order_by("pk").values_list("pk", *_DIGESTS).iterator(chunk_size=2000)
    for pk, *digests in rows:
        for sha256 in filter(None, digests):
            if not store.has(sha256) and StoredFile.objects.filter(pk=pk).exists():
                yield CheckedBytes(sha256, 0, StoreFault.LOST, (pk,))
    pages = PagePicture.objects.order_by("pk").values_list("sha256", flat=True).iterator(chunk_size=2000)
    for sha256 in pages:
        files = () if store.has(sha256) else files_by_digest([sha256]).get(sha256, ())
        if files:
            yield CheckedBytes(sha256, 0, StoreFault.LOST, files)
