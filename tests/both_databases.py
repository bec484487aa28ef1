"""Which tests run a second time, on the other database. New tests fall under the rule by where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DATABASE_FIXTURES = {"processes", "fresh_house", "db", "transactional_db", "django_db_reset_sequences", "live_server"}
# Where questions to the database are written; no other room may import a table (tests/house/test_imports.py).
ROOMS_OF_QUERIES = {"shared", "domain"}
PAGES_AGAIN = {"browser"}  # every page once more


def on_both_databases(items: Iterable[pytest.Item]) -> dict[pytest.Item, None]:
    """What the kind of database may change: all that touches it in the rooms that ask it, elsewhere one case of each.

    The further cases of a page or a command would ask the same questions again; so would a browser, and so would tests
    of what stands around every page, which say so by the mark `one_database`. The walk through the table of permissions
    asks as few kinds of users then.

    Returns: the tests in their order.
    """
    kept: dict[pytest.Item, None] = {}
    known: set[tuple[Path, str]] = set()
    for item in filter(touches_database, items):
        folder = item.path.relative_to(TESTS).parts[0]
        test = (item.path, item.nodeid.partition("[")[0])
        is_again = folder in PAGES_AGAIN or item.get_closest_marker("one_database") is not None or test in known
        if folder in ROOMS_OF_QUERIES or not is_again:
            kept[item] = None
        known.add(test)
    return kept


def touches_database(item: pytest.Item) -> bool:
    """Whether a test says, by mark or fixture, that it uses the database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)
