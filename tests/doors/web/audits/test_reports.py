"""Reports, findings and conclusion on the pages of an audit: each party does its part, the public sees the end."""

from __future__ import annotations

import pytest
from django.test import Client

from qingce.domain.removal.audits.enums import AuditState
from qingce.domain.removal.audits.issuing import issue_audit_reports
from qingce.domain.removal.audits.report_enums import ReportKind
from qingce.domain.removal.models import AuditReport, Remedy
from qingce.domain.removal.queries import audit_report_sections, documents_of_audit, findings_of_audit
from tests.domain.documents.keeping import paper
from tests.domain.removal.audits.auditing import all_ticked
from tests.domain.removal.audits.reporting import approver, following_up, noticed, reporting
from tests.doors.web.audits.test_pages import client_of, text
from tests.factories import AT, acting, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-4", "REM-7", "REM-8", "REM-11")]


def texts(kind: ReportKind) -> dict[str, str]:
    return {f"text-{each.id}": f"样例{each.zh}" for each in audit_report_sections(kind)}


def test_preliminary_report_is_written_handed_over_and_commented_on_the_pages() -> None:
    found = reporting()
    address, office = f"/my/audits/{found.audit}/", f"/office/audits/{found.audit}/"
    agency, enterprise, staff = client_of(found.agency), client_of(found.own.actor), client_of(found.staff)
    assert 'value="save-report"' in text(agency.get(address))
    assert 'value="save-report"' not in text(enterprise.get(address))
    said = {"act": "save-report", "kind": "preliminary", "revision": "0", **texts(ReportKind.PRELIMINARY)}
    assert agency.post(address, said).status_code == 302
    answer = agency.post(address, said | {"text-course": "改过的经过"})
    assert (answer.status_code, "改过的经过" in text(answer)) == (422, True)
    assert "样例现场审核的经过" not in text(enterprise.get(address))
    agency.post(address, {"act": "hand-report", "kind": "preliminary", "revision": "1"})
    for page in (enterprise.get(address), staff.get(office)):
        assert "样例现场审核的经过" in text(page)
    assert "样例现场审核的经过" not in text(Client().get(f"/audits/{found.audit}/"))
    staff.post(office, {"act": "comment-report", "kind": "preliminary", "text": "请写明采样点"})
    assert "请写明采样点" in text(agency.get(address))
    comment = AuditReport.objects.get().comments.get()
    agency.post(address, {"act": "answer-comment", "comment": comment.pk, "text": "已写明"})
    all_ticked(found)
    assert 'value="go-on"' in text(agency.get(address))


def test_finding_is_put_right_and_judged_on_the_pages_and_its_paper_is_for_the_parties() -> None:
    found = following_up(has_finding=True)
    address = f"/my/audits/{found.audit}/"
    agency, enterprise = client_of(found.agency), client_of(found.own.actor)
    [finding] = findings_of_audit(found.audit)
    document = paper(found.own, title="新操作规程")
    assert "新操作规程" in text(enterprise.get(address))
    said = {"act": "remedy", "finding": finding.id, "text": "已更新规程", "document": document}
    assert enterprise.post(address, said).status_code == 302
    page = text(agency.get(address))
    assert "已更新规程" in page
    file = page.split(f"{address}remedies/")[1].split("/")[0]
    answer = agency.get(f"{address}remedies/{file}/")
    assert answer.getvalue().startswith(b"%PDF")  # type: ignore[attr-defined]
    assert Client().get(f"{address}remedies/{file}/").status_code in (302, 404)
    remedy = Remedy.objects.get()
    answer = agency.post(address, {"act": "judge-remedy", "remedy": remedy.pk, "works": "yes", "why": ""})
    assert answer.status_code == 422
    agency.post(address, {"act": "judge-remedy", "remedy": remedy.pk, "works": "yes", "why": "已查看"})
    agency.post(address, {"act": "call-visit", "on": "2099-01-05", "why": "复查污水站"})
    assert "复查污水站" in text(enterprise.get(address))


def test_documents_are_offered_to_whom_they_are_for() -> None:
    found = noticed()
    issue_audit_reports(at=AT)
    (closed, _), (public, _) = (documents_of_audit(found.audit, each) for each in ReportKind)
    address = f"/my/audits/{found.audit}/documents/"
    page = text(Client().get(f"/audits/{found.audit}/"))
    assert f"/check/{public.code}/document.pdf" in page
    assert closed.code not in page
    agency, stranger = client_of(found.agency), client_of(acting(somebody("stranger@example.org")))
    assert f"{address}{closed.code}/?as=docx" in text(agency.get(f"/my/audits/{found.audit}/"))
    assert agency.get(f"{address}{closed.code}/").getvalue().startswith(b"%PDF")  # type: ignore[attr-defined]
    assert agency.get(f"{address}{closed.code}/?as=docx").content.startswith(b"PK")
    assert stranger.get(f"{address}{closed.code}/").status_code == 404
    assert Client().get(f"/check/{closed.code}/document.pdf").status_code == 403
    assert closed.spoken in text(Client().get(f"/check/{closed.code}/"))
    assert Client().get(f"/check/{public.code}/document.pdf").getvalue().startswith(b"%PDF")  # type: ignore[attr-defined]
    office = client_of(found.staff).get(f"/office/audits/{found.audit}/documents/{closed.code}/")
    assert office.getvalue().startswith(b"%PDF")  # type: ignore[attr-defined]


def test_public_sees_report_conclusion_and_days_left_but_no_paper_of_the_parties() -> None:
    found = noticed(has_finding=True)
    page = text(Client().get(f"/audits/{found.audit}/"))
    for shown in ("结论和理由", "操作规程没有更新", "查看了新规程", "/notices/"):
        assert shown in page
    for hidden in ("已更新规程", "结论请写明依据", "已补充依据"):
        assert hidden not in page
    office = client_of(approver())
    address = f"/office/audits/{found.audit}/"
    assert 'value="take-back"' in text(office.get(address))
    answer = office.post(address, {"act": "take-back", "ends": "no", "reason": "", "seen": found.row.version})
    assert answer.status_code == 422
    office.post(address, {"act": "take-back", "ends": "no", "reason": "流量数据有出入", "seen": found.row.version})
    assert found.row.state == AuditState.FOLLOW_UP
    assert "流量数据有出入" in text(Client().get(f"/audits/{found.audit}/"))
