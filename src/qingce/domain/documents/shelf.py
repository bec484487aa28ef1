"""The shelf of an enterprise: what is there, what expires, what is missing, and where it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qingce.domain.documents.enums import Standing
from qingce.domain.documents.reading import DocumentRow, shelf_documents
from qingce.domain.documents.registry import Use, uses_of
from qingce.domain.documents.types import DocumentType, document_types, lines_under_permit
from qingce.pure.rules.papers import AskedLine
from qingce.shared.parties.enums import Actor


@dataclass(frozen=True)
class Placed:
    """A document on the shelf. Args: kind: None: of a type that the rulebook of the day no longer has."""

    row: DocumentRow
    kind: DocumentType | None
    standing: Standing
    days_left: int
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class Shelf:
    """What somebody sees of an enterprise's documents on a day.

    Args: placed: what expires first stands first, what is withdrawn last. missing: what an enterprise under permit is
        asked for and nothing that holds serves.
    """

    placed: tuple[Placed, ...]
    missing: tuple[AskedLine, ...]

    def of(self, standing: Standing) -> list[Placed]:
        """Those that stand so."""
        return [each for each in self.placed if each.standing == standing]


def shelf_of(enterprise_id: int, *, actor: Actor, on: date) -> Shelf:
    """The shelf of an enterprise, for its members and the staff of its area; a fixed number of queries.

    Raises: NoReleaseInForce.
    """
    rows = shelf_documents(enterprise_id, actor=actor)
    types, uses = document_types(on=on), uses_of([row.id for row in rows])
    placed = tuple(
        Placed(row, types.get(row.type), row.standing(on), row.days_left(on), tuple(uses.get(row.id, ())))
        for row in rows
    )
    return Shelf(placed, missing_of(placed, on=on))


def missing_of(placed: Sequence[Placed], *, on: date) -> tuple[AskedLine, ...]:
    """The papers of BMD 12 that nothing serves; what has expired or is withdrawn serves nothing."""
    holds = {each.row.type for each in placed if each.standing in (Standing.VALID, Standing.EXPIRING)}
    return tuple(line for line in lines_under_permit(on=on) if not holds.intersection(line.types))
