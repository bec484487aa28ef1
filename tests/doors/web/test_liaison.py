"""Liaison by its pages: named by an administrator, seen by the supplier, filed by the liaison, confirmed."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from qingce.domain.disclosure.models import Disclosure, Filing, Stakeholder
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.models import Person
from tests.domain.disclosure.disclosing import accept, held, write_all
from tests.domain.disclosure.filing import WORK, a_brand, administrator, filed, supplied
from tests.domain.disclosure.sealing import document, sent
from tests.domain.documents.keeping import Kept
from tests.factories import SCRIPT, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-7", "ACC-2")]


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def own(db: None) -> Kept:
    found = held()
    accept(found)
    return found


def words(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def browser(person: Person) -> Client:
    found = Client(raise_request_exception=False)
    found.force_login(person)
    return found


def test_from_naming_a_liaison_to_the_disclosure_that_is_handed_in(own: Kept) -> None:
    brand = a_brand()
    liaison = staff_member(StaffRole.BRAND_LIAISON, email="private@example.org", name="联络人")
    admin, office = browser(Person.objects.get(pk=administrator().person_id)), browser(liaison)
    enterprise = browser(own.person)
    assert admin.post("/en/office/liaison/", {"brand": brand, "person": liaison.pk, "address": "x"}).status_code == 422
    answer = admin.post("/en/office/liaison/", {"brand": brand, "person": liaison.pk, "address": WORK})
    assert answer.status_code == 302
    assert "No enterprise names a brand that you are there for." in words(office, "/en/office/liaison/")
    mine = f"/en/my/green-choice/{own.enterprise}/stakeholders/"
    assert enterprise.post(mine, {"act": "name", "brand": brand}).status_code == 302
    page = words(enterprise, mine)
    assert (WORK in page, "联络人" in page, "private@example.org" in page) == (True, True, False)
    form = f"/en/office/liaison/{own.enterprise}/{brand}/new/"
    assert form in words(office, "/en/office/liaison/")
    write_all(own)
    disclosure = sent(own)
    said = {"received_on": "2026-11-19", "note": f"盖章件{SCRIPT}"}
    answer = office.post(form, said)
    assert (answer.status_code, "Add the files that the enterprise sent" in answer.content.decode()) == (422, True)
    file = SimpleUploadedFile("来件.pdf", document(disclosure), content_type="application/pdf")
    assert office.post(form, {**said, "files": [file]}).status_code == 302
    pk = Filing.objects.get().pk
    assert "Confirm or refuse what was filed for you" in words(enterprise, f"/en/my/green-choice/{own.enterprise}/")
    path = f"/en/my/green-choice/filings/{pk}/"
    assert f"Disclosure {disclosure}: Environmental supervision record" in words(enterprise, path)
    assert SCRIPT not in enterprise.get(path).content.decode()
    wrong = enterprise.post(f"/en/my/green-choice/filings/{pk}/", {"act": "refuse"})
    assert (wrong.status_code, 'id="reason-fault"' in wrong.content.decode()) == (422, True)
    answer = enterprise.post(f"/en/my/green-choice/filings/{pk}/", {"act": "confirm", "disclosure": disclosure})
    assert (answer.status_code, Disclosure.objects.get().state) == (302, "submitted")
    assert "Confirmed by the enterprise" in words(office, f"/en/office/liaison/filings/{pk}/")
    assert enterprise.post(mine, {"act": "end", "brand": brand}).status_code == 302
    assert not Stakeholder.objects.filter(ended_at=None).exists()


def test_without_a_disclosure_that_waits_the_enterprise_is_told_what_comes_first(own: Kept) -> None:
    pk = filed(own, *supplied(own))
    enterprise = browser(own.person)
    path = f"/en/my/green-choice/filings/{pk}/"
    assert "No disclosure waits for its seal." in words(enterprise, path)
    assert enterprise.post(path, {"act": "confirm", "disclosure": "7"}).status_code == 404
    assert Filing.objects.get().state == "waiting"


def test_the_liaison_takes_a_filing_back_with_a_reason(own: Kept) -> None:
    liaison, brand = supplied(own)
    pk = filed(own, liaison, brand)
    office = browser(Person.objects.get(pk=liaison.person_id))
    path = f"/en/office/liaison/filings/{pk}/"
    file = re.findall(rf"{path}files/\d+/", words(office, path))[0]
    answer = office.get(file)
    assert (answer.status_code, answer.getvalue()[:4]) == (200, b"%PDF")
    assert office.post(path, {"reason": " "}).status_code == 422
    assert office.post(path, {"reason": "登记错了企业"}).status_code == 302
    assert office.get(file).status_code == 404
    assert "登记错了企业" in words(browser(own.person), f"/en/my/green-choice/filings/{pk}/")
