"""Somebody whom an organisation's own log-in vouches for becomes a reader there, and no more."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from qingce.shared.ledger.queries import entries_of_organisation
from qingce.shared.parties.actions import OrganisationText, admit_by_provider, register_organisation
from qingce.shared.parties.enums import MemberRole, OrganisationKind
from qingce.shared.parties.errors import ProviderOrganisationGone
from qingce.shared.parties.models import Membership, Organisation, Person
from qingce.shared.parties.queries import is_email_known
from tests.factories import AT, acting, organisation, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]


def admit(number: str, email: str = "Chen@example.org", name: str = "陈样本") -> Person:
    return admit_by_provider(email, name=name, language="zh", organisation=number, provider="绿色样例", at=AT)


def test_somebody_new_is_a_reader_without_a_password() -> None:
    row = Organisation.objects.get(pk=organisation(somebody()))
    person = admit(row.number)
    assert (person.email, person.name, person.has_usable_password()) == ("chen@example.org", "陈样本", False)
    member = Membership.objects.get(person=person)
    assert (member.organisation_id, member.role, member.given_by) == (row.pk, MemberRole.READER, "绿色样例")
    assert [each.act for each in entries_of_organisation(row.pk)][:2] == ["member-joined", "admitted-by-provider"]
    assert is_email_known("CHEN@example.org")
    assert not is_email_known("chen@example.com")


def test_name_is_of_bearable_length_and_never_missing() -> None:
    number = Organisation.objects.get(pk=organisation(somebody())).number
    assert admit(number, "a@example.org", "").name == "a"
    assert len(admit(number, "c@example.org", "长" * 500).name) <= 100


def test_known_address_changes_nothing() -> None:
    person = somebody("chen@example.org")
    number = Organisation.objects.get(pk=organisation(somebody())).number
    with pytest.raises(IntegrityError), transaction.atomic():
        admit(number)
    assert not Membership.objects.filter(person=person).exists()


def test_organisation_that_is_unknown_or_waits_admits_nobody() -> None:
    said = OrganisationText(kind=OrganisationKind.AGENCY, name="未入驻的机构")
    waiting = Organisation.objects.get(pk=register_organisation(acting(somebody()), said, at=AT))
    for number in (waiting.number, "G000000000"):
        with pytest.raises(ProviderOrganisationGone):
            admit(number)
    assert Person.objects.count() == 1
