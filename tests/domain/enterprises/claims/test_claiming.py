"""Claiming an enterprise: codes that fit, limits, competitors, letters, families, and who leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from qingce.domain.enterprises.actions import (
    CodeLetter,
    claim_as_new,
    end_claim,
    enter_code,
    grant_claim,
    merge_enterprises,
    refuse_claim,
    send_code,
    split_enterprise,
    withdraw_claim,
)
from qingce.domain.enterprises.claims.codes import digest_of, new_code, spaced
from qingce.domain.enterprises.claims.personal import erase_claims, export_claims
from qingce.domain.enterprises.claims.terms import claim_terms
from qingce.domain.enterprises.enums import ClaimState, Identity, ProofKind
from qingce.domain.enterprises.errors import (
    AddressMissing,
    ClaimantClosed,
    ClaimantKnown,
    ClaimElsewhere,
    ClaimHeld,
    ClaimOpen,
    ClaimReasonMissing,
    ClaimTextTooLong,
    CodeOfAnother,
    CodeVoid,
    EnterpriseWithheld,
    GroundsMissing,
    HeldByAnother,
    LettersUsedUp,
    NotAnEnterprise,
    OrganisationCodeDiffers,
    ProofMissing,
    TooManyClaims,
    WrongCode,
)
from qingce.domain.enterprises.models import Claim
from qingce.domain.enterprises.queries import (
    claims_for_office,
    enterprises_held_by,
    holder_of,
    holders_of,
    waiting_claims,
)
from qingce.pure.kernel.uscc import InvalidUscc
from qingce.shared.files.errors import FileNotFound
from qingce.shared.mail.models import Letter
from qingce.shared.parties.actions import close_organisation, leave_organisation
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationState
from qingce.shared.parties.errors import OrganisationKnown, TooManyWaiting
from qingce.shared.parties.models import Membership, Organisation, Person
from qingce.shared.parties.queries import open_work
from qingce.shared.parties.registry import DataSubject
from tests.factories import AT, acting, claim, claimant, enterprise, member, organisation, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2")]
USCC, OTHER_USCC = "91000000MA0000001R", "91000000MA0000002W"
LATER = AT + timedelta(days=3)


@pytest.fixture
def admin() -> Person:
    return somebody(name="陈样本")


@pytest.fixture
def staff() -> Actor:
    return acting(staff_member())


def grant(staff: Actor, pk: int, **more: Any) -> None:
    grant_claim(staff, pk, **{"reason": "执照与名称一致", "grounds": [ProofKind.CHECK], "at": LATER} | more)


def letter(staff: Actor, pk: int) -> CodeLetter:
    return send_code(staff, pk, letters_seen=Claim.objects.get(pk=pk).letters, at=LATER)


def kinds_sent() -> list[tuple[str, str, str]]:
    return [(each.kind, each.to, each.params.get("cause", "")) for each in Letter.objects.order_by("pk")]


# --- claiming


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


# --- in one go


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


# --- deciding


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


# --- letters


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
    merge_enterprises(enterprise("样甲印染厂"), into=bare, by="test", reason="同一家", at=AT)
    assert letter(staff, pk).sent_to == "浙江省绍兴市柯桥区样例路7号"


@given(st.integers(0, 2**31), st.sampled_from([str.lower, spaced, lambda code: code.replace("0", "O")]))
def test_code_is_read_however_it_is_typed(number: int, typed: Any) -> None:
    code = new_code()
    assert digest_of(typed(code), number) == digest_of(code, number)
    assert digest_of(code, number) != digest_of(code, number + 1)
    assert digest_of(code[:-1] + ("A" if code[-1] != "A" else "B"), number) != digest_of(code, number)


# --- families


def test_claim_of_an_alias_is_one_of_what_it_is_merged_into(admin: Person) -> None:
    alias, root = enterprise("样甲印染厂"), enterprise(uscc=USCC)
    merge_enterprises(alias, into=root, by="test", reason="同一家", at=AT)
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
    merge_enterprises(one, into=two, by="test", reason="同一家", at=AT)
    assert [each.id for each in claims_for_office(staff, is_conflict=True)] == [first, second]
    assert waiting_claims(staff) == (3, AT)
    assert [each.name for each in holders_of(one)] == ["甲", "乙"]
    assert holder_of(two) is None
    with pytest.raises(ClaimHeld):
        claim(admin, two, own)
    split_enterprise(one, by="test", reason="两家不同", at=LATER)
    assert (claims_for_office(staff, is_conflict=True), [each.name for each in holders_of(one)]) == ([], ["甲"])
    merge_enterprises(one, into=two, by="test", reason="同一家", at=LATER)
    end_claim(staff, first, reason="已并入乙", at=LATER)
    assert claims_for_office(staff, is_conflict=True) == []
    assert [each.name for each in holders_of(one)] == ["乙"]
    assert [each.id for each in claims_for_office(staff)] == [free]


def test_one_holder_of_two_members_is_no_conflict(admin: Person, staff: Actor) -> None:
    own, one, two = claimant(admin), enterprise("甲厂"), enterprise("乙厂")
    for number in (one, two):
        grant(staff, claim(admin, number, own))
    merge_enterprises(one, into=two, by="test", reason="同一家", at=AT)
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
    merge_enterprises(numbers[0], into=numbers[1], by="test", reason="同一家", at=AT)
    third = claim(people[2], numbers[0], owns[2])
    with pytest.raises(HeldByAnother):
        grant(staff, third, ending=[second])
    grant(staff, third, ending=[first, second])
    assert [each.organisation_id for each in holders_of(numbers[0])] == [owns[2]]


# --- leaving


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
