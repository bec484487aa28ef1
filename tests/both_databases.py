"""Which tests run a second time, on the other database. New tests fall under the rule by where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DATABASE_FIXTURES = {"processes", "fresh_house", "db", "transactional_db", "django_db_reset_sequences", "live_server"}
# Where questions to the database are written; no other room may import a table (tests/house/test_imports.py).
ROOMS_OF_QUERIES = {"shared", "domain"}
PAGES = ("browser", "access", "doors/web")
# Every page is asked for about every object by a few who see different things: what it asks, the database is asked.
WALK_THROUGH_PAGES = "access/test_permissions.py"


def on_both_databases(items: Iterable[pytest.Item]) -> dict[pytest.Item, None]:
    """What the kind of database may change: all that touches it in the rooms that ask it, elsewhere one case of each.

    What pages ask is asked by the walk through the table of permissions; the other tests of pages are about what they
    show.

    Returns: the tests in their order.
    """
    kept: dict[pytest.Item, None] = {}
    known: set[tuple[Path, str]] = set()
    for item in filter(touches_database, items):
        place = item.path.relative_to(TESTS).as_posix()
        test = (item.path, item.nodeid.partition("[")[0])
        is_page = place.startswith(PAGES) and place != WALK_THROUGH_PAGES
        if place.split("/")[0] in ROOMS_OF_QUERIES or not (is_page or test in known):
            kept[item] = None
        known.add(test)
    return kept


def touches_database(item: pytest.Item) -> bool:
    """Whether a test says, by mark or fixture, that it uses the database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)
