"""The book of disclosure against what BMD shows, and against the types of records that the database knows."""

from __future__ import annotations

from datetime import date

import pytest

from qingce.domain.records.enums import RecordType
from tests.rulebook.books import LIBRARY

BOOK = LIBRARY.at("disclosure", on=date(2026, 11, 20))

pytestmark = pytest.mark.requirement("POL-1")


def test_types_of_records_are_those_of_the_database() -> None:
    types = list(RecordType.values)
    assert [each.id for each in BOOK.facts["record_type"].choice] == types
    assert [each.id for each in BOOK.lists["record-types"].item] == types


def test_panels_shown_are_those_of_the_register() -> None:
    shown = {each.id for each in BOOK.lists["record-types"].item if each.at["panel"] == "shown"}
    assert {each.id for each in BOOK.lists["panels"].item} == shown


def test_every_slot_takes_a_document_of_its_list() -> None:
    for slot in BOOK.lists["document-slots"].item:
        assert slot.requires is not None
        assert slot.id in {each.id for each in BOOK.requirements[slot.requires].item}


def test_only_papers_of_the_enterprise_bear_its_seal() -> None:
    assert {each.written_by for each in BOOK.documents.values() if each.sealed} == {"enterprise"}
