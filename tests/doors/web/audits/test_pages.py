"""The pages of an audit: accepted on the page of its case, gone on with by each party, seen by everybody."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.removal.audits.enums import AuditState
from qingce.domain.removal.audits.opening import promised
from qingce.domain.removal.models import Audit, DutyProof, DutyTick
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.models import Person
from tests import hostile_files
from tests.domain.removal.audits.auditing import accepted, all_ticked, needing

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-4", "REM-5")]


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_enterprise_accepts_on_the_page_of_its_case() -> None:
    found = needing()
    client, address = client_of(found.own.actor), f"/my/cases/{found.case}/"
    home = text(client.get(f"/my/green-choice/{found.own.enterprise}/"))
    assert f"{address}#on-site" in home
    assert 'value="accept-audit"' in text(client.get(address))
    answer = client.post(address, {"act": "accept-audit", "place": "promises"})
    assert (answer.status_code, "请先阅读并接受每一项" in text(answer)) == (422, True)
    answer = client.post(address, {"act": "accept-audit", "accepted": promised(found.row.rules)})
    audit = Audit.objects.get()
    assert answer["Location"] == f"/my/audits/{audit.pk}/"
    assert 'value="accept-audit"' not in text(client.get(address))
    for page in (address, f"/cases/{found.case}/", "/audits/", "/my/audits/"):
        assert f"/audits/{audit.pk}/" in text(client.get(page))
    assert f"/my/audits/{audit.pk}/" in text(client.get(f"/my/green-choice/{found.own.enterprise}/"))


def test_each_party_ticks_its_duties_and_the_agency_leads_on() -> None:
    found = accepted()
    address = f"/my/audits/{found.audit}/"
    agency, enterprise = client_of(found.agency), client_of(found.own.actor)
    page = text(agency.get(address))
    assert ('value="be-the-channel"' in page, 'value="pay"' in page) == (True, False)
    page = text(enterprise.get(address))
    assert ('value="be-the-channel"' in page, 'value="pay"' in page) == (False, True)
    enterprise.post(address, {"act": "tick", "duty": "pay", "note": "已转账"})
    answer = enterprise.post(address, {"act": "back", "duty": "pay", "note": "", "place": "note-pay"})
    assert (answer.status_code, "请填写这一项" in text(answer)) == (422, True)
    office = client_of(found.staff)
    assert f"/office/audits/{found.audit}/" in text(office.get("/office/audits/"))
    office.post(f"/office/audits/{found.audit}/", {"act": "tick", "duty": "platform-keep-confidential"})
    assert DutyTick.objects.filter(duty="platform-keep-confidential", party="staff").exists()
    all_ticked(found)
    assert 'value="go-on"' in text(agency.get(address))
    agency.post(address, {"act": "go-on", "seen": str(found.row.version)})
    assert found.row.state == AuditState.AUDITING


def test_public_page_names_nobody_and_no_note() -> None:
    found = accepted()
    client_of(found.own.actor).post(
        f"/my/audits/{found.audit}/", {"act": "tick", "duty": "pay", "note": "账号尾数一二"}
    )
    for prefix in ("", "/en"):
        page = text(Client().get(f"{prefix}/audits/{found.audit}/"))
        assert "账号尾数一二" not in page
        assert found.own.person.name not in page
        assert "样例审核机构" in page


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_for_one_as_for_three(count: int) -> None:
    found = accepted()
    for _each in range(count - 1):
        row = found.row
        row.pk, row.state = None, AuditState.STOPPED
        row.save(force_insert=True)
    asked = {}
    for address, actor in (
        ("/audits/", None),
        ("/my/audits/", found.agency),
        ("/office/audits/?state=stopped", found.staff),
    ):
        client = client_of(actor) if actor else Client()
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked[address] = len(queries)
    assert asked == {"/audits/": 3, "/my/audits/": 7, "/office/audits/?state=stopped": 8}


@pytest.mark.requirement("REM-11")
def test_evidence_is_added_on_a_page_of_its_own_and_read_by_the_parties_and_the_staff() -> None:
    found = accepted()
    enterprise, address = client_of(found.own.actor), f"/en/my/audits/{found.audit}/"
    form = f"{address}evidence/pay/"
    assert "/evidence/pay/" in text(enterprise.get(address))
    assert enterprise.get(form).status_code == 200
    assert (enterprise.post(form, {"note": ""}).status_code, DutyTick.objects.filter(duty="pay").exists()) == (
        422,
        False,
    )
    file = SimpleUploadedFile("凭证.pdf", hostile_files.plain_pdf(), "application/pdf")
    assert enterprise.post(form, {"note": "已转账", "files": file})["Location"].endswith("#pay")
    number = DutyProof.objects.get().file_id
    shown = f"/en/my/audits/{found.audit}/evidence/files/{number}/"
    for actor in (found.own.actor, found.agency, found.observer):
        client = client_of(actor)
        assert shown in text(client.get(address))
        assert client.get(shown).getvalue().startswith(b"%PDF")  # type: ignore[attr-defined]
    for actor in (found.agency, found.observer):
        assert client_of(actor).get(form).status_code == 403
    assert client_of(found.staff).get(f"/office/audits/{found.audit}/").status_code == 200
    assert Client().get(shown).status_code == 302
    assert "已转账" not in text(Client().get(f"/audits/{found.audit}/"))
