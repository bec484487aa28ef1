"""The reports of an audit and its follow-up: who writes, comments, puts right, judges and confirms."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingce.domain.removal.actions import (
    answer_comment,
    call_visit,
    comment_on_report,
    complete_final,
    confirm_report,
    go_on_with_audit,
    hand_remedy_in,
    hand_report_over,
    judge_remedy,
    open_audit,
    save_audit_report,
    tell_visit,
    tick_duty,
)
from qingce.domain.removal.audits.enums import AuditAct, AuditParty, AuditState
from qingce.domain.removal.audits.errors import (
    AuditElsewhere,
    AuditIncomplete,
    AuditReportChanged,
    AuditTextWrong,
    NotYourAudit,
    RemedyUnfit,
)
from qingce.domain.removal.audits.opening import promised
from qingce.domain.removal.audits.report_enums import AuditResult, ReportKind
from qingce.domain.removal.cases.enums import CaseState
from qingce.domain.removal.models import Audit, AuditReport, DutyTick, FurtherVisit
from qingce.domain.removal.queries import findings_of_audit, may_confirm, public_audit, reports_of_audit
from qingce.pure.kernel.errors import QingceError
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.mail.models import Letter
from qingce.shared.notices.models import Notice
from tests.domain.documents.keeping import CODES, kept, paper
from tests.domain.removal.audits.auditing import all_ticked, reader_of
from tests.domain.removal.audits.reporting import (
    approver,
    completed,
    following_up,
    handed,
    put_right,
    reporting,
    saved,
    standing,
    text_of,
)
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-4", "REM-7", "REM-11")]
K, P, S = ReportKind, AuditParty, AuditState


def ticked(audit: int) -> set[str]:
    return set(DutyTick.objects.filter(audit=audit, back_at=None).values_list("duty", flat=True))


def test_nobody_overwrites_what_another_wrote() -> None:
    found = reporting()
    assert save_audit_report(found.agency, found.audit, K.PRELIMINARY, text_of(K.PRELIMINARY), revision=0, at=AT) == 1
    with pytest.raises(AuditReportChanged):
        save_audit_report(found.agency, found.audit, K.PRELIMINARY, text_of(K.PRELIMINARY), revision=0, at=AT)
    with pytest.raises(AuditReportChanged):
        hand_report_over(found.agency, found.audit, K.PRELIMINARY, revision=7, at=AT)
    assert saved(found, K.PRELIMINARY) == 2


def test_handing_over_reaches_platform_and_enterprise_at_once() -> None:
    found = reporting(has_finding=True)
    assert reports_of_audit(found.audit, P.ENTERPRISE) == ()
    saved(found, K.PRELIMINARY)
    assert reports_of_audit(found.audit, P.PLATFORM) == ()
    assert len(reports_of_audit(found.audit, P.AGENCY)) == 1
    hand_report_over(found.agency, found.audit, K.PRELIMINARY, revision=1, at=AT)
    assert {"write-preliminary", "send-preliminary", "receive-preliminary"} <= ticked(found.audit)
    assert [len(reports_of_audit(found.audit, each)) for each in (P.ENTERPRISE, P.OBSERVER, P.PLATFORM)] == [1, 1, 1]
    assert reports_of_audit(found.audit, None) == ()
    [finding] = findings_of_audit(found.audit)
    assert (finding.item, finding.finding, set(finding.grade)) == ("procedures", "操作规程没有更新", {"zh", "en"})
    facts = standing(found, K.PRELIMINARY).facts
    assert facts["enterprise"] == found.row.case.enterprise.name
    assert len(facts["records"]) == 1
    with pytest.raises(AuditElsewhere):
        saved(found, K.PRELIMINARY)


def test_report_with_an_empty_section_is_not_handed_over() -> None:
    found = reporting()
    said = text_of(K.PRELIMINARY)
    texts = dict(said.texts) | {"pollutants": " "}
    save_audit_report(found.agency, found.audit, K.PRELIMINARY, type(said)(texts), revision=0, at=AT)
    with pytest.raises(AuditIncomplete) as told:
        hand_report_over(found.agency, found.audit, K.PRELIMINARY, revision=1, at=AT)
    assert told.value.params["cause"] == "section"


def test_stage_ends_when_the_platform_has_commented() -> None:
    found = reporting()
    handed(found, K.PRELIMINARY)
    tick_duty(found.own.actor, found.audit, "supply-missing-papers", P.ENTERPRISE, note="已补交", at=AT)
    with pytest.raises(AuditIncomplete):
        go_on_with_audit(found.agency, found.audit, seen=found.row.version, at=AT)
    comment_on_report(found.own.actor, found.audit, K.PRELIMINARY, P.ENTERPRISE, "第 3 项有误", at=AT)
    assert "comment-preliminary" not in ticked(found.audit)
    comment_on_report(found.observer, found.audit, K.PRELIMINARY, P.OBSERVER, "无意见", at=AT)
    go_on_with_audit(found.agency, found.audit, seen=found.row.version, at=AT)
    assert found.row.state == S.FOLLOW_UP


def test_wrong_person_neither_writes_nor_judges_nor_confirms() -> None:
    found = following_up(has_finding=True)
    [finding] = findings_of_audit(found.audit)
    remedy = hand_remedy_in(found.own.actor, found.audit, finding.id, "已更新", [], at=AT)
    saved(found, K.FINAL)
    enterprise, agency, observer = found.own.actor, found.agency, found.observer
    for actor in (enterprise, observer, found.staff, reader_of(found, P.AGENCY)):
        for act in (
            lambda a: save_audit_report(a, found.audit, K.FINAL, text_of(K.FINAL), revision=1, at=AT),
            lambda a: hand_report_over(a, found.audit, K.FINAL, revision=1, at=AT),
            lambda a: judge_remedy(a, found.audit, remedy, True, why="好", at=AT),
            lambda a: call_visit(a, found.audit, AT.date(), why="复查", at=AT),
            lambda a: complete_final(a, found.audit, seen=found.row.version, at=AT),
        ):
            with pytest.raises(QingceError):
                act(actor)
    for actor in (agency, observer, found.staff):
        with pytest.raises(QingceError):
            hand_remedy_in(actor, found.audit, finding.id, "已改", [], at=AT)
    for actor in (enterprise, agency, observer):
        with pytest.raises(QingceError):
            confirm_report(actor, found.audit, seen=found.row.version, at=AT)
    with pytest.raises(AuditElsewhere):
        comment_on_report(agency, found.audit, K.FINAL, P.AGENCY, "自评", at=AT)
    assert standing(found).revision == 1


def test_finding_is_put_right_with_papers_of_ones_own_shelf_until_it_works() -> None:
    found = following_up(has_finding=True)
    [finding] = findings_of_audit(found.audit)
    own = paper(found.own, title="新操作规程")
    foreign = paper(kept("绍兴样乙印染有限公司", email="other@example.org", uscc=CODES[1]), title="别家文件")
    with pytest.raises(QingceError) as told:
        hand_remedy_in(found.own.actor, found.audit, finding.id, "已更新", [foreign], at=AT)
    assert isinstance(told.value, RemedyUnfit) or told.value.code.endswith("not-found")
    remedy = hand_remedy_in(found.own.actor, found.audit, finding.id, "已更新", [own, own], at=AT)
    with pytest.raises(AuditElsewhere):
        hand_remedy_in(found.own.actor, found.audit, finding.id, "再次", [], at=AT)
    with pytest.raises(AuditTextWrong):
        judge_remedy(found.agency, found.audit, remedy, False, why=" ", at=AT)
    judge_remedy(found.agency, found.audit, remedy, False, why="没有签发日期", at=AT)
    with pytest.raises(AuditElsewhere):
        judge_remedy(found.agency, found.audit, remedy, True, why="好", at=AT)
    put_right(found)
    [finding] = findings_of_audit(found.audit)
    assert [each.is_effective for each in finding.remedies] == [False, True]
    assert [len(each.papers) for each in finding.remedies] == [1, 0]
    assert finding.is_settled
    with pytest.raises(AuditElsewhere):
        hand_remedy_in(found.own.actor, found.audit, finding.id, "再次", [], at=AT)


def test_report_that_passes_needs_every_finding_put_right() -> None:
    found = following_up(has_finding=True)
    revision = saved(found, K.FINAL)
    with pytest.raises(AuditIncomplete) as told:
        hand_report_over(found.agency, found.audit, K.FINAL, revision=revision, at=AT)
    assert told.value.params["cause"] == "unsettled"
    put_right(found, is_effective=False)
    with pytest.raises(AuditIncomplete):
        hand_report_over(found.agency, found.audit, K.FINAL, revision=revision, at=AT)
    put_right(found)
    hand_report_over(found.agency, found.audit, K.FINAL, revision=revision, at=AT)


def test_further_visit_is_owed_anew_and_has_a_result_before_the_report() -> None:
    found = following_up()
    tick_duty(found.own.actor, found.audit, "support-further-audit", P.ENTERPRISE, note="无需", at=AT)
    with pytest.raises(AuditTextWrong):
        call_visit(found.agency, found.audit, AT.date() - timedelta(days=1), why="复查", at=AT)
    visit = call_visit(found.agency, found.audit, AT.date() + timedelta(days=3), why="复查污水站", at=AT)
    assert "support-further-audit" not in ticked(found.audit)
    with pytest.raises(AuditElsewhere):
        call_visit(found.agency, found.audit, AT.date(), why="再查", at=AT)
    revision = saved(found, K.FINAL)
    with pytest.raises(AuditIncomplete) as told:
        hand_report_over(found.agency, found.audit, K.FINAL, revision=revision, at=AT)
    assert told.value.params["cause"] == "visit"
    tell_visit(found.agency, found.audit, visit, "污水站正常运行", at=AT)
    with pytest.raises(AuditElsewhere):
        tell_visit(found.agency, found.audit, visit, "再次", at=AT)
    hand_report_over(found.agency, found.audit, K.FINAL, revision=revision, at=AT)
    on = (AT.date() + timedelta(days=3)).isoformat()
    assert standing(found).facts["visits"] == [{"on": on, "result": "污水站正常运行"}]
    assert FurtherVisit.objects.count() == 1


def test_final_report_is_complete_when_the_platform_commented_and_each_comment_is_answered() -> None:
    found = following_up()
    handed(found, K.FINAL)
    with pytest.raises(AuditIncomplete) as told:
        complete_final(found.agency, found.audit, seen=found.row.version, at=AT)
    assert told.value.params["cause"] == "uncommented"
    comment = comment_on_report(found.staff, found.audit, K.FINAL, P.PLATFORM, "请写明依据", at=AT)
    with pytest.raises(AuditIncomplete) as told:
        complete_final(found.agency, found.audit, seen=found.row.version, at=AT)
    assert told.value.params["cause"] == "comments"
    answer_comment(found.agency, found.audit, comment, "已补充", at=AT)
    saved(found, K.FINAL)
    complete_final(found.agency, found.audit, seen=found.row.version, at=AT)
    with pytest.raises(AuditElsewhere):
        saved(found, K.FINAL)
    comment_on_report(found.observer, found.audit, K.FINAL, P.OBSERVER, "还有一处", at=AT)
    assert standing(found).completed_at is None
    assert "complete-final" not in ticked(found.audit)
    all_ticked(found, but="complete-final")
    with pytest.raises(AuditIncomplete):
        confirm_report(approver(), found.audit, seen=found.row.version, at=AT)


def test_another_person_than_who_commented_confirms() -> None:
    found = following_up()
    handed(found, K.FINAL)
    senior = approver()
    comment = comment_on_report(senior, found.audit, K.FINAL, P.PLATFORM, "请写明依据", at=AT)
    answer_comment(found.agency, found.audit, comment, "已补充", at=AT)
    complete_final(found.agency, found.audit, seen=found.row.version, at=AT)
    all_ticked(found)
    assert not may_confirm(senior, found.audit)
    with pytest.raises(NotYourAudit):
        confirm_report(senior, found.audit, seen=found.row.version, at=AT)
    assert found.row.state == S.FOLLOW_UP


def test_audit_not_passed_is_public_with_its_reason_and_another_may_begin() -> None:
    found = following_up(has_finding=True)
    completed(found, result="not-passed", reason="问题项没有整改")
    assert confirm_report(approver(), found.audit, seen=found.row.version, at=AT) == AuditResult.NOT_PASSED
    row = found.row
    assert (row.state, row.reason, row.ended_at) == (S.NOT_PASSED, "问题项没有整改", AT)
    assert found.found.row.state == CaseState.ON_SITE
    [report] = reports_of_audit(found.audit, None)
    assert (report.result, report.comments) == ("not-passed", ())
    notice = Notice.objects.latest("pk")
    assert (notice.ends_on, "问题项没有整改" in notice.body_zh) == (None, True)
    assert public_audit(found.audit).steps[-1].act == AuditAct.FAIL
    assert LedgerEntry.objects.filter(act="audit-not-passed").count() == 1
    open_audit(found.own.actor, found.found.case, promised(found.found.row.rules), at=AT)
    assert Audit.objects.count() == 2


def test_letters_tell_every_party_of_what_another_did() -> None:
    found = reporting()
    Letter.objects.all().delete()
    handed(found, K.PRELIMINARY)
    assert Letter.objects.filter(kind="audit-step").count() == 3
    assert AuditReport.objects.count() == 1
