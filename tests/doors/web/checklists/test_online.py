"""The form of an audit online, without a script: answering, conflicts, evidence, what the observer says."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.removal.audits.enums import AuditState
from qingce.domain.removal.models import DutyTick
from qingce.shared.checklists.models import Evidence, Remark, Version
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.models import Person
from tests import hostile_files
from tests.domain.removal.audits.auditing import Audited, accepted, at_stage

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-4", "REM-7", "REM-11")]


@pytest.fixture
def found() -> Audited:
    audit = accepted()
    at_stage(audit, AuditState.AUDITING)
    return audit


def client_of(actor: Actor) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def item(found: Audited, name: str = "procedures") -> str:
    return f"/en/my/audits/{found.audit}/form/{name}/"


def answer(finding: str, *, base: int = 0, **more: object) -> dict[str, object]:
    return {"act": "answer", "edit": str(uuid4()), "base": str(base), "grade": "minor", "finding": finding} | more


def test_form_shows_every_item_and_how_far_it_is(found: Audited) -> None:
    client = client_of(found.agency)
    client.post(item(found), answer("无规程"))
    page = client.get(f"/en/my/audits/{found.audit}/form/").content.decode()
    assert page.count('<li id="') == 21
    assert "1 of 21 items are judged." in page
    assert "/en/tablet/" in page
    assert "What an on-site audit is for" in page
    sheet = client.get(f"/en/tablet/audit/{found.audit}/sheet.json").json()
    assert (sheet["aims"]["title"], len(sheet["aims"]["items"])) == ("What an on-site audit is for", 3)
    assert f"/en/my/audits/{found.audit}/form/" in client.get(f"/en/my/audits/{found.audit}/").content.decode()
    laws = client.get(f"/en/my/audits/{found.audit}/form/laws/").content.decode()
    assert laws.count("GB/T 24001-2016") == 2
    assert "/en/tablet/" not in client_of(found.observer).get(f"/en/my/audits/{found.audit}/form/").content.decode()
    assert client_of(found.own.actor).get(f"/en/my/audits/{found.audit}/form/").status_code == 404


def test_form_asks_the_database_as_often_however_much_is_written(found: Audited) -> None:
    client = client_of(found.agency)
    counts = []
    for names in (("procedures",), ("staff-able", "major-changes")):
        for name in names:
            client.post(item(found, name), answer("甲"))
            client.post(item(found, name), answer("乙"))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/en/my/audits/{found.audit}/form/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_two_answers_are_shown_beside_each_other_and_one_is_chosen(found: Audited) -> None:
    client = client_of(found.agency)
    client.post(item(found), answer("甲处无规程"))
    told = client.post(item(found), answer("乙处无规程"), follow=True).content.decode()
    assert "Somebody else answered meanwhile" in told
    assert "甲处无规程" in told
    assert "乙处无规程" in told
    beside = Version.objects.get(state="conflict")
    client.post(item(found), answer("乙处无规程", base=1, settles=[str(beside.edit)]))
    page = client.get(item(found)).content.decode()
    assert "Two answers beside each other" not in page
    assert "Every version (3)" in page.replace("</summary>", "")


def test_wrong_answer_is_told_and_nothing_typed_is_lost(found: Audited) -> None:
    client = client_of(found.agency)
    said = answer("", action="补写规程", deadline="2026-13-40")
    for more, words in (({}, "2026-13-40"), ({"deadline": ""}, "Say what was found")):
        told = client.post(item(found), said | more)
        assert (told.status_code, "补写规程" in told.content.decode()) == (422, True)
        assert words in told.content.decode()
    assert not Version.objects.exists()
    assert client.post(item(found), {"act": "answer"}).status_code == 422
    assert client.get(item(found, "gold")).status_code == 400


def test_evidence_is_added_seen_by_its_file_and_taken_back(found: Audited) -> None:
    client = client_of(found.agency)
    file = SimpleUploadedFile("污泥间.jpg", hostile_files.picture())
    said = {"act": "evidence", "edit": str(uuid4()), "kind": "photo", "note": "污泥间", "where": "东侧", "file": file}
    assert client.post(item(found), said).status_code == 302
    row = Evidence.objects.get()
    path = f"/en/my/audits/{found.audit}/form/files/{row.file_id}/"
    assert path in client.get(item(found)).content.decode()
    served = client.get(path)
    assert (served.status_code, served.getvalue()[:3]) == (200, b"\xff\xd8\xff")
    assert client_of(found.own.actor).get(path).status_code == 404
    wrong = {"act": "evidence", "edit": str(uuid4()), "kind": "photo", "file": SimpleUploadedFile("x.jpg", b"GIF89a")}
    assert client.post(item(found), wrong).status_code == 422
    client.post(item(found), {"act": "withdraw", "evidence": str(row.pk), "reason": "照错了"})
    assert "照错了" in client.get(item(found)).content.decode()
    at_stage(found, AuditState.REPORTING)
    enterprise = client_of(found.own.actor)
    assert (enterprise.get(item(found)).status_code, enterprise.get(path).status_code) == (200, 404)


def test_observer_confirms_or_objects_and_the_agency_does_not(found: Audited) -> None:
    client_of(found.agency).post(item(found), answer("无规程"))
    observer = client_of(found.observer)
    assert observer.post(item(found), {"act": "object", "revision": "1", "text": ""}).status_code == 422
    observer.post(item(found), {"act": "object", "revision": "1", "text": "还有一处"})
    observer.post(item(found), {"act": "confirm", "revision": "1"})
    assert list(Remark.objects.order_by("pk").values_list("is_agreed", "text")) == [(False, "还有一处"), (True, "")]
    assert client_of(found.agency).post(item(found), {"act": "confirm", "revision": "1"}).status_code == 422
    assert observer.post(item(found), answer("无规程", base=1)).status_code == 422
    observer.post(f"/en/my/audits/{found.audit}/", {"act": "confirm-findings", "place": "form"})
    assert DutyTick.objects.filter(duty="confirm-findings").exists()
    assert "confirmed by the observer" in observer.get(f"/en/my/audits/{found.audit}/form/").content.decode()


def test_form_without_its_token_is_refused(found: Audited) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(pk=found.agency.person_id))
    assert client.post(item(found), answer("无规程")).status_code == 403
    assert not Version.objects.exists()
