"""Counts that are kept: right after every step (each test of this folder ends with that), drawn together, mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from qingce.domain.removal.actions import (
    ask_for_more,
    assign_case,
    decline_case,
    discard_case,
    finish_report,
    mend_counts,
    return_papers,
    send_report_back,
    sweep_cases,
    withdraw_case,
)
from qingce.domain.removal.audits.sweeping import sweep_audits
from qingce.domain.removal.cases.counting import TALLIES, draw_together
from qingce.domain.removal.cases.enums import CaseAct, Result
from qingce.domain.removal.cases.restoring import restore_case
from qingce.domain.removal.models import CaseStep, DeskTally, StateTally
from qingce.domain.removal.queries import case_figures, wrong_counts
from qingce.shared.parties.enums import paired
from tests.domain.removal.audits.reporting import OVER, noticed
from tests.domain.removal.cases.applying import (
    EXCEEDANCE,
    NOISE,
    Applied,
    applied,
    approved,
    determined,
    prepared,
    reported,
    submitted,
    taken_up,
)
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-3")]
DAY = timedelta(days=1)


def discarded() -> None:
    found = prepared()
    discard_case(found.own.actor, found.case, at=AT)


def declined() -> None:
    found = applied()
    decline_case(found.reviewer, found.case, reason="不适用", seen=found.version, at=AT)


def withdrawn() -> None:
    found = determined(EXCEEDANCE)
    withdraw_case(found.own.actor, found.case, at=AT)


def lapsed() -> None:
    determined(NOISE)
    sweep_cases(at=AT + 200 * DAY)


def returned() -> None:
    found = submitted(NOISE)
    assign_case(found.reviewer, found.case, found.reviewer.person_id, at=AT)
    return_papers(found.reviewer, found.case, reason="缺页", seen=found.version, at=AT + 9 * DAY)


def asked() -> None:
    found = taken_up(NOISE)
    ask_for_more(found.reviewer, found.case, reason="补充", seen=found.version, at=AT + DAY)


def restored() -> None:
    found = reported(NOISE)
    send_report_back(found.approver, found.case, note="请改", seen=found.version, at=AT)
    _finished_again(found)
    approved(found, at=AT + 3 * DAY)
    restore_case(found.case, actor=paired(found.reviewer, found.approver), reason="伪造", at=AT + 4 * DAY)


def failed() -> None:
    approved(reported(NOISE, result=Result.FAIL))


def escalated() -> None:
    approved(reported(NOISE, result=Result.ON_SITE))


def passed_on_site() -> None:
    noticed()
    sweep_audits(at=OVER)


def _finished_again(found: Applied) -> None:
    finish_report(found.reviewer, found.case, seen=found.version, at=AT)


WALKS: dict[Callable[[], None], set[CaseAct]] = {
    discarded: {CaseAct.DISCARD},
    declined: {CaseAct.APPLY, CaseAct.DECLINE},
    withdrawn: {CaseAct.SEND_ON_SITE, CaseAct.WITHDRAW},
    lapsed: {CaseAct.DETERMINE, CaseAct.LAPSE},
    returned: {CaseAct.SUBMIT, CaseAct.RETURN},
    asked: {CaseAct.TAKE_UP, CaseAct.ASK},
    restored: {CaseAct.REPORT, CaseAct.SEND_BACK, CaseAct.PASS, CaseAct.RESTORE},
    failed: {CaseAct.FAIL},
    escalated: {CaseAct.ESCALATE},
    passed_on_site: {CaseAct.PASS_ON_SITE},
}


def test_walks_take_every_step_of_the_machine() -> None:
    assert set().union(*WALKS.values()) == set(CaseAct)


@pytest.mark.parametrize("walk", WALKS)
def test_counts_are_right_after_each_step_and_after_drawing_them_together(walk: Callable[[], None]) -> None:
    walk()
    assert WALKS[walk] <= {CaseAct(act) for act in CaseStep.objects.values_list("act", flat=True)}
    assert wrong_counts() == {}
    before = case_figures(on=AT.date())
    draw_together()
    assert draw_together() == 0
    assert wrong_counts() == {}
    assert case_figures(on=AT.date()) == before
    for model in TALLIES:
        kinds = list(model._default_manager.values_list(*model.KIND))
        assert len(kinds) == len(set(kinds))


def test_counts_that_are_wrong_are_found_and_mended() -> None:
    found = submitted(NOISE)
    assign_case(found.reviewer, found.case, found.reviewer.person_id, at=AT)
    StateTally.objects.create(state="submitted", path="off-site", division="", count=3)
    DeskTally.objects.all().delete()
    assert wrong_counts() == {"StateTally": 1, "DeskTally": 1}
    mend_counts()
    assert wrong_counts() == {}
    assert case_figures(on=AT.date()).total == 1


def test_what_was_there_before_counts_were_kept_is_counted_once() -> None:
    approved(reported(NOISE))
    for model in TALLIES:
        model._default_manager.all().delete()
    import_module("qingce.domain.removal.migrations.0008_cases_counted").count_cases(apps, None)
    assert wrong_counts() == {}
    assert StateTally.objects.get().count == 1
