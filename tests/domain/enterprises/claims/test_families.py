"""Claims of enterprises that are merged and split, and of people who leave or are erased."""

from __future__ import annotations

import pytest

from qingce.domain.enterprises.actions import (
    end_claim,
    merge_enterprises,
    split_enterprise,
    withdraw_claim,
)
from qingce.domain.enterprises.claims.personal import erase_claims, export_claims
from qingce.domain.enterprises.errors import (
    ClaimElsewhere,
    ClaimHeld,
    HeldByAnother,
)
from qingce.domain.enterprises.models import Claim
from qingce.domain.enterprises.queries import (
    claims_for_office,
    enterprises_held_by,
    holder_of,
    holders_of,
    waiting_claims,
)
from qingce.shared.parties.actions import leave_organisation
from qingce.shared.parties.enums import Actor, MemberRole
from qingce.shared.parties.models import Membership, Person
from qingce.shared.parties.queries import open_work, operator
from qingce.shared.parties.registry import DataSubject
from tests.domain.enterprises.claims.doing import LATER, USCC, grant
from tests.factories import AT, acting, claim, claimant, enterprise, member, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2")]


def test_claim_of_an_alias_is_one_of_what_it_is_merged_into(admin: Person) -> None:
    alias, root = enterprise("样甲印染厂"), enterprise(uscc=USCC)
    merge_enterprises(alias, into=root, actor=operator("test"), reason="同一家", at=AT)
    pk = claim(admin, alias, claimant(admin))
    assert Claim.objects.get(pk=pk).enterprise_id == root


def test_two_holders_of_one_family_stand_in_the_queue_until_settled_and_a_split_gives_back(
    admin: Person, staff: Actor
) -> None:
    other = somebody("two@example.org")
    one, two, third = enterprise("甲厂"), enterprise("乙厂"), enterprise("丙厂")
    own, others = claimant(admin, name="甲"), claimant(other, name="乙")
    first, second = claim(admin, one, own), claim(other, two, others)
    free = claim(other, third, others)
    for pk in (first, second):
        grant(staff, pk)
    assert claims_for_office(staff, is_conflict=True) == []
    merge_enterprises(one, into=two, actor=operator("test"), reason="同一家", at=AT)
    assert [each.id for each in claims_for_office(staff, is_conflict=True)] == [first, second]
    assert waiting_claims(staff) == (3, AT)
    assert [each.name for each in holders_of(one)] == ["甲", "乙"]
    assert holder_of(two) is None
    with pytest.raises(ClaimHeld):
        claim(admin, two, own)
    split_enterprise(one, actor=operator("test"), reason="两家不同", at=LATER)
    assert (claims_for_office(staff, is_conflict=True), [each.name for each in holders_of(one)]) == ([], ["甲"])
    merge_enterprises(one, into=two, actor=operator("test"), reason="同一家", at=LATER)
    end_claim(staff, first, reason="已并入乙", at=LATER)
    assert claims_for_office(staff, is_conflict=True) == []
    assert [each.name for each in holders_of(one)] == ["乙"]
    assert [each.id for each in claims_for_office(staff)] == [free]


def test_one_holder_of_two_members_is_no_conflict(admin: Person, staff: Actor) -> None:
    own, one, two = claimant(admin), enterprise("甲厂"), enterprise("乙厂")
    for number in (one, two):
        grant(staff, claim(admin, number, own))
    merge_enterprises(one, into=two, actor=operator("test"), reason="同一家", at=AT)
    assert claims_for_office(staff, is_conflict=True) == []
    assert [each.organisation_id for each in holders_of(one)] == [own]
    assert enterprises_held_by(own) == [two]


def test_transfer_in_a_family_ends_every_other_holder(admin: Person, staff: Actor) -> None:
    people = [admin, somebody("two@example.org"), somebody("three@example.org")]
    numbers = [enterprise("甲厂"), enterprise("乙厂")]
    owns = [claimant(each, name=each.email) for each in people]
    first, second = (claim(each, number, own) for each, number, own in zip(people, numbers, owns, strict=False))
    for pk in (first, second):
        grant(staff, pk)
    merge_enterprises(numbers[0], into=numbers[1], actor=operator("test"), reason="同一家", at=AT)
    third = claim(people[2], numbers[0], owns[2])
    with pytest.raises(HeldByAnother):
        grant(staff, third, ending=[second])
    grant(staff, third, ending=[first, second])
    assert [each.organisation_id for each in holders_of(numbers[0])] == [owns[2]]


def test_who_leaves_hands_the_claims_over(admin: Person, staff: Actor) -> None:
    own, heir = claimant(admin), somebody("heir@example.org")
    member(own, heir, MemberRole.ADMIN)
    open_one, held, gone = (claim(admin, enterprise(name), own) for name in ("甲厂", "乙厂", "丙厂"))
    grant(staff, held)
    withdraw_claim(acting(admin), gone, at=LATER)
    assert [count for _, count in open_work(admin.pk, own)] == [2]
    seat = Membership.objects.get(person=heir)
    leave_organisation(acting(admin), own, successor=seat.pk, at=LATER)
    contacts = dict(Claim.objects.values_list("pk", "contact"))
    assert contacts == {open_one: heir.pk, held: heir.pk, gone: admin.pk}
    with pytest.raises(ClaimElsewhere):
        withdraw_claim(acting(heir), held, at=LATER)


def test_who_is_erased_leaves_the_claim_without_words(admin: Person) -> None:
    own = claimant(admin)
    pk = claim(admin, enterprise(), own, statement="我是法定代表人")
    subject = DataSubject(admin.pk, admin.number, (admin.email,), acting(admin).signature)
    told = export_claims(subject)
    assert [(each["claim"], each["statement"], each["you_are_asked"]) for each in told] == [
        (pk, "我是法定代表人", True)
    ]  # fmt: skip
    erase_claims(subject, LATER)
    row = Claim.objects.get()
    assert (row.statement, row.contact_id, row.organisation_id) == ("", None, own)
    assert [each["statement"] for each in export_claims(subject)] == [""]
