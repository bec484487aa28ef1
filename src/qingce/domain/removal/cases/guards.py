"""What must hold before a step of a case; each says what is missing and what to do."""

from __future__ import annotations

from datetime import datetime

from qingce.domain.removal.cases.enums import CaseParty, CasePath
from qingce.domain.removal.cases.errors import CaseIncomplete, DeclarationMissing
from qingce.domain.removal.cases.standing import standings_of
from qingce.domain.removal.cases.terms import declarations_of, report_sections, review_checks
from qingce.domain.removal.models import Case, CasePaper, CaseRecord, CaseReport, Declaration


def check_application(row: Case, at: datetime) -> None:
    """Records are there, and the enterprise declared what it has to (IPE-2017 §2.2.4 note)."""
    del at
    if not row.records.exists():
        raise CaseIncomplete("Choose at least one record.", cause="records")
    accepted = set(Declaration.objects.filter(case=row, party=CaseParty.ENTERPRISE).values_list("kind", "version"))
    if {(each.id, each.version) for each in declarations_of(CaseParty.ENTERPRISE)} - accepted:
        raise DeclarationMissing("Read and accept each declaration first.")


def check_determination(row: Case, at: datetime) -> None:
    """Every record that is left is determined, and one that needs an audit takes the case with it (IPE-2017 §2)."""
    del at
    outcomes = set(CaseRecord.objects.filter(case=row, is_open=True).values_list("outcome", flat=True))
    if not outcomes or outcomes - {each.value for each in CasePath}:
        raise CaseIncomplete("Every record has to be determined first.", cause="determination")


def check_papers(row: Case, at: datetime) -> None:
    """Each line has papers that fit, or a reason why it has none (REM-2)."""
    del at
    for standing in standings_of(row):
        if not standing.is_answered:
            raise CaseIncomplete(
                f"“{standing.line.title.en}” has no paper that fits; hand one in, or say why there is none.",
                cause="line",
                zh=standing.line.title.zh,
                en=standing.line.title.en,
            )


def check_complete(row: Case, at: datetime) -> None:
    """Each reason why a paper is missing is decided, and waived (REM-2)."""
    del at
    for standing in standings_of(row):
        if not standing.fits and not (standing.excuse and standing.excuse.is_waived):
            raise CaseIncomplete(
                f"“{standing.line.title.en}” has no paper that fits and is not waived; waive it with a reason, or send "
                "the case back.",
                cause="waiver",
                zh=standing.line.title.zh,
                en=standing.line.title.en,
            )


def check_report(row: Case, at: datetime) -> None:
    """Each paper and each claim is judged, and each section written."""
    del at
    checks = {each.id for each in review_checks()}
    papers = CasePaper.objects.filter(case_record__case=row, case_record__is_open=True)
    if any(set(each.verdict) != checks for each in papers.only("verdict")):
        raise CaseIncomplete("Some papers are not judged yet.", cause="papers")
    records = CaseRecord.objects.filter(case=row, is_open=True).values_list("claims", flat=True)
    if any(value is None for claims in records for each in claims for value in each.values()):
        raise CaseIncomplete("Say of each claim whether the papers prove it.", cause="claims")
    report = CaseReport.objects.filter(case=row, round=row.round).first()
    if report is None or not all(report.texts.get(each.id) for each in report_sections()) or not report.result:
        raise CaseIncomplete("Write each section of the report and its result.", cause="report")
