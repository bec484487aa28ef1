"""Every rule stands in `docs/rules/` with its clause and what tries it; the format's schema is the one of the code."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from qingce.pure.rules.book import Book, rows_of
from tests.rulebook.books import LIBRARY
from tools import rules_pages

ROOT = Path(__file__).resolve().parents[2]
pages = cache(rules_pages.pages)
NEWEST = [versions[-1] for versions in LIBRARY.books.values()]
pytestmark = pytest.mark.requirement("POL-1")


def names_of(book: Book) -> set[str]:
    """Of everything that a page has to tell."""
    rows = {row.id for table in book.tables.values() for _, row in rows_of(table)}
    items = {each.id for part in (*book.requirements.values(), *book.lists.values()) for each in part.item}
    parts = (book.conditions, book.parameters, book.tables, book.requirements, book.lists, book.facts)
    return {*rows, *items, *(name for part in parts for name in part)}


@pytest.mark.parametrize("ending", ["", ".zh"])
@pytest.mark.parametrize("book", NEWEST, ids=[book.key for book in NEWEST])
def test_a_page_tells_every_rule_of_its_book(book: Book, ending: str) -> None:
    told = set(re.findall(r"`([^`]*)`", pages()[f"docs/rules/{book.head.id}{ending}.md"]))
    assert names_of(book) - told == set()
    assert {book.key, book.digest} <= told


@pytest.mark.parametrize("book", NEWEST, ids=[book.key for book in NEWEST])
def test_a_row_is_told_with_its_clause_and_the_cases_that_try_it(book: Book) -> None:
    lines = pages()[f"docs/rules/{book.head.id}.md"].splitlines()
    for name, table in book.tables.items():
        for _, row in rows_of(table):
            cases = [each.id for each in book.golden.case if each.table == name and row.id in each.rows]
            [line] = [each for each in lines if each.startswith(f"| `{row.id}` |") and each.count(" | ") == 7] or [""]
            assert row.clause in line
            assert cases
            assert all(f"[{each}](" in line for each in cases)


def test_links_lead_somewhere() -> None:
    for name, text in pages().items():
        if name.endswith(".md"):
            for target in re.findall(r"\]\(([^)#]+)\)", text):
                place = ((ROOT / name).parent / target).resolve()
                assert place.exists() or str(place.relative_to(ROOT)) in pages(), (name, target)


@pytest.mark.parametrize("name", sorted(rules_pages.SCHEMAS))
def test_the_schema_of_the_format_is_that_of_the_code(name: str) -> None:
    path = f"rulebook/schema/{name}.schema.json"
    assert (ROOT / path).read_text(encoding="utf-8") == pages()[path]
    assert json.loads(pages()[path])["additionalProperties"] is False


def test_pages_are_kept_in_the_repository() -> None:
    assert [name for name in pages() if not (ROOT / name).is_file()] == []
