"""Many files at once: each proposed with the word that led to it, confirmed in one form, nothing good lost."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qingce.domain.documents.actions import withdraw_document
from qingce.domain.documents.models import Document
from qingce.domain.documents.queries import same_paper, shelf_documents
from qingce.doors.web.documents.adding import nonce
from qingce.doors.web.documents.form import limits
from qingce.doors.web.upload_tickets import form_of, kept_token
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.files.models import StoredFile
from qingce.shared.files.queries import files_by_ids
from tests import hostile_files
from tests.domain.documents.keeping import Kept, paper, upload
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-4", "SVC-4")]


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, hostile_files.plain_pdf(), "application/pdf")


def posted(client: Client, own: Kept, **said: object) -> tuple[int, str]:
    answer = client.post(f"/en/enterprises/{own.enterprise}/documents/several/", said)
    return answer.status_code, answer.headers.get("Location") or html.unescape(answer.content.decode())


def fields(page: str) -> dict[str, object]:
    """What the form would send: the tokens, and of each file its type and values."""
    said: dict[str, object] = {"kept": re.findall('name="kept" value="([^"]+)"', page)}
    for name, inside in re.findall(r'<select id="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search('<option value="([^"]*)" selected>', inside)
        said[name] = chosen[1] if chosen else ""
    return said | dict(re.findall(r'<input id="(f\d+-[^"]+)" name="[^"]+" value="([^"]*)"', page))


def test_each_file_is_proposed_a_type_and_all_are_added(client: Client, own: Kept) -> None:
    code, page = posted(
        client, own, act="look", files=[pdf("排污许可证.pdf"), pdf("危废合同2024.pdf"), pdf("IMG_1.pdf")]
    )
    assert (code, Document.objects.count()) == (200, 0)
    for told in (
        "Guessed by “排污许可证” in its name",
        "Guessed by “危废合同” in its name",
        "Neither its name nor its words",
    ):
        assert told in page
    said = fields(page)
    assert [value for name, value in said.items() if str(name).endswith("-type")] == [
        "discharge-permit", "waste-contract", "other-supporting",
    ]  # fmt: skip
    code, where = posted(client, own, act="add", **said)
    assert (code, where) == (302, f"/en/enterprises/{own.enterprise}/documents/")
    assert sorted(Document.objects.values_list("type", "audience")) == [
        ("discharge-permit", "public"), ("other-supporting", "confidential"), ("waste-contract", "confidential"),
    ]  # fmt: skip
    assert "3 documents added to the shelf." in html.unescape(client.get(where).content.decode())


def by_pieces(own: Kept, *names: str) -> list[str]:
    """What the form says of files that came before it."""
    form = form_of(nonce(own.actor, own.enterprise))
    return [kept_token(keep_upload(
        [hostile_files.plain_pdf()], name=name, accepts=FileType, purpose="document", at=timezone.now()
    ), form) for name in names]  # fmt: skip


def test_file_that_came_by_pieces_is_proposed_before_it_is_added(client: Client, own: Kept) -> None:
    code, page = posted(client, own, act="add", kept=by_pieces(own, "排污许可证.pdf"))
    assert (code, Document.objects.count(), "Guessed by “排污许可证” in its name" in page) == (200, 0, True)
    assert posted(client, own, act="add", **fields(page))[0] == 302
    assert Document.objects.get().type == "discharge-permit"


def test_more_files_than_one_sending_takes_are_told(client: Client, own: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    most = replace(limits(), files_most=1)
    monkeypatch.setattr("qingce.doors.web.documents.several.limits", lambda **_: most)
    code, page = posted(client, own, act="look", kept=by_pieces(own, "排污许可证.pdf", "环评批复.pdf"))
    assert (code, page.count('name="kept"')) == (422, 1)
    assert "Only 1 files are taken at once" in page


def test_wrong_file_is_refused_by_itself(client: Client, own: Kept) -> None:
    wrong = SimpleUploadedFile("病毒.pdf", b"MZ" + b"\0" * 100, "application/pdf")
    code, page = posted(client, own, act="look", files=[pdf("排污许可证.pdf"), wrong])
    assert (code, '<a href="#files">病毒.pdf:' in page, "Guessed by “排污许可证”" in page) == (422, True, True)
    assert posted(client, own, act="add", **fields(page))[0] == 302
    assert Document.objects.get().type == "discharge-permit"


def test_what_is_wrong_with_one_does_not_hold_up_the_others(client: Client, own: Kept) -> None:
    _, page = posted(client, own, act="look", files=[pdf("排污许可证.pdf"), pdf("环评批复.pdf")])
    said = fields(page)
    (name,) = (key for key, value in said.items() if value == "eia-approval")
    code, page = posted(client, own, act="add", **said | {name: "", name.replace("type", "title"): "批复原件"})
    assert (code, list(Document.objects.values_list("type", flat=True))) == (422, ["discharge-permit"])
    assert f'<a href="#{name}">环评批复.pdf: Choose what the document is' in page
    again = fields(page)
    assert again[name.replace("type", "title")] == "批复原件"
    assert posted(client, own, act="add", **again | {name: "eia-approval"})[0] == 302
    assert set(Document.objects.values_list("type", "title")) == {
        ("discharge-permit", "排污许可证"),
        ("eia-approval", "批复原件"),
    }


def test_file_can_be_left_out_and_more_can_come(client: Client, own: Kept) -> None:
    _, page = posted(client, own, act="look", files=[pdf("排污许可证.pdf")])
    said = fields(page)
    (kind,) = (key for key in said if str(key).endswith("-type"))
    _, page = posted(client, own, act="add", files=[pdf("环评批复.pdf")], **said | {kind: "permit-report"})
    assert Document.objects.count() == 0  # files that came are looked at first
    said = fields(page)
    assert said[kind] == "permit-report"  # what was chosen stays
    code, _ = posted(client, own, act="add", drop=kind.strip("f").partition("-")[0], **said)
    assert (code, Document.objects.get().type) == (302, "eia-approval")
    assert StoredFile.objects.filter(purpose="document").count() == 1


def test_more_files_than_are_taken_are_told_of(client: Client, own: Kept) -> None:
    code, page = posted(client, own, act="look", files=[pdf(f"{number}.pdf") for number in range(21)])
    assert (code, "Only 20 files are taken at once" in page, len(fields(page)["kept"])) == (422, True, 20)  # type: ignore[arg-type]


def test_file_that_is_on_the_shelf_already_is_told(client: Client, own: Kept) -> None:
    """The same upload twice: by its bytes, whatever its name."""
    pk = paper(own, title="许可证正本", files=[upload("甲.pdf")])
    code, page = posted(client, own, act="look", files=[pdf("危废合同2024.pdf")])
    assert (code, Document.objects.count()) == (200, 1)
    assert "Perhaps on the shelf already" in page
    assert f'href="/en/documents/{pk}/version/"' in page
    withdraw_document(own.actor, pk, reason="传错", at=AT)
    assert "Perhaps on the shelf already" not in posted(client, own, act="look", files=[pdf("乙.pdf")])[1]


def test_number_that_is_on_the_shelf_already_is_told(own: Kept) -> None:
    paper(own, "waste-contract", number="WF-7", files=[upload(content=hostile_files.saved(hostile_files.pdf(3)))])
    rows = shelf_documents(own.enterprise, actor=own.actor)
    (other,) = files_by_ids([upload("乙.pdf")])
    found = same_paper(rows, kind="waste-contract", number="WF-7", file=other)
    assert found == rows[0]
    assert same_paper(rows, kind="waste-contract", number="", file=other) is None
    assert same_paper(rows, kind="discharge-permit", number="WF-7", file=other) is None
