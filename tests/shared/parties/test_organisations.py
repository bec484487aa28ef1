"""Organisations: registered, let in, closed; who belongs to them, and what each role may do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.uscc import InvalidUscc
from qingce.shared.ledger.queries import entries_of_organisation
from qingce.shared.parties.actions import (
    OrganisationText,
    accept_invitation,
    change_member_role,
    close_by_staff,
    close_organisation,
    decide_organisation,
    decline_invitation,
    end_membership,
    invite,
    leave_organisation,
    register_organisation,
    withdraw_invitation,
)
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationKind, OrganisationState, StaffRole
from qingce.shared.parties.errors import (
    AreaMissing,
    BadEmail,
    InvitationForAnother,
    InvitationNotFound,
    LastAdmin,
    MemberKnown,
    OrganisationKnown,
    OrganisationNameMissing,
    OrganisationNotFound,
    OutOfArea,
    PartyReasonMissing,
    RoleTooSmall,
    TooManyInvitations,
    TooManyWaiting,
    WrongOrganisationState,
)
from qingce.shared.parties.models import Invitation, Membership, Organisation, Person
from qingce.shared.parties.queries import actor_of, get_organisation, invitation_of
from tests.factories import AT, acting, member, organisation, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1", "ACC-2")]


def said(**values: str) -> OrganisationText:
    return OrganisationText(**{"kind": OrganisationKind.AGENCY, "name": "样例检测有限公司"} | values)  # type: ignore[arg-type]


def seat(person: Person) -> Membership:
    return Membership.objects.get(person=person, ended_at=None)


@pytest.fixture
def admin() -> Person:
    return somebody("admin@example.org", name="管理员")


@pytest.fixture
def number(admin: Person) -> int:
    return organisation(admin)


def test_who_registers_becomes_the_first_admin_and_acts_for_it(admin: Person) -> None:
    pk = register_organisation(acting(admin), said(), at=AT)
    row = Organisation.objects.get(pk=pk)
    assert (row.state, row.number[0], row.registered_by) == ("waiting", "G", f"#{admin.number}")
    actor = acting(admin)
    assert actor.seat is not None
    assert (actor.seat.organisation_id, actor.seat.role) == (pk, MemberRole.ADMIN)
    assert [each.act for each in entries_of_organisation(pk)] == ["organisation-registered"]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"name": " "}, OrganisationNameMissing),
        ({"name": "长" * 201}, OrganisationNameMissing),
        ({"uscc": "123"}, InvalidUscc),
        ({"kind": OrganisationKind.PARK}, AreaMissing),
    ],
)
def test_organisation_is_not_registered_with(admin: Person, values: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        register_organisation(acting(admin), said(**values), at=AT)
    assert Organisation.objects.count() == 0


def test_one_person_has_few_that_wait(admin: Person) -> None:
    for n in range(5):
        register_organisation(acting(admin), said(name=f"样例{n}"), at=AT)
    with pytest.raises(TooManyWaiting):
        register_organisation(acting(admin), said(), at=AT)


def test_code_stands_for_one_organisation_of_a_kind(admin: Person) -> None:
    code = "91000000MA0000001R"
    organisation(admin, uscc=code)
    with pytest.raises(OrganisationKnown):
        register_organisation(acting(somebody()), said(uscc=code), at=AT)
    organisation(somebody("c@example.org"), kind=OrganisationKind.BRAND, uscc=code)


def test_staff_decide_within_their_area_with_a_reason(admin: Person) -> None:
    pk = register_organisation(acting(admin), said(area="320500"), at=AT)
    here = acting(staff_member(area="320000"))
    elsewhere = acting(staff_member(email="e@example.org", area="310000"))
    liaison = acting(staff_member(StaffRole.BRAND_LIAISON, email="l@example.org"))
    for actor in (elsewhere, liaison, acting(admin)):
        with pytest.raises(OutOfArea):
            decide_organisation(actor, pk, is_admitted=True, reason="好", at=AT)
    with pytest.raises(PartyReasonMissing):
        decide_organisation(here, pk, is_admitted=True, reason=" ", at=AT)
    decide_organisation(here, pk, is_admitted=False, reason="缺少执照", at=AT)
    decide_organisation(here, pk, is_admitted=True, reason="已补", at=AT)
    with pytest.raises(WrongOrganisationState):
        decide_organisation(here, pk, is_admitted=False, reason="反悔", at=AT)
    close_by_staff(here, pk, reason="注销", at=AT)
    assert acting(admin).seats == ()


def test_invited_person_joins_and_nobody_else(admin: Person, number: int) -> None:
    guest, other = somebody("guest@example.org"), somebody("other@example.org")
    secret = invite(acting(admin), number, "Guest@Example.org", role=MemberRole.EDITOR, at=AT)
    assert secret not in str(Invitation.objects.values_list())
    assert invitation_of(secret, at=AT).organisation == "样例环境服务有限公司"
    for act in (accept_invitation, decline_invitation):
        with pytest.raises(InvitationForAnother):
            act(acting(other), secret, at=AT)
    assert accept_invitation(acting(guest), secret, at=AT) == number
    assert seat(guest).role == MemberRole.EDITOR
    with pytest.raises(InvitationNotFound):
        accept_invitation(acting(guest), secret, at=AT)
    with pytest.raises(MemberKnown):
        invite(acting(admin), number, "guest@example.org", role=MemberRole.READER, at=AT)


def test_invitation_ends(admin: Person, number: int) -> None:
    guest = somebody("guest@example.org")
    first = invite(acting(admin), number, guest.email, role=MemberRole.READER, at=AT)
    second = invite(acting(admin), number, guest.email, role=MemberRole.READER, at=AT)
    with pytest.raises(InvitationNotFound):  # a newer one took its place
        accept_invitation(acting(guest), first, at=AT)
    with pytest.raises(InvitationNotFound):  # too late
        accept_invitation(acting(guest), second, at=AT + timedelta(days=14))
    withdraw_invitation(acting(admin), Invitation.objects.get(state="open").pk, at=AT)
    with pytest.raises(InvitationNotFound):
        accept_invitation(acting(guest), second, at=AT)
    third = invite(acting(admin), number, guest.email, role=MemberRole.READER, at=AT)
    decline_invitation(acting(guest), third, at=AT)
    with pytest.raises(InvitationNotFound):
        invitation_of(third, at=AT)
    with pytest.raises(BadEmail):
        invite(acting(admin), number, "a@b\nBcc: c@example.org", role=MemberRole.READER, at=AT)


def test_few_invitations_are_open_at_a_time(admin: Person, number: int) -> None:
    for n in range(50):
        invite(acting(admin), number, f"n{n}@example.org", role=MemberRole.READER, at=AT)
    with pytest.raises(TooManyInvitations):
        invite(acting(admin), number, "more@example.org", role=MemberRole.READER, at=AT)


ACTS: dict[str, Callable[[Actor, int, int], object]] = {
    "invite": lambda actor, pk, _: invite(actor, pk, "new@example.org", role=MemberRole.READER, at=AT),
    "role": lambda actor, _, other: change_member_role(actor, other, role=MemberRole.EDITOR, at=AT),
    "remove": lambda actor, _, other: end_membership(actor, other, at=AT),
    "close": lambda actor, pk, _: close_organisation(actor, pk, reason="不再使用", at=AT),
}
ALLOWED: dict[str, type[QingceError] | None] = {
    "reader": RoleTooSmall,
    "editor": RoleTooSmall,
    "admin": None,
    "stranger": OrganisationNotFound,
    "left": OrganisationNotFound,
    "staff": OrganisationNotFound,
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ALLOWED)
def test_only_admins_manage(admin: Person, number: int, act: str, who: str) -> None:
    other = somebody("other@example.org")
    member(number, other)
    person = staff_member() if who == "staff" else somebody("who@example.org")
    if who in {"reader", "editor", "admin", "left"}:
        member(number, person, MemberRole(who) if who != "left" else MemberRole.ADMIN)
    if who == "left":
        end_membership(acting(admin), seat(person).pk, at=AT)
    error = ALLOWED[who]
    if error is None:
        ACTS[act](acting(person), number, seat(other).pk)
    else:
        before = list(Membership.objects.order_by("pk").values())
        with pytest.raises(error):
            ACTS[act](acting(person), number, seat(other).pk)
        assert list(Membership.objects.order_by("pk").values()) == before


def test_last_admin_hands_over_before_leaving(admin: Person, number: int) -> None:
    other = somebody("other@example.org")
    member(number, other)
    for act in (
        lambda: leave_organisation(acting(admin), number, at=AT),
        lambda: change_member_role(acting(admin), seat(admin).pk, role=MemberRole.READER, at=AT),
        lambda: end_membership(acting(admin), seat(admin).pk, at=AT),
    ):
        with pytest.raises(LastAdmin):
            act()
    change_member_role(acting(admin), seat(other).pk, role=MemberRole.ADMIN, at=AT)
    leave_organisation(acting(admin), number, successor=seat(other).pk, at=AT)
    assert acting(admin).seats == ()
    assert [each.name for each in get_organisation(number, actor=acting(other)).members] == [other.name]


def test_closed_organisation_gives_nobody_a_seat(admin: Person, number: int) -> None:
    close_organisation(acting(admin), number, reason="合并", at=AT)
    assert Organisation.objects.get(pk=number).state == OrganisationState.CLOSED
    assert acting(admin).seats == ()
    with pytest.raises(OrganisationNotFound):
        get_organisation(number, actor=acting(admin))


def test_somebody_in_several_acts_in_the_one_chosen(admin: Person, number: int) -> None:
    second = organisation(admin, name="样例二")
    chosen = Membership.objects.get(organisation=second)
    actor = actor_of(admin.pk, membership_id=chosen.pk)
    assert actor is not None
    assert actor.seat is not None
    assert (len(actor.seats), actor.seat.organisation_id) == (2, second)
    leave = actor_of(admin.pk, membership_id=999_999)
    assert leave is not None
    assert leave.seat is not None
    assert leave.seat.organisation_id == number


@pytest.mark.parametrize("count", [1, 3])
def test_actor_costs_three_queries_however_many_seats(admin: Person, count: int) -> None:
    for n in range(count):
        organisation(admin, name=f"样例{n}")
    with CaptureQueriesContext(connection) as queries:
        actor_of(admin.pk)
    assert len(queries) == 3
