"""Types of papers against the lists of the other books: what each serves, and what is missing of a list."""

from __future__ import annotations

from datetime import date

import pytest

from qingce.pure.rules.papers import asked_lines, missing_lines, served
from qingce.pure.rules.schema import ShelfCase
from tests.rulebook.books import LIBRARY

ON = date(2026, 11, 20)
BOOK = LIBRARY.at("documents", on=ON)
OTHERS = {name: LIBRARY.at(name, on=ON) for name in ("removal", "disclosure", "service")}
# Texts that are typed in and printed here; the sealed scan comes back to the disclosure itself.
NO_PAPERS = {"violation-text", "reason-text", "corrective-action-text", "signed-explanation"}

pytestmark = pytest.mark.requirement("POL-1", "REM-2", "DIS-4", "SVC-4")


@pytest.mark.parametrize("case", BOOK.golden.shelf, ids=[each.id for each in BOOK.golden.shelf])
def test_what_is_missing_of_a_list_is_as_written(case: ShelfCase) -> None:
    book, _, wanted = case.of.partition(" ")
    found = missing_lines(BOOK, OTHERS[book], wanted, holds=case.holds)
    assert tuple(each.id for each in found) == case.missing
    assert set(case.holds) <= set(BOOK.documents)


def test_every_list_of_removal_and_every_slot_of_disclosure_has_a_case() -> None:
    tried = {each.of for each in BOOK.golden.shelf}
    wanted = {f"removal requirement.{name}" for name in OTHERS["removal"].requirements}
    slots = {line.requires for line in OTHERS["disclosure"].lists["document-slots"].item}
    wanted |= {f"disclosure requirement.{name}" for name in slots} | {"disclosure requirement.feedback-papers"}
    assert wanted | {"service list.dossier"} <= tried


def test_every_paper_that_a_list_takes_is_served_by_a_type() -> None:
    by = served(BOOK)
    wanted = {f"{name} document.{each}" for name, book in OTHERS.items() for each in book.documents}
    wanted |= {f"service list.dossier.{each.id}" for each in OTHERS["service"].lists["dossier"].item}
    assert wanted - by.keys() == {f"disclosure document.{each}" for each in NO_PAPERS}


def test_what_a_type_serves_is_there() -> None:
    for wanted in served(BOOK):
        name, _, place = wanted.partition(" ")
        section, _, rest = place.partition(".")
        if section == "document":
            assert rest in OTHERS[name].documents, wanted
        else:
            listed, _, item = rest.partition(".")
            assert item in {each.id for each in OTHERS[name].lists[listed].item}, wanted


def test_either_of_two_papers_will_do() -> None:
    (line,) = (
        each for each in asked_lines(BOOK, OTHERS["removal"], "requirement.yellow-rating") if each.id == "since-then"
    )
    assert line.types == ("no-record-proof", "later-rating")


def test_a_type_says_who_writes_it_as_the_lists_do() -> None:
    """Where a type stands for one paper of a list under the same name, both have the same writer and seal."""
    for book in OTHERS.values():
        for name in book.documents.keys() & BOOK.documents.keys():
            assert BOOK.documents[name].written_by == book.documents[name].written_by, name
            assert BOOK.documents[name].sealed == book.documents[name].sealed, name
