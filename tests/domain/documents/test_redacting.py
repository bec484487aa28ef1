"""What is taken out of a paper never reaches the public; what, why and by whom is kept (DIS-4, REM-11)."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.db.models import Q

from qingce.domain.documents import registry
from qingce.domain.documents.actions import redact_paper, replace_document, withdraw_document
from qingce.domain.documents.enums import Audience, DocumentText
from qingce.domain.documents.errors import DocumentNotFound, DocumentWithdrawn, EnterpriseNotHeld
from qingce.domain.documents.queries import document_file, get_document, public_documents, redactable_file
from qingce.domain.documents.registry import UsedBy, register_use
from qingce.shared.files.actions import Area
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.errors import FileNotFound, RedactionWrong
from qingce.shared.files.models import Redaction
from qingce.shared.ledger.models import JournalEntry, LedgerEntry
from qingce.shared.parties.enums import NOBODY, Actor, MemberRole, StaffRole
from qingce.shared.parties.errors import RoleTooSmall
from tests import hostile_files as made
from tests.domain.documents.keeping import Kept, paper, upload
from tests.factories import AT, acting, member, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-4", "DIS-6", "REM-11", "ACC-2")]
TOP = (Area(1, 0, 0, 100, 20),)


@pytest.fixture
def file() -> int:
    return upload(content=made.saved(made.pdf(2)))


def redact(pk: int, file: int, actor: Actor) -> KeptFile:
    return redact_paper(pk, file, TOP, reason="个人隐私", actor=actor, at=AT)


def shown(pk: int, actor: Actor) -> list[int]:
    return [each.id for each in get_document(pk, actor=actor).row.files]


def facts(entry: LedgerEntry) -> dict[str, object]:
    found: dict[str, object] = json.loads(bytes(entry.body))["facts"]
    return found


def digest(*files: KeptFile) -> str:
    return hashlib.sha256("".join(f"{each.sha256}\n" for each in files).encode()).hexdigest()


def test_public_gets_the_newest_copy_in_place_of_the_file_and_never_the_file(own: Kept, file: int) -> None:
    pk = paper(own, files=[file])
    first, second = redact(pk, file, own.actor), redact(pk, file, own.actor)
    assert shown(pk, NOBODY) == [second.id]
    assert [each.id for row in public_documents(own.enterprise) for each in row.files] == [second.id]
    for asked in (file, second.id):  # an address that was given out before leads on
        found = document_file(pk, asked, actor=NOBODY)
        assert found
        assert (found.id, found.original_sha256, found.copies) == (second.id, "", ())
    assert document_file(pk, first.id, actor=NOBODY) is None
    for actor in (own.actor, acting(staff_member(area="330600", email="s@example.org"))):
        assert shown(pk, actor) == [file]
        for asked in (file, first.id, second.id):
            found = document_file(pk, asked, actor=actor)
            assert found
            assert found.id == asked


def test_party_of_a_case_keeps_the_whole_file(own: Kept, file: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_users", {})
    pk = paper(own, files=[file], audience=Audience.PUBLIC)
    redact(pk, file, own.actor)
    party = acting(somebody("party@example.org"))
    assert shown(pk, party) == shown(pk, NOBODY)
    register_use(UsedBy("case", "案件", lambda _ids: {}, lambda actor: Q(pk=pk) if actor == party else Q(pk__in=())))
    assert shown(pk, party) == [file]
    found = document_file(pk, file, actor=party)
    assert found
    assert found.original_sha256 == ""
    assert shown(pk, NOBODY) != [file]


def test_ledger_tells_what_the_public_gets_and_why(own: Kept, file: int) -> None:
    pk = paper(own, files=[file])
    copy = redact(pk, file, own.actor)
    published, redacted = LedgerEntry.objects.filter(act__startswith="document-").order_by("pk")
    assert published.act == "document-published"
    assert redacted.act == "document-redacted"
    assert facts(redacted) == {"enterprise": own.enterprise, "version": 1, "files": digest(copy)}
    entry = JournalEntry.objects.get(act="document-file-redacted")
    assert entry.detail == {"file": file, "copy": copy.id}
    assert Redaction.objects.get().reason == "个人隐私"


def test_paper_that_is_not_public_is_published_as_its_copy(own: Kept, file: int) -> None:
    from qingce.domain.documents.actions import set_audience

    pk = paper(own, "waste-contract", files=[file])
    copy = redact(pk, file, own.actor)
    assert LedgerEntry.objects.filter(act__startswith="document-").count() == 0
    set_audience(own.actor, pk, Audience.PUBLIC, reason="公开", at=AT)
    assert facts(LedgerEntry.objects.get(act="document-published"))["files"] == digest(copy)


def test_new_version_with_the_same_files_stays_redacted_and_new_files_are_new(own: Kept, file: int) -> None:
    pk = paper(own, files=[file])
    copy = redact(pk, file, own.actor)
    replace_document(own.actor, pk, DocumentText("", number="新"), files=(), reason="更正", seen=1, at=AT)
    assert shown(pk, NOBODY) == [copy.id]
    other = upload("新.pdf")
    replace_document(own.actor, pk, DocumentText(""), files=[other], reason="延续", seen=2, at=AT)
    assert shown(pk, NOBODY) == [other]
    assert document_file(pk, copy.id, actor=NOBODY) is None


def actor_of_kind(kind: str, own: Kept) -> Actor:
    if kind == "nobody":
        return NOBODY
    if kind == "reader":
        found = somebody("reader@example.org")
        member(own.organisation, found, MemberRole.READER)
        return acting(found)
    if kind == "far staff":
        return acting(staff_member(StaffRole.REVIEWER, email="far@example.org", area="320000"))
    return acting(somebody("stranger@example.org"))


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.CONFIDENTIAL])
@pytest.mark.parametrize("kind", ["nobody", "stranger", "reader", "far staff"])
def test_nobody_else_takes_parts_out(own: Kept, file: int, kind: str, audience: Audience) -> None:
    pk = paper(own, files=[file], audience=audience)
    with pytest.raises((DocumentNotFound, EnterpriseNotHeld, RoleTooSmall)):
        redact(pk, file, actor_of_kind(kind, own))
    assert Redaction.objects.count() == 0


def test_closed_paper_keeps_its_files_from_the_staff(own: Kept, file: int) -> None:
    pk = paper(own, files=[file], audience=Audience.CLOSED)
    with pytest.raises(FileNotFound):
        redact(pk, file, acting(staff_member(email="s@example.org")))
    assert redact(pk, file, own.actor).redacted


def test_copy_of_a_copy_foreign_files_and_withdrawn_papers_are_refused(own: Kept, file: int) -> None:
    pk = paper(own, files=[file])
    copy, foreign = redact(pk, file, own.actor), upload("别的.pdf")
    paper(own, "eia-report", files=[foreign])
    for wrong in (copy.id, foreign, 999_999):
        with pytest.raises(FileNotFound):
            redactable_file(pk, wrong, actor=own.actor)
    withdraw_document(own.actor, pk, reason="传错", at=AT)
    with pytest.raises(DocumentWithdrawn):
        redact(pk, file, own.actor)
    assert Redaction.objects.count() == 1


def test_nothing_is_kept_where_the_paper_is_withdrawn_while_its_copy_is_made(
    own: Kept, file: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody withdraws it in the seconds that the copy takes."""
    from qingce.domain.documents import redacting

    pk = paper(own, files=[file])
    held = redacting.redactable_file

    def then_withdrawn(number: int, each: int, *, actor: Actor) -> KeptFile:
        found = held(number, each, actor=actor)
        withdraw_document(own.actor, pk, reason="传错", at=AT)
        return found

    monkeypatch.setattr(redacting, "redactable_file", then_withdrawn)
    with pytest.raises(DocumentWithdrawn):
        redact(pk, file, own.actor)
    assert (Redaction.objects.count(), LedgerEntry.objects.filter(act="document-redacted").count()) == (0, 0)


def test_what_one_took_out_does_not_come_back_with_the_copy_of_another(own: Kept, file: int) -> None:
    """Two people open the page, each marks something else: the second one learns of the first."""
    pk = paper(own, files=[file])
    said = {"reason": "隐私", "actor": own.actor, "at": AT}
    first = redact_paper(pk, file, TOP, seen=0, **said)
    with pytest.raises(RedactionWrong) as told:
        redact_paper(pk, file, (Area(2, 0, 0, 5, 5),), seen=0, **said)
    assert told.value.params["cause"] == "meanwhile"
    assert shown(pk, NOBODY) == [first.id]
    both = redact_paper(pk, file, (*TOP, Area(2, 0, 0, 5, 5)), seen=first.id, **said)
    assert shown(pk, NOBODY) == [both.id]


def test_reason_and_area_are_needed(own: Kept, file: int) -> None:
    pk = paper(own, files=[file])
    for areas, reason in (((), "隐私"), (TOP, " "), ((Area(9, 0, 0, 5, 5),), "隐私")):
        with pytest.raises(RedactionWrong):
            redact_paper(pk, file, areas, reason=reason, actor=own.actor, at=AT)
    assert Redaction.objects.count() == 0
