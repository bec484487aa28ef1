"""A case by its pages: the enterprise applies and hands in, the staff review and approve, everybody reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qingce.domain.records.enums import PublicationState
from qingce.domain.records.models import Record
from qingce.domain.removal.actions import say_absence
from qingce.domain.removal.cases.enums import CaseParty, CaseState
from qingce.domain.removal.cases.standing import standings_of
from qingce.domain.removal.models import Absence, Case, CasePaper, RestorationFile, UnlistedRecord
from qingce.domain.removal.queries import case_checks, declarations_of, report_sections
from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.models import Person
from tests import hostile_files
from tests.domain.disclosure.disclosing import held, records_of
from tests.domain.documents.keeping import Kept, paper
from tests.domain.removal.cases.applying import (
    NOISE,
    approved,
    confirmed,
    determined,
    handed_in,
    reported,
    reviewing,
    submitted,
    taken_up,
)
from tests.factories import release_rules, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-1", "REM-2", "REM-3", "REM-10")]
Post = Callable[..., str]


@pytest.fixture
def own() -> Kept:
    release_rules()
    return held(2)


def client_of(who: Person | Actor) -> Client:
    client = Client()
    client.force_login(who if isinstance(who, Person) else Person.objects.get(pk=who.person_id))
    return client


def declared_as(party: CaseParty) -> list[str]:
    return [f"{each.id}/{each.version}" for each in declarations_of(party)]


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_enterprise_applies_step_by_step(own: Kept) -> None:
    client = client_of(own.person)
    first, second = records_of(own)
    page = text(client.get(f"/my/green-choice/{own.enterprise}/removal/"))
    assert f'value="{first}"' in page
    answer = client.post(f"/my/green-choice/{own.enterprise}/removal/", {"records": [first]})
    case = Case.objects.get()
    assert answer["Location"] == f"/my/cases/{case.pk}/"
    page = text(client.get(f"/my/cases/{case.pk}/"))
    assert f"/my/cases/{case.pk}/records/{first}/" in page
    asked = f"/my/cases/{case.pk}/records/{first}/"
    assert 'name="matters"' in text(client.get(asked))
    client.post(asked, {"violation": "1", "fact": "matters", "matters": "noise-disturbance"})
    client.post(asked, {"violation": "1", "fact": "exceedance_days", "exceedance_days": "0"})
    assert "非现场文件审阅" in text(client.get(f"/my/cases/{case.pk}/"))
    client.post(f"/my/cases/{case.pk}/", {"act": "unlisted", "title": "镇环保所整改通知", "decided_on": "2025-03-01"})
    assert UnlistedRecord.objects.get().decided_on == date(2025, 3, 1)
    answer = client.post(f"/my/cases/{case.pk}/", {"act": "apply", "place": "declared"})
    assert (answer.status_code, Case.objects.get().state) == (422, CaseState.DRAFT)
    client.post(f"/my/cases/{case.pk}/", {"act": "apply", "declared": declared_as(CaseParty.ENTERPRISE)})
    assert Case.objects.get().state == CaseState.APPLIED
    answer = client.post(f"/my/green-choice/{own.enterprise}/removal/", {"records": [first, second]})
    assert (answer.status_code, "尚未结束的申请" in text(answer)) == (422, True)


def test_wrong_answer_is_told_and_nothing_is_lost(own: Kept) -> None:
    client = client_of(own.person)
    client.post(f"/my/green-choice/{own.enterprise}/removal/", {"records": records_of(own)[:1]})
    asked = f"/en/my/cases/{Case.objects.get().pk}/records/{records_of(own)[0]}/"
    client.post(asked, {"violation": "1", "fact": "matters", "matters": "noise-disturbance"})
    answer = client.post(asked, {"violation": "1", "fact": "exceedance_days", "exceedance_days": "many"})
    assert (answer.status_code, "Enter a whole number." in text(answer)) == (422, True)
    [record] = Case.objects.get().records.all()
    assert record.answers == [{"matters": ["noise-disturbance"]}]


def test_staff_determine_and_the_enterprise_hands_in(own: Kept) -> None:
    client = client_of(own.person)
    record = records_of(own)[0]
    client.post(f"/my/green-choice/{own.enterprise}/removal/", {"records": [record]})
    case = Case.objects.get()
    client.post(f"/my/cases/{case.pk}/", {"act": "apply", "declared": declared_as(CaseParty.ENTERPRISE)})
    reviewer = reviewing()
    office = client_of(reviewer)
    assert f"/office/cases/{case.pk}/" in text(office.get("/office/cases/"))
    answer = office.post(f"/office/cases/{case.pk}/", {"act": "determine", "seen": "2"})
    assert (answer.status_code, "事实还没有确认" in text(answer)) == (422, True)
    confirmed(record, NOISE, actor=reviewer)
    office.post(f"/office/cases/{case.pk}/", {"act": "determine", "seen": "2"})
    case.refresh_from_db()
    assert case.state == CaseState.HANDING_IN
    for standing in standings_of(case):
        number = paper(own, standing.line.types[0], title="样例", issued_on=date(2026, 11, 1))
        assert f'value="{number}"' in text(client.get(f"/my/cases/{case.pk}/"))
        said = {"act": "hand-in", "record": str(record), "line": standing.line.key, "document": str(number)}
        client.post(f"/my/cases/{case.pk}/", said)
    client.post(f"/my/cases/{case.pk}/", {"act": "submit"})
    case.refresh_from_db()
    assert case.state == CaseState.SUBMITTED


def test_missing_paper_stops_the_handing_in_and_says_which() -> None:
    found = determined(NOISE)
    client = client_of(found.own.person)
    answer = client.post(f"/my/cases/{found.case}/", {"act": "submit"})
    assert (answer.status_code, "噪声检测报告" in text(answer)) == (422, True)
    handed_in(found)
    assert client.post(f"/my/cases/{found.case}/", {"act": "submit"}).status_code == 302


def test_staff_review_and_another_approves() -> None:
    found = submitted(NOISE)
    office, address = client_of(found.reviewer), f"/office/cases/{found.case}/"
    said = {"act": "take-up", "seen": str(found.version), "declared": declared_as(CaseParty.REVIEWER)}
    office.post(address, said)
    for each in CasePaper.objects.all():
        checks = {f"check-{check.id}": "yes" for check in case_checks()}
        office.post(address, {"act": "judge", "paper": str(each.pk), "proves": "复测达标", **checks})
    report = {f"section-{each.id}": "样例" for each in report_sections()}
    seen = {"seen": str(found.version), "revision": "0"}
    assert office.post(address, {"act": "finish", "result": "passed", **seen, **report}).status_code == 302
    assert found.row.state == CaseState.REPORTED
    approver = client_of(found.approver)
    page = text(approver.get(address))
    assert "批准并公开" in page
    said = {"act": "approve", "seen": str(found.version), "declared": declared_as(CaseParty.APPROVER)}
    approver.post(address, said)
    assert found.row.state == CaseState.PASSED
    assert Record.objects.get(pk=records_of(found.own)[0]).state == PublicationState.REMOVED


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_everybody_reads_what_is_public_and_nothing_else(prefix: str) -> None:
    found = taken_up(NOISE)
    client = Client()
    page = text(client.get(f"{prefix}/cases/{found.case}/"))
    assert f"/cases/{found.case}/files/" not in page
    assert client.get(f"/cases/{found.case}/files/1/").status_code == 404
    assert found.reviewer.name not in page
    later = reported(NOISE, own=held(1, name="绍兴样乙印染有限公司", email="z@example.org", uscc="91000000MA00000030"))
    approved(later)
    page = text(client.get(f"{prefix}/cases/{later.case}/"))
    assert "/check/" in page
    assert f"/cases/{later.case}/files/" in page
    assert (client.get(f"{prefix}/cases/").status_code, client.get(f"{prefix}/cases/figures/").status_code) == (
        200,
        200,
    )
    assert "qingce-cases.csv" in client.get("/cases/figures.csv")["Content-Disposition"]


def test_stranger_sees_no_case_of_another(own: Kept) -> None:
    found = submitted(NOISE, own=own)
    stranger = held(1, name="绍兴样乙印染有限公司", email="z@example.org", uscc="91000000MA00000030")
    client = client_of(stranger.person)
    assert client.get(f"/my/cases/{found.case}/").status_code == 404
    assert client.post(f"/my/cases/{found.case}/", {"act": "withdraw"}).status_code == 404
    assert found.row.state == CaseState.SUBMITTED


def test_staff_of_another_place_do_not_see_it() -> None:
    found = submitted(NOISE)
    elsewhere = staff_member(StaffRole.REVIEWER, email="far@example.org", area="440100")
    assert client_of(elsewhere).get(f"/office/cases/{found.case}/").status_code == 404


def test_page_of_a_case_asks_as_often_for_four_records_as_for_one() -> None:
    counts = []
    for count, email, uscc, name in (
        (1, "b@example.org", "91000000MA0000001R", "绍兴样甲印染有限公司"),
        (4, "z@example.org", "91000000MA00000030", "绍兴样丁印染有限公司"),
    ):
        found = submitted(NOISE, own=held(count, name=name, email=email, uscc=uscc))
        client = Client()
        client.get(f"/cases/{found.case}/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"/cases/{found.case}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_case_is_handed_over_to_a_colleague_who_reviews_there() -> None:
    found = submitted(NOISE)
    colleague, far = reviewing("c@example.org"), staff_member(StaffRole.REVIEWER, email="f@example.org", area="440100")
    office, address = client_of(found.reviewer), f"/office/cases/{found.case}/"
    assert f'value="{colleague.person_id}"' in text(office.get(address))
    office.post(address, {"act": "assign", "to": str(colleague.person_id)})
    assert found.row.reviewer_id == colleague.person_id
    office.post(address, {"act": "assign", "to": str(far.pk)})
    assert found.row.reviewer_id == colleague.person_id
    office.post(address, {"act": "assign", "to": "nobody"})
    assert found.row.reviewer_id is None


def test_reviewer_enters_an_absence_and_the_queue_says_who_stands_in() -> None:
    found = taken_up(NOISE)
    other = reviewing("other@example.org")
    client = client_of(found.reviewer)
    said = {"person": str(found.reviewer.person_id), "stand_in": str(other.person_id), "since": "x"}
    answer = client.post("/office/cases/desks/", said | {"until": "2099-01-01"})
    assert (answer.status_code, 'id="since-fault"' in text(answer)) == (422, True)
    today = timezone.localdate().isoformat()
    answer = client.post("/office/cases/desks/", said | {"since": today, "until": today})
    assert answer["Location"] == "/office/cases/desks/"
    absence = Absence.objects.get()
    assert f'value="{absence.pk}"' in text(client.get("/office/cases/desks/"))
    queue = text(client_of(other).get("/office/cases/?of=mine"))
    assert f"/office/cases/{found.case}/" in queue
    assert "代理" in queue
    assert client_of(other).post("/office/cases/desks/", {"act": "end", "absence": absence.pk}).status_code == 422
    client.post("/office/cases/desks/", {"act": "end", "absence": absence.pk})
    assert f"/office/cases/{found.case}/" not in text(client_of(other).get("/office/cases/?of=mine"))


def test_queue_and_desks_ask_as_often_for_three_reviewers_as_for_one() -> None:
    found = taken_up(NOISE)
    asked = []
    for place in range(3):
        other = reviewing(f"r{place}@example.org")
        days = (timezone.localdate(), timezone.localdate())
        say_absence(other, other.person_id, found.reviewer.person_id, since=days[0], until=days[1], at=timezone.now())
        client = client_of(found.reviewer)
        client.get("/office/cases/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/office/cases/")
            client.get("/office/cases/desks/")
        asked.append(len(queries))
    assert asked[0] == asked[2]


@pytest.mark.requirement("REM-9")
def test_one_proposes_with_files_and_another_reads_them_before_confirming() -> None:
    found = reported(NOISE)
    approved(found)
    one, other = client_of(found.reviewer), client_of(found.approver)
    path = f"/office/cases/{found.case}/restore/"
    assert path in text(one.get(f"/office/cases/{found.case}/"))
    answer = one.post(path, {"text": "伪造"})
    assert (answer.status_code, 'id="files-fault"' in text(answer)) == (422, True)
    hostile = SimpleUploadedFile("证据.pdf", b"MZ no paper")
    answer = one.post(path, {"text": "伪造", "files": hostile})
    assert (answer.status_code, 'id="files-fault"' in text(answer)) == (422, True)
    answer = one.post(path, {"files": SimpleUploadedFile("证据.pdf", hostile_files.plain_pdf())})
    page = text(answer)
    assert (answer.status_code, 'name="kept"' in page, 'id="restore-words-fault"' in page) == (422, True, True)
    token = page.partition('name="kept" value="')[2].partition('"')[0]
    answer = one.post(path, {"text": "监测报告系伪造", "kept": token, "is_public": "yes"})
    assert answer["Location"] == f"/office/cases/{found.case}/"
    row = RestorationFile.objects.get()
    decision = f"/office/decisions/{row.proposal_id}/"
    assert f"/office/cases/{found.case}/" in text(other.get(decision))
    assert "证据.pdf" in text(other.get(decision))
    file = f"/cases/{found.case}/evidence/{row.file_id}/"
    assert f"/office{file}" in text(other.get(f"/office/cases/{found.case}/"))
    assert other.get(f"/office{file}").getvalue().startswith(b"%PDF")  # type: ignore[attr-defined]
    assert Client().get(file).status_code == 404
    other.post(decision, {"act": "confirm"})
    assert file in text(Client().get(f"/cases/{found.case}/"))
    assert Client().get(file).getvalue().startswith(b"%PDF")  # type: ignore[attr-defined]
