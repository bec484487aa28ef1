"""Who may do what, walked whole: every kind of user, every view, near and far objects (ACC-1, ACC-2).

A new view fails here until `docs/permissions.csv` says what each kind of user gets of it; the failure tells its rows.
A view about an object needs one near and one far in `world.py`, a form something to send in `walking.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from qingce.shared.issuing.codes import ALPHABET
from tests.access.walking import AGAIN_BY, Asked, asked, every_answer, row_text, rows
from tests.access.world import MISSING, MISSING_CODE, World
from tools.permissions_page import read_table

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1", "ACC-2")]
_CODE = re.compile(rf"[{ALPHABET}]{{4}}(-?[{ALPHABET}]{{4}}){{2}}")


def table() -> dict[Asked, dict[str, str]]:
    return {Asked(row.view, row.method, row.relation): row.answers for row in read_table()}


@pytest.fixture
def kinds(world: World, request: pytest.FixtureRequest) -> Sequence[str]:
    """Who asks: every kind of user, on the second database a few."""
    return AGAIN_BY if request.config.getoption("--database-only") else tuple(world.users)


def test_every_kind_of_user_gets_what_the_table_says(world: World, kinds: Sequence[str]) -> None:
    told, wrong = table(), []
    for row, found in every_answer(world, kinds):
        if found != {kind: answer for kind, answer in told.get(row, {}).items() if kind in kinds}:
            wrong.append(row_text(row, found))
    assert wrong == [], "what came back is not what docs/permissions.csv says:\n" + "\n".join(wrong)


def test_table_names_no_view_or_object_that_is_gone(world: World) -> None:
    assert set(table()) - {row for row, _ in rows(world)} == set()


def test_table_has_a_column_for_every_kind_of_user(world: World) -> None:
    assert all(list(found) == list(world.users) for found in table().values())


def test_nobody_learns_whether_what_is_hidden_exists(world: World) -> None:
    """What somebody may not see answers as what is not there does, but for the number."""
    told = table()
    for row, path in rows(world):
        hidden = [kind for kind, answer in told.get(row, {}).items() if answer == "none"]
        words = world.relations(row.view)[row.relation]
        if row.method != "GET" or not hidden or not words or "secret" in words:
            continue
        there = asked(world.users[hidden[0]], row, path).content.decode()
        first, *_ = words.values()
        missing = MISSING_CODE if "code" in words else MISSING
        gone = asked(world.users[hidden[0]], row, path.replace(f"/{first}/", f"/{missing}/", 1)).content.decode()
        assert _numberless(there) == _numberless(gone), path


def _numberless(text: str) -> str:
    text = _CODE.sub("#", re.sub(r"csrf\w*\"[^>]*", "", text))
    return re.sub(r"\d+", "#", text)
