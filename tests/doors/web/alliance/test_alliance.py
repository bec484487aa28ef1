"""The alliance by its pages: places, invitations, costs (REM-8, REM-10)."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qingce.domain.removal.enums import AuditState
from qingce.domain.removal.models import AlliancePlace, AuditObserver, Observation, ObservationCost
from qingce.shared.parties.enums import Actor, MemberRole, OrganisationKind
from qingce.shared.parties.models import Membership, Person
from tests import hostile_files
from tests.domain.removal.alliance.observing import observed, seated, unobserved
from tests.domain.removal.audits.auditing import at_stage
from tests.domain.removal.cases.applying import reviewing
from tests.factories import acting, member, organisation, release_rules, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-8", "REM-10")]


def client_of(who: Actor | Person) -> Client:
    client = Client()
    client.force_login(who if isinstance(who, Person) else Person.objects.get(pk=who.person_id))
    return client


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_list_tells_every_member_and_no_region_that_is_not_known() -> None:
    release_rules()
    page = text(Client().get("/alliance/"))
    assert (page.count("/alliance/green-river/"), "自然之友" in page) == (1, True)
    assert "Friends of Nature" in text(Client().get("/en/alliance/"))
    assert Client().get("/alliance/friends-of-nature/").status_code == 200
    assert Client().get("/alliance/nobody/").status_code == 404


def test_ngo_claims_its_place_and_the_staff_confirm_it() -> None:
    release_rules()
    admin = somebody("ngo@example.org", name="样观")
    number = organisation(admin, kind=OrganisationKind.NGO, name="样例环保组织")
    client, page = client_of(admin), f"/my/alliance/{number}/"
    client.post(page, {"act": "claim", "key": "green-river"})
    office = client_of(reviewing())
    assert "样例环保组织" in text(office.get("/office/alliance/"))
    office.post("/office/alliance/", {"act": "confirm", "key": "green-river"})
    answer = client.post(page, {"act": "regions", "regions": "某地", "place": "place"})
    assert answer.status_code == 422
    client.post(page, {"act": "regions", "regions": "浙江省\n上海市", "place": "place"})
    row = AlliancePlace.objects.get()
    assert (row.confirmed_at is not None, row.regions) == (True, ["310000", "330000"])
    assert client_of(somebody("stranger@example.org")).get(page).status_code == 404


def test_staff_ask_and_the_member_accepts_or_is_told_what_is_missing() -> None:
    found, ngo = unobserved(), seated(0, regions=("330000",))
    office, page = client_of(found.staff), f"/office/audits/{found.audit}/"
    assert "样例环保组织0" in text(office.get(page))
    office.post(page, {"act": "invite-observer", "place": "observing"})
    row = Observation.objects.get()
    client, own = client_of(ngo.admin), f"/my/alliance/{ngo.organisation}/"
    said = {"act": "accept", "number": row.pk, "member": ngo.member, "place": "asked"}
    assert client.post(own, said).status_code == 422
    client.post(own, said | {"is_free": "yes"})
    assert found.row.observer_id == ngo.organisation
    public = text(Client().get(f"/audits/{found.audit}/"))
    assert ("样例环保组织0" in public, "样观0" in public) == (True, False)


def test_cost_comes_with_its_receipt_and_the_enterprise_confirms_it() -> None:
    found, ngo = unobserved(), seated()
    observed(ngo, found)
    client, page = client_of(ngo.admin), f"/my/audits/{found.audit}/costs/"
    said = {"kind": "travel", "amount": "553.5", "spent_on": "2026-11-19"}
    assert client.get(page).status_code == 200
    for wrong in ({}, said, said | {"amount": "0"}, said | {"amount": "-3"}, said | {"spent_on": "2999-01-01"}):
        file = {"files": [SimpleUploadedFile("票.pdf", hostile_files.plain_pdf(), "application/pdf")]}
        assert client.post(page, wrong | (file if wrong not in ({}, said) else {})).status_code == 422
    assert client.generic("POST", page, b"x", CONTENT_LENGTH=str(2 * 1024**3)).status_code in (400, 413)
    receipt_file = SimpleUploadedFile("票.pdf", hostile_files.plain_pdf(), "application/pdf")
    assert client.post(page, {**said, "files": [receipt_file]}).status_code == 302
    cost = ObservationCost.objects.get()
    receipt = f"{page}{cost.file_id}/"
    assert client.get(receipt).getvalue().startswith(b"%PDF")
    enterprise = client_of(found.own.person)
    assert enterprise.get(page).status_code == 403
    enterprise.post(f"/my/audits/{found.audit}/", {"act": "cost-paid", "number": cost.pk, "place": "costs"})
    cost.refresh_from_db()
    assert cost.paid_at is not None
    assert client_of(somebody("stranger@example.org")).get(receipt).status_code == 404
    assert "553.50" in text(Client().get(f"/audits/{found.audit}/"))


def test_reader_of_the_organisation_answers_nothing() -> None:
    found, ngo = unobserved(), seated()
    client_of(found.staff).post(f"/office/audits/{found.audit}/", {"act": "invite-observer"})
    Membership.objects.filter(pk=ngo.member).update(role="reader")
    row = Observation.objects.get()
    said = {"act": "decline", "number": row.pk}
    assert client_of(ngo.admin).post(f"/my/alliance/{ngo.organisation}/", said).status_code == 403


@pytest.mark.requirement("REM-4")
def test_member_names_who_goes_there_and_another_editor_is_told(client: Client) -> None:
    found, ngo = unobserved(), seated()
    observed(ngo, found)
    person = somebody("other-editor@example.org", name="样另")
    member(ngo.organisation, person, MemberRole.EDITOR)
    other, address = client_of(acting(person)), f"/en/my/audits/{found.audit}/"
    at_stage(found, AuditState.AUDITING)
    page = other.get(address).content.decode()
    assert ("Only the persons named here" in page, "note-observe-on-site" in page) == (True, False)
    answer = other.post(address, {"act": "tick", "duty": "observe-on-site"})
    assert (answer.status_code, "You are not named" in answer.content.decode()) == (403, True)
    said = {"act": "name-observer", "place": "observer-person", "person": str(person.pk)}
    assert other.post(address, said).status_code == 422
    assert other.post(address, said | {"is_free": "yes"}).status_code == 302
    page = other.get(address).content.decode()
    assert ("Only the persons named here" in page, "note-observe-on-site" in page) == (False, True)
    first = AuditObserver.objects.order_by("pk").first()
    assert first
    other.post(address, {"act": "dismiss-observer", "place": "persons", "number": str(first.pk), "reason": "生病"})
    assert list(AuditObserver.objects.filter(left_at=None).values_list("person", flat=True)) == [person.pk]
    assert "样另" not in client.get(f"/audits/{found.audit}/").content.decode()
