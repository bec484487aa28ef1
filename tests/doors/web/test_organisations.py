"""Registering an organisation, members, invitations; and another organisation's number in each address."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qingce.shared.mail.models import Letter
from qingce.shared.parties.models import Invitation, Membership, Organisation, OrganisationProof, Person
from tests.factories import acting, member, organisation, somebody, staff_member
from tests.hostile_files import picture

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1", "ACC-2")]
FORM = {"kind": "agency", "name": "样例检测有限公司", "area": "江苏省苏州市"}


@pytest.fixture
def admin() -> Person:
    return somebody("admin@example.org", name="管理员")


@pytest.fixture
def mine(client: Client, admin: Person) -> Client:
    client.force_login(admin)
    return client


def scan(name: str = "licence.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture("PNG"))


def test_organisation_is_registered_with_its_papers(mine: Client) -> None:
    answer = mine.post("/organisations/new/", {**FORM, "files": [scan()]})
    row = Organisation.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/organisations/{row.pk}/")
    assert (row.area, row.state, OrganisationProof.objects.count()) == ("320500", "waiting", 1)
    text = mine.get(answer["Location"]).content.decode()
    assert re.findall(r'href="(/organisations/\d+/proofs/\d+/)"', text)
    proof = mine.get(re.findall(r'href="(/organisations/\d+/proofs/\d+/)"', text)[0])
    assert (proof.status_code, b"".join(proof)[:4]) == (200, b"\x89PNG")
    assert proof["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"name": ""}, "name", "请填写组织名称"),
        ({"uscc": "12345"}, "uscc", "18"),
        ({"area": "某个地方"}, "area", "无法确定是哪个地区"),
        ({"kind": "park", "area": ""}, "area", "请填写园区所在的地区"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    mine: Client, wrong: dict[str, str], field: str, told: str
) -> None:
    answer = mine.post("/organisations/new/", {**FORM, "statement": "说明文字", **wrong, "files": [scan("l.png")]})
    text = answer.content.decode()
    assert (answer.status_code, told in text, f'href="#{field}"' in text) == (422, True, True)
    assert "说明文字" in text
    assert 'name="kept"' in text  # the file that was good waits for the form
    assert Organisation.objects.count() == 0


def test_wrong_file_is_told_and_the_rest_kept(mine: Client) -> None:
    answer = mine.post("/organisations/new/", {**FORM, "files": [SimpleUploadedFile("a.png", b"no picture")]})
    assert (answer.status_code, "a.png" in answer.content.decode()) == (422, True)
    assert Organisation.objects.count() == 0


def test_invitation_goes_out_and_is_taken_up(mine: Client, admin: Person) -> None:
    number = organisation(admin)
    guest = somebody("guest@example.org", name="客人")
    answer = mine.post(f"/organisations/{number}/", {"act": "invite", "email": guest.email, "role": "editor"})
    assert answer.status_code == 302
    letter = Letter.objects.get()
    assert (letter.to, letter.kind) == ("guest@example.org", "invitation")
    path = "/" + letter.params["link"].split("/", 3)[3]
    wrong = Client()
    wrong.force_login(somebody("other@example.org"))
    assert "发给了另一个邮箱" in wrong.get(path).content.decode()
    assert wrong.post(path, {"act": "accept"}).status_code == 403
    right = Client()
    assert right.get(path)["Location"] == f"/account/login/?next={path}"
    right.force_login(guest)
    page = right.get(path)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")
    assert right.post(path, {"act": "accept"})["Location"] == f"/organisations/{number}/"
    assert Membership.objects.get(person=guest).role == "editor"
    assert right.get(path).status_code == 404


def test_bad_address_is_told_and_kept(mine: Client, admin: Person) -> None:
    number = organisation(admin)
    answer = mine.post(f"/organisations/{number}/", {"act": "invite", "email": "kein Name", "role": "editor"})
    assert (answer.status_code, 'value="kein Name"' in answer.content.decode()) == (422, True)
    assert (Invitation.objects.count(), Letter.objects.count()) == (0, 0)


@pytest.mark.parametrize("act", ["invite", "withdraw", "role", "remove", "leave", "close"])
@pytest.mark.parametrize("who", ["stranger", "reader", "staff"])
def test_another_organisations_number_opens_nothing(client: Client, admin: Person, act: str, who: str) -> None:
    number = organisation(admin)
    person = staff_member(area="310000") if who == "staff" else somebody("who@example.org")
    if who == "reader":
        member(number, person)
    Organisation.objects.update(area="320500")
    client.force_login(person)
    before = Membership.objects.filter(ended_at=None, person=admin).values_list("role", flat=True)[0]
    said = {"act": act, "number": Membership.objects.get(person=admin).pk, "email": "x@example.org", "role": "reader"}
    answer = client.post(f"/organisations/{number}/", {**said, "reason": "x"})
    if who != "reader":
        assert answer.status_code == 404
        assert client.get(f"/organisations/{number}/").status_code == 404
    elif act != "leave":
        assert answer.status_code == 422
    assert Membership.objects.get(person=admin, ended_at=None).role == before
    assert Organisation.objects.get(pk=number).state == "active"
    assert (Invitation.objects.filter(email="x@example.org").count(), Letter.objects.count()) == (0, 0)


def test_papers_are_for_admins_and_the_staff_of_the_area(client: Client, mine: Client, admin: Person) -> None:
    mine.post("/organisations/new/", {**FORM, "files": [scan()]})
    proof = OrganisationProof.objects.get()
    path = f"/organisations/{proof.organisation_id}/proofs/{proof.file_id}/"
    reader = somebody("reader@example.org")
    member(proof.organisation_id, reader)
    people = {
        "reader": (reader, 404),
        "stranger": (somebody("s@example.org"), 404),
        "elsewhere": (staff_member(email="e@example.org", area="310000"), 404),
        "here": (staff_member(email="h@example.org", area="320000"), 200),
    }
    for name, (person, status) in people.items():
        other = Client()
        other.force_login(person)
        answer = other.get(path)
        assert (answer.status_code, len(b"".join(answer)) > 0) == (status, True), name
    assert Client().get(path).status_code == 302
    assert mine.get(f"/organisations/{proof.organisation_id}/proofs/{proof.file_id + 1}/").status_code == 404


def test_switching_acts_in_ones_own_organisations_only(mine: Client, admin: Person) -> None:
    organisation(admin)
    organisation(admin, name="样例二")
    foreign = organisation(somebody("other@example.org"), name="他人的组织")
    second = Membership.objects.filter(person=admin).order_by("-pk")[0]
    assert mine.post("/account/switch/", {"seat": second.pk}, follow=True).content.decode().count("样例二") >= 2
    mine.post("/account/switch/", {"seat": Membership.objects.get(organisation=foreign).pk})
    assert mine.session["seat"] == second.pk


def test_role_lost_in_the_middle_of_a_form_is_told(mine: Client, admin: Person) -> None:
    number = organisation(admin)
    other = somebody("other@example.org")
    member(number, other)
    Membership.objects.filter(person=other).update(role="admin")
    assert mine.get(f"/organisations/{number}/").status_code == 200
    Membership.objects.filter(person=admin).update(role="reader")
    answer = mine.post(f"/organisations/{number}/", {"act": "invite", "email": "x@example.org", "role": "admin"})
    assert (answer.status_code, "请联系其管理员" in answer.content.decode()) == (422, True)
    assert acting(admin).seats[0].role == "reader"
    assert Letter.objects.count() == 0
