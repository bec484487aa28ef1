"""The whole table of a claim: every state × act × party, and two people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from qingce.domain.enterprises.actions import (
    end_claim,
    enter_code,
    give_up_claim,
    grant_claim,
    refuse_claim,
    send_code,
    withdraw_claim,
)
from qingce.domain.enterprises.claims.transitions import CLAIMANTS, MACHINE
from qingce.domain.enterprises.enums import ClaimAct, ClaimState, ProofKind
from qingce.domain.enterprises.errors import ClaimElsewhere, HeldByAnother, LetterMade, OwnAffair
from qingce.domain.enterprises.models import Claim
from qingce.shared.changes.models import Change
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.mail.models import Letter
from qingce.shared.parties.enums import NOBODY, Actor, MemberRole, OrganisationKind, StaffRole
from qingce.shared.parties.errors import OrganisationNotFound, OutOfArea, RoleTooSmall
from qingce.shared.parties.models import Person
from tests.factories import AT, acting, claim, claimant, enterprise, member, organisation, somebody, staff_member
from tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2")]
LATER = AT + timedelta(days=3)
CHECK = (ProofKind.CHECK,)


def do(act: ClaimAct, actor: Actor, pk: int) -> object:
    """Does an act with what it needs besides."""
    letters = Claim.objects.get(pk=pk).letters
    acts: dict[ClaimAct, Callable[[], object]] = {
        ClaimAct.SEND_CODE: lambda: send_code(actor, pk, letters_seen=letters, at=LATER),
        ClaimAct.ENTER_CODE: lambda: enter_code(actor, pk, _code.get(pk, "0000000000"), at=LATER),
        ClaimAct.GRANT: lambda: grant_claim(actor, pk, reason="执照与名称一致", grounds=CHECK, at=LATER),
        ClaimAct.REFUSE: lambda: refuse_claim(actor, pk, reason="材料不清晰", at=LATER),
        ClaimAct.WITHDRAW: lambda: withdraw_claim(actor, pk, at=LATER),
        ClaimAct.GIVE_UP: lambda: give_up_claim(actor, pk, reason="工厂已出售", at=LATER),
        ClaimAct.END: lambda: end_claim(actor, pk, reason="执照已吊销", at=LATER),
    }
    return acts[act]()


_code: dict[int, str] = {}
WAYS: dict[ClaimState, tuple[ClaimAct, ...]] = {
    ClaimState.SUBMITTED: (),
    ClaimState.CODE_SENT: (ClaimAct.SEND_CODE,),
    ClaimState.GRANTED: (ClaimAct.GRANT,),
    ClaimState.REFUSED: (ClaimAct.REFUSE,),
    ClaimState.WITHDRAWN: (ClaimAct.WITHDRAW,),
    ClaimState.ENDED: (ClaimAct.GRANT, ClaimAct.END),
}


@pytest.fixture
def people() -> dict[str, Actor]:
    """Everybody who might try, and a claim by the one called admin."""
    admin = somebody("admin@example.org", name="陈样本")
    own = claimant(admin)
    for role in (MemberRole.EDITOR, MemberRole.READER):
        member(own, somebody(f"{role.value}@example.org"), role)
    area = "330600"
    government = somebody("government@example.org")
    organisation(government, kind=OrganisationKind.GOVERNMENT, name="绍兴市样例局", area=area)
    rival = somebody("rival@example.org")
    claimant(rival, name="另一家有限公司")
    staff = {
        "reviewer": staff_member(StaffRole.REVIEWER, email="r@example.org", area=area),
        "senior": staff_member(StaffRole.SENIOR_REVIEWER, email="s@example.org", area="330000"),
        "administrator": staff_member(StaffRole.ADMINISTRATOR, email="d@example.org"),
        "liaison": staff_member(StaffRole.BRAND_LIAISON, email="l@example.org"),
        "far": staff_member(StaffRole.REVIEWER, email="f@example.org", area="320000"),
    }
    own_staff = staff_member(StaffRole.REVIEWER, email="o@example.org")
    member(own, own_staff, MemberRole.EDITOR)
    claim(admin, enterprise(uscc="91000000MA0000001R"), own)
    found = {
        "admin": admin,
        "government": government,
        "rival": rival,
        "own-staff": own_staff,
        **staff,
        **{role: Person.objects.get(email=f"{role}@example.org") for role in ("editor", "reader")},
    }
    return {name: acting(person) for name, person in found.items()} | {"nobody": NOBODY}


def lead(people: dict[str, Actor], state: ClaimState) -> int:
    """The claim in a state, led there by acts."""
    pk = Claim.objects.get().pk
    _code.clear()
    for act in WAYS[state]:
        who = "admin" if act in CLAIMANTS else "administrator"
        letter = do(act, people[who], pk)
        if act == ClaimAct.SEND_CODE:
            _code[pk] = letter.code  # type: ignore[attr-defined]  # a letter
    return pk


MAY = {
    None: {"reviewer", "senior", "administrator"},
    MemberRole.EDITOR: {"admin", "editor", "own-staff"},
    MemberRole.ADMIN: {"admin"},
}
REFUSALS = (OutOfArea, OwnAffair, OrganisationNotFound, RoleTooSmall)


@pytest.mark.parametrize("state", ClaimState)
def test_every_act_by_every_party_in_every_state(people: dict[str, Actor], state: ClaimState) -> None:
    """What is in the table happens; all else says why not, and changes nothing."""
    pk = lead(people, state)
    before = Claim.objects.filter(pk=pk).values().get()
    for act in ClaimAct:
        step = next((row for row in MACHINE.transitions if (row.source, row.action) == (state, act)), None)
        allowed = MAY[CLAIMANTS.get(act)]
        for name, actor in people.items():
            expected = REFUSALS if name not in allowed else (ClaimElsewhere,) if step is None else ()
            before_this = transaction.savepoint()
            if expected:
                with pytest.raises(expected):
                    do(act, actor, pk)
                assert Claim.objects.filter(pk=pk).values().get() == before, (act, name)
            else:
                do(act, actor, pk)
                assert step is not None
                assert Claim.objects.get(pk=pk).state == step.target, (act, name)
            transaction.savepoint_rollback(before_this)


@pytest.mark.parametrize(
    ("act", "letters"),
    [
        (ClaimAct.SEND_CODE, ["claim-code-sent"]),
        (ClaimAct.GRANT, ["claim-decided"]),
        (ClaimAct.REFUSE, ["claim-decided"]),
        (ClaimAct.WITHDRAW, []),
    ],
)
def test_act_is_noted_and_told(people: dict[str, Actor], act: ClaimAct, letters: list[str]) -> None:
    pk = lead(people, ClaimState.SUBMITTED)
    Letter.objects.all().delete()
    Change.objects.all().delete()
    actor = people["admin" if act == ClaimAct.WITHDRAW else "reviewer"]
    do(act, actor, pk)
    entry = JournalEntry.objects.filter(act=act.value).get()
    assert (entry.person_id, entry.subject_kind, entry.subject_id) == (actor.person_id, "claim", pk)
    assert entry.organisation_id == Claim.objects.get().organisation_id
    assert Change.objects.filter(kind="claim", first_id=pk).count() == 1
    assert [(each.kind, each.to) for each in Letter.objects.all()] == [(kind, "admin@example.org") for kind in letters]


@pytest.mark.django_db(transaction=True)
def test_two_rivals_granted_at_once_leave_one_holder() -> None:
    first, second = somebody("one@example.org"), somebody("two@example.org")
    number = enterprise()
    pks = [claim(each, number, claimant(each, name=each.email)) for each in (first, second)]
    staff = acting(staff_member())
    told = together(*[
        lambda pk=pk: grant_claim(staff, pk, reason="一致", grounds=CHECK, at=LATER)  # type: ignore[misc]  # bound
        for pk in pks
    ])  # fmt: skip
    assert sorted(map(str, told)) == sorted([str(HeldByAnother), "None"])
    assert Claim.objects.filter(state=ClaimState.GRANTED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_granted_and_withdrawn_at_once_is_one_of_both() -> None:
    admin = somebody()
    pk = claim(admin, enterprise(), claimant(admin))
    staff, own = acting(staff_member()), acting(admin)
    told = together(
        lambda: grant_claim(staff, pk, reason="一致", grounds=CHECK, at=LATER),
        lambda: withdraw_claim(own, pk, at=LATER),
    )
    assert sorted(map(str, told)) == sorted([str(ClaimElsewhere), "None"])


@pytest.mark.django_db(transaction=True)
def test_letter_asked_for_twice_at_once_is_made_once() -> None:
    admin = somebody()
    pk = claim(admin, enterprise(), claimant(admin))
    staff = acting(staff_member())
    told = together(*[lambda: send_code(staff, pk, letters_seen=0, at=LATER)] * 2)
    assert [each for each in told if isinstance(each, type)] == [LetterMade]
    assert Claim.objects.get().letters == 1
