"""The declaration on paper: printed, signed, handed in, checked; each party says itself which signature is its own."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pytest_django.fixtures import Settings

from qingce.domain.enterprises.models import Enterprise
from qingce.domain.removal.actions import (
    check_declaration,
    hand_declaration_in,
    issue_declaration,
    own_signature,
    sign_declaration,
)
from qingce.domain.removal.audits.enums import DECLARATION_FILE, AuditParty, AuditState, MeetingKind, Signing
from qingce.domain.removal.audits.errors import (
    AuditIncomplete,
    AuditNotFound,
    DeclarationUnfit,
    NotYourAudit,
    NotYourSignature,
)
from qingce.domain.removal.audits.losing import agency_lost
from qingce.domain.removal.models import AuditMeeting, AuditSignature, DeclarationPaper
from qingce.domain.removal.queries import declaration_file, declaration_papers_of
from qingce.pure.kernel.errors import QingceError
from qingce.shared.changes.actions import note_change
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType, KeptFile
from qingce.shared.files.models import StoredFile
from qingce.shared.files.queries import open_file
from qingce.shared.issuing.queries import pdf_of
from qingce.shared.parties.enums import Actor
from tests import signing
from tests.domain.removal.audits.auditing import Audited, accepted, at_stage
from tests.factories import AT, acting, somebody, work
from tests.hostile_files import plain_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-7", "REM-10")]
P = AuditParty


def opened() -> Audited:
    """An audit on site after its opening meeting."""
    found = accepted()
    at_stage(found, AuditState.AUDITING)
    AuditMeeting.objects.create(
        audit=found.row, kind=MeetingKind.OPENING, held_on=AT.date(), who="三方", minutes="说明", written_by="#T",
        written_at=AT,
    )  # fmt: skip
    return found


def printed(found: Audited) -> bytes:
    """The declaration as it was issued."""
    issued = issue_declaration(found.audit, "zh", actor=found.own.actor, at=AT)
    with open_file(pdf_of(issued)) as content:
        return content.read()


def scanned(content: bytes) -> bytes:
    """The same pages in another file."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as opened:
        opened.docinfo["/Keywords"] = "scanned"
        opened.save(out)
    return out.getvalue()


def upload(content: bytes) -> KeptFile:
    return keep_upload([content], name="声明.pdf", accepts=(FileType.PDF,), purpose=DECLARATION_FILE, at=AT)


def handed_in(found: Audited, content: bytes) -> int:
    return hand_declaration_in(found.own.actor, found.audit, P.ENTERPRISE, upload(content), at=AT)


def owns(found: Audited, actor: Actor, party: AuditParty, paper: int) -> None:
    own_signature(actor, found.audit, party, paper, Signing(actor.name, "代表", True), at=AT)


def cause_of(error: pytest.ExceptionInfo[QingceError]) -> object:
    return error.value.params["cause"]


def test_scan_is_checked_by_the_staff_and_owned_by_each_signer_alone() -> None:
    found = opened()
    paper = handed_in(found, scanned(printed(found)))
    with pytest.raises(AuditIncomplete) as told:
        owns(found, found.own.actor, P.ENTERPRISE, paper)
    assert cause_of(told) == "unchecked"
    for actor in (found.own.actor, found.agency, found.observer):
        with pytest.raises(QingceError):
            check_declaration(actor, found.audit, paper, is_accepted=True, at=AT)
    check_declaration(found.staff, found.audit, paper, is_accepted=True, at=AT)
    with pytest.raises(DeclarationUnfit):
        check_declaration(found.staff, found.audit, paper, is_accepted=False, note="样例", at=AT)
    assert AuditSignature.objects.count() == 0
    owns(found, found.own.actor, P.ENTERPRISE, paper)
    assert list(AuditSignature.objects.values_list("party", "paper")) == [("enterprise", paper)]
    with pytest.raises(NotYourAudit):
        owns(found, found.own.actor, P.AGENCY, paper)
    owns(found, found.agency, P.AGENCY, paper)
    with pytest.raises(NotYourSignature) as twice:
        owns(found, found.agency, P.AGENCY, paper)
    assert cause_of(twice) == "twice"
    said = Signing("别人", "", True)
    with pytest.raises(NotYourSignature):
        own_signature(found.observer, found.audit, P.OBSERVER, paper, said, at=AT)
    sign_declaration(found.observer, found.audit, P.OBSERVER, name=found.observer.name, is_read=True, at=AT)
    assert AuditSignature.objects.get(party=P.OBSERVER).paper_id is None


def test_file_that_is_not_the_signed_declaration_is_refused_and_let_go() -> None:
    found = opened()
    content = printed(found)
    for wrong, cause in ((content, "unsigned"), (plain_pdf(), "no-code")):
        with pytest.raises(DeclarationUnfit) as told:
            handed_in(found, wrong)
        assert cause_of(told) == cause
    assert not StoredFile.objects.filter(purpose=DECLARATION_FILE).exists()
    scan = scanned(content)
    handed_in(found, scan)
    with pytest.raises(DeclarationUnfit) as known:
        handed_in(found, scan)
    assert cause_of(known) == "known"
    Enterprise.objects.filter(pk=found.row.case.enterprise_id).update(name="绍兴新名印染有限公司")
    note_change("audit", found.audit, at=AT)
    with pytest.raises(DeclarationUnfit) as old:
        handed_in(found, scanned(scan)[:-1] + b"\n")
    assert cause_of(old) == "old"


def test_refused_scan_signs_for_nobody() -> None:
    found = opened()
    paper = handed_in(found, scanned(printed(found)))
    with pytest.raises(QingceError):
        check_declaration(found.staff, found.audit, paper, is_accepted=False, at=AT)
    check_declaration(found.staff, found.audit, paper, is_accepted=False, note="缺审核员签字", at=AT)
    with pytest.raises(DeclarationUnfit):
        owns(found, found.own.actor, P.ENTERPRISE, paper)
    [row] = declaration_papers_of(found.audit)
    assert (row.is_accepted, row.note) == (False, "缺审核员签字")


def test_valid_digital_signature_counts_by_itself_but_only_for_whose_it_is(settings: Settings, tmp_path: Path) -> None:
    found, by = opened(), signing.issuer()
    settings.TRUSTED_ISSUERS = str(by.trust_in(tmp_path / "issuers"))
    name = found.row.case.organisation.name
    paper = handed_in(found, signing.signed(printed(found), by, signer=name))
    work()
    [row] = declaration_papers_of(found.audit)
    assert row.is_digital
    with pytest.raises(NotYourSignature) as told:
        owns(found, found.agency, P.AGENCY, paper)
    assert cause_of(told) == "certificate"
    owns(found, found.own.actor, P.ENTERPRISE, paper)
    assert AuditSignature.objects.get().paper_id == paper


def test_signature_of_an_unknown_issuer_waits_for_the_staff() -> None:
    found = opened()
    name = found.row.case.organisation.name
    paper = handed_in(found, signing.signed(printed(found), signing.issuer(), signer=name))
    work()
    with pytest.raises(AuditIncomplete):
        owns(found, found.own.actor, P.ENTERPRISE, paper)


def test_files_are_for_the_parties_and_the_staff_and_end_with_the_agency() -> None:
    found = opened()
    paper = handed_in(found, scanned(printed(found)))
    file = DeclarationPaper.objects.get(pk=paper).file_id
    assert declaration_file(found.audit, file, actor=found.observer).id == file
    assert declaration_file(found.audit, file, actor=found.staff, is_staff=True).id == file
    stranger = acting(somebody("stranger@example.org"))
    with pytest.raises(AuditNotFound):
        declaration_file(found.audit, file, actor=stranger)
    with pytest.raises(AuditNotFound):
        issue_declaration(found.audit, "zh", actor=stranger, at=AT)
    agency_lost(found.row.agency_id or 0, "样例", AT)
    assert declaration_papers_of(found.audit) == ()
