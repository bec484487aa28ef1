"""People and organisations in the office: found, given roles, let in; and what the wrong person gets."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from qingce.shared.mail.models import Letter
from qingce.shared.parties.actions import OrganisationText, register_organisation
from qingce.shared.parties.enums import OrganisationKind, OrganisationState, StaffRole
from qingce.shared.parties.models import Membership, Organisation, RoleGrant
from tests.factories import AT, acting, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1", "ACC-2")]
SUZHOU, JIANGSU, SHANGHAI = "320500", "320000", "310000"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(staff_member(StaffRole.ADMINISTRATOR, area=JIANGSU))
    return client


def waiting(area: str = SUZHOU, *, name: str = "苏州样例检测有限公司", email: str = "b@example.org") -> int:
    said = OrganisationText(kind=OrganisationKind.AGENCY, name=name, area=area)
    return register_organisation(acting(somebody(email)), said, at=AT)


def test_role_is_given_within_ones_own_area_and_ended(administrator: Client) -> None:
    person = somebody()
    page = f"/office/people/{person.pk}/"
    assert administrator.get(page).status_code == 404  # nobody of this area yet
    assert "b@example.org" not in administrator.get("/office/people/?q=example").content.decode()
    said = {"email": "B@example.org", "role": "reviewer", "area": "江苏省苏州市"}
    assert administrator.post("/office/people/", said | {"email": "x@example.org"}).status_code == 422
    given = administrator.post("/office/people/", said)
    assert (given.status_code, given["Location"]) == (302, "/office/people/")
    grant = RoleGrant.objects.get(person=person)
    assert (grant.role, grant.area, grant.ended_at) == ("reviewer", SUZHOU, None)
    assert "授予工作人员角色 · 审核员 · 江苏省苏州市" in administrator.get(page).content.decode()
    for area, told in (
        ("上海市", "您的角色不及这个地区"),
        ("", "您的角色不及这个地区"),
        ("某地", "无法确定是哪个地区"),
    ):
        answer = administrator.post(page, {"act": "give", "role": "reviewer", "area": area})
        assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert administrator.post(page, {"act": "end", "number": grant.pk}).status_code == 302
    assert RoleGrant.objects.filter(person=person, ended_at=None).count() == 0
    assert administrator.post(page, {"act": "end", "number": grant.pk}).status_code == 422


def test_number_of_nobody_is_told_as_a_number(administrator: Client) -> None:
    answer = administrator.get("/office/people/999999/")
    assert (answer.status_code, "没有编号为 999999 的人员" in answer.content.decode()) == (404, True)


def test_role_outside_ones_area_cannot_be_ended(administrator: Client) -> None:
    person = staff_member(email="s@example.org", area=SHANGHAI)
    grant = RoleGrant.objects.get(person=person)
    end = {"act": "end", "number": grant.pk}
    assert administrator.post(f"/office/people/{person.pk}/", end).status_code == 404
    staff_member(StaffRole.SENIOR_REVIEWER, email="s@example.org", area=SUZHOU)
    assert administrator.post(f"/office/people/{person.pk}/", end).status_code == 422
    assert RoleGrant.objects.get(pk=grant.pk).ended_at is None


def test_last_administrator_of_the_whole_country_stays(client: Client) -> None:
    person = staff_member(StaffRole.ADMINISTRATOR)
    client.force_login(person)
    grant = RoleGrant.objects.get(person=person)
    answer = client.post(f"/office/people/{person.pk}/", {"act": "end", "number": grant.pk})
    assert (answer.status_code, "最后一名全国管理员" in answer.content.decode()) == (422, True)
    other = staff_member(StaffRole.ADMINISTRATOR, email="c@example.org")
    assert client.post(f"/office/people/{other.pk}/", {"act": "end", "number": grant.pk}).status_code == 302


@pytest.mark.parametrize("role", [StaffRole.REVIEWER, StaffRole.SENIOR_REVIEWER, StaffRole.BRAND_LIAISON])
def test_people_are_for_administrators(client: Client, role: StaffRole) -> None:
    client.force_login(staff_member(role))
    assert client.get("/office/people/").status_code == 403
    assert client.get(f"/office/people/{somebody().pk}/").status_code == 403


def test_organisation_is_let_in_with_a_reason_and_its_admin_is_told(administrator: Client) -> None:
    number = waiting()
    page = f"/office/organisations/{number}/"
    assert "苏州样例检测有限公司" in administrator.get("/office/organisations/?state=waiting").content.decode()
    assert "<strong>1</strong>" in administrator.get("/office/").content.decode()
    assert administrator.post(page, {"act": "admit", "reason": ""}).status_code == 422
    assert administrator.post(page, {"act": "admit", "reason": "材料齐全"}).status_code == 302
    assert Organisation.objects.get(pk=number).state == OrganisationState.ACTIVE
    letter = Letter.objects.get()
    assert (letter.to, letter.kind, letter.params["reason"]) == ("b@example.org", "organisation-decided", "材料齐全")
    again = administrator.post(page, {"act": "refuse", "reason": "反悔"})
    assert (again.status_code, "已启用" in again.content.decode()) == (422, True)
    assert Letter.objects.count() == 1


def test_organisation_of_another_area_is_not_there(administrator: Client) -> None:
    number = waiting(SHANGHAI)
    assert administrator.get(f"/office/organisations/{number}/").status_code == 404
    assert administrator.post(f"/office/organisations/{number}/", {"act": "admit", "reason": "x"}).status_code == 404
    assert "苏州样例" not in administrator.get("/office/organisations/").content.decode()


def test_admin_is_appointed_where_none_answers(administrator: Client) -> None:
    number = waiting()
    other = somebody("n@example.org")
    page = f"/office/organisations/{number}/"
    assert administrator.post(page, {"act": "appoint", "email": "nobody@example.org"}).status_code == 422
    assert administrator.post(page, {"act": "appoint", "email": "N@example.org"}).status_code == 302
    assert Membership.objects.get(person=other).role == "admin"


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_however_long(
    administrator: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for n in range(number):
        waiting(name=f"苏州样例{n}有限公司", email=f"n{n}@example.org")
    with django_assert_num_queries(9):
        administrator.get("/office/organisations/")
    with django_assert_num_queries(10):
        administrator.get("/office/people/?q=example")
