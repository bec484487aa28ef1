"""An audit agency by its pages: it applies, the staff check and accredit, everybody reads."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.removal.enums import AccreditationState
from qingce.domain.removal.models import Accreditation, AccreditationPaper, Auditor, AuditorTie
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.models import Membership, Person, Proposal
from tests import hostile_files
from tests.domain.removal.accreditation.accrediting import ALL, accredited, applied, checked, prepared, staff
from tests.factories import add_factor, organisation, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-6")]


def client_of(who: Actor | Person) -> Client:
    person = who if isinstance(who, Person) else Person.objects.get(pk=who.person_id)
    client = Client()
    client.force_login(person)
    return client


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_agency_applies_by_its_page() -> None:
    admin = somebody("agency@example.org", name="样审")
    number = organisation(admin, name="样例审核服务有限公司")
    client, page = client_of(admin), f"/my/accreditation/{number}/"
    assert client.get("/my/accreditation/")["Location"] == page
    client.post(page, {"act": "begin"})
    row = Accreditation.objects.get()
    said = {"act": "competence", "number": row.pk, "fields": ["noise"], "methods": ["site"], "past_work": "样例"}
    client.post(page, said)
    seat = Membership.objects.get(organisation=number)
    told = {"act": "auditor", "member": seat.pk, "is_lead": "yes", "qualification": "样例证书", "place": "auditor"}
    answer = client.post(page, told | {"qualified_on": "2099-01-01"})
    assert (answer.status_code, "将来的日子不算" in text(answer)) == (422, True)
    client.post(page, told | {"qualified_on": "2020-05-01"})
    auditor = Auditor.objects.get()
    for slot in ("competence", "independence", f"auditor-{auditor.pk}"):
        file = SimpleUploadedFile("证书.pdf", hostile_files.plain_pdf(), "application/pdf")
        assert client.post(f"{page}papers/", {"slot": slot, "files": [file]}).status_code == 302
    assert AccreditationPaper.objects.filter(auditor=auditor).count() == 1
    client.post(page, {"act": "tie", "kind": "worked", "enterprise_name": "样例印染厂", "auditor": auditor.pk})
    assert AuditorTie.objects.get().auditor_id == auditor.pk
    declared = [f"{each.kind}/{each.version}" for each in ALL]
    client.post(page, {"act": "apply", "number": row.pk, "declared": declared})
    row.refresh_from_db()
    assert (row.state, row.fields) == (AccreditationState.APPLIED, ["noise"])
    assert "样例证书" in text(client.get(page))


def test_hostile_file_is_refused_and_the_form_stays() -> None:
    found = prepared()
    client, page = client_of(found.admin), f"/my/accreditation/{found.organisation}/papers/"
    before = AccreditationPaper.objects.count()
    file = SimpleUploadedFile("证书.pdf", b"<script>alert(1)</script>", "application/pdf")
    assert client.post(page, {"slot": "competence", "files": [file]}).status_code == 422
    assert client.post(page, {"slot": "competence"}).status_code == 422
    assert client.post(page, {"slot": "nothing"}).status_code == 422
    assert AccreditationPaper.objects.count() == before


def test_staff_check_and_another_one_accredits() -> None:
    found = applied()
    page = f"/office/accreditation/{found.pk}/"
    office = client_of(found.checker)
    assert page in text(office.get("/office/accreditation/"))
    answer = office.post(page, {"act": "check", "seen": found.seen, "place": "decide"})
    assert (answer.status_code, "逐一核对" in text(answer)) == (422, True)
    office.post(page, {"act": "right", "auditor": found.lead})
    office.post(page, {"act": "check", "seen": found.seen, "text": "齐全"})
    assert "另一人" in text(office.get(page))
    said = {"act": "grant", "seen": found.seen, "conditions": "每年报告", "valid_from": "", "valid_until": ""}
    assert office.post(page, said).status_code == 403
    client_of(found.approver).post(page, said)
    assert found.row.state == AccreditationState.GRANTED
    public = text(Client().get(f"/auditors/{found.organisation}/"))
    assert ("每年报告" in public, found.admin.number in public, "样审" in public) == (True, True, False)
    assert f"/auditors/{found.organisation}/" in text(Client().get("/auditors/"))
    assert "Accredited" in text(Client().get(f"/en/auditors/{found.organisation}/"))


def test_papers_are_for_the_agency_and_the_staff() -> None:
    found = checked()
    file = AccreditationPaper.objects.filter(accreditation=found.pk).values_list("file", flat=True)[0]
    own, office = f"/my/accreditation/{found.organisation}/papers/{file}/", f"/office/accreditation/{found.pk}/papers/"
    for client, address in ((client_of(found.admin), own), (client_of(found.checker), f"{office}{file}/")):
        assert client.get(address).getvalue().startswith(b"%PDF")
    stranger = client_of(somebody("stranger@example.org"))
    assert (stranger.get(own).status_code, stranger.get(f"{office}{file}/").status_code) == (404, 403)
    assert client_of(found.admin).get(own.replace(f"/{file}/", "/999999/")).status_code == 404
    assert client_of(found.checker).get(f"{office}999999/").status_code == 404


def test_agency_that_was_never_accredited_has_no_public_page() -> None:
    found = checked()
    assert Client().get(f"/auditors/{found.organisation}/").status_code == 404
    assert "样例审核服务有限公司" not in text(Client().get("/auditors/"))


def test_suspending_and_lifting_by_the_office() -> None:
    found = accredited()
    page, office = f"/office/accreditation/{found.pk}/", client_of(found.checker)
    assert office.post(page, {"act": "suspend", "seen": found.seen, "text": "", "place": "decide"}).status_code == 422
    office.post(page, {"act": "suspend", "seen": found.seen, "text": "核查投诉"})
    assert "核查投诉" in text(Client().get(f"/auditors/{found.organisation}/"))
    office.post(page, {"act": "withdraw", "seen": found.seen, "text": "查实"})
    proposal = Proposal.objects.get()
    assert (proposal.reason, found.row.state) == ("查实", AccreditationState.SUSPENDED)
    client_of(found.approver).post(f"/office/decisions/{proposal.pk}/", {"act": "confirm"})
    assert found.row.state == AccreditationState.WITHDRAWN


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_as_for_one(count: int) -> None:
    for number in range(count):
        accredited(name=f"样例审核{number}有限公司", email=f"agency{number}@example.org")
    Client().get("/auditors/")
    with CaptureQueriesContext(connection) as queries:
        assert Client().get("/auditors/").status_code == 200
    assert len(queries) <= 3


def test_office_is_closed_without_second_factor() -> None:
    person = Person.objects.get(pk=staff("check@example.org").person_id)
    assert client_of(person).get("/office/accreditation/").status_code == 200
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=person).delete()
    assert client_of(person).get("/office/accreditation/").status_code == 302
    add_factor(person)
