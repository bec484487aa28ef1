"""What a new survey starts from: the figures of the rulebook, each with its clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingce.domain.cleaner_production.laws import BOOK
from qingce.shared.rulebooks.queries import book_at

PER_UNIT, TELEPHONE, TWICE = "sample-per-unit", "telephone-per-unit", "coded-twice"


@dataclass(frozen=True)
class DesignDefaults:
    """Figures with clauses: field → clause, and where a figure is our own reading its reason by language."""

    per_unit: int
    telephone_per_unit: int
    twice_percent: int
    version: str
    clauses: dict[str, str]
    reasons: dict[str, tuple[str, str]]


def design_defaults(*, on: date) -> DesignDefaults:
    """The figures that hold on a day; one query, two for a rulebook that is not in memory.

    Raises: NoReleaseInForce.
    """
    book = book_at(BOOK, on=on)
    fields = {"per_unit": PER_UNIT, "telephone_per_unit": TELEPHONE, "twice_percent": TWICE}
    found = {field: book.parameters[name] for field, name in fields.items()}
    figures = {field: int(book.value(name, on=on)) for field, name in fields.items()}
    return DesignDefaults(
        **figures,
        version=book.version,
        clauses={field: one.clause or "" for field, one in found.items()},
        reasons={field: (one.reason.zh, one.reason.en) for field, one in found.items() if one.reason},
    )
