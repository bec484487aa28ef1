"""The machine of a case: who may do what in which state, and where it leads.

The flow chart of IPE-2017 §2.1 is missing from the text: the steps follow from its clauses, as the rulebook's list
`off-site-steps` has them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.cases.enums import STAFF_STATES, CaseAct, CaseParty, CaseState
from qingce.domain.removal.cases.errors import CaseElsewhere
from qingce.domain.removal.cases.guards import (
    check_application,
    check_complete,
    check_determination,
    check_papers,
    check_report,
)
from qingce.domain.removal.cases.terms import case_terms
from qingce.domain.removal.models import Case
from qingce.pure.kernel.calendar import CalendarGap, due_on, load_calendar
from qingce.pure.workflow.machine import Machine, Transition
from qingce.shared.ledger.registry import Guard, Stateful, Term, Touched
from qingce.shared.rulebooks.queries import book_of

_ENTERPRISE, _REVIEWER, _APPROVER = (
    (CaseParty.ENTERPRISE.value,),
    (CaseParty.REVIEWER.value,),
    (CaseParty.APPROVER.value,),
)
_TWO, _CLOCK = (CaseParty.TWO_STAFF.value,), (CaseParty.CLOCK.value,)
S, A = CaseState, CaseAct
APPROVAL = "internal-approval"  # as the rulebook calls its term
_WITHDRAWABLE = (S.APPLIED, S.HANDING_IN, S.SUBMITTED, S.REVIEWING, S.REPORTED, S.ON_SITE)


def _row(source: CaseState, act: CaseAct, target: CaseState, parties: tuple[str, ...], **more: str) -> Transition:
    return Transition(source, act, target, parties, **more)


MACHINE = Machine(
    "removal-case",
    S.DRAFT,
    (
        _row(S.DRAFT, A.DISCARD, S.DISCARDED, _ENTERPRISE),
        _row(S.DRAFT, A.APPLY, S.APPLIED, _ENTERPRISE, guard="declared", deadline="determination",
             clause="IPE-2017 §2.1", public_act=A.APPLY),
        _row(S.APPLIED, A.DETERMINE, S.HANDING_IN, _REVIEWER, guard="all-determined", deadline="answer",
             clause="IPE-2017 §2; §2.1 注 4", public_act=A.DETERMINE),
        _row(S.APPLIED, A.SEND_ON_SITE, S.ON_SITE, _REVIEWER, guard="all-determined", clause="IPE-2017 §2.2.2",
             public_act=A.SEND_ON_SITE),
        _row(S.APPLIED, A.DECLINE, S.DECLINED, _REVIEWER, clause="IPE-2017 §2", public_act=A.DECLINE),
        _row(S.HANDING_IN, A.SUBMIT, S.SUBMITTED, _ENTERPRISE, guard="lines-answered", deadline="completeness",
             clause="IPE-2017 §2.1", public_act=A.SUBMIT),
        _row(S.HANDING_IN, A.LAPSE, S.LAPSED, _CLOCK, public_act=A.LAPSE),
        _row(S.SUBMITTED, A.RETURN, S.HANDING_IN, _REVIEWER, deadline="answer", clause="IPE-2017 §2.1",
             public_act=A.RETURN),
        _row(S.SUBMITTED, A.TAKE_UP, S.REVIEWING, _REVIEWER, guard="excuses-decided", deadline="review",
             clause="IPE-2017 §2.1", public_act=A.TAKE_UP),
        _row(S.REVIEWING, A.ASK, S.HANDING_IN, _REVIEWER, deadline="answer", clause="IPE-2017 §2.1",
             public_act=A.ASK),
        _row(S.REVIEWING, A.REPORT, S.REPORTED, _REVIEWER, guard="report-written", deadline="approval",
             clause="IPE-2017 §2.1 注 (1)", public_act=A.REPORT),
        _row(S.REPORTED, A.SEND_BACK, S.REVIEWING, _APPROVER, deadline="review"),
        _row(S.REPORTED, A.PASS, S.PASSED, _APPROVER, clause="IPE-2017 §2.1", public_act=A.PASS),
        _row(S.REPORTED, A.FAIL, S.HANDING_IN, _APPROVER, deadline="answer", clause="IPE-2017 §2.1 注 (2)",
             public_act=A.FAIL),
        _row(S.REPORTED, A.ESCALATE, S.ON_SITE, _APPROVER, clause="IPE-2017 §2.1 注 (2)", public_act=A.ESCALATE),
        _row(S.ON_SITE, A.PASS_ON_SITE, S.PASSED, _CLOCK, clause="IPE-2017 §2.2.4 审核结论说明公示",
             public_act=A.PASS_ON_SITE),
        *(_row(state, A.WITHDRAW, S.WITHDRAWN, _ENTERPRISE, public_act=A.WITHDRAW) for state in _WITHDRAWABLE),
        _row(S.PASSED, A.RESTORE, S.RESTORED, _TWO, clause="IPE-2017 §2.2.5 注", public_act=A.RESTORE),
    ),
    frozenset({S.DISCARDED, S.DECLINED, S.LAPSED, S.WITHDRAWN, S.RESTORED}),
)  # fmt: skip


def _workdays(at: datetime, workdays: int) -> date | None:
    """None: the calendar lacks a year of the term; the nightly sweep fills it in once it is there."""
    try:
        return due_on(localdate(at), workdays, load_calendar())
    except CalendarGap:
        return None


def term_of(row: Case, state: str) -> int:
    """How many working days a state of the staff's lasts at most."""
    terms = case_terms()
    if state == S.REPORTED:
        return int(book_of(row.rules).value(APPROVAL, on=row.applied_on or localdate(row.since)))
    if state == S.REVIEWING:
        return terms.review_workdays if row.review_left is None else max(row.review_left, 1)
    return terms.completeness_workdays if state == S.SUBMITTED else terms.determination_workdays


def due_of(row: Case) -> date | None:
    """Until when the state that a case of the staff's is in has to end, as the calendar has it now."""
    return _workdays(row.since, term_of(row, row.state)) if row.state in STAFF_STATES else row.due_on


def _answer(row: Case, at: datetime) -> date:
    del row
    return localdate(at) + timedelta(days=case_terms().answer_days)


def _elsewhere(row: Case) -> CaseElsewhere:
    state = CaseState(row.state)
    return CaseElsewhere(f"The case is “{state.label}” by now; look at it again.", state=str(state.label))


def _term(state: CaseState) -> Term[Case]:
    return Term(state.label, "due_on", lambda row, at: _workdays(at, term_of(row, state)))


CASES = Stateful(
    machine=MACHINE,
    model=Case,
    kind="case",
    title=_("Case: removal of records"),
    states=dict(CaseState.choices),
    parties={each.value: each.label for each in CaseParty if each != CaseParty.CLOCK},
    guards={
        "declared": Guard(_("Every record is said what is known of, and all is declared"), check_application),
        "all-determined": Guard(_("Every record is determined"), check_determination),
        "lines-answered": Guard(_("Every line has papers that fit, or a reason why not"), check_papers),
        "excuses-decided": Guard(_("Every reason why a paper is missing is decided"), check_complete),
        "report-written": Guard(_("Every paper and every claim is judged, and the report is written"), check_report),
    },
    terms={
        "determination": _term(S.APPLIED),
        "completeness": _term(S.SUBMITTED),
        "review": _term(S.REVIEWING),
        "approval": _term(S.REPORTED),
        "answer": Term(_("The enterprise hands in"), "due_on", _answer),
    },
    touches=lambda row: Touched(organisation=row.organisation_id),
    not_open=_elsewhere,
)
