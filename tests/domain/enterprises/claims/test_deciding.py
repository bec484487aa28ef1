"""What the staff decide, competitors, and letters with a code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.domain.enterprises.actions import (
    enter_code,
    merge_enterprises,
    refuse_claim,
)
from qingce.domain.enterprises.claims.codes import digest_of, new_code, spaced
from qingce.domain.enterprises.claims.terms import claim_terms
from qingce.domain.enterprises.enums import ClaimState, ProofKind
from qingce.domain.enterprises.errors import (
    AddressMissing,
    ClaimantClosed,
    ClaimantKnown,
    ClaimReasonMissing,
    CodeVoid,
    GroundsMissing,
    HeldByAnother,
    LettersUsedUp,
    WrongCode,
)
from qingce.domain.enterprises.models import Claim
from qingce.domain.enterprises.queries import (
    enterprises_held_by,
    holder_of,
    holders_of,
)
from qingce.shared.mail.models import Letter
from qingce.shared.parties.actions import close_organisation
from qingce.shared.parties.enums import Actor, OrganisationState
from qingce.shared.parties.models import Organisation, Person
from qingce.shared.parties.queries import operator
from tests.domain.enterprises.claims.doing import LATER, USCC, grant, kinds_sent, letter
from tests.factories import AT, acting, claim, claimant, enterprise, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2")]


def test_grant_lets_the_organisation_in_and_is_public(admin: Person, staff: Actor) -> None:
    own, number = claimant(admin), enterprise()
    pk = claim(admin, number, own)
    assert holder_of(number) is None
    grant(staff, pk)
    row = Claim.objects.get()
    assert (row.state, row.reason, row.decided_by, row.grounds) == (
        "granted", "执照与名称一致", staff.signature, ["check"],
    )  # fmt: skip
    assert Organisation.objects.get().state == OrganisationState.ACTIVE
    held = holder_of(number)
    assert held is not None
    assert (held.organisation_id, held.name, held.since) == (own, "绍兴样甲印染有限公司", LATER)
    assert enterprises_held_by(own) == [number]
    assert kinds_sent()[1:] == [("claim-decided", "b@example.org", "")]


@pytest.mark.parametrize("grounds", [(), (ProofKind.CODE,), (ProofKind.PAPERS, ProofKind.CHECK)])
def test_grant_stands_on_what_is_there(admin: Person, staff: Actor, grounds: tuple[ProofKind, ...]) -> None:
    pk = claim(admin, enterprise(), claimant(admin))
    with pytest.raises(GroundsMissing):
        grant(staff, pk, grounds=grounds)
    with pytest.raises(ClaimReasonMissing):
        grant(staff, pk, reason=" ")
    assert Claim.objects.get().state == ClaimState.SUBMITTED


def test_transfer_names_the_holder_tells_both_and_leaves_third_claims_open(admin: Person, staff: Actor) -> None:
    number = enterprise()
    people = [admin, somebody("two@example.org"), somebody("three@example.org")]
    first, second, third = (claim(each, number, claimant(each, name=each.email)) for each in people)
    grant(staff, first)
    with pytest.raises(HeldByAnother):
        grant(staff, second)
    with pytest.raises(HeldByAnother):
        grant(staff, second, ending=[third])
    Letter.objects.all().delete()
    grant(staff, second, ending=[first], reason="股权已转让")
    rows = Claim.objects.in_bulk()
    assert [rows[pk].state for pk in (first, second, third)] == ["ended", "granted", "submitted"]
    assert (rows[first].end_reason, rows[first].ended_by, rows[first].reason) == (
        "股权已转让", staff.signature, "执照与名称一致",
    )  # fmt: skip
    assert kinds_sent() == [("claim-ended", "b@example.org", "transfer"), ("claim-decided", "two@example.org", "")]
    grant(staff, third, ending=[second])
    assert [each.name for each in holders_of(number)] == ["three@example.org"]


def test_transfer_is_not_named_where_nobody_holds(admin: Person, staff: Actor) -> None:
    first = claim(admin, enterprise(), claimant(admin))
    with pytest.raises(HeldByAnother):
        grant(staff, first, ending=[first])


def test_rival_with_the_code_of_an_open_organisation_waits_until_that_is_closed(admin: Person, staff: Actor) -> None:
    number, rival = enterprise(uscc=USCC), somebody("rival@example.org")
    own, other = claimant(admin, uscc=USCC), claimant(rival, uscc=USCC)
    first, second = claim(admin, number, own), claim(rival, number, other)
    grant(staff, first)
    with pytest.raises(ClaimantKnown):
        grant(staff, second, ending=[first])
    assert Claim.objects.get(pk=first).state == ClaimState.GRANTED
    close_organisation(acting(admin), own, reason="重复", at=LATER)
    assert holders_of(number) == ()
    grant(staff, second, ending=[first])
    assert [each.organisation_id for each in holders_of(number)] == [other]


def test_closed_organisation_gets_nothing(admin: Person, staff: Actor) -> None:
    own = claimant(admin)
    pk = claim(admin, enterprise(), own)
    close_organisation(acting(admin), own, reason="停业", at=LATER)
    with pytest.raises(ClaimantClosed):
        grant(staff, pk)
    refuse_claim(staff, pk, reason="组织已关闭", at=LATER)


def test_right_code_is_shown_and_grants_nothing(admin: Person, staff: Actor) -> None:
    pk = claim(admin, enterprise(), claimant(admin))
    made = letter(staff, pk)
    assert (made.sent_to, made.until) == ("浙江省绍兴市柯桥区样例路7号", (LATER + timedelta(days=60)).date())
    row = Claim.objects.get()
    assert made.code.replace("-", "") not in str(Claim.objects.values().get())
    assert row.code_digest is not None
    enter_code(acting(admin), pk, made.code.lower().replace("-", " "), at=LATER)
    row.refresh_from_db()
    assert (row.state, row.code_right_at, row.code_digest) == (ClaimState.CODE_SENT, LATER, None)
    with pytest.raises(CodeVoid) as told:
        enter_code(acting(admin), pk, made.code, at=LATER)
    assert told.value.params == {"cause": "typed"}
    grant(staff, pk, grounds=[ProofKind.CODE])
    assert Claim.objects.get().grounds == ["code"]


def test_wrong_codes_are_counted_and_make_the_code_void(admin: Person, staff: Actor) -> None:
    pk, most = claim(admin, enterprise(), claimant(admin)), claim_terms().code_tries
    made = letter(staff, pk)
    for left in range(most - 1, 0, -1):
        with pytest.raises(WrongCode) as told:
            enter_code(acting(admin), pk, "AAAAA-AAAAA", at=LATER)
        assert told.value.params == {"left": left}
    for typed in ("", made.code):
        with pytest.raises(CodeVoid) as void:
            enter_code(acting(admin), pk, typed, at=LATER)
        assert void.value.params == {"cause": "tries"}
    assert (Claim.objects.get().code_tries, Claim.objects.get().code_right_at) == (most, None)
    again = letter(staff, pk)
    enter_code(acting(admin), pk, again.code, at=LATER)


def test_new_letter_voids_the_old_one_and_letters_end(admin: Person, staff: Actor) -> None:
    pk = claim(admin, enterprise(), claimant(admin))
    made = [letter(staff, pk) for _ in range(claim_terms().letters_most)]
    with pytest.raises(LettersUsedUp):
        letter(staff, pk)
    with pytest.raises(WrongCode):
        enter_code(acting(admin), pk, made[0].code, at=LATER)
    with pytest.raises(CodeVoid) as told:
        enter_code(acting(admin), pk, made[-1].code, at=LATER + timedelta(days=claim_terms().code_days))
    assert told.value.params == {"cause": "time"}


def test_letter_needs_an_address_and_takes_one_of_the_family(admin: Person, staff: Actor) -> None:
    bare = enterprise(address="")
    pk = claim(admin, bare, claimant(admin))
    with pytest.raises(AddressMissing):
        letter(staff, pk)
    merge_enterprises(enterprise("样甲印染厂"), into=bare, actor=operator("test"), reason="同一家", at=AT)
    assert letter(staff, pk).sent_to == "浙江省绍兴市柯桥区样例路7号"


@given(st.integers(0, 2**31), st.sampled_from([str.lower, spaced, lambda code: code.replace("0", "O")]))
def test_code_is_read_however_it_is_typed(number: int, typed: Any) -> None:
    code = new_code()
    assert digest_of(typed(code), number) == digest_of(code, number)
    assert digest_of(code, number) != digest_of(code, number + 1)
    assert digest_of(code[:-1] + ("A" if code[-1] != "A" else "B"), number) != digest_of(code, number)
