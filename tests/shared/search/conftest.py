"""A tiny kind with its documents in memory, in a home of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from qingce.shared.changes import registry as changes_registry
from qingce.shared.changes.enums import IdRange
from qingce.shared.search import readers, registry
from qingce.shared.search.actions import apply_changes, refresh
from qingce.shared.search.building import build
from qingce.shared.search.enums import Order, SearchPage, SearchRequest
from qingce.shared.search.layout import Layout
from qingce.shared.search.queries import search
from qingce.shared.search.registry import Document, FacetField, Indexed, TextField

FACETS = ("type", "region")


class Shelf:
    """Documents in memory that stand for the rows of a database."""

    def __init__(self) -> None:
        self.rows: dict[int, Document] = {}
        self.indexed = Indexed(
            kind="note",
            texts=(TextField("name", weight=4.0), TextField("title", weight=2.0), TextField("body")),
            facets=(FacetField("type"), FacetField("region", many=True), FacetField("year", of_day=True)),
            documents=self.documents,
            ranges=self.ranges,
        )

    def documents(self, first: int, last: int) -> Iterable[Document]:
        return [row for key, row in sorted(self.rows.items()) if first <= key <= last]

    def ranges(self) -> Iterable[tuple[int, int]]:
        tens = sorted({(key - 1) // 10 for key in self.rows})
        return [(ten * 10 + 1, ten * 10 + 10) for ten in tens]

    def put(self, number: int, body: str = "", *, name: str = "", title: str = "", **rest: Any) -> None:
        """A document; `type` and `region` are its facets, `day` and `boost` its order."""
        facets = {key: rest.pop(key) for key in FACETS if key in rest}
        self.rows[number] = Document(number, {"name": name, "title": title, "body": body}, facets, **rest)

    def build(self) -> None:
        build(Layout(self.indexed))
        refresh("note")

    def apply(self, *ranges: tuple[int, int]) -> None:
        apply_changes([IdRange("note", first, last) for first, last in ranges])
        refresh("note")

    def page(self, text: str = "", *, newest: bool = False, **rest: Any) -> SearchPage:
        order = Order.NEWEST if newest else Order.RELEVANCE
        return search("note", SearchRequest(text, order=order, **rest))

    def ids(self, text: str = "", **rest: Any) -> list[int]:
        return self.page(text, **rest).ids


@pytest.fixture
def home(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home folder; what a test registers is forgotten after it."""
    settings.HOME = tmp_path
    for module, name in ((registry, "_indexed"), (readers, "_held"), (changes_registry, "_followers")):
        monkeypatch.setattr(module, name, {})
    return tmp_path


@pytest.fixture
def shelf(home: Path) -> Shelf:
    """A registered tiny kind without an index yet."""
    tiny = Shelf()
    registry.register(tiny.indexed)
    return tiny
