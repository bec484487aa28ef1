"""From sending to the public page: what the enterprise, the office and everybody else meet."""

from __future__ import annotations

import html
import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdfium2 import PdfDocument

from qingce.domain.disclosure.actions import add_paper
from qingce.domain.disclosure.enums import CommitmentKind, Texts
from qingce.domain.disclosure.models import Commitment, Disclosure, Paper
from qingce.domain.disclosure.queries import get_disclosure, review_checks
from qingce.domain.enterprises.models import Enterprise
from tests import hostile_files
from tests.domain.disclosure.disclosing import accept, records_of, write, write_all
from tests.domain.disclosure.sealing import document, published, sent, submitted
from tests.domain.documents.keeping import Kept
from tests.doors.web.checking import scans
from tests.doors.web.checking.test_extracts import issue
from tests.factories import AT, SCRIPT, staff_member, work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-2", "DIS-3", "DIS-6", "ACC-2")]


def words(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def sending(own: Kept) -> str:
    return f"/en/my/green-choice/{own.enterprise}/explain/supervision/send/"


@pytest.fixture
def office(db: None) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(staff_member(name="复核员", area="330600"))
    return browser


def test_sending_names_what_is_missing_then_asks_for_the_commitment(client: Client, own: Kept) -> None:
    accept(own)
    page = words(client, sending(own))
    assert "1 record has to be put right first" in page
    assert "It is empty." in page
    assert "Accept and send" not in page
    write_all(own)
    page = words(client, sending(own))
    assert "within ten working days" in page
    version = re.findall(r'name="version" value="([^"]+)"', page)[0]
    client.post(sending(own), {"answer": "decline", "version": version})
    assert not Disclosure.objects.exists()
    answer = client.post(sending(own), {"answer": "accept", "version": version})
    pk = Disclosure.objects.get().pk
    assert answer.headers["Location"] == f"/en/my/green-choice/disclosures/{pk}/"
    assert list(Commitment.objects.filter(kind=CommitmentKind.PROMISE).values_list("is_accepted", flat=True)) == [
        False,
        True,
    ]
    assert "Seal and hand in" in words(client, f"/en/my/green-choice/{own.enterprise}/")


def test_sealed_file_is_added_compared_removed_and_handed_in(client: Client, own: Kept) -> None:
    accept(own)
    write_all(own)
    pk = sent(own)
    path = f"/en/my/green-choice/disclosures/{pk}/"
    assert client.get(f"{path}document.pdf").getvalue() == document(pk)
    assert client.post(path, {"act": "submit"}).status_code == 422
    both = [SimpleUploadedFile("盖章.pdf", document(pk)), SimpleUploadedFile("坏.pdf", b"no pdf")]
    answer = client.post(path, {"act": "add", "files": both})
    assert answer.status_code == 422
    assert "坏.pdf" in html.unescape(answer.content.decode())
    assert "This is the issued file, byte for byte." in words(client, path)
    paper = Paper.objects.get()
    client.post(path, {"act": "add", "files": [SimpleUploadedFile("附页.pdf", hostile_files.plain_pdf())]})
    assert "Not everything fits." in words(client, path)
    client.post(path, {"act": "remove", "paper": str(Paper.objects.latest("pk").pk)})
    assert client.get(f"{path}files/{paper.file_id}/?original").getvalue() == document(pk)
    assert client.post(path, {"act": "submit"}).status_code == 302
    assert Disclosure.objects.get().state == "submitted"


def test_pictures_and_other_documents_are_named_to_the_enterprise_and_to_the_office(
    client: Client, own: Kept, office: Client
) -> None:
    accept(own)
    write_all(own)
    pk = sent(own)
    path = f"/en/my/green-choice/disclosures/{pk}/"
    (record,) = records_of(own)
    other = issue(client, f"/en/records/{record}/extract/")
    pages = [*scans.scanned(document(pk)), *scans.scanned(scans.issued_file(other))[:1]]
    client.post(path, {"act": "add", "files": [SimpleUploadedFile("扫描.pdf", scans.as_pdf(pages))]})
    client.post(path, {"act": "submit"})
    for page in (words(client, path), words(office, f"/en/office/disclosures/{pk}/")):
        assert "whose text is not compared: hold" in page
        assert "its code does" in page
        assert f'href="/en/check/{other.code}/"' in page
        assert "deleted already" not in page


def test_too_much_at_once_is_refused_before_it_is_read(client: Client, own: Kept) -> None:
    accept(own)
    write_all(own)
    path = f"/en/my/green-choice/disclosures/{sent(own)}/"
    answer = client.post(path, {"act": "add"}, CONTENT_LENGTH=str(50 * 200 * 1024 * 1024))
    assert answer.status_code == 400
    assert not Paper.objects.exists()


def test_office_checks_publishes_and_everybody_sees_it(client: Client, own: Kept, office: Client) -> None:
    accept(own)
    pk = submitted(own)
    (record,) = records_of(own)
    public = f"/en/disclosures/{pk}/"
    words(Client(raise_request_exception=False), public, 404)
    assert "explanations to check" in words(office, "/en/office/")
    assert f"Disclosure {pk}" in words(office, "/en/office/disclosures/")
    path = f"/en/office/disclosures/{pk}/"
    assert "byte for byte" in words(office, path)
    assert office.post(path, {"act": "publish", "checks": ["sealed"]}).status_code == 422
    assert office.post(path, {"act": "publish", "checks": [each.id for each in review_checks()]}).status_code == 302
    everybody = Client(raise_request_exception=False)
    page = words(everybody, public)
    assert "二号曝气机停机检修" in page
    (file,) = re.findall(rf"{public}files/\d+/", page)
    assert everybody.get(file).getvalue()
    assert everybody.get(f"{file}?original").getvalue() == everybody.get(file).getvalue()  # never as it came
    assert "Explanation by the enterprise" in words(everybody, f"/en/records/{record}/")
    page = words(everybody, f"/en/enterprises/{own.enterprise}/")
    assert "Sealed explanation" in page
    assert public in page
    assert "1 in public" in words(client, f"/en/my/green-choice/{own.enterprise}/")
    assert office.post(path, {"act": "withdraw", "note": ""}).status_code == 422
    office.post(path, {"act": "withdraw", "note": "载有他人信息"})
    page = words(everybody, public)
    assert "载有他人信息" in page
    assert "二号曝气机停机检修" not in page
    assert everybody.get(file).status_code == 404


def test_script_in_each_text_is_text_on_each_page_in_the_document_the_mail_and_the_feed(
    client: Client, own: Kept, office: Client
) -> None:
    accept(own)
    (record,) = records_of(own)
    write(own, record, Texts(*(f"{SCRIPT}第{place}段说明文字。" for place in range(3))))
    Enterprise.objects.filter(pk=own.enterprise).update(name=f"{SCRIPT}有限公司")
    pk = sent(own)
    said = "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(document(pk)))
    assert said.replace("\r\n", "").count(SCRIPT) >= 4
    add_paper(own.actor, pk, [document(pk)], name="盖章件.pdf", at=AT)
    client.post(f"/en/my/green-choice/disclosures/{pk}/", {"act": "submit"})
    path = f"/en/office/disclosures/{pk}/"
    office.post(path, {"act": "return", "note": SCRIPT})
    pages = [client.get(f"/en/my/green-choice/disclosures/{pk}/"), client.get(f"/en/my/green-choice/records/{record}/")]
    client.post(f"/en/my/green-choice/disclosures/{pk}/", {"act": "submit"})
    pages.append(office.get(path))
    office.post(path, {"act": "publish", "checks": [each.id for each in review_checks()], "note": SCRIPT})
    seen = (
        f"disclosures/{pk}/",
        f"records/{record}/",
        f"enterprises/{own.enterprise}/",
        "notices/",
        "notices/feed.atom",
    )
    pages += [client.get(f"/en/{each}") for each in seen]
    for page in pages:
        content = page.content.decode()
        assert (page.status_code, "<script>alert" in content, "&lt;script&gt;alert" in content) == (200, False, True)
    work()
    letters = [each for each in mail.outbox if SCRIPT in each.body]
    assert len(letters) == 3
    shown = [content for each in letters for content, _kind in each.alternatives]  # type: ignore[attr-defined]
    assert [("<script>alert" in each, "&lt;script&gt;alert" in each) for each in shown] == [(False, True)] * 3


def test_office_sends_back_and_the_enterprise_reads_what_to_change(client: Client, own: Kept, office: Client) -> None:
    accept(own)
    pk = submitted(own)
    assert office.post(f"/en/office/disclosures/{pk}/", {"act": "return", "note": "请重扫第二页"}).status_code == 302
    assert "请重扫第二页" in words(client, f"/en/my/green-choice/disclosures/{pk}/")
    assert "Put right and hand in again" in words(client, f"/en/my/green-choice/{own.enterprise}/")


def test_code_of_an_unpublished_explanation_tells_nothing_of_what_it_says(own: Kept) -> None:
    accept(own)
    write_all(own)
    issued = get_disclosure(sent(own), actor=own.actor).issued
    assert issued
    everybody = Client(raise_request_exception=False)
    page = words(everybody, f"/en/check/{issued.code}/")
    assert "This document was issued here." in page
    assert "绍兴样甲" not in page
    for name in ("document.pdf", "document.docx"):
        assert everybody.get(f"/en/check/{issued.code}/{name}").status_code in (403, 404)


def test_office_takes_parts_out_before_publishing(own: Kept, office: Client) -> None:
    accept(own)
    pk = submitted(own)
    (paper,) = get_disclosure(pk, actor=own.actor).papers
    path = f"/en/office/disclosures/{pk}/files/{paper.file.id}/redact/"
    assert office.get(path).status_code == 200
    said = {"act": "redact", "reason": "隐私", "page": "1", "left": "0", "top": "0", "width": "9", "height": "9"}
    assert office.post(path, said).status_code == 302
    assert get_disclosure(pk, actor=own.actor).papers[0].file.copies


def test_withdrawn_and_foreign_disclosures_are_not_ones_own(client: Client, own: Kept) -> None:
    accept(own)
    pk = published(own)
    client.logout()
    assert client.get(f"/en/my/green-choice/disclosures/{pk}/").headers["Location"].startswith("/en/account/login/")
