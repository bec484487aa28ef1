"""Claiming an enterprise: codes that fit, limits, an organisation in the same go."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from qingce.domain.enterprises.actions import (
    claim_as_new,
    refuse_claim,
    withdraw_claim,
)
from qingce.domain.enterprises.claims.terms import claim_terms
from qingce.domain.enterprises.enums import ClaimState, Identity
from qingce.domain.enterprises.errors import (
    ClaimHeld,
    ClaimOpen,
    ClaimTextTooLong,
    CodeOfAnother,
    EnterpriseWithheld,
    NotAnEnterprise,
    OrganisationCodeDiffers,
    ProofMissing,
    TooManyClaims,
)
from qingce.domain.enterprises.models import Claim
from qingce.pure.kernel.uscc import InvalidUscc
from qingce.shared.files.errors import FileNotFound
from qingce.shared.parties.enums import Actor, MemberRole
from qingce.shared.parties.errors import OrganisationKnown, TooManyWaiting
from qingce.shared.parties.models import Membership, Organisation, Person
from tests.domain.enterprises.claims.doing import LATER, OTHER_USCC, USCC, grant, kinds_sent
from tests.factories import AT, acting, claim, claimant, enterprise, organisation, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2")]


def test_claim_waits_for_the_staff_and_the_admins_are_told(admin: Person) -> None:
    own = claimant(admin)
    pk = claim(admin, enterprise(), own, uscc="91000000ma0000001r ")
    row = Claim.objects.get()
    assert (row.pk, row.state, row.uscc, row.contact_id) == (pk, ClaimState.SUBMITTED, USCC, admin.pk)
    assert (row.submitted_by, row.organisation_id) == (acting(admin).signature, own)
    assert kinds_sent() == [("claim-submitted", "b@example.org", "")]


@pytest.mark.parametrize("said", [{"uscc": "91000000MA0000001X"}, {"uscc": ""}], ids=["digit", "empty"])
def test_code_must_be_one(admin: Person, said: dict[str, str]) -> None:
    with pytest.raises(InvalidUscc):
        claim(admin, enterprise(), claimant(admin), **said)


def test_code_must_be_the_enterprises_and_the_answer_tells_no_more(admin: Person) -> None:
    own = claimant(admin)
    with pytest.raises(CodeOfAnother) as told:
        claim(admin, enterprise(uscc=OTHER_USCC), own)
    assert OTHER_USCC not in f"{told.value.detail} {told.value.params}"
    assert claim(admin, enterprise("另一家"), own)


def test_code_must_be_that_of_the_organisation(admin: Person) -> None:
    own = claimant(admin, uscc=OTHER_USCC)
    with pytest.raises(OrganisationCodeDiffers):
        claim(admin, enterprise(), own)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"statement": " "}, ProofMissing),
        ({"statement": "长" * (claim_terms().statement_longest + 1)}, ClaimTextTooLong),
        ({"proofs": [987]}, FileNotFound),
    ],
    ids=["nothing", "long", "no-file"],
)
def test_claim_shows_something(admin: Person, said: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        claim(admin, enterprise(), claimant(admin), **said)
    assert Claim.objects.count() == 0


def test_only_an_enterprise_claims_and_no_pseudonym_is_claimed(admin: Person) -> None:
    with pytest.raises(NotAnEnterprise):
        claim(admin, enterprise(), organisation(admin))
    with pytest.raises(EnterpriseWithheld):
        claim(admin, enterprise("某厂（化名01）", identity=Identity.PSEUDONYM), claimant(admin))


def test_one_open_claim_per_organisation_and_enterprise(admin: Person, staff: Actor) -> None:
    own, number = claimant(admin), enterprise()
    pk = claim(admin, number, own)
    with pytest.raises(ClaimOpen):
        claim(admin, number, own)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(enterprise_id=number, organisation_id=own, uscc=USCC, submitted_by="#", submitted_at=AT)
    refuse_claim(staff, pk, reason="看不清", at=LATER)
    pk = claim(admin, number, own)
    grant(staff, pk)
    with pytest.raises(ClaimHeld):
        claim(admin, number, own)


def test_so_many_claims_of_one_person_are_open_at_once(admin: Person) -> None:
    own, most = claimant(admin), claim_terms().open_most
    numbers = [enterprise(f"样例{place}厂") for place in range(most + 1)]
    pks = [claim(admin, number, own) for number in numbers[:most]]
    with pytest.raises(TooManyClaims):
        claim(admin, numbers[most], own)
    withdraw_claim(acting(admin), pks[0], at=LATER)
    assert claim(admin, numbers[most], own)


def test_organisation_and_claim_come_together_or_not_at_all(admin: Person) -> None:
    number = enterprise(uscc=USCC)
    with pytest.raises(ProofMissing):
        claim_as_new(acting(admin), number, "绍兴样甲印染有限公司", uscc=USCC, at=AT)
    assert Organisation.objects.count() == 0
    claim_as_new(acting(admin), number, "绍兴样甲印染有限公司", uscc=USCC, statement="我是法定代表人", at=AT)
    made = Organisation.objects.get()
    assert (made.kind, made.state, made.uscc, made.area) == ("enterprise", "waiting", USCC, "330603")
    assert Membership.objects.get().role == MemberRole.ADMIN
    assert Claim.objects.get().organisation_id == made.pk


def test_one_go_against_a_holder_with_the_same_code_leaves_it_to_the_staff(admin: Person, staff: Actor) -> None:
    number = enterprise(uscc=USCC)
    grant(staff, claim(admin, number, claimant(admin, uscc=USCC)))
    rival = somebody("rival@example.org")
    pk = claim_as_new(acting(rival), number, "绍兴样甲印染有限公司", uscc=USCC, statement="账号被盗用", at=AT)
    assert Claim.objects.get(pk=pk).organisation.uscc == ""
    other = enterprise("绍兴样甲印染有限公司柯桥分厂")
    with pytest.raises(OrganisationKnown):
        claim_as_new(acting(rival), other, "绍兴样甲印染有限公司", uscc=USCC, statement="分厂", at=AT)


def test_one_go_again_and_again_ends(admin: Person) -> None:
    numbers = [enterprise(f"样例{place}厂") for place in range(6)]
    for number in numbers[:5]:
        claim_as_new(acting(admin), number, "样例", uscc=USCC, statement="是", at=AT)
    with pytest.raises(TooManyWaiting):
        claim_as_new(acting(admin), numbers[5], "样例", uscc=USCC, statement="是", at=AT)
