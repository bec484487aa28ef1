"""The rulebooks of the repository and what each says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import combine, decide
from qingce.pure.rules.library import read_library
from qingce.pure.rules.values import read_facts

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.deciding import CaseDecision, Decision
    from qingce.pure.rules.schema import GoldenCase

ROOT = Path(__file__).parents[2] / "rulebook"
LIBRARY = read_library(ROOT)
BOOKS = [book for versions in LIBRARY.books.values() for book in versions]


def decided(book: Book, case: GoldenCase) -> Decision | CaseDecision:
    """What the rules say of a golden case, or of its violations together."""
    table = compile_table(book, case.table, on=case.on)
    if case.violations:
        return combine(table, [decide(table, read_facts(book, each)) for each in case.violations])
    return decide(table, read_facts(book, case.facts))
