"""Papers of the world: documents that few see, and what an enterprise explains."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

from qingce.domain.cleaner_production.actions import (
    PublicationText,
    note_publication,
    publish_fields,
    take_publications,
)
from qingce.domain.cleaner_production.enums import PublicationKind
from qingce.domain.cleaner_production.queries import FileRow
from qingce.domain.disclosure.actions import begin_note, name_liaison, name_stakeholder
from qingce.domain.disclosure.models import FiledFile, Paper
from qingce.domain.documents.actions import redact_paper, withdraw_document
from qingce.domain.documents.enums import PAPER, Audience
from qingce.domain.documents.models import VersionFile
from qingce.domain.documents.queries import versions_of
from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.models import Record
from qingce.domain.removal.actions import add_audit_paper, propose_restoration
from qingce.domain.removal.audits.report_drafting import PRELIMINARY
from qingce.domain.removal.enums import DECLARATION_FILE, EVIDENCE
from qingce.domain.removal.models import AuditFinding, AuditReport, CasePaper, DeclarationPaper, Remedy, RemedyPaper
from qingce.shared.checklists.models import Evidence, Sheet
from qingce.shared.files.actions import Area, keep_made, keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.issuing.codes import new_code
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.parties.actions import confirm_proposal
from qingce.shared.parties.models import Person
from qingce.shared.parties.queries import operator
from tests import hostile_files
from tests.domain.disclosure.disclosing import accept
from tests.domain.disclosure.filing import WORK, a_brand, administrator, filed
from tests.domain.disclosure.promising import publish, term_of
from tests.domain.disclosure.sealing import submitted
from tests.domain.documents.keeping import Kept, paper, upload
from tests.domain.removal.audits.auditing import accepted
from tests.domain.removal.cases.applying import Applied, approved, reviewed, submitted_case
from tests.factories import AT, acting, penalty, release_rules, take_in

Kwargs = dict[str, object]


def closer_documents(own: Kept, keep: Callable[[str], int]) -> dict[str, dict[str, Kwargs]]:
    """Papers of the enterprise here that fewer see: for parties, closed, withdrawn; and a public one with a copy."""
    found: dict[str, dict[str, Kwargs]] = {"web:document": {}, "web:document-file": {}}
    audiences = {"parties": Audience.PARTIES, "closed": Audience.CLOSED, "withdrawn": Audience.PUBLIC}
    for relation, audience in {**audiences, "redacted": Audience.PUBLIC}.items():
        file = keep(PAPER)
        number = paper(own, "emergency-plan", files=[file], audience=audience)
        if relation == "withdrawn":
            withdraw_document(own.actor, number, reason="传错", at=AT)
        if relation == "redacted":
            redact_paper(number, file, [Area(1, 0, 0, 9, 9)], reason="隐私", actor=own.actor, at=AT)
        found["web:document"][f"{relation} here"] = {"pk": number}
        found["web:document-file"][f"{relation} here"] = {"pk": number, "file": file}
    return found


def explained(own: Kept, county: str, stem: str, uscc: str) -> dict[str, Kwargs]:
    """A record of the enterprise that its members may explain."""
    Enterprise.objects.filter(pk=own.enterprise).update(uscc=uscc)
    name, number = f"{stem}丙电镀有限公司", f"{stem}〔2024〕9号"
    take_in(penalty(enterprise_name=name, uscc=uscc, county=county, issuer="", doc_no=number))
    accept(own)
    note = begin_note(own.actor, own.enterprise, at=AT)
    pk = submitted(own)
    first = Record.objects.get(enterprise=own.enterprise).pk
    (later,) = publish(own, "2026-11-23", name=name, uscc=uscc, county=county, issuer="")
    (file,) = Paper.objects.filter(disclosure=pk).values_list("file", flat=True)
    row = penalty(enterprise_name=name, uscc=uscc, county=county, issuer="")
    return (
        _cases(own, row)
        | audited(own, row)
        | {
            "my-disclosure": {"pk": pk},
            "my-disclosure-document": {"pk": pk},
            "my-disclosure-file": {"pk": pk, "file": file},
            "monitoring": {"pk": own.enterprise},
            "monitoring-send": {"pk": own.enterprise},
            "monitoring-note": {"pk": note},
            "my-disclosure-supports": {"pk": pk},
            "my-disclosure-support-new": {"pk": pk},
            "disclosure": {"pk": pk},
            "disclosure-file": {"pk": pk, "file": file},
            "office-disclosure": {"pk": pk},
            "office-disclosure-file": {"pk": pk, "file": file},
            "office-disclosure-redact": {"pk": pk, "file": file},
            "explain-send": {"pk": own.enterprise, "kind": "supervision"},
            "green-choice-of": {"pk": own.enterprise},
            "explain": {"pk": own.enterprise, "kind": "supervision"},
            "explain-record": {"pk": first},
            **mailed(own, stem),
            "my-promises": {"pk": own.enterprise},
            "enterprise-promises": {"pk": own.enterprise},
            "office-promise": {"pk": term_of(later).pk},
        }
    )


def audited(own: Kept, row: dict[str, str]) -> dict[str, Kwargs]:
    """A cleaner production audit of the enterprise, of which something was published elsewhere."""
    release_rules("cleaner-production")
    details = "listed=roster; obligation=mandatory; grounds=toxic"
    take_in(
        {**row, "type": "cleaner-production", "details": details, "doc_no": f"{row['enterprise_name']}〔2024〕20号"}
    )
    pk = Record.objects.latest("pk").pk
    said = PublicationText(PublicationKind.RESULTS, date(2024, 9, 1), {"publish-results": "样例"}, place="样例日报")
    noted = note_publication(operator("test"), pk, said, at=AT, copy=("报纸.pdf", [hostile_files.plain_pdf()]))
    published = publish_fields(own.actor, pk, PublicationKind.FIELDS, {"address": "样例路1号"}, at=AT)
    cells = {
        "企业名称": row["enterprise_name"],
        "统一社会信用代码": row["uscc"],
        "公布日期": "2024-09-03",
        "公布位置": "样例官网",
        "其余未公布": "是",
    }
    file = take_publications(operator("test"), [FileRow(2, cells)], name="公布.csv", at=AT)
    return {
        "my-publication": {"pk": published},
        "office-publication": {"pk": noted},
        "office-publication-file": {"pk": file},
        "cleaner-audit": {"pk": pk},
        "cleaner-publication-copy": {"pk": noted},
        "office-audit-published": {"pk": pk},
        "my-cleaner": {"pk": own.enterprise},
        "my-audit-publication": {"pk": pk},
    }


def mailed(own: Kept, stem: str) -> dict[str, Kwargs]:
    """Mail of the enterprise, filed by the liaison of its brand: here one whose role reaches no farther."""
    brand = a_brand(f"{stem}品牌")
    liaison = Person.objects.get(email=f"brand-liaison{'.here' if stem.startswith('苏州') else ''}@example.org")
    name_liaison(administrator(), brand, liaison.pk, WORK, at=AT)
    name_stakeholder(own.actor, own.enterprise, brand, at=AT)
    pk = filed(own, acting(liaison), brand)
    (file,) = FiledFile.objects.filter(filing=pk).values_list("file", flat=True)
    return {
        "my-stakeholders": {"pk": own.enterprise},
        "my-filing": {"pk": pk},
        "my-filing-file": {"pk": pk, "file": file},
        "office-filing": {"pk": pk},
        "office-filing-file": {"pk": pk, "file": file},
        "office-filing-new": {"pk": own.enterprise, "brand": brand},
    }


def _cases(own: Kept, row: dict[str, str]) -> dict[str, Kwargs]:
    """A case that waits for the completeness check, one that passed, and one with an audit: three records."""
    release_rules()
    numbers = []
    for place in (1, 2, 3):
        take_in({**row, "doc_no": f"{row['enterprise_name']}〔2024〕1{place}号"})
        numbers.append(Record.objects.latest("pk").pk)
    waiting, passed = (submitted_case(own, number) for number in numbers[:2])
    reviewed(passed)
    approved(passed)
    evidence = _restored(passed)
    audit = accepted(own=own, records=numbers[2:], has_parties=False).audit
    drawing = paper(own, "drawing", title="厂区总平面图")
    add_audit_paper(own.actor, audit, "site", drawing, at=AT)
    (site,) = VersionFile.objects.filter(version__document=drawing).values_list("file", flat=True)
    waiting_file, passed_file = (_file_of(each.case) for each in (waiting, passed))
    return {
        "my-cases": {"pk": own.enterprise},
        "my-case": {"pk": waiting.case},
        "my-case-record": {"pk": waiting.case, "record": numbers[0]},
        "my-case-file": {"pk": waiting.case, "file": waiting_file},
        "office-case": {"pk": waiting.case},
        "office-case-file": {"pk": waiting.case, "file": waiting_file},
        "my-audit": {"pk": audit},
        "my-audit-file": {"pk": audit, "file": site},
        "office-audit-file": {"pk": audit, "file": site},
        "my-quote": {"pk": audit},
        "audit": {"pk": audit},
        "office-audit": {"pk": audit},
        **_form(audit),
        **_remedy(audit, own),
        "case": {"pk": passed.case},
        "case-file": {"pk": passed.case, "file": passed_file},
        "office-case-restore": {"pk": passed.case},
        "office-case-evidence": {"pk": passed.case, "file": evidence},
        "case-evidence": {"pk": passed.case, "file": evidence},
        "case-report": {"pk": passed.case, "number": 1},
    }


def _remedy(audit: int, own: Kept) -> dict[str, Kwargs]:
    """A finding that was put right, with a document."""
    report = AuditReport.objects.create(audit_id=audit, kind="preliminary", written_by="#1", written_at=AT)
    finding = AuditFinding.objects.create(report=report, item="procedures", finding="样例")
    remedy = Remedy.objects.create(finding=finding, text="样例", handed_by="#1", handed_at=AT)
    document = paper(own, title="样例规程")
    RemedyPaper.objects.create(remedy=remedy, document_id=document, document_version=1)
    file = versions_of([(document, 1)])[document, 1].files[0].id
    kwargs: Kwargs = {"pk": audit, "file": file}
    issued: Kwargs = {"code": _issued(audit), "pk": audit}
    return {
        "my-audit-remedy": kwargs,
        "office-audit-remedy": kwargs,
        "my-audit-document": issued,
        "office-audit-document": issued,
        "my-audit-declaration": {"pk": audit},
        "my-audit-declaration-print": {"pk": audit},
        "my-audit-declaration-file": {"pk": audit, "file": _declared(audit)},
        "office-audit-declaration": {"pk": audit, "file": _declared(audit)},
    }


def _declared(audit: int) -> int:
    """A signed declaration of an audit. Returns: number of its file."""
    found = DeclarationPaper.objects.filter(audit=audit).first()
    if found is None:
        file = keep_upload(
            [hostile_files.plain_pdf()], name="声明.pdf", accepts=FileType, purpose=DECLARATION_FILE, at=AT
        )
        found = DeclarationPaper.objects.create(
            audit_id=audit, file_id=file.id, sha256=file.sha256, party="enterprise", added_by="#1", added_at=AT
        )
    return found.file_id


def _issued(audit: int) -> str:
    """A preliminary report of an audit as a document. Returns: its code."""
    code = new_code()
    file = keep_made(hostile_files.plain_pdf(), name="report.pdf", file_type=FileType.PDF, purpose="issued", at=AT)
    IssuedDocument.objects.create(
        code=code, kind=PRELIMINARY, subject=audit, language="zh", fingerprint=code, matter=code, issued_on=AT.date(),
        issued_at=AT, pages=1, pdf_sha256=file.sha256, said={}, texts=[], file_id=file.id,
    )  # fmt: skip
    return code


def _form(audit: int) -> dict[str, Kwargs]:
    """The form of an audit with a photo."""
    row = Evidence.objects.create(
        sheet=Sheet.objects.create(kind="audit", subject=audit, begun_at=AT),
        item="procedures",
        edit=uuid4(),
        kind="photo",
        file_id=upload("现场.pdf"),
        received_at=AT,
        by="#T",
    )
    item: Kwargs = {"kind": "audit", "pk": audit, "item": "procedures"}
    return {
        "audit-form": {"pk": audit},
        "audit-form-laws": {"pk": audit},
        "audit-form-item": {"pk": audit, "item": "procedures"},
        "audit-form-file": {"pk": audit, "file": row.file_id},
        "tablet-sheet": {"kind": "audit", "pk": audit},
        "tablet-answer": item,
        "tablet-evidence": item,
    }


def _restored(found: Applied) -> int:
    """Records of a case restored by two; the file that shows why, which everybody may read."""
    file = keep_upload(
        [hostile_files.plain_pdf()], name="证据.pdf", accepts=(FileType.PDF,), purpose=EVIDENCE, at=AT, largest_mb=5
    ).id  # fmt: skip
    proposal = propose_restoration(found.reviewer, found.case, reason="伪造", files=[file], is_public=True, at=AT)
    confirm_proposal(found.approver, proposal, at=AT)
    return file


def _file_of(case: int) -> int:
    document = CasePaper.objects.filter(case_record__case=case).values_list("document", flat=True)[0]
    return VersionFile.objects.filter(version__document=document).values_list("file", flat=True)[0]
