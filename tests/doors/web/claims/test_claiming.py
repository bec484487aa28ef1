"""The form and the claimant's page: what is wrong is said, nothing typed is lost."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qingce.domain.enterprises.actions import merge_enterprises, send_code
from qingce.domain.enterprises.enums import ClaimState, Identity
from qingce.domain.enterprises.models import Claim, ClaimProof
from qingce.shared.files.models import StoredFile
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.models import Organisation, Person
from qingce.shared.parties.queries import operator
from tests import hostile_files
from tests.doors.web.claims.doing import USCC, granted, pdf, sent, words
from tests.factories import (
    AT,
    acting,
    claim,
    claimant,
    enterprise,
    member,
    somebody,
    staff_member,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2")]


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
    assert file.getvalue().startswith(b"%PDF")
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
    merge_enterprises(alias, into=root, actor=operator("test"), reason="同一家", at=AT)
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
