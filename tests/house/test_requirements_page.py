"""The generator of docs/requirements.md."""

from __future__ import annotations

import ast

from qingce.pure.kernel.requirements import served, serves
from tools import requirements_page


def test_serves_notes_ids_in_order_and_adds_up() -> None:
    @serves("REC-6")
    @serves("REC-1", "REC-2")
    def view() -> None: ...

    assert served(view) == ("REC-1", "REC-2", "REC-6")


def test_served_of_an_unmarked_view_is_empty() -> None:
    assert served(print) == ()


def test_state_needs_a_place_and_a_test_to_be_tested() -> None:
    assert requirements_page.state(["/"], ["t"]) == "tested"
    assert requirements_page.state(["/"], None) == "reachable"
    assert requirements_page.state(None, ["t"]) == "inside only"
    assert requirements_page.state(None, None) == "not built yet"


def test_cited_ids_come_from_module_class_and_function() -> None:
    source = """
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-1")]

@pytest.mark.requirement("REC-2")
class TestIt:
    @pytest.mark.requirement("REC-3", "REC-4")
    def test_this(self): ...

def test_that(): ...
"""
    assert sorted(requirements_page._cited(ast.parse(source))) == [
        "REC-1",
        "REC-1",
        "REC-2",
        "REC-3",
        "REC-4",
    ]


def test_requirement_ids_are_unique() -> None:
    ids = [each.id for each in requirements_page.read_requirements(requirements_page.SOURCE)]
    assert len(ids) == len(set(ids)) == 72
