"""One publication, and the files that publications came in, as the staff of their area see them (CPA-2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from qingce.domain.cleaner_production.duties import PublicationRow, publication_row
from qingce.domain.cleaner_production.errors import FileNotThere, PublicationNotFound
from qingce.domain.cleaner_production.models import Publication, PublicationFile
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import within_duty


@dataclass(frozen=True)
class PublicationFileRow:
    """A file of publications. Args: brought_by, undone_by: signatures. counting: of its rows, those not withdrawn."""

    id: int
    name: str
    area: str
    brought_by: str
    brought_at: datetime
    undone_by: str
    undone_at: datetime | None
    undo_reason: str
    rows: int
    counting: int


@dataclass(frozen=True)
class FileLine:
    """A publication of a file with the enterprise that it is about."""

    row: PublicationRow
    enterprise: str


def publication(pk: int) -> PublicationRow:
    """One publication, also a withdrawn one; one query.

    Raises: PublicationNotFound.
    """
    found = Publication.objects.filter(pk=pk).first()
    if found is None:
        raise PublicationNotFound(f"There is no publication number {pk}.", number=pk)
    return publication_row(found)


def without_copy(actor: Actor, *, limit: int) -> tuple[Sequence[FileLine], int]:
    """Publications of the actor's areas that staff noted and that lack a saved copy, oldest first; two queries.

    Returns: so many of them, and how many there are.
    """
    own = within_duty(actor, Duty.CLEANER_PRODUCTION, "record__division")
    seat = Q(record__division="") & within_duty(actor, Duty.CLEANER_PRODUCTION, "enterprise__division")
    rows = Publication.objects.filter(own | seat, copy=None, organisation=None, withdrawn_at=None)
    found = rows.select_related("enterprise").order_by("pk")[:limit]
    return [FileLine(publication_row(each), each.enterprise.name) for each in found], rows.count()


def publication_files(actor: Actor) -> list[PublicationFileRow]:
    """The files of the actor's areas and those that the actor brought, the latest first; one query."""
    return [_row(each) for each in _visible(actor).order_by("-pk")]


def publication_file(pk: int, *, actor: Actor) -> tuple[PublicationFileRow, Sequence[FileLine]]:
    """One file with what it brought; two queries.

    Raises: FileNotThere: also one that the actor does not see.
    """
    found = _visible(actor).filter(pk=pk).first()
    if found is None:
        raise FileNotThere(f"There is no file of publications number {pk}.", number=pk)
    lines = Publication.objects.filter(file=pk).select_related("enterprise").order_by("pk")
    return _row(found), [FileLine(publication_row(each), each.enterprise.name) for each in lines]


def _visible(actor: Actor) -> QuerySet[PublicationFile]:
    own = Q(brought_by=actor.signature) & ~Q(brought_by="")
    counting = Count("publications", filter=Q(publications__withdrawn_at=None))
    files = PublicationFile.objects.filter(own | within_duty(actor, Duty.CLEANER_PRODUCTION, "area"))
    return files.annotate(lines=Count("publications"), counting=counting)


def _row(each: PublicationFile) -> PublicationFileRow:
    return PublicationFileRow(
        id=each.pk,
        name=each.name,
        area=each.area,
        brought_by=each.brought_by,
        brought_at=each.brought_at,
        undone_by=each.undone_by,
        undone_at=each.undone_at,
        undo_reason=each.undo_reason,
        rows=each.lines,  # type: ignore[attr-defined]  # annotated
        counting=each.counting,  # type: ignore[attr-defined]  # annotated
    )
