"""The shelf, the forms and the page of a document: what is wrong is said, nothing is lost, nobody else gets in."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qingce.domain.documents.enums import Audience
from qingce.domain.documents.models import Document, Version
from qingce.domain.enterprises.actions import merge_enterprises
from qingce.shared.files.models import StoredFile
from qingce.shared.parties.enums import MemberRole, StaffRole
from qingce.shared.parties.queries import operator
from tests import hostile_files
from tests.domain.documents.keeping import Kept, paper
from tests.factories import AT, enterprise, member, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-4", "REM-2", "REM-11", "ACC-2")]


def pdf(name: str = "排污许可证.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, hostile_files.plain_pdf(), "application/pdf")


def words(client: Client, path: str) -> str:
    return html.unescape(client.get(path).content.decode())


def sent(client: Client, path: str, **said: object) -> tuple[int, str]:
    """Sends a form. Returns: the status, and where it leads or what it says."""
    answer = client.post(path, said)
    return answer.status_code, answer.headers.get("Location") or html.unescape(answer.content.decode())


def test_paper_is_added_and_stands_on_the_shelf(client: Client, own: Kept) -> None:
    shelf = f"/en/enterprises/{own.enterprise}/documents/"
    page = words(client, shelf)
    assert "No document yet" in page
    assert "Add: Discharge permit" in page
    said = {"type": "discharge-permit", "number": "P001", "issuer": "绍兴市生态环境局", "expires_on": "2020-01-31"}
    code, where = sent(client, f"{shelf}new/", files=[pdf("一.pdf"), pdf("二.pdf")], **said)
    made = Document.objects.get()
    assert (code, where) == (302, f"/en/documents/{made.pk}/")
    page = words(client, where)
    for told in (
        "排污许可证",
        "P001",
        "绍兴市生态环境局",
        "expired on 31 January 2020",
        "一.pdf",
        "二.pdf",
        "Everybody",
    ):
        assert told in page
    page = words(client, shelf)
    assert "1 expired" in re.sub("<[^>]+>", "", page)
    assert "Add: Discharge permit" in page  # what has expired counts as missing
    assert "排污许可证" in words(client, f"/en/enterprises/{own.enterprise}/")
    home = words(client, "/en/account/")
    assert "Documents of my enterprises" in home
    assert f"/en/documents/{made.pk}/" in home


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(client: Client, own: Kept) -> None:
    path = f"/en/enterprises/{own.enterprise}/documents/new/"
    said = {"type": "", "title": "许可证正本", "issued_on": "31.1.2020"}
    code, page = sent(client, path, files=pdf(), **said)
    assert (code, Document.objects.count()) == (422, 0)
    assert '<a href="#issued_on">Enter a day such as' in page
    assert 'value="许可证正本"' in page
    token = re.search('name="kept" value="([^"]+)"', page)
    assert token is not None
    code, page = sent(client, path, kept=token[1], type="", title="许可证正本")
    assert (code, '<a href="#type">Choose what the document is' in page) == (422, True)
    code, _ = sent(client, path, kept=token[1], type="discharge-permit", title="许可证正本")
    assert (code, Document.objects.get().title) == (302, "许可证正本")


@pytest.mark.parametrize(
    ("name", "content"),
    [("证.exe", b"MZ" + b"\0" * 100), ("证.pdf", hostile_files.locked_pdf())],
    ids=["program", "locked"],
)
def test_wrong_file_is_refused_with_help(client: Client, own: Kept, name: str, content: bytes) -> None:
    upload = SimpleUploadedFile(name, content, "application/pdf")
    code, page = sent(client, f"/en/enterprises/{own.enterprise}/documents/new/", type="eia-report", files=upload)
    assert (code, Document.objects.count(), StoredFile.objects.filter(purpose="document").count()) == (422, 0, 0)
    assert '<a href="#files">' in page


def test_new_version_is_filled_as_the_one_before_and_both_stay(client: Client, own: Kept) -> None:
    pk = paper(own, number="旧", title="许可证")
    path = f"/en/documents/{pk}/version/"
    page = words(client, path)
    assert 'value="旧"' in page
    code, page = sent(client, path, seen="1", title="许可证", number="新", files=pdf("新.pdf"))
    assert (code, '<a href="#reason">' in page, 'value="新"' in page) == (422, True, True)
    code, where = sent(client, path, seen="1", title="许可证", number="新", reason="延续", files=pdf("新.pdf"))
    assert (code, Version.objects.count()) == (302, 2)
    page = words(client, where)
    for told in ("新.pdf", "许可证.pdf", "延续", "Version 1"):
        assert told in page
    stranger = re.sub(r"\s", "", words(Client(), where))
    assert ("新.pdf" in stranger, "许可证.pdf" in stranger, "延续" in stranger) == (True, False, False)


def test_member_withdraws_with_a_reason(client: Client, own: Kept) -> None:
    pk = paper(own)
    path = f"/en/documents/{pk}/"
    code, page = sent(client, path, act="withdraw", reason="")
    assert (code, '<a href="#reason">Say why' in page) == (422, True)
    assert sent(client, path, act="withdraw", reason="传错了")[0] == 302
    assert "传错了" in words(client, path)
    assert Client().get(path).status_code == 404
    assert "Withdrawn" in words(client, f"/en/enterprises/{own.enterprise}/documents/")


def test_staff_of_the_area_see_the_shelf_and_set_who_may_see(client: Client, own: Kept, office: Client) -> None:
    pk, shelf = paper(own, "waste-contract", title="处置合同"), f"/en/office/enterprises/{own.enterprise}/documents/"
    assert "处置合同" in words(office, shelf)
    page = words(office, f"/en/documents/{pk}/")
    assert ("Set it" in page, "Withdraw this document" in page) == (True, False)
    code, page = sent(office, f"/en/documents/{pk}/", act="audience", audience="public", reason="")
    assert code == 422
    assert sent(office, f"/en/documents/{pk}/", act="audience", audience="public", reason="应当公开")[0] == 302
    assert Document.objects.get().audience == Audience.PUBLIC
    assert "处置合同" in words(Client(), f"/en/documents/{pk}/")
    assert sent(office, f"/en/documents/{pk}/", act="withdraw", reason="x")[0] == 403
    far = Client(raise_request_exception=False)
    far.force_login(staff_member(StaffRole.REVIEWER, email="far@example.org", area="320000"))
    assert far.get(shelf).status_code == 404
    assert sent(far, f"/en/documents/{pk}/", act="audience", audience="closed", reason="x")[0] == 403


def test_staff_without_a_second_factor_see_what_the_public_sees(own: Kept) -> None:
    pk, browser = paper(own, "waste-contract"), Client(raise_request_exception=False)
    browser.force_login(staff_member(StaffRole.ADMINISTRATOR, email="bare@example.org", has_factor=False))
    assert browser.get(f"/documents/{pk}/").status_code == 404


@pytest.mark.parametrize("audience", Audience)
def test_file_is_given_to_whoever_sees_the_document(
    client: Client, own: Kept, office: Client, audience: Audience
) -> None:
    pk = paper(own, audience=audience)
    path = f"/documents/{pk}/files/{StoredFile.objects.filter(purpose='document').get().pk}/"
    stranger = Client(raise_request_exception=False)
    stranger.force_login(somebody("stranger@example.org"))

    def status(browser: Client) -> int:
        answer = browser.get(path)
        if answer.streaming:
            answer.getvalue()
        return answer.status_code

    is_public, is_closed = audience == Audience.PUBLIC, audience == Audience.CLOSED
    assert (status(client), status(office), status(stranger), status(Client())) == (
        200, 404 if is_closed else 200, 200 if is_public else 404, 200 if is_public else 404,
    )  # fmt: skip


def test_file_as_it_came_is_for_the_enterprise_and_the_staff(client: Client, own: Kept, office: Client) -> None:
    pk = paper(own)
    path = f"/en/documents/{pk}/"
    file = f"{path}files/{StoredFile.objects.filter(purpose='document').get().pk}/?original"
    for browser, is_close in ((client, True), (office, True), (Client(), False)):
        assert ("The file as it came" in words(browser, path)) == is_close
        answer = browser.get(file)
        if answer.streaming:
            answer.getvalue()
        assert answer.status_code == (200 if is_close else 404)


def test_file_of_another_document_is_not_given(client: Client, own: Kept) -> None:
    public, hidden = paper(own), paper(own, "waste-contract")
    file = Version.objects.get(document=hidden).files.get().file_id
    assert Client().get(f"/documents/{public}/files/{file}/").status_code == 404


@pytest.mark.parametrize("path", ["", "new/", "several/"])
def test_only_members_come_to_the_shelf(own: Kept, path: str) -> None:
    address = f"/enterprises/{own.enterprise}/documents/{path}"
    stranger, reader = Client(raise_request_exception=False), Client(raise_request_exception=False)
    stranger.force_login(somebody("stranger@example.org"))
    person = somebody("reader@example.org")
    member(own.organisation, person, MemberRole.READER)
    reader.force_login(person)
    assert Client().get(address)["Location"].startswith("/account/login/")
    assert stranger.get(address).status_code == 403
    assert reader.get(address).status_code == (403 if path else 200)
    assert stranger.post(address, {"files": pdf()}).status_code in (403, 405)
    assert Document.objects.count() == 0


def test_alias_leads_to_the_shelf_of_what_it_is(client: Client, own: Kept, office: Client) -> None:
    alias = enterprise("样甲印染厂")
    merge_enterprises(alias, into=own.enterprise, actor=operator("test"), reason="同一家", at=AT)
    for prefix in ("", "/office"):
        browser = office if prefix else client
        found = browser.get(f"{prefix}/enterprises/{alias}/documents/")
        assert found["Location"] == f"{prefix}/enterprises/{own.enterprise}/documents/"


def test_public_page_tells_of_the_ledger_entry(client: Client, own: Kept) -> None:
    pk = paper(own)
    assert "Document of an enterprise published" in words(Client(), f"/en/documents/{pk}/")
