"""Surveys in the office: a design, its draw, a list of one's own, and nobody else's (CPA-4)."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from qingce.domain.cleaner_production.models import Coding, Contact, Survey
from qingce.shared.parties.enums import StaffRole
from tests import hostile_files
from tests.domain.cleaner_production.surveying import UNIT, audited, frozen, given, sample_of
from tests.factories import acting, release_rules, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-4")]
SURVEYS = "/en/office/cleaner-production/surveys/"
DESIGN = {
    "name": "样例调研", "area": "", "first_year": "2019", "last_year": "2022", "per_unit": "3",
    "telephone_per_unit": "1", "preferred_from": "2020", "preferred_until": "2021", "twice_percent": "50",
}  # fmt: skip
NOTE = {
    "act": "note", "kind": "search", "outcome": "not-found", "where": "样例搜索引擎", "words": "样例",
    "happened_on": "2026-11-19",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def words(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def client_of(role: StaffRole, email: str) -> Client:
    client = Client()
    client.force_login(staff_member(role, email=email))
    return client


def test_design_is_kept_and_its_population_frozen() -> None:
    release_rules("cleaner-production", at=timezone.now() - timedelta(days=1))
    audited()
    lead = client_of(StaffRole.SENIOR_REVIEWER, "lead@example.org")
    assert 'value="20"' in words(lead, SURVEYS)
    wrong = lead.post(SURVEYS, DESIGN | {"per_unit": "viele"})
    assert (wrong.status_code, "样例调研" in wrong.content.decode()) == (422, True)
    lead.post(SURVEYS, DESIGN)
    page = f"{SURVEYS}{Survey.objects.get().pk}/"
    tomorrow = timezone.localtime() + timedelta(days=1)
    source = {"act": "freeze", "what-1": "样例彩票", "where-1": "https://example.org", "numbers-1": "1"}
    assert lead.post(page, source | {"due-1": ""}).status_code == 422
    lead.post(page, source | {"due-1": tomorrow.strftime("%Y-%m-%dT%H:%M"), "highest-1": "9999"})
    assert "Frozen, waits for the random value" in words(lead, page)
    assert lead.post(page, {"act": "take"}).status_code == 422


def test_reviewer_reads_surveys_but_does_not_lead_them() -> None:
    lead = acting(staff_member(StaffRole.SENIOR_REVIEWER, email="lead@example.org"))
    pk = frozen(lead)
    reviewer = client_of(StaffRole.REVIEWER, "one@example.org")
    assert "Design a survey" not in words(reviewer, SURVEYS)
    assert "Freeze it" not in words(reviewer, f"{SURVEYS}{pk}/")
    assert reviewer.post(SURVEYS, DESIGN).status_code == 403
    assert reviewer.post(f"{SURVEYS}{pk}/", {"act": "take"}).status_code == 403


def test_list_is_worked_off_by_whom_it_was_given_to_and_nobody_else() -> None:
    lead = acting(staff_member(StaffRole.SENIOR_REVIEWER, email="lead@example.org"))
    one = staff_member(StaffRole.REVIEWER, name="调研员一", email="one@example.org")
    pk = given(lead, acting(one))
    client, other = Client(), client_of(StaffRole.REVIEWER, "two@example.org")
    client.force_login(one)
    member = sample_of(pk)[0]
    page = f"/en/office/cleaner-production/samples/{member.pk}/"
    assert "3 enterprises are still to be coded." in words(client, f"{SURVEYS}{pk}/mine/")
    assert "Nothing of this survey was given to you." in words(other, f"{SURVEYS}{pk}/mine/")
    assert client.post(page, NOTE | {"where": ""}).status_code == 422
    saved = SimpleUploadedFile("页.pdf", hostile_files.plain_pdf(), "application/pdf")
    client.post(page, NOTE | {"files": saved})
    note = Contact.objects.get()
    assert "Searched, not found" in words(client, page)
    evidence = f"/en/office/cleaner-production/evidence/{note.pk}/"
    assert client.get(evidence).getvalue().startswith(b"%PDF")
    assert [other.get(each).status_code for each in (page, evidence)] == [404, 404]
    assert other.post(page, NOTE).status_code == 404
    client.post(page, {"act": "code", "coded_as": "not-published"})
    assert Coding.objects.get().coded_as == "not-published"
    assert client.post(page, {"act": "code", "coded_as": "complete"}).status_code == 422
    assert (Contact.objects.count(), Coding.objects.count()) == (1, 1)


def test_unit_is_given_out_and_the_public_sees_the_sample_without_names_of_staff(client: Client) -> None:
    lead = staff_member(StaffRole.SENIOR_REVIEWER, name="组长", email="lead@example.org")
    one = staff_member(StaffRole.REVIEWER, name="调研员一", email="one@example.org")
    pk = given(acting(lead), acting(one))
    office = Client()
    office.force_login(lead)
    assert "调研员一" in words(office, f"{SURVEYS}{pk}/?unit={UNIT}")
    office.post(f"{SURVEYS}{pk}/", {"act": "assign", "unit": UNIT, "first": acting(lead).signature, "second": ""})
    assert {each.first_coder for each in sample_of(pk)} == {acting(lead).signature}
    told = words(client, f"/en/cleaner-production/surveys/{pk}/")
    assert ("How the sample follows from the draw" in told, "组长" in told) == (True, False)
    for name, lines in (("population", 6), ("sample", 4)):
        answer = client.get(f"/en/cleaner-production/surveys/{pk}/{name}.csv")
        assert answer.getvalue().decode("utf-8-sig").count("\r\n") == lines
    assert client.get("/en/cleaner-production/surveys/999/").status_code == 404


@pytest.mark.requirement("CPA-5")
def test_letter_is_written_issued_downloaded_sent_and_answered() -> None:
    pk = frozen(acting(staff_member(StaffRole.SENIOR_REVIEWER, email="lead@example.org")))
    client = client_of(StaffRole.REVIEWER, "one@example.org")
    page = f"{SURVEYS}{pk}/letters/{UNIT}/"
    assert "Not written yet" in words(client, page)
    assert client.get(f"{page}zh.pdf").status_code == 404
    said = {"act": "write", "addressee": "样例厅", "advice_zh": "请公开。", "advice_en": ""}
    assert client.post(page, said | {"addressee": ""}).status_code == 422
    client.post(page, said)
    client.post(page, {"act": "issue"})
    assert client.get(f"{page}zh.pdf").getvalue().startswith(b"%PDF")
    assert client.get(f"{page}zh.docx").content.startswith(b"PK")
    assert (client.get(f"{page}en.pdf").status_code, client.get(f"{page}zh.exe").status_code) == (400, 404)
    assert client.post(page, {"act": "send", "sent_on": "bald"}).status_code == 422
    client.post(page, {"act": "send", "sent_on": timezone.localdate().isoformat()})
    reply = {"act": "note", "kind": "reply", "outcome": "improved", "where": "样例厅", "happened_on": "2026-11-19"}
    scan = SimpleUploadedFile("复函.pdf", hostile_files.plain_pdf())
    assert client.post(page, reply | {"files": SimpleUploadedFile("a.exe", b"MZ")}).status_code == 422
    assert client.post(page, reply | {"files": scan}).status_code == 302
    (noted,) = Contact.objects.exclude(copy=None)
    saved = f"/en/office/cleaner-production/evidence/{noted.pk}/"
    assert saved in words(client, page)
    assert client.get(saved).getvalue().startswith(b"%PDF")
    assert "Reply to a letter: <b>Has published since</b>" in words(client, page)
    assert "sent on" in words(client, f"{SURVEYS}{pk}/letters/")
    elsewhere = Client()
    elsewhere.force_login(staff_member(StaffRole.REVIEWER, email="e@example.org", area="320000"))
    assert elsewhere.get(page).status_code == 403
    assert elsewhere.get(saved).status_code == 404
