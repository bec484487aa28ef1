"""The book of agencies: a draft for one city, and lists that must say the same as its tables."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rulebook.books import LIBRARY

BOOK = LIBRARY.at("agencies", on=date(2026, 11, 20), jurisdiction="330200")

pytestmark = pytest.mark.requirement("POL-1")


def test_draft_is_a_draft_for_ningbo() -> None:
    assert (BOOK.head.status, BOOK.head.jurisdiction) == ("draft", "330200")


def test_prohibited_behaviours_are_those_that_end_a_listing() -> None:
    prohibited = [each.id for each in BOOK.lists["prohibited"].item]
    assert [each.id for each in BOOK.facts["prohibited_conduct"].choice] == prohibited
    leaving = {group.id: [row.id for row in group.row] for group in BOOK.tables["whitelist-exit"].group}
    assert leaving["article-8"] == prohibited


def test_no_figure_stands_for_what_the_draft_leaves_open() -> None:
    fixed = {"update-term", "whitelist-validity", "whitelist-ban", "return-term", "key-supervision-below"}
    assert set(BOOK.parameters) == fixed
