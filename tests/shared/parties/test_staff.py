"""People of the staff and their roles (ACC-1)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from qingce.shared.parties.actions import add_staff, end_staff, set_password
from qingce.shared.parties.enums import Actor, Grant, StaffRole
from qingce.shared.parties.errors import BadEmail, NameMissing, NoSuchPerson, PersonKnown, WeakPassword
from qingce.shared.parties.models import Person, RoleGrant
from qingce.shared.parties.queries import actor_of, staff

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
PASSWORD = "ein langes Passwort 7"


def add(email: str = "Li@Example.org", role: StaffRole = StaffRole.REVIEWER, **values: str) -> int:
    given = {"name": "李复核", "password": PASSWORD} | values
    return add_staff(email, role=role, by="test", at=AT, **given)


@pytest.mark.requirement("ACC-1")
def test_staff_act_under_their_name_with_the_roles_held_now() -> None:
    number = add()
    assert add(role=StaffRole.SENIOR_REVIEWER) == number
    both = (Grant(StaffRole.REVIEWER), Grant(StaffRole.SENIOR_REVIEWER))
    public = Person.objects.get(pk=number).number
    assert actor_of(number) == Actor(number, "李复核", public, grants=both)
    end_staff("li@example.org", by="test", at=AT)
    assert actor_of(number) == Actor(number, "李复核", public)
    assert RoleGrant.objects.filter(ended_by="test").count() == 2
    assert [(row.email, row.roles) for row in staff()] == [("li@example.org", ())]


def test_account_that_is_closed_acts_no_more() -> None:
    number = add()
    Person.objects.update(is_active=False)
    assert actor_of(number) is None
    assert actor_of(number + 1) is None


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"email": "nobody"}, BadEmail),
        ({"name": " "}, NameMissing),
        ({"password": "short"}, WeakPassword),
        ({"password": "password1234"}, WeakPassword),
        ({"password": "li@example.org"}, WeakPassword),
    ],
)
def test_staff_are_not_added_with(values: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        add(**values)
    assert Person.objects.count() == 0


def test_role_is_given_once() -> None:
    add()
    with pytest.raises(PersonKnown):
        add()


def test_new_password_takes_the_place_of_the_former() -> None:
    number = add()
    set_password("li@example.org", "ein anderes Passwort 8", at=AT)
    request = RequestFactory().post("/")
    assert authenticate(request, username="LI@example.org", password=PASSWORD) is None
    found = authenticate(request, username="LI@example.org", password="ein anderes Passwort 8")
    assert found is not None
    assert found.pk == number
    with pytest.raises(NoSuchPerson):
        set_password("nobody@example.org", PASSWORD, at=AT)
