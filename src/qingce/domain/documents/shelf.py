"""The shelf of an enterprise: what is there, what expires, what is missing, and where it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qingce.domain.documents.asking import Asked, asked_on
from qingce.domain.documents.enums import AskedOf, Standing
from qingce.domain.documents.reading import DocumentRow, shelf_documents
from qingce.domain.documents.registry import Use, uses_of
from qingce.domain.documents.types import DocumentType, document_types
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

    Args: placed: what expires first stands first, what is withdrawn last. missing: what the enterprise is asked for and
        nothing that holds serves, by whom it is asked of; without those of whom nothing is missing.
    """

    placed: tuple[Placed, ...]
    missing: tuple[Asked, ...]

    def of(self, standing: Standing) -> list[Placed]:
        """Those that stand so."""
        return [each for each in self.placed if each.standing == standing]


def shelf_of(enterprise_id: int, *, actor: Actor, on: date, has_records: bool = False) -> Shelf:
    """The shelf of an enterprise, for its members and the staff of its area; a fixed number of queries.

    Args: has_records: whether the enterprise has records on the public list, which it is asked to explain.
    Raises: NoReleaseInForce.
    """
    rows = shelf_documents(enterprise_id, actor=actor)
    types, uses = document_types(on=on), uses_of([row.id for row in rows])
    placed = tuple(
        Placed(row, types.get(row.type), row.standing(on), row.days_left(on), tuple(uses.get(row.id, ())))
        for row in rows
    )
    asked = [each for each in asked_on(on) if has_records or each.of != AskedOf.RECORD]
    return Shelf(placed, missing_of(placed, asked))


def missing_of(placed: Sequence[Placed], asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """The lines that nothing serves (BMD 12, IPE-2017 §1); what has expired or is withdrawn serves nothing."""
    holds = {each.row.type for each in placed if each.standing in (Standing.VALID, Standing.EXPIRING)}
    left = (Asked(each.of, tuple(line for line in each.lines if not holds.intersection(line.types))) for each in asked)
    return tuple(each for each in left if each.lines)
