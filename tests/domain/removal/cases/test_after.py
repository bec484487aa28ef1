"""After a case: restored by two people, explained before a new application; the clocks, night by night; figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qingce.domain.records.enums import PublicationState
from qingce.domain.records.models import Record
from qingce.domain.removal.actions import prepare_case, sweep_cases
from qingce.domain.removal.cases.enums import CaseState
from qingce.domain.removal.cases.errors import CaseElsewhere, ExplanationOwed
from qingce.domain.removal.cases.figures import weighted_median
from qingce.domain.removal.cases.restoring import restore_case
from qingce.domain.removal.models import Case, CaseReminder, CaseReport
from qingce.domain.removal.queries import case_figures
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.ledger.finding import entries_of
from qingce.shared.notices.models import Notice
from qingce.shared.parties.enums import paired
from tests.domain.disclosure.disclosing import records_of
from tests.domain.removal.cases.applying import NOISE, approved, determined, reported, submitted
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-3", "REM-9", "REC-10")]
DAY = timedelta(days=1)


def test_two_people_restore_and_a_new_application_needs_an_explanation_first() -> None:
    found = reported(NOISE)
    approved(found)
    [record] = records_of(found.own)
    both = paired(found.reviewer, found.approver)
    restore_case(found.case, actor=both, reason="监测报告系伪造", at=AT + DAY)
    assert Record.objects.get(pk=record).state == PublicationState.PUBLISHED
    assert found.row.state == CaseState.RESTORED
    acts = [each.entry.act for each in entries_of("case", found.case)]
    assert acts[-1] == "case-restored"
    with pytest.raises(ExplanationOwed):
        prepare_case(found.own.actor, found.own.enterprise, [record], at=AT + 2 * DAY)
    with pytest.raises(CaseElsewhere):
        restore_case(found.case, actor=both, reason="再次", at=AT + DAY)


def test_result_is_a_notice_and_the_report_a_document() -> None:
    found = reported(NOISE)
    approved(found)
    assert "审阅通过" in Notice.objects.latest("pk").title_zh
    report = CaseReport.objects.get()
    assert report.issued_id == IssuedDocument.objects.get(kind="case-report").pk


def test_document_of_a_report_that_a_killed_process_left_is_made_by_the_sweep() -> None:
    found = reported(NOISE)
    approved(found)
    CaseReport.objects.update(issued=None)
    assert sweep_cases(at=AT)["reports"] == 1
    assert sweep_cases(at=AT)["reports"] == 0
    assert IssuedDocument.objects.filter(kind="case-report").count() == 1


def test_application_with_which_nobody_goes_on_is_reminded_of_and_ends() -> None:
    found = determined(NOISE)
    last = found.row.due_on
    assert last == date(2027, 5, 19)
    for before in (31, 30, 29, 7, 6, 0):
        at = AT + (last - date(2026, 11, 20)) - before * DAY
        sweep_cases(at=at)
        sweep_cases(at=at)
    assert sorted(CaseReminder.objects.values_list("days", flat=True)) == [0, 7, 30]
    assert found.row.state == CaseState.HANDING_IN
    done = [sweep_cases(at=AT + (last - date(2026, 11, 20)) + DAY)["lapsed"] for _ in range(2)]
    assert (done, found.row.state) == ([1, 0], CaseState.LAPSED)


def test_term_in_a_year_without_a_calendar_is_told_later() -> None:
    late = AT.replace(month=12, day=30)
    found = submitted(NOISE, at=late)
    assert found.row.due_on is None
    assert sweep_cases(at=late)["reckoned"] == 0
    Case.objects.update(since=AT)
    assert sweep_cases(at=AT)["reckoned"] == 1
    assert found.row.due_on == date(2026, 11, 27)


def test_figures_count_states_and_lengths() -> None:
    found = reported(NOISE)
    approved(found, at=AT + 10 * DAY)
    figures = case_figures(on=date(2026, 12, 1))
    assert (figures.total, figures.open) == (1, 0)
    of_approval = next(each for each in figures.steps if each.state == CaseState.REPORTED)
    assert (of_approval.median_days, of_approval.late) == (10.0, 1)


@pytest.mark.parametrize(
    ("values", "told"),
    [([(3, 1)], 3.0), ([(1, 1), (4, 1)], 2.5), ([(0, 5), (9, 4)], 0.0), ([(0, 3), (2, 1), (9, 4)], 5.5)],
)
def test_median_of_counted_values(values: list[tuple[int, int]], told: float) -> None:
    assert weighted_median(values) == told
