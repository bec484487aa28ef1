"""Adding, replacing, withdrawing, opening and closing: what each writes, and what is refused."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest

from qingce.domain.documents.actions import add_document, replace_document, set_audience, withdraw_document
from qingce.domain.documents.enums import Audience, DocumentText
from qingce.domain.documents.errors import (
    DocumentChanged,
    DocumentDatesCrossed,
    DocumentFileMissing,
    DocumentNotFound,
    DocumentReasonMissing,
    DocumentTextTooLong,
    DocumentTypeUnknown,
    DocumentWithdrawn,
    EnterpriseNotHeld,
    SameAudience,
    TooManyDocumentFiles,
)
from qingce.domain.documents.models import Document, Version
from qingce.domain.documents.queries import get_document
from qingce.pure.kernel.errors import QingceError
from qingce.shared.changes.models import Change
from qingce.shared.files.errors import FileNotFound
from qingce.shared.files.models import StoredFile
from qingce.shared.ledger.models import JournalEntry, LedgerEntry
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.errors import RoleTooSmall
from tests.domain.documents.keeping import Kept, grantor, paper, upload
from tests.factories import AT, acting, member, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-4", "REM-2", "LED-1")]

PERMIT = DocumentText("discharge-permit", number="91000000MA0000001R001P", expires_on=date(2027, 1, 31))


def written(pk: int) -> list[str]:
    """The acts in the public ledger about a document."""
    return list(
        LedgerEntry.objects.filter(subject_kind="document", subject_id=pk).order_by("pk").values_list("act", flat=True)
    )


def journaled(pk: int) -> list[str]:
    """The acts in the journal about a document."""
    found = JournalEntry.objects.filter(subject_kind="document", subject_id=pk).order_by("pk")
    return list(found.values_list("act", flat=True))


def test_added_paper_has_type_files_and_a_first_version(own: Kept) -> None:
    pages = [upload("一.pdf"), upload("二.pdf")]
    pk = add_document(own.actor, own.enterprise, PERMIT, files=pages, at=AT)
    found = get_document(pk, actor=own.actor)
    assert (found.row.type, found.row.title, found.row.audience) == ("discharge-permit", "排污许可证", Audience.PUBLIC)
    assert [file.id for file in found.row.files] == pages
    assert [(each.number, each.reason) for each in found.versions] == [(1, "")]
    assert StoredFile.objects.filter(pk__in=pages, attached_at=None).count() == 0
    assert (journaled(pk), written(pk)) == (["document-added"], ["document-published"])
    assert Change.objects.filter(kind="document", first_id=pk).exists()


def test_ledger_says_which_files_were_published_and_names_nobody(own: Kept) -> None:
    pk = paper(own)
    (entry,) = LedgerEntry.objects.filter(subject_kind="document")
    (file,) = get_document(pk, actor=own.actor).row.files
    assert hashlib.sha256(f"{file.sha256}\n".encode()).hexdigest().encode() in bytes(entry.body)
    assert b'"role":"organisation"' in bytes(entry.body)
    assert own.person.number.encode() not in bytes(entry.body)


def test_confidential_paper_is_in_no_public_ledger(own: Kept) -> None:
    pk = paper(own, "waste-contract")
    assert (get_document(pk, actor=own.actor).row.audience, written(pk)) == (Audience.CONFIDENTIAL, [])


def test_new_version_takes_the_place_and_the_old_one_stays(own: Kept) -> None:
    pk, again = paper(own, number="旧"), upload("新.pdf")
    later = AT + timedelta(days=1)
    said = DocumentText("discharge-permit", number="新", expires_on=date(2031, 1, 31))
    replace_document(own.actor, pk, said, files=[again], reason="延续", seen=1, at=later)
    found = get_document(pk, actor=own.actor)
    assert (found.row.number, found.row.expires_on, [file.id for file in found.row.files]) == (
        "新",
        date(2031, 1, 31),
        [again],
    )
    assert [(each.number, each.said.number, each.reason) for each in found.versions] == [
        (2, "新", "延续"),
        (1, "旧", ""),
    ]
    assert found.versions[1].said.files[0].name == "许可证.pdf"
    assert written(pk) == ["document-published", "document-published"]


def test_new_version_without_files_keeps_those_of_the_one_before(own: Kept) -> None:
    pk = paper(own)
    replace_document(own.actor, pk, PERMIT, files=[], reason="补有效期", seen=1, at=AT)
    new, old = get_document(pk, actor=own.actor).versions
    assert new.said.files == old.said.files != ()


def test_withdrawn_paper_stays_with_its_reason_and_is_public_no_more(own: Kept) -> None:
    pk = paper(own)
    withdraw_document(own.actor, pk, reason="传错", at=AT)
    found = get_document(pk, actor=own.actor)
    assert (found.row.withdrawn_at, found.withdraw_reason, len(found.versions)) == (AT, "传错", 1)
    assert written(pk) == ["document-published", "document-unpublished"]
    with pytest.raises(DocumentWithdrawn):
        replace_document(own.actor, pk, PERMIT, files=[], reason="再来", seen=1, at=AT)
    with pytest.raises(DocumentWithdrawn):
        withdraw_document(own.actor, pk, reason="再来", at=AT)
    with pytest.raises(DocumentWithdrawn):
        set_audience(own.actor, pk, Audience.CLOSED, reason="再来", at=AT)


@pytest.mark.parametrize("by_staff", [False, True])
def test_audience_is_set_with_a_reason_by_member_and_staff(own: Kept, *, by_staff: bool) -> None:
    pk, actor = paper(own), grantor() if by_staff else own.actor
    set_audience(actor, pk, Audience.CONFIDENTIAL, reason="含商业秘密", at=AT)
    set_audience(actor, pk, Audience.PUBLIC, reason="可以公开", at=AT)
    assert written(pk) == ["document-published", "document-unpublished", "document-published"]
    assert journaled(pk) == ["document-added", "document-audience-set", "document-audience-set"]
    role = b'"role":"staff"' if by_staff else b'"role":"organisation"'
    assert role in bytes(LedgerEntry.objects.filter(subject_id=pk, subject_kind="document").latest("pk").body)
    with pytest.raises(SameAudience):
        set_audience(actor, pk, Audience.PUBLIC, reason="再来", at=AT)


@pytest.mark.parametrize(
    ("said", "files", "error"),
    [
        ({"type": "bill"}, 1, DocumentTypeUnknown),
        ({}, 0, DocumentFileMissing),
        ({}, 21, TooManyDocumentFiles),
        ({"title": "长" * 201}, 1, DocumentTextTooLong),
        ({"issued_on": date(2024, 3, 2), "expires_on": date(2024, 3, 1)}, 1, DocumentDatesCrossed),
        ({"covers_from": date(2024, 3, 2), "covers_until": date(2024, 3, 1)}, 1, DocumentDatesCrossed),
    ],
)
def test_what_is_wrong_writes_nothing(own: Kept, said: dict[str, Any], files: int, error: type[QingceError]) -> None:
    uploads = list(range(1, files + 1)) if files > 1 else [upload() for _ in range(files)]
    with pytest.raises(error):
        add_document(
            own.actor, own.enterprise, DocumentText(**{"type": "discharge-permit"} | said), files=uploads, at=AT
        )
    assert (
        Document.objects.count(),
        Version.objects.count(),
        LedgerEntry.objects.filter(act="document-published").count(),
    ) == (0, 0, 0)
    assert StoredFile.objects.filter(purpose="document").exclude(attached_at=None).count() == 0


def test_upload_is_part_of_one_document_only(own: Kept) -> None:
    pk = upload()
    paper(own, files=[pk])
    with pytest.raises(FileNotFound):
        paper(own, files=[pk])
    assert Document.objects.count() == 1


def test_form_filled_for_another_version_is_refused(own: Kept) -> None:
    pk = paper(own)
    replace_document(own.actor, pk, PERMIT, files=[], reason="甲", seen=1, at=AT)
    with pytest.raises(DocumentChanged):
        replace_document(own.actor, pk, PERMIT, files=[], reason="乙", seen=1, at=AT)


def test_replacing_withdrawing_and_opening_need_a_reason(own: Kept) -> None:
    pk = paper(own)
    for act in (
        lambda: replace_document(own.actor, pk, PERMIT, files=[], reason=" ", seen=1, at=AT),
        lambda: withdraw_document(own.actor, pk, reason="", at=AT),
        lambda: set_audience(own.actor, pk, Audience.CLOSED, reason="", at=AT),
    ):
        with pytest.raises(DocumentReasonMissing):
            act()


def test_stranger_and_reader_write_nothing(own: Kept) -> None:
    public, hidden = paper(own), paper(own, "waste-contract")
    reader, stranger = somebody("reader@example.org"), acting(somebody("other@example.org"))
    member(own.organisation, reader, MemberRole.READER)
    with pytest.raises(EnterpriseNotHeld):
        add_document(stranger, own.enterprise, PERMIT, files=[upload()], at=AT)
    with pytest.raises(RoleTooSmall):
        add_document(acting(reader), own.enterprise, PERMIT, files=[upload()], at=AT)
    for actor, error in ((stranger, EnterpriseNotHeld), (acting(reader), RoleTooSmall)):
        with pytest.raises(error):
            withdraw_document(actor, public, reason="x", at=AT)
        with pytest.raises(error):
            set_audience(actor, public, Audience.CLOSED, reason="x", at=AT)
        with pytest.raises(error):
            replace_document(actor, public, PERMIT, files=[], reason="x", seen=1, at=AT)
    with pytest.raises(DocumentNotFound):
        withdraw_document(stranger, hidden, reason="x", at=AT)
