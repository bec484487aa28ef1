"""Claims on the web: the form, the claimant's page, the office; what is wrong is said, nothing typed is lost."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from qingce.domain.enterprises.actions import grant_claim, merge_enterprises, refuse_claim, send_code
from qingce.domain.enterprises.enums import ClaimState, Identity, ProofKind
from qingce.domain.enterprises.models import Claim, ClaimProof
from qingce.shared.files.models import StoredFile
from qingce.shared.mail.models import Letter
from qingce.shared.parties.enums import MemberRole, OrganisationKind, StaffRole
from qingce.shared.parties.models import Organisation, Person
from tests import hostile_files
from tests.factories import (
    AT,
    acting,
    claim,
    claimant,
    enterprise,
    member,
    organisation,
    somebody,
    staff_member,
    work,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2")]
USCC = "91000000MA0000001R"
SHAOXING, JIANGSU = "330600", "320000"


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def person(client: Client) -> Person:
    found = somebody(name="陈样本")
    client.force_login(found)
    return found


@pytest.fixture
def office() -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(staff_member(name="复核员", area=SHAOXING))
    return browser


def pdf(name: str = "执照.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, hostile_files.plain_pdf(), "application/pdf")


def words(client: Client, path: str) -> str:
    return html.unescape(client.get(path).content.decode())


def status(client: Client, path: str) -> int:
    answer = client.get(path)
    answer.close()
    return answer.status_code


def sent(client: Client, number: int, **said: object) -> tuple[int, str]:
    """Sends the form. Returns: the status, and where it leads or what it says."""
    typed = {"organisation": "new", "name": "绍兴样甲印染有限公司", "uscc": USCC, "statement": "法定代表人"} | said
    answer = client.post(f"/en/enterprises/{number}/claim/", typed)
    return answer.status_code, answer.headers.get("Location") or html.unescape(answer.content.decode())


def granted(pk: int) -> None:
    staff = Person.objects.filter(email="a@example.org").first() or staff_member()
    grant_claim(acting(staff), pk, reason="一致", grounds=[ProofKind.CHECK], at=AT)


# --- the form


def test_one_form_registers_the_organisation_and_claims(client: Client, person: Person) -> None:
    number = enterprise(uscc=USCC)
    assert "Name of your enterprise" in words(client, f"/en/enterprises/{number}/claim/")
    code, where = sent(client, number, files=pdf())
    made = Claim.objects.get()
    assert (code, where) == (302, f"/en/claims/{made.pk}/")
    assert (Organisation.objects.get().kind, ClaimProof.objects.count()) == ("enterprise", 1)
    page = words(client, where)
    for told in ("Waits for the staff", "执照.pdf", USCC, "法定代表人", "陈样本"):
        assert told in page
    file = client.get(f"{where}files/{StoredFile.objects.get().pk}/")
    file.close()
    assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")


def test_known_organisation_is_offered_and_chosen(client: Client, person: Person) -> None:
    number, own = enterprise(), claimant(person, name="样甲集团")
    page = words(client, f"/en/enterprises/{number}/claim/")
    assert re.search(f'value="{own}" checked><label[^>]*>样甲集团', page)
    assert sent(client, number, organisation=own)[0] == 302
    assert (Claim.objects.get().organisation_id, Organisation.objects.count()) == (own, 1)
    assert "Claim 1 by 样甲集团" in re.sub(r"Claim \d+", "Claim 1", words(client, f"/en/enterprises/{number}/claim/"))


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(client: Client, person: Person) -> None:
    number = enterprise(uscc="91000000MA0000002W")
    code, page = sent(client, number, statement="我是厂长", files=pdf())
    assert code == 422
    assert '<a href="#uscc">This code is not this enterprise\'s' in page
    assert 'aria-describedby="uscc-hint uscc-fault"' in page
    assert ">我是厂长</textarea>" in page
    assert f'value="{USCC}"' in page
    token = re.search('name="kept" value="([^"]+)"', page)
    assert token is not None
    assert (Claim.objects.count(), Organisation.objects.count()) == (0, 0)
    code, _ = sent(client, enterprise("另一家"), kept=token[1])
    assert (code, ClaimProof.objects.count()) == (302, 0)  # of another form, it is not taken over


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("执照.exe", b"MZ" + b"\0" * 100),
        ("执照.pdf", hostile_files.locked_pdf()),
        ("执照.docx", hostile_files.office()),
    ],
    ids=["program", "locked", "word"],
)
def test_files_of_other_types_are_refused_by_content(client: Client, person: Person, name: str, content: bytes) -> None:
    code, page = sent(client, enterprise(), files=SimpleUploadedFile(name, content, "application/pdf"))
    assert (code, Claim.objects.count(), StoredFile.objects.count()) == (422, 0, 0)
    assert '<a href="#files">' in page


def test_alias_leads_to_what_it_is_and_a_pseudonym_is_not_claimed(client: Client, person: Person) -> None:
    alias, root = enterprise("样甲印染厂"), enterprise()
    merge_enterprises(alias, into=root, by="test", reason="同一家", at=AT)
    assert client.get(f"/enterprises/{alias}/claim/")["Location"] == f"/enterprises/{root}/claim/"
    hidden = enterprise("某厂（化名01）", identity=Identity.PSEUDONYM)
    assert client.get(f"/enterprises/{hidden}/claim/").status_code == 400
    assert "claim/" not in words(client, f"/en/enterprises/{hidden}/")
    assert client.get("/enterprises/999/claim/").status_code == 404


def test_stranger_logs_in_first_and_comes_back(client: Client) -> None:
    number = enterprise()
    path = f"/en/enterprises/{number}/claim/"
    assert f'href="{path}"' in words(client, f"/en/enterprises/{number}/")
    assert client.get(path)["Location"].endswith(f"login/?next={path}")
    assert client.post(path, {"files": pdf()}).status_code == 302
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("role", [MemberRole.READER, None])
def test_nobody_claims_in_the_name_of_others(client: Client, person: Person, role: MemberRole | None) -> None:
    other = claimant(somebody("other@example.org"), name="别家")
    if role:
        member(other, person, role)
    number = enterprise()
    assert "别家" not in words(client, f"/en/enterprises/{number}/claim/")
    code, page = sent(client, number, organisation=other)
    assert (code, Claim.objects.count()) == (422, 0)
    assert '<a href="#organisation">' in page or "<li><a" in page


# --- the claimant's page


def test_code_is_typed_in_and_wrong_ones_are_counted(client: Client, person: Person) -> None:
    pk = claim(person, enterprise(), claimant(person))
    letter = send_code(acting(staff_member()), pk, letters_seen=0, at=AT)
    path = f"/en/claims/{pk}/"
    answer = client.post(path, {"act": "code", "code": "7KQ2M"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert '<a href="#code">This is not the code of the letter. It can be tried 4 more times.' in page
    assert 'value="7KQ2M"' in page
    assert client.post(path, {"act": "code", "code": letter.code}).status_code == 302
    assert "The code was right. The staff decide now" in words(client, path)
    assert Claim.objects.get().state == ClaimState.CODE_SENT


def test_claim_is_withdrawn_and_an_enterprise_given_up(client: Client, person: Person) -> None:
    number, own = enterprise(), claimant(person)
    pk = claim(person, number, own)
    assert client.post(f"/claims/{pk}/", {"act": "withdraw"}).status_code == 302
    assert Claim.objects.get(pk=pk).state == ClaimState.WITHDRAWN
    held = claim(person, number, own)
    granted(held)
    assert client.post(f"/en/claims/{held}/", {"act": "give-up", "reason": ""}).status_code == 422
    assert client.post(f"/en/claims/{held}/", {"act": "give-up", "reason": "已出售"}).status_code == 302
    assert "已出售" in words(client, f"/en/claims/{held}/")
    assert client.post(f"/en/claims/{held}/", {"act": "unheard-of"}).status_code == 302


def test_claims_are_listed_for_their_organisation(client: Client, person: Person) -> None:
    own = claimant(person)
    pk = claim(person, enterprise(), own)
    other = somebody("o@example.org")
    claim(other, enterprise("乙厂"), claimant(other, name="乙"))
    for path in ("/en/claims/", f"/en/organisations/{own}/"):
        page = words(client, path)
        assert f"/en/claims/{pk}/" in page, path
        assert "乙厂" not in page, path


# --- who sees what

AUDIENCES = {
    "member": {"own": 200, "own-file": 200, "office": 403, "office-file": 403},
    "rival": {"own": 404, "own-file": 404, "office": 403, "office-file": 403},
    "government": {"own": 200, "own-file": 404, "office": 403, "office-file": 403},
    "far-government": {"own": 404, "own-file": 404, "office": 403, "office-file": 403},
    "waiting-government": {"own": 404, "own-file": 404, "office": 403, "office-file": 403},
    "reviewer": {"own": 404, "own-file": 404, "office": 200, "office-file": 200},
    "far-reviewer": {"own": 404, "own-file": 404, "office": 404, "office-file": 404},
    "liaison": {"own": 404, "own-file": 404, "office": 403, "office-file": 403},
    "nobody": {"own": 302, "own-file": 302, "office": 302, "office-file": 302},
}


def audience(name: str, own: int) -> Client:
    browser = Client(raise_request_exception=False)
    if name == "nobody":
        return browser
    if name in ("reviewer", "far-reviewer", "liaison"):
        role = StaffRole.BRAND_LIAISON if name == "liaison" else StaffRole.REVIEWER
        areas = {"reviewer": SHAOXING, "far-reviewer": JIANGSU, "liaison": ""}
        browser.force_login(staff_member(role, email=f"{name}@example.org", area=areas[name]))
        return browser
    found = somebody(f"{name}@example.org")
    if name == "member":
        member(own, found, MemberRole.READER)
    elif name == "rival":
        claimant(found, name="别家")
    else:
        pk = organisation(
            found, kind=OrganisationKind.GOVERNMENT, name="样例局",
            area=JIANGSU if name == "far-government" else SHAOXING,
        )  # fmt: skip
        if name == "waiting-government":
            Organisation.objects.filter(pk=pk).update(state="waiting")
    browser.force_login(found)
    return browser


@pytest.mark.parametrize("name", AUDIENCES)
def test_every_audience_sees_its_part(client: Client, person: Person, name: str) -> None:
    sent(client, enterprise(), statement="内部说明", files=pdf())
    row, file = Claim.objects.get(), StoredFile.objects.get()
    browser = audience(name, row.organisation_id)
    paths = {
        "own": f"/en/claims/{row.pk}/",
        "own-file": f"/en/claims/{row.pk}/files/{file.pk}/",
        "office": f"/en/office/claims/{row.pk}/",
        "office-file": f"/en/office/claims/{row.pk}/files/{file.pk}/",
    }
    assert {key: status(browser, path) for key, path in paths.items()} == AUDIENCES[name]
    page = words(browser, paths["own"])
    assert ("内部说明" in page, "执照.pdf" in page, USCC in page) == ((name == "member",) * 3)
    assert ("绍兴样甲印染有限公司" in page) == (name in ("member", "government"))
    for path in (paths["own"], paths["office"], f"{paths['office']}letter/"):
        browser.post(path, {"act": "withdraw"})
    assert Claim.objects.get().state == (ClaimState.CODE_SENT if name == "reviewer" else ClaimState.SUBMITTED)


def test_file_of_another_claim_is_not_given(client: Client, person: Person, office: Client) -> None:
    other = Client()
    other.force_login(somebody("other@example.org"))
    sent(other, enterprise("乙厂"), name="乙", files=pdf())
    file = StoredFile.objects.get().pk
    pk = claim(person, enterprise(), claimant(person))
    assert client.get(f"/claims/{pk}/files/{file}/").status_code == 404
    assert office.get(f"/office/claims/{pk}/files/{file}/").status_code == 404


# --- the office


def test_queue_is_filtered_and_counted_for_the_areas_of_the_actor(person: Person, office: Client) -> None:
    own = claimant(person)
    near, far = (claim(person, enterprise(name, division=code), own) for name, code in
                 (("甲厂", "330603"), ("丙厂", "320102")))  # fmt: skip
    page = words(office, "/en/office/claims/")
    assert f"/office/claims/{near}/" in page
    assert f"/office/claims/{far}/" not in page
    assert "<strong>1</strong> claims of enterprises" in words(office, "/en/office/")
    refuse_claim(acting(staff_member(email="all@example.org")), near, reason="看不清", at=AT)
    assert f"/office/claims/{near}/" not in words(office, "/en/office/claims/")
    for state in ("refused", "all"):
        assert f"/office/claims/{near}/" in words(office, f"/en/office/claims/?state={state}&page=9")
    assert "No claim here" in words(office, "/en/office/claims/?state=nonsense")


def test_granted_in_the_office_the_public_page_says_so(client: Client, person: Person, office: Client) -> None:
    number = enterprise()
    sent(client, number, files=pdf())
    pk = Claim.objects.get().pk
    path = f"/en/office/claims/{pk}/"
    assert "b@example.org" in words(office, path)
    answer = office.post(path, {"act": "grant", "reason": "执照一致"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert '<a href="#grounds">' in page
    assert ">执照一致</textarea>" in page
    assert office.post(path, {"act": "grant", "reason": "执照一致", "grounds": ["papers"]}).status_code == 302
    public = words(Client(), f"/en/enterprises/{number}/")
    assert "verified, since" in public
    assert "陈样本" not in public
    assert "Papers: licence, authorisation" in words(office, path)


def test_transfer_is_chosen_by_name(person: Person, office: Client) -> None:
    number, rival = enterprise(), somebody("rival@example.org")
    held = claim(person, number, claimant(person))
    granted(held)
    pk = claim(rival, number, claimant(rival, name="新业主有限公司"))
    path = f"/en/office/claims/{pk}/"
    said = {"act": "grant", "reason": "股权已转让", "grounds": ["check"]}
    assert '<a href="#ending">' in office.post(path, said).content.decode()
    assert office.post(path, {**said, "ending": [held]}).status_code == 302
    assert "新业主有限公司" in words(Client(), f"/en/enterprises/{number}/")
    assert Claim.objects.get(pk=held).state == ClaimState.ENDED


def test_conflict_after_a_merge_is_shown_and_settled(person: Person, office: Client) -> None:
    other = somebody("two@example.org")
    one, two = enterprise("甲厂"), enterprise("乙厂")
    first = claim(person, one, claimant(person, name="甲"))
    second = claim(other, two, claimant(other, name="乙"))
    for pk in (first, second):
        granted(pk)
    merge_enterprises(one, into=two, by="test", reason="同一家", at=AT)
    page = words(office, "/en/office/claims/?state=conflict")
    assert all(f"/office/claims/{pk}/" in page for pk in (first, second))
    assert "In conflict" in words(office, f"/en/office/claims/{first}/")
    assert "the staff settle" in words(Client(), f"/en/enterprises/{two}/")
    assert office.post(f"/en/office/claims/{first}/", {"act": "end", "reason": "已并入"}).status_code == 302
    assert "No claim here" in words(office, "/en/office/claims/?state=conflict")


def test_letter_is_shown_once_and_a_page_loaded_again_makes_none(person: Person, office: Client) -> None:
    pk = claim(person, enterprise(), claimant(person))
    path = f"/en/office/claims/{pk}/letter/"
    assert "柯桥区样例路7号" in words(office, path)
    page = office.post(path, {"letters": "0"}).content.decode()
    found = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page)
    assert found is not None
    again = office.post(path, {"letters": "0"})
    assert (again.status_code, Claim.objects.get().letters) == (422, 1)
    assert found[0] not in again.content.decode() + words(office, path)
    assert office.post(path, {"letters": "1"}).status_code == 200


def test_own_affair_shows_no_form(client: Client) -> None:
    own_staff = staff_member(name="复核员")
    client.force_login(own_staff)
    pk = claim(own_staff, enterprise(), claimant(own_staff))
    page = words(client, f"/en/office/claims/{pk}/")
    assert "a colleague has to decide" in page
    assert 'value="grant"' not in page
    assert client.post(f"/en/office/claims/{pk}/", {"act": "refuse", "reason": "x"}).status_code == 422
    assert 'name="letters"' not in words(client, f"/en/office/claims/{pk}/letter/")


def test_letters_are_written_in_both_languages(person: Person, office: Client, tmp_path: Path) -> None:
    pk = claim(person, enterprise(), claimant(person))
    send_code(acting(staff_member(email="s@example.org")), pk, letters_seen=0, at=AT)
    granted(pk)
    Person.objects.update(language="en")
    refused = claim(person, enterprise("乙厂"), Organisation.objects.get().pk)
    refuse_claim(acting(Person.objects.get(email="a@example.org")), refused, reason="看不清", at=AT)
    work()
    assert list(Letter.objects.values_list("state", flat=True).distinct()) == ["sent"]
    assert {each.kind for each in Letter.objects.all()} == {"claim-submitted", "claim-code-sent", "claim-decided"}


def test_queries_do_not_grow_with_claims(person: Person, office: Client, client: Client) -> None:
    counts = []
    own = claimant(person)
    for names in (("甲厂",), ("乙厂", "丙厂")):
        pks = [claim(person, enterprise(name), own) for name in names]
        paths = ((office, "/office/claims/"), (client, "/claims/"), (client, f"/organisations/{own}/"),
                 (office, f"/office/claims/{pks[0]}/"))  # fmt: skip
        counts.append([])
        for browser, path in paths:
            browser.get(path)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                browser.get(path)
            counts[-1].append(len(asked))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 20
