"""The whole table of a case: every state × every step × every party, once by the machine and once by what people do.

What is expected stands here as a table of its own, written from IPE-2017 §2.1 and §2.2.4 with their notes, not read
from the code.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from qingce.domain.removal.actions import (
    apply_for_removal,
    approve_report,
    ask_for_more,
    decline_case,
    determine_case,
    discard_case,
    finish_report,
    return_papers,
    send_report_back,
    submit_papers,
    sweep_cases,
    take_up_case,
    withdraw_case,
)
from qingce.domain.removal.cases.enums import CaseParty, CaseState
from qingce.domain.removal.cases.errors import CaseElsewhere, CaseNotFound
from qingce.domain.removal.cases.restoring import restore_case
from qingce.domain.removal.cases.transitions import MACHINE
from qingce.domain.removal.models import Case, CaseReport
from qingce.pure.workflow.errors import StepNotOpen, StepOfAnother
from qingce.shared.parties.enums import NOBODY, Actor, paired
from tests.domain.disclosure.disclosing import held
from tests.domain.removal.cases.applying import NOISE, Applied, approved, declared, reported
from tests.factories import AT

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-1", "REM-3", "REM-9")]

TABLE = """
draft       case-discarded           enterprise  discarded
draft       case-opened              enterprise  applied
applied     case-determined          reviewer    handing-in
applied     case-determined-on-site  reviewer    on-site
applied     case-declined            reviewer    declined
applied     case-withdrawn           enterprise  withdrawn
handing-in  case-submitted           enterprise  submitted
handing-in  case-lapsed              time        lapsed
handing-in  case-withdrawn           enterprise  withdrawn
submitted   case-returned            reviewer    handing-in
submitted   case-taken-up            reviewer    reviewing
submitted   case-withdrawn           enterprise  withdrawn
reviewing   case-asked               reviewer    handing-in
reviewing   case-reported            reviewer    reported
reviewing   case-withdrawn           enterprise  withdrawn
reported    case-sent-back           approver    reviewing
reported    case-passed              approver    passed
reported    case-not-passed          approver    handing-in
reported    case-escalated           approver    on-site
reported    case-withdrawn           enterprise  withdrawn
on-site     case-passed-on-site      time        passed
on-site     case-withdrawn           enterprise  withdrawn
passed      case-restored            two-staff   restored
"""
ROWS = {(state, act): (party, target) for state, act, party, target in map(str.split, TABLE.strip().splitlines())}
STATES = (*CaseState.values,)
ACTS = tuple(dict.fromkeys(act for _state, act in ROWS))
PARTIES = (*CaseParty.values,)
NEVER_SEEN_BY_STAFF = (CaseState.DRAFT, CaseState.DISCARDED)
ELSEWHERE, UNSEEN = "elsewhere", "unseen"
Doing = Callable[[Applied, Actor], object]


def of_machine(state: str, act: str, party: str) -> str:
    """Where a step leads, or how it is refused."""
    try:
        return MACHINE.step(state, act, party).target
    except StepNotOpen:
        return "not open"
    except StepOfAnother:
        return "another's"


def of_table(state: str, act: str, party: str) -> str:
    """The same, as the table above has it."""
    if (state, act) not in ROWS:
        return "not open"
    owner, target = ROWS[state, act]
    return target if owner == party else "another's"


def test_machine_is_the_table_for_every_state_step_and_party() -> None:
    every = [(state, act, party) for state in STATES for act in ACTS for party in PARTIES]
    assert len(every) == 13 * 18 * 5
    assert {each: of_machine(*each) for each in every} == {each: of_table(*each) for each in every}
    assert (set(MACHINE.states), set(MACHINE.actions)) == (set(STATES), set(ACTS))


def with_result(result: str, missing: str = "") -> Doing:
    """Approving a report that comes to a result."""

    def approve(found: Applied, by: Actor) -> object:
        CaseReport.objects.filter(case=found.case).update(result=result, missing=missing)
        return approve_report(by, found.case, declared(CaseParty.APPROVER), seen=found.version, at=AT)

    return approve


DOING: dict[str, Doing] = {
    "case-discarded": lambda found, by: discard_case(by, found.case, at=AT),
    "case-opened": lambda found, by: apply_for_removal(by, found.case, declared(CaseParty.ENTERPRISE), at=AT),
    "case-determined": lambda found, by: determine_case(by, found.case, seen=found.version, at=AT),
    "case-declined": lambda found, by: decline_case(by, found.case, reason="样例", seen=found.version, at=AT),
    "case-submitted": lambda found, by: submit_papers(by, found.case, at=AT),
    "case-returned": lambda found, by: return_papers(by, found.case, reason="样例", seen=found.version, at=AT),
    "case-taken-up": lambda found, by: take_up_case(
        by, found.case, declared(CaseParty.REVIEWER), seen=found.version, at=AT
    ),
    "case-asked": lambda found, by: ask_for_more(by, found.case, reason="样例", seen=found.version, at=AT),
    "case-reported": lambda found, by: finish_report(by, found.case, seen=found.version, at=AT),
    "case-sent-back": lambda found, by: send_report_back(by, found.case, note="样例", seen=found.version, at=AT),
    "case-passed": with_result("passed"),
    "case-not-passed": with_result("not-passed", "样例"),
    "case-escalated": with_result("on-site", "样例"),
    "case-withdrawn": lambda found, by: withdraw_case(by, found.case, at=AT),
}
IS = {  # as whom somebody may act; a senior reviewer reviews and approves
    "enterprise": {CaseParty.ENTERPRISE},
    "reviewer": {CaseParty.REVIEWER},
    "senior reviewer": {CaseParty.REVIEWER, CaseParty.APPROVER},
    "another enterprise": set(),
    "nobody": set(),
}


def expected(state: str, act: str, who: str) -> str:
    """What comes of it: the state after it, or how it is refused."""
    (owner,) = {party for (_state, each), (party, _target) in ROWS.items() if each == act}
    is_unseen = owner != CaseParty.ENTERPRISE and state in NEVER_SEEN_BY_STAFF
    if CaseParty(owner) not in IS[who] or is_unseen:
        return UNSEEN
    return ROWS[state, act][1] if (state, act) in ROWS else ELSEWHERE


def came_of(found: Applied, state: str, act: str, by: Actor) -> str:
    """The same, as it is done; nothing of it stays."""
    with transaction.atomic():
        Case.objects.filter(pk=found.case).update(state=state)
        try:
            DOING[act](found, by)
        except CaseElsewhere:
            return ELSEWHERE
        except CaseNotFound:
            return UNSEEN
        else:
            return str(found.row.state)
        finally:
            transaction.set_rollback(True)


def test_people_take_the_steps_of_the_table_and_no_others() -> None:
    other = held(1, name="绍兴样乙印染有限公司", email="z@example.org", uscc="91000000MA00000030")
    found = reported(NOISE)
    people = {
        "enterprise": found.own.actor,
        "reviewer": found.reviewer,
        "senior reviewer": found.approver,
        "another enterprise": other.actor,
        "nobody": NOBODY,
    }
    came, wanted = {}, {}
    for state in STATES:
        for act in DOING:
            for who, by in people.items():
                came[state, act, who] = came_of(found, state, act, by)
                wanted[state, act, who] = expected(state, act, who)
    assert came == wanted
    assert found.row.state == CaseState.REPORTED


def test_clock_ends_only_applications_for_which_nothing_is_handed_in() -> None:
    found = reported(NOISE)
    after = {}
    for state in STATES:
        with transaction.atomic():
            Case.objects.filter(pk=found.case).update(state=state, due_on=AT.date() - timedelta(days=1))
            sweep_cases(at=AT)
            after[state] = found.row.state
            transaction.set_rollback(True)
    assert after == {state: "lapsed" if state == CaseState.HANDING_IN else state for state in STATES}


def test_two_people_restore_only_what_a_case_removed() -> None:
    found = reported(NOISE)
    approved(found)
    both = paired(found.reviewer, found.approver)
    for state in STATES:
        with transaction.atomic():
            Case.objects.filter(pk=found.case).update(state=state)
            if state == CaseState.PASSED:
                restore_case(found.case, actor=both, reason="样例", at=AT)
                assert found.row.state == CaseState.RESTORED
            else:
                with pytest.raises(CaseElsewhere):
                    restore_case(found.case, actor=both, reason="样例", at=AT)
            transaction.set_rollback(True)
