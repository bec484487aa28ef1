"""Claims in the office: one page, one decision."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.enterprises.actions import merge_enterprises, refuse_claim, send_code
from qingce.domain.enterprises.enums import ClaimState
from qingce.domain.enterprises.models import Claim
from qingce.shared.mail.enums import Language
from qingce.shared.mail.models import Letter
from qingce.shared.mail.writing import written
from qingce.shared.parties.enums import OrganisationKind
from qingce.shared.parties.models import Organisation, Person
from qingce.shared.parties.queries import operator
from tests.doors.web.claims.doing import SHAOXING, granted, pdf, sent, words
from tests.factories import (
    AT,
    acting,
    claim,
    claimant,
    enterprise,
    organisation,
    somebody,
    staff_member,
    work,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2")]


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
    merge_enterprises(one, into=two, actor=operator("test"), reason="同一家", at=AT)
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


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("claim-submitted", {}),
        ("claim-code-sent", {"until": "2027-01-20"}),
        *[("claim-decided", {"state": state, "reason": "看不清"}) for state in ("granted", "refused")],
        *[("claim-ended", {"cause": cause, "reason": "已出售"}) for cause in ("transfer", "staff", "given-up")],
    ],
)
def test_every_letter_names_who_and_what_and_leads_to_the_claim(
    language: Language, kind: str, more: dict[str, str]
) -> None:
    params = {"organisation": "样甲集团", "enterprise": "样甲印染厂", "claim": 7} | more
    letter = written(kind, language, params)
    prefix = "/en" if language == Language.EN else ""
    assert f"http://127.0.0.1:8000{prefix}/claims/7/" in letter.text
    assert [said for said in ("样甲印染厂", more.get("reason", "")) if said not in letter.text] == []
    assert "样甲" in letter.subject


def test_area_of_a_government_is_paged_and_staff_see_no_list_of_a_foreign_organisation(
    client: Client, person: Person, office: Client
) -> None:
    government = somebody("g@example.org")
    organisation(government, kind=OrganisationKind.GOVERNMENT, name="样例局", area=SHAOXING)
    own = claimant(person, area="330603")
    pk = claim(person, enterprise(), own)
    client.force_login(government)
    assert f"/en/claims/{pk}/" in words(client, "/en/claims/?page=5")
    assert "None yet" not in words(office, f"/en/organisations/{own}/")


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


def test_all_papers_are_one_archive_for_the_staff_of_the_place(client: Client, person: Person, office: Client) -> None:
    sent(client, enterprise(), files=[pdf(), pdf("证明.pdf")])
    path = f"/office/claims/{Claim.objects.get().pk}/files.zip"
    assert path in words(office, path.replace("files.zip", ""))
    with zipfile.ZipFile(io.BytesIO(office.get(path).getvalue())) as archive:
        assert archive.namelist() == ["执照.pdf", "证明.pdf", "SHA256SUMS.txt"]
    client.force_login(staff_member(email="far@example.org", area="110000"))
    assert client.get(path).status_code == 404
