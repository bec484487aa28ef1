"""Bad moments: a process killed in the midst of a decision, two who decide at once, a Saturday that is worked."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from qingce.domain.removal.actions import approve_report, return_papers, submit_papers, take_up_case
from qingce.domain.removal.cases.enums import CaseParty, CaseState
from qingce.domain.removal.cases.errors import CaseChanged, CaseElsewhere, CaseNotFound
from qingce.domain.removal.models import CaseStep
from qingce.domain.removal.queries import get_case
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.models import Membership
from tests.domain.removal.cases.applying import NOISE, approved, declared, determined, handed_in, reported, submitted
from tests.factories import AT, acting, somebody
from tests.processes import ROOT, Processes
from tests.together import together

pytestmark = pytest.mark.requirement("REM-3", "LED-1")
HERE = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
DONE = (
    HERE
    + """
import time
from qingce.domain.records.models import Record
from qingce.domain.removal.actions import sweep_cases
from qingce.domain.removal.cases import deciding
from qingce.domain.removal.cases.enums import CaseParty
from qingce.domain.removal.models import Case
from qingce.shared.issuing.models import IssuedDocument
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.notices.models import Notice
from tests.domain.removal.cases.applying import NOISE, declared, reported, reviewing
from tests.factories import AT

def left():
    acts = [LedgerEntry.objects.filter(act=act).count() for act in ("case-passed", "record-removed")]
    issued = IssuedDocument.objects.filter(kind="case-report").count()
    return [Case.objects.get().state, Record.objects.get().state, *acts, Notice.objects.count(), issued]

def approve_until(place):
    def and_wait(*words, **more):
        print("there", flush=True)
        time.sleep(600)
    setattr(deciding, place, and_wait)
    case, by = Case.objects.get(), reviewing("approve@example.org")
    deciding.approve_report(by, case.pk, declared(CaseParty.APPROVER), seen=case.version, at=AT)
"""
)


@pytest.mark.requirement("REC-10")
def test_process_killed_between_decision_and_publication(processes: Processes) -> None:
    """Killed before all is written: nothing was decided. Killed after it: all is public, and the report follows."""
    killed(processes, "reported(NOISE); approve_until('_remove')")
    told = killed(processes, "print(*left()); approve_until('issue_reports')")
    assert told == "reported published 0 0 0 0"
    swept = "sweep_cases(at=AT)['reports']"
    after = processes.run(f"{DONE}\nprint(*left())\nprint({swept}, *left(), {swept})")
    assert after.splitlines() == ["passed removed 1 1 1 0", "1 passed removed 1 1 1 1 0"]


def killed(processes: Processes, doing: str) -> str:
    """What a process said before it was killed, in the midst of an approval."""
    run = processes.start(f"{DONE}\n{doing}")
    assert run.stdout is not None
    lines = iter(run.stdout.readline, "there\n")
    told = "".join(lines).strip()
    run.kill()
    run.wait()
    return told


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_who_decide_at_once_do_not_both() -> None:
    found = submitted(NOISE)
    seen = found.version
    told = together(
        lambda: return_papers(found.reviewer, found.case, reason="缺页", seen=seen, at=AT),
        lambda: take_up_case(found.approver, found.case, declared(CaseParty.REVIEWER), seen=seen, at=AT),
    )
    assert sorted(map(str, told)) in ([str(CaseChanged), "None"], [str(CaseElsewhere), "None"])
    assert CaseStep.objects.filter(case=found.case, source=CaseState.SUBMITTED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_remove_a_record_once() -> None:
    found = reported(NOISE)
    seen = found.version
    told = together(
        *(
            lambda: approve_report(found.approver, found.case, declared(CaseParty.APPROVER), seen=seen, at=AT)
            for _ in range(2)
        )
    )
    assert len([each for each in told if each in (CaseChanged, CaseElsewhere)]) == 1
    assert LedgerEntry.objects.filter(act="record-removed").count() == 1
    assert IssuedDocument.objects.filter(kind="case-report").count() == 1


@pytest.mark.django_db
def test_term_that_ends_on_a_make_up_working_day() -> None:
    """Saturday 10 October 2026 is worked in place of the holiday: the fifth working day after 28 September."""
    at = datetime(2026, 9, 28, 8, tzinfo=UTC)
    found = reported(NOISE, at=at)
    last = date(2026, 10, 10)
    assert (last.weekday(), found.row.due_on) == (5, last)
    case = get_case(found.case, actor=found.own.actor).row
    assert (case.is_late(last), case.is_late(date(2026, 10, 11))) == (False, True)
    approved(found, at=datetime(2026, 10, 10, 8, tzinfo=UTC))
    assert not CaseStep.objects.get(case=found.case, act="case-passed").is_late


@pytest.mark.django_db
def test_enterprise_user_who_leaves_mid_case_leaves_it_to_a_colleague() -> None:
    found = determined(NOISE)
    handed_in(found)
    colleague = somebody("colleague@example.org", name="林样本")
    Membership.objects.filter(person=found.own.person).update(ended_at=AT)
    Membership.objects.create(
        organisation_id=found.own.organisation, person=colleague, role=MemberRole.EDITOR, since=AT
    )
    with pytest.raises(CaseNotFound):
        submit_papers(acting(found.own.person), found.case, at=AT)
    submit_papers(acting(colleague), found.case, at=AT)
    there = get_case(found.case, actor=acting(colleague))
    assert [each.fits for each in there.lines] == [True, True]
    assert [each.act for each in there.steps] == ["case-opened", "case-determined", "case-submitted"]
    assert found.row.state == CaseState.SUBMITTED
