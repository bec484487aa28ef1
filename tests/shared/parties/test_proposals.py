"""Two people decide: every state, every act, every party; one person is never two."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from qingce.pure.kernel.errors import QingceError
from qingce.shared.ledger.queries import entries_about
from qingce.shared.parties import two_person
from qingce.shared.parties.actions import (
    confirm_proposal,
    end_staff,
    erase_person,
    propose,
    refuse_proposal,
    take_back,
)
from qingce.shared.parties.enums import Actor, ProposalState, StaffRole, paired
from qingce.shared.parties.errors import (
    AlreadyProposed,
    NotYourProposal,
    OutOfArea,
    PartyReasonMissing,
    ProposalDecided,
    ProposalNotFound,
    ProposalOutdated,
    ProposedSubjectNotFound,
    ProposerGone,
    SamePerson,
    SecondPersonNeeded,
)
from qingce.shared.parties.models import Organisation, Person, Proposal
from qingce.shared.parties.queries import (
    check_two_people,
    count_proposals,
    get_proposal,
    names_of,
    open_proposal,
    operator,
    proposals,
    signature_name,
    waiting_proposals,
)
from qingce.shared.parties.registry import (
    Effect,
    EffectLine,
    Payload,
    ProposedSubject,
    TwoPersonAct,
    register_two_person_act,
)
from tests.factories import AT, acting, organisation, somebody, staff_member
from tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2", "REC-10")]
ZHEJIANG, SHAOXING, SHANGHAI = "330000", "330600", "310000"
HIDE = "test-hide"


class Hidden(QingceError):
    """It is hidden already."""

    code = "test-hidden"


def subjects(ids: Collection[int]) -> Mapping[int, ProposedSubject]:
    rows = Organisation.objects.filter(pk__in=ids)
    return {row.pk: ProposedSubject("organisation", row.pk, row.name, row.area) for row in rows}


def hold(pk: int) -> None:
    Organisation.objects.select_for_update().filter(pk=pk).first()


def effect(pk: int, payload: Payload) -> Effect:
    row = Organisation.objects.get(pk=pk)
    if row.statement.startswith("hidden"):
        raise Hidden("It is hidden already.")
    return Effect((EffectLine("shown", row.statement, payload.get("as", "hidden")),), version=row.statement)


def do(pk: int, payload: Payload, by: Actor, reason: str, at: datetime) -> None:
    check_two_people(by)
    Organisation.objects.filter(pk=pk).update(statement=f"hidden by {by.signature}: {reason}", decided_at=at)
    if payload.get("fails"):
        raise Hidden("Something went wrong in the middle.")


@pytest.fixture(autouse=True)
def _act(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(two_person, "_acts", dict(two_person._acts))
    register_two_person_act(TwoPersonAct(HIDE, "Hide", subjects, hold, effect, do))


@pytest.fixture
def thing() -> int:
    return organisation(somebody("owner@example.org"), area=SHAOXING, name="示例机构")


def staff(letter: str, role: StaffRole = StaffRole.REVIEWER, area: str = ZHEJIANG) -> Actor:
    return acting(staff_member(role, name=f"职员{letter}", email=f"{letter}@example.org", area=area))


def proposed(first: Actor, thing: int, **said: str) -> int:
    return propose(first, HIDE, thing, reason="理由", payload=said, at=AT)


def said_of(thing: int) -> str:
    return Organisation.objects.get(pk=thing).statement


def test_confirmed_proposal_is_done_and_signed_by_both(thing: int) -> None:
    first, second = staff("x"), staff("y", StaffRole.SENIOR_REVIEWER)
    pk = proposed(first, thing)
    assert (said_of(thing), open_proposal([HIDE], thing)) == ("", pk)
    confirm_proposal(second, pk, at=AT)
    assert said_of(thing) == f"hidden by {first.signature} + {second.signature}: 理由"
    row = Proposal.objects.get()
    assert (row.state, row.proposed_by_id, row.decided_by_id) == ("confirmed", first.person_id, second.person_id)
    assert [(each.act, each.person_id) for each in entries_about("proposal", pk)] == [
        ("proposal-confirmed", second.person_id),
        ("proposal-made", first.person_id),
    ]
    assert open_proposal([HIDE], thing) is None


def test_pair_is_named_in_the_office_and_numbered_in_public(thing: int) -> None:
    pair = paired(staff("x"), staff("y"))
    public = f"工作人员 {pair.first[1:]}、工作人员 {pair.number}"
    assert signature_name(pair.signature, {}) in (public, public.replace(" ", ""))
    assert signature_name(pair.signature, names_of([pair.signature])) == "职员x、职员y"


# Who decides → what happens to an open proposal of a reviewer in Zhejiang about something in Shaoxing.
PARTIES: dict[str, tuple[StaffRole | None, str]] = {
    "proposer": (None, ""),
    "reviewer": (StaffRole.REVIEWER, ZHEJIANG),
    "senior": (StaffRole.SENIOR_REVIEWER, ZHEJIANG),
    "senior of the city": (StaffRole.SENIOR_REVIEWER, SHAOXING),
    "administrator": (StaffRole.ADMINISTRATOR, ""),
    "senior elsewhere": (StaffRole.SENIOR_REVIEWER, SHANGHAI),
    "liaison": (StaffRole.BRAND_LIAISON, ""),
    "nobody of the staff": (None, ""),
}
OPEN_TABLE: dict[str, tuple[type[QingceError] | None, type[QingceError] | None, type[QingceError] | None]] = {
    "proposer": (SamePerson, SamePerson, None),
    "reviewer": (OutOfArea, OutOfArea, NotYourProposal),
    "senior": (None, None, NotYourProposal),
    "senior of the city": (None, None, NotYourProposal),
    "administrator": (None, None, NotYourProposal),
    "senior elsewhere": (ProposalNotFound, ProposalNotFound, ProposalNotFound),
    "liaison": (ProposalNotFound, ProposalNotFound, ProposalNotFound),
    "nobody of the staff": (ProposalNotFound, ProposalNotFound, ProposalNotFound),
}
ACTS: dict[str, Callable[[Actor, int], None]] = {
    "confirm": lambda actor, pk: confirm_proposal(actor, pk, at=AT),
    "refuse": lambda actor, pk: refuse_proposal(actor, pk, reason="不妥", at=AT),
    "take back": lambda actor, pk: take_back(actor, pk, at=AT),
}
ENDS = {"confirm": "confirmed", "refuse": "refused", "take back": "taken-back"}


def party(name: str, first: Actor) -> Actor:
    role, area = PARTIES[name]
    if name == "proposer":
        return first
    return staff("p", role, area) if role else acting(somebody("p@example.org"))


@pytest.mark.parametrize("who", PARTIES)
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", ProposalState)
def test_every_state_act_and_party(thing: int, state: ProposalState, act: str, who: str) -> None:
    first = staff("x")
    pk = proposed(first, thing)
    actor = party(who, first)
    expected = OPEN_TABLE[who][list(ACTS).index(act)]
    if state != ProposalState.OPEN:
        Proposal.objects.filter(pk=pk).update(state=state, decided_by=staff("z", StaffRole.ADMINISTRATOR).person_id)
        expected = expected if expected is ProposalNotFound else ProposalDecided
    if expected is None:
        ACTS[act](actor, pk)
    else:
        with pytest.raises(expected):
            ACTS[act](actor, pk)
    assert Proposal.objects.get().state == (ENDS[act] if expected is None else state.value)
    assert bool(said_of(thing)) == (expected is None and act == "confirm")


@pytest.mark.parametrize("who", [name for name in PARTIES if name != "proposer"])
def test_who_may_propose(thing: int, who: str) -> None:
    actor = party(who, acting(somebody()))
    if who in {"reviewer", "senior", "senior of the city", "administrator"}:
        assert proposed(actor, thing)
    else:
        with pytest.raises(OutOfArea):
            proposed(actor, thing)


def test_administrator_cannot_be_both_even_with_two_roles(thing: int) -> None:
    person = staff_member(StaffRole.ADMINISTRATOR, email="x@example.org")
    staff_member(StaffRole.SENIOR_REVIEWER, email="x@example.org")
    pk = proposed(acting(person), thing)
    with pytest.raises(SamePerson):
        confirm_proposal(acting(person), pk, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=pk).update(state=ProposalState.CONFIRMED, decided_by=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=pk).update(state=ProposalState.CONFIRMED)


def test_one_proposal_waits_for_the_same(thing: int) -> None:
    first, other = staff("x"), staff("y")
    pk = proposed(first, thing)
    for actor in (first, other):
        with pytest.raises(AlreadyProposed):
            proposed(actor, thing)
    take_back(first, pk, at=AT)
    assert proposed(other, thing) != pk


def test_proposing_needs_a_reason_a_thing_and_what_was_seen(thing: int) -> None:
    first = staff("x")
    with pytest.raises(PartyReasonMissing):
        propose(first, HIDE, thing, reason=" ", at=AT)
    with pytest.raises(ProposedSubjectNotFound):
        proposed(first, 10**9)
    with pytest.raises(ProposalOutdated):
        propose(first, HIDE, thing, reason="理由", seen="earlier", at=AT)
    Organisation.objects.update(statement="hidden")
    with pytest.raises(Hidden):
        proposed(first, thing)
    assert not Proposal.objects.exists()


def test_refusing_needs_a_reason(thing: int) -> None:
    pk = proposed(staff("x"), thing)
    with pytest.raises(PartyReasonMissing):
        refuse_proposal(staff("y", StaffRole.SENIOR_REVIEWER), pk, reason="", at=AT)


def test_thing_that_changed_meanwhile_is_left_alone(thing: int) -> None:
    first, second = staff("x"), staff("y", StaffRole.SENIOR_REVIEWER)
    pk = proposed(first, thing)
    Organisation.objects.update(statement="changed")
    assert get_proposal(pk, actor=second).is_outdated
    with pytest.raises(ProposalOutdated):
        confirm_proposal(second, pk, at=AT)
    Organisation.objects.update(statement="hidden elsewhere")
    assert isinstance(get_proposal(pk, actor=second).problem, Hidden)
    with pytest.raises(Hidden):
        confirm_proposal(second, pk, at=AT)
    assert (said_of(thing), Proposal.objects.get().state) == ("hidden elsewhere", "open")


def test_act_that_fails_leaves_nothing_half_done(thing: int) -> None:
    first, second = staff("x"), staff("y", StaffRole.SENIOR_REVIEWER)
    pk = proposed(first, thing, fails="yes")
    with pytest.raises(Hidden):
        confirm_proposal(second, pk, at=AT)
    assert (said_of(thing), Proposal.objects.get().state) == ("", "open")


def test_thing_moved_out_of_reach_is_decided_by_nobody_here(thing: int) -> None:
    first, second = staff("x"), staff("y", StaffRole.SENIOR_REVIEWER)
    pk = proposed(first, thing)
    Organisation.objects.update(area=SHANGHAI)
    with pytest.raises(OutOfArea):
        confirm_proposal(second, pk, at=AT)


def test_role_lost_between_counts_no_more(thing: int) -> None:
    first, second = staff("x"), staff("y", StaffRole.SENIOR_REVIEWER)
    pk = proposed(first, thing)
    end_staff("x@example.org", by="test", at=AT)
    with pytest.raises(ProposerGone):
        confirm_proposal(second, pk, at=AT)
    end_staff("y@example.org", by="test", at=AT)
    with pytest.raises(ProposalNotFound):
        confirm_proposal(acting(Person.objects.get(email="y@example.org")), pk, at=AT)
    assert said_of(thing) == ""


def test_erased_proposer_takes_back_what_waits_and_stays_a_number(thing: int) -> None:
    first, second = staff("x"), staff("y", StaffRole.SENIOR_REVIEWER)
    confirm_proposal(second, proposed(first, thing), at=AT)
    other = organisation(somebody("c@example.org"), area=SHAOXING, name="另一家")
    proposed(first, other)
    erase_person(first, email="x@example.org", at=AT)
    assert list(Proposal.objects.order_by("pk").values_list("state", flat=True)) == ["confirmed", "taken-back"]
    [row, _] = proposals(second)
    assert signature_name(row.proposed_by, names_of([row.proposed_by])) == first.number
    with pytest.raises(ProposalDecided):
        confirm_proposal(second, Proposal.objects.latest("pk").pk, at=AT)


def test_nobody_acts_alone_but_an_operator_who_names_both() -> None:
    first, second = staff("x"), staff("y", StaffRole.ADMINISTRATOR)
    with pytest.raises(SecondPersonNeeded):
        check_two_people(second)
    check_two_people(paired(first, second))
    check_two_people(operator("甲"))


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_for_one_as_for_three(count: int) -> None:
    owner = somebody("owner@example.org")
    first, second = staff("x"), staff("y", StaffRole.SENIOR_REVIEWER)
    for number in range(count):
        pk = proposed(first, organisation(owner, area=SHAOXING, name=f"机构{number}"))
    with CaptureQueriesContext(connection) as queries:
        assert len(proposals(second, state="open")) == count
        assert count_proposals(second) == count
        assert waiting_proposals(second) == (count, AT)
    assert len(queries) == 5
    with CaptureQueriesContext(connection) as queries:
        assert get_proposal(pk, actor=second).can_decide
    assert len(queries) == 3
    assert waiting_proposals(first) == (0, None)
    assert [each.is_own for each in proposals(first)] == [True] * count


def test_list_shows_each_only_what_lies_in_the_own_areas(thing: int) -> None:
    first = staff("x", StaffRole.ADMINISTRATOR, "")
    proposed(first, thing)
    assert [count_proposals(each) for each in (staff("y"), staff("z", StaffRole.ADMINISTRATOR, SHANGHAI))] == [1, 0]
    nationwide = organisation(somebody("c@example.org"), name="不知何处")
    proposed(first, nationwide)
    assert count_proposals(staff("w", StaffRole.SENIOR_REVIEWER, "")) == 2
    assert count_proposals(staff("y2")) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_do_it_once(thing: int) -> None:
    pk = proposed(staff("x"), thing)
    pair = [staff(letter, StaffRole.SENIOR_REVIEWER) for letter in "yz"]
    told = together(*[partial(confirm_proposal, actor, pk, at=AT) for actor in pair])
    assert sorted(map(str, told)) == sorted(["None", str(ProposalDecided)])
    assert Proposal.objects.get().state == "confirmed"


@pytest.mark.django_db(transaction=True)
def test_two_who_propose_at_once_propose_once(thing: int) -> None:
    pair = [staff(letter) for letter in "yz"]
    told = together(*[partial(proposed, actor, thing) for actor in pair])
    assert [each for each in told if isinstance(each, type)] == [AlreadyProposed]
