"""Supporting documents: slots, one press for what is on the shelf, one step for what is new, and who sees them."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.disclosure.actions import add_paper, submit_disclosure
from qingce.domain.disclosure.models import Support
from qingce.domain.disclosure.queries import review_checks
from qingce.domain.documents.actions import set_audience
from qingce.domain.documents.enums import Audience
from qingce.domain.documents.models import Document
from qingce.domain.documents.queries import get_document
from qingce.shared.parties.enums import MemberRole
from tests import hostile_files
from tests.domain.disclosure.disclosing import accept, held, write_all
from tests.domain.disclosure.sealing import document, sent
from tests.domain.documents.keeping import CODES, Kept, paper
from tests.factories import AT, member, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-4", "ACC-2")]


def words(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def pdf(name: str = "预案.pdf", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or hostile_files.plain_pdf(), "application/pdf")


@pytest.fixture
def pk(own: Kept) -> int:
    """A disclosure that waits for its seal."""
    accept(own)
    write_all(own)
    return sent(own)


def slots(pk: int) -> str:
    return f"/en/my/green-choice/disclosures/{pk}/documents/"


def test_slots_offer_what_the_shelf_has_to_be_attached_with_one_press(client: Client, own: Kept, pk: int) -> None:
    permit, secret = paper(own, title="许可证正本"), paper(own, "waste-contract", title="处置合同")
    assert "Attach supporting documents" in words(client, f"/en/my/green-choice/{own.enterprise}/")
    page = words(client, slots(pk))
    for told in (
        "Corrective action plan",
        "BMD step 12",
        "IPE-2017 §1 c",
        "许可证正本",
        "“处置合同” is not for the public",
    ):
        assert told in page
    assert page.count('value="attach"') == 1
    answer = client.post(slots(pk), {"act": "attach", "slot": "discharge-permit", "document": str(permit)})
    assert answer.headers["Location"] == f"{slots(pk)}#slot-discharge-permit"
    page = words(client, slots(pk))
    assert (page.count('value="attach"'), page.count('value="remove"')) == (0, 1)
    answer = client.post(slots(pk), {"act": "attach", "slot": "hazardous-waste-document", "document": str(secret)})
    assert answer.status_code == 422
    assert "许可证正本" in words(client, f"/en/my/green-choice/disclosures/{pk}/")
    assert f"Disclosure {pk}" in words(client, f"/en/documents/{permit}/")
    client.post(slots(pk), {"act": "remove", "slot": "x", "support": str(Support.objects.get().pk)})
    assert not Support.objects.exists()


def test_new_paper_goes_to_the_shelf_and_into_the_slot_in_one_step(client: Client, own: Kept, pk: int) -> None:
    path = f"{slots(pk)}new/?slot=emergency-plan"
    page = words(client, path)
    assert "official seal" in page
    assert 'name="expires_on"' in page
    said = {"type": "emergency-plan", "title": "应急预案", "expires_on": "2020-01-31"}
    answer = client.post(path, {**said, "files": pdf()})
    page = html.unescape(answer.content.decode())
    assert (answer.status_code, Document.objects.count()) == (422, 0)
    assert "expired on 2020-01-31" in page
    (token,) = re.findall('name="kept" value="([^"]+)"', page)
    answer = client.post(path, {**said, "expires_on": "2099-01-31", "kept": token})
    assert answer.headers["Location"] == f"{slots(pk)}#slot-emergency-plan"
    assert Document.objects.get().audience == Audience.PARTIES
    client.post(path, {"type": "emergency-plan", "files": pdf("同一份.pdf")})
    assert (Document.objects.count(), Support.objects.count()) == (1, 1)
    assert client.post(path, {"type": "emergency-plan", "files": pdf("坏.pdf", b"no pdf")}).status_code == 422
    assert (
        client.post(path, {"type": "discharge-permit", "files": pdf("a.pdf", hostile_files.acting_pdf())}).status_code
        == 422
    )
    assert client.get(f"{slots(pk)}new/?slot=no-such").headers["Location"] == slots(pk)


def test_fifty_files_of_two_hundred_megabytes_are_refused_before_they_are_read(client: Client, pk: int) -> None:
    path = f"{slots(pk)}new/?slot=other-supporting"
    answer = client.post(path, {"type": "other-supporting"}, CONTENT_LENGTH=str(50 * 200 * 1024 * 1024))
    assert answer.status_code == 400
    assert "larger than" in html.unescape(answer.content.decode())
    assert not Document.objects.exists()


def test_wrong_person_reader_and_foreign_document(client: Client, own: Kept, pk: int) -> None:
    other = held(name="绍兴样庚印染有限公司", email="d@example.org", uscc=CODES[1])
    foreign = paper(other)
    said = {"act": "attach", "slot": "discharge-permit", "document": str(foreign)}
    assert client.post(slots(pk), said).status_code == 404
    reader = somebody("reads@example.org")
    member(own.organisation, reader, MemberRole.READER)
    for person, status, new in ((reader, 403, 403), (other.person, 404, 404)):
        browser = Client(raise_request_exception=False)
        browser.force_login(person)
        assert browser.post(slots(pk), {**said, "document": str(paper(own))}).status_code == status
        assert browser.get(f"{slots(pk)}new/?slot=discharge-permit").status_code == new
        if person == reader:
            page = words(browser, slots(pk))
            assert "has to be editor or admin" in page
            assert 'value="attach"' not in page
    assert not Support.objects.exists()


def test_office_sees_takes_parts_out_and_publishes_them_to_everybody(client: Client, own: Kept, pk: int) -> None:
    number = paper(own, title="许可证正本", number="P-1", audience=Audience.PARTIES)
    client.post(slots(pk), {"act": "attach", "slot": "discharge-permit", "document": str(number)})
    add_paper(own.actor, pk, [document(pk)], name="盖章件.pdf", at=AT)
    submit_disclosure(own.actor, pk, at=AT)
    assert "can no longer be changed" in words(client, slots(pk))
    (file,) = get_document(number, actor=own.actor).row.files
    office = Client(raise_request_exception=False)
    office.force_login(staff_member(name="复核员", area="330600"))
    path, public = f"/en/office/disclosures/{pk}/", f"/en/disclosures/{pk}/"
    page = words(office, path)
    assert "许可证正本" in page
    assert f"{path}files/{file.id}/redact/" in page
    everybody = Client(raise_request_exception=False)
    assert everybody.get(f"{public}files/{file.id}/").status_code == 404
    box = {"act": "redact", "reason": "隐私", "page": "1", "left": "0", "top": "0", "width": "9", "height": "9"}
    assert office.post(f"{path}files/{file.id}/redact/", box).status_code == 302
    office.post(path, {"act": "publish", "checks": [each.id for each in review_checks()]})
    page = words(everybody, public)
    assert "许可证正本" in page
    files = re.findall(rf"{public}files/(\d+)/", page)
    assert str(file.id) not in files
    assert all(everybody.get(f"{public}files/{each}/").getvalue() for each in files)
    assert everybody.get(f"{public}files/{file.id}/").status_code == 404
    listed = words(everybody, f"/en/enterprises/{own.enterprise}/")
    assert "Discharge permit" in listed
    assert f"{public}files/{files[-1]}/" in listed
    set_audience(own.actor, number, Audience.CONFIDENTIAL, reason="商业秘密", at=AT)
    page = words(everybody, public)
    assert "Not for the public" in page
    assert "许可证正本" not in page
    assert everybody.get(f"{public}files/{files[-1]}/").status_code == 404
    set_audience(own.actor, number, Audience.PARTIES, reason="可以", at=AT)
    office.post(path, {"act": "withdraw", "note": "载有他人信息"})
    assert "许可证正本" not in words(everybody, public)
    assert everybody.get(f"{public}files/{files[-1]}/").status_code == 404


def test_pages_take_as_many_queries_for_many_documents_as_for_few(client: Client, own: Kept, pk: int) -> None:
    home, mine = f"/en/my/green-choice/{own.enterprise}/", f"/en/my/green-choice/disclosures/{pk}/"

    def counts() -> list[int]:
        found = []
        for path in (home, mine, slots(pk)):
            words(client, path)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                words(client, path)
            found.append(len(asked))
        return found

    def attach(kind: str) -> None:
        client.post(slots(pk), {"act": "attach", "slot": kind, "document": str(paper(own, kind))})
        paper(own, kind)

    attach("discharge-permit")
    few = counts()
    for kind in ("eia-approval", "test-report"):
        attach(kind)
    assert (counts(), Support.objects.count()) == (few, 3)
