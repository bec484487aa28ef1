"""The reports of an audit as documents: who may read which, and what never gets into the public one."""

from __future__ import annotations

import io
from datetime import date
from uuid import uuid4

import docx
import pytest
from django.utils.timezone import localdate

from qingce.domain.removal.actions import comment_on_report, confirm_report, go_on_with_audit, take_conclusion_back
from qingce.domain.removal.audits.enums import AuditParty, AuditState, MeetingKind
from qingce.domain.removal.audits.errors import AuditNotFound
from qingce.domain.removal.audits.issuing import final_draft, issue_audit_reports, preliminary_draft
from qingce.domain.removal.audits.report_drafting import FINAL, PRELIMINARY
from qingce.domain.removal.audits.report_enums import ReportKind
from qingce.domain.removal.models import AuditMeeting, AuditPaper, AuditSignature, ReadinessStatement
from qingce.domain.removal.queries import audit_document, documents_of_audit
from qingce.shared.checklists.actions import add_evidence, save_answer
from qingce.shared.checklists.enums import AnswerText, Edit, EvidenceText, Place
from qingce.shared.issuing.enums import Draft, Standing
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.issuing.queries import docx_of, is_public, issued_by_ids, standing_of
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.parties.enums import NOBODY
from tests.domain.documents.keeping import paper
from tests.domain.removal.audits.auditing import Audited, all_ticked, at_stage
from tests.domain.removal.audits.reporting import (
    approver,
    completed,
    following_up,
    handed,
    noticed,
    put_right,
    reporting,
    standing,
)
from tests.factories import AT, acting, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-7", "REM-10", "REM-11")]
K = ReportKind
CLOSED = (
    "工艺参数机密", "车间南侧角落", "访谈内容", "会议内部记录", "超负荷缘由",
    "样例原料清单", "没有这份的缘由", "请写明采样点", "结论请写明依据", "已更新规程", "样例审核员",
)  # fmt: skip
TOLD = (
    "工艺参数机密", "车间南侧角落", "会议内部记录", "超负荷缘由", "样例原料清单", "没有这份的缘由", "120 %",
    "操作规程没有更新", "更新规程", "2026-12-20", "样例审核员", "样例审核机构", "样例环保组织", "已核对",
)  # fmt: skip


def whole(found: Draft | None) -> str:
    """All that a document says."""
    assert found is not None
    return f"{found.title}{found.subtitle}{dict(found.values)}"


def documented() -> Audited:
    """An audit with papers, meetings, figures, signatures, evidence and an interview, before its first report."""
    found = reporting(has_finding=True)
    at_stage(found, AuditState.AUDITING)
    row, place = found.row, Place("audit", found.audit, "procedures")
    answer = AnswerText("conforms", "工艺参数机密", "", None, "已核对")
    save_answer(found.agency, Place("audit", found.audit, "three-synchronisations"), Edit(uuid4(), 0, answer), at=AT)
    for kind, note in (("sample", "样品 A，车间南侧角落"), ("interview", "访谈内容")):
        add_evidence(found.agency, place, EvidenceText(uuid4(), kind, note), None, at=AT)
    AuditMeeting.objects.create(
        audit=row, kind=MeetingKind.OPENING, held_on=AT.date(), who="样例人员", minutes="会议内部记录", written_by="#T",
        written_at=AT,
    )  # fmt: skip
    facts = {"is_operating_normally": True, "load_percent": 120, "is_load_explained": True}
    ReadinessStatement.objects.create(
        audit=row, facts=facts, outcome="ready", explanation="超负荷缘由", stated_by="#T", stated_at=AT,
        confirmed_by="#T", confirmed_at=AT,
    )  # fmt: skip
    document = paper(found.own, title="样例原料清单")
    AuditPaper.objects.create(
        audit=row, line="site", document_id=document, document_version=1, added_by="#T", added_at=AT
    )
    AuditPaper.objects.create(audit=row, line="products", text="没有这份的缘由", added_by="#T", added_at=AT)
    AuditSignature.objects.create(
        audit=row, party="agency", name="样例审核员", position="主审核员", rules=row.rules, visited_on=AT.date(),
        signed_by="#T", signed_at=AT,
    )  # fmt: skip
    at_stage(found, AuditState.REPORTING)
    return found


def test_preliminary_report_tells_the_parties_what_was_found_but_no_interview() -> None:
    found = documented()
    handed(found, K.PRELIMINARY)
    said = whole(preliminary_draft(found.audit, "zh", on=AT.date()))
    for each in TOLD:
        assert each in said
    assert "访谈内容" not in said
    assert final_draft(found.audit, "zh", on=AT.date()) is None


def test_public_report_says_what_was_concluded_and_nothing_that_is_for_the_parties() -> None:
    found = documented()
    handed(found, K.PRELIMINARY)
    follow(found)
    made = final_draft(found.audit, "zh", on=AT.date())
    said = whole(made)
    for each in CLOSED:
        assert each not in said
    for each in ("操作规程没有更新", "查看了新规程", "120 %", "结论和理由：样例"):
        assert each in said
    assert made is not None
    assert len(made.values["checked"]) == 21
    assert len({row[0] for row in made.values["checked"]}) == 8
    english = final_draft(found.audit, "en", on=AT.date())
    assert english is not None
    assert english.values["checked"][0][0].startswith("Plan")


def follow(found: Audited) -> None:
    """From the preliminary report to the notice."""
    comment_on_report(found.staff, found.audit, K.PRELIMINARY, AuditParty.PLATFORM, "请写明采样点", at=AT)
    all_ticked(found)
    go_on_with_audit(found.agency, found.audit, seen=found.row.version, at=AT)
    put_right(found)
    completed(found)
    confirm_report(approver(), found.audit, seen=found.row.version, at=AT)


def test_documents_are_made_once_in_each_language_and_stand_in_the_ledger() -> None:
    found = following_up(has_finding=True)
    assert issue_audit_reports(at=AT) == 1
    assert issue_audit_reports(at=AT) == 0
    chinese, english = documents_of_audit(found.audit, K.PRELIMINARY)
    assert (chinese.language, english.language) == ("zh", "en")
    assert standing(found, K.PRELIMINARY).issued_id == chinese.id
    assert not is_public(chinese)
    assert standing_of(chinese, on=localdate(AT)) == Standing.CURRENT
    assert LedgerEntry.objects.filter(act="document-issued").count() == 2
    word = docx.Document(io.BytesIO(docx_of(english)))
    assert "Audit team" in [each.text for each in word.paragraphs if each.style and each.style.name == "Heading 1"]
    assert documents_of_audit(found.audit, K.FINAL) == ()


def test_final_report_that_was_taken_back_is_no_longer_current() -> None:
    found = noticed()
    issue_audit_reports(at=AT)
    assert set(IssuedDocument.objects.values_list("kind", "language")) == {
        (kind, language) for kind in (PRELIMINARY, FINAL) for language in ("zh", "en")
    }
    chinese, _english = documents_of_audit(found.audit, K.FINAL)
    assert is_public(chinese)
    before = final_draft(found.audit, "zh", on=AT.date())
    take_conclusion_back(
        approver(), found.audit, ends=False, reason="样例异议成立", seen=found.row.version, at=AT
    )  # fmt: skip
    after = final_draft(found.audit, "zh", on=AT.date())
    assert before is not None
    assert after is not None
    assert before.matter != after.matter
    assert standing_of(issued_by_ids([chinese.id])[0], on=date(2026, 12, 1)) == Standing.CHANGED


def test_preliminary_report_is_read_by_the_parties_and_the_staff_of_the_area_only() -> None:
    found = following_up()
    issue_audit_reports(at=AT)
    chinese, _english = documents_of_audit(found.audit, K.PRELIMINARY)
    for actor in (found.own.actor, found.agency, found.observer):
        assert audit_document(found.audit, chinese.code, actor=actor) == chinese
    assert audit_document(found.audit, chinese.code, actor=found.staff, is_staff=True) == chinese
    for actor in (NOBODY, acting(somebody("stranger@example.org")), found.staff):
        with pytest.raises(AuditNotFound):
            audit_document(found.audit, chinese.code, actor=actor)
    with pytest.raises(AuditNotFound):
        audit_document(found.audit, chinese.code, actor=found.own.actor, is_staff=True)
    with pytest.raises(AuditNotFound):
        audit_document(found.audit + 1, chinese.code, actor=found.own.actor)
