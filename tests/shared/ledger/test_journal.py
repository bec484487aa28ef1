"""The private journal: written with the act or not at all, read by whom it concerns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from qingce.shared.ledger.actions import forget_details, journal
from qingce.shared.ledger.errors import JournalOutsideTransaction, UnknownAct
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.ledger.queries import (
    count_entries_of_person,
    entries_about,
    entries_of_organisation,
    entries_of_person,
)
from qingce.shared.ledger.registry import label_of
from tests.factories import AT

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_act_is_journaled_in_the_transaction_that_does_it() -> None:
    with pytest.raises(JournalOutsideTransaction):
        journal("logged-in", by=1, at=AT)
    with transaction.atomic():
        journal("logged-in", by=1, at=AT)
        transaction.set_rollback(True)
    assert not JournalEntry.objects.exists()


def test_act_that_no_room_named_is_refused() -> None:
    with pytest.raises(UnknownAct):
        journal("danced", by=1, at=AT)
    with pytest.raises(UnknownAct):
        label_of("danced")


def test_entries_are_read_by_person_organisation_and_thing_the_newest_first(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    journal("logged-in", by=1, at=AT)
    journal("member-removed", by=2, concerned=1, organisation=7, subject=("member", 5), at=AT + timedelta(hours=1))
    journal("logged-in", by=3, at=AT + timedelta(hours=2))
    with django_assert_num_queries(1):
        assert [each.act for each in entries_of_person(1)] == ["member-removed", "logged-in"]
    assert [each.concerned_id for each in entries_of_organisation(7)] == [1]
    assert [each.person_id for each in entries_about("member", 5)] == [2]
    assert entries_about("member", 6) == entries_of_organisation(8) == []
    assert count_entries_of_person(1) == 2
    assert [each.act for each in entries_of_person(1, start=1, count=1)] == ["logged-in"]


def test_what_explains_an_act_can_be_forgotten_and_the_act_stays() -> None:
    journal("role-given", by=2, concerned=1, detail={"role": "reviewer"}, at=AT)
    journal("role-given", by=2, concerned=3, detail={"role": "reviewer"}, at=AT)
    assert forget_details(1) == 1
    assert [each.detail for each in entries_of_person(1)] == [{}]
    assert [each.detail for each in entries_of_person(3)] == [{"role": "reviewer"}]
