"""The machine of accreditations."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.accreditation.enums import AccreditationAct, AccreditationParty, AccreditationState
from qingce.domain.removal.accreditation.errors import AccreditationElsewhere
from qingce.domain.removal.accreditation.guards import check_complete, check_lead
from qingce.domain.removal.accreditation.terms import accreditation_terms
from qingce.domain.removal.models import Accreditation
from qingce.pure.kernel.calendar import CalendarGap, due_on, load_calendar
from qingce.pure.workflow.machine import Machine, Transition
from qingce.shared.ledger.registry import Guard, Stateful, Term, Touched

S, A, P = AccreditationState, AccreditationAct, AccreditationParty
_CLAUSE = "IPE-2017 §2.2.4 (2)"


def _row(
    source: AccreditationState,
    act: AccreditationAct,
    target: AccreditationState,
    party: AccreditationParty,
    **more: str,
) -> Transition:
    return Transition(source, act, target, (party.value,), **more)


MACHINE = Machine(
    "accreditation",
    S.DRAFT,
    (
        *(_row(each, A.APPLY, S.APPLIED, P.AGENCY, guard="complete", deadline="check") for each in (S.DRAFT, S.ASKED)),
        _row(S.APPLIED, A.ASK, S.ASKED, P.CHECKER, deadline="answer"),
        _row(S.APPLIED, A.CHECK, S.CHECKED, P.CHECKER, guard="lead", deadline="decision", clause=_CLAUSE),
        _row(S.APPLIED, A.REFUSE, S.REFUSED, P.CHECKER),
        _row(S.CHECKED, A.SEND_BACK, S.APPLIED, P.APPROVER, deadline="check"),
        _row(S.CHECKED, A.REFUSE, S.REFUSED, P.APPROVER),
        _row(S.CHECKED, A.GRANT, S.GRANTED, P.APPROVER, guard="lead", clause=_CLAUSE, public_act=A.GRANT),
        *(_row(each, A.DISCARD, S.DISCARDED, P.AGENCY) for each in (S.DRAFT, S.APPLIED, S.ASKED, S.CHECKED)),
        _row(S.ASKED, A.LAPSE, S.LAPSED, P.CLOCK),
        _row(S.GRANTED, A.SUSPEND, S.SUSPENDED, P.CHECKER, public_act=A.SUSPEND),
        _row(S.SUSPENDED, A.LIFT, S.GRANTED, P.CHECKER, guard="lead", public_act=A.LIFT),
        *(_row(each, A.WITHDRAW, S.WITHDRAWN, P.TWO_STAFF, public_act=A.WITHDRAW) for each in (S.GRANTED, S.SUSPENDED)),
        *(_row(each, A.GIVE_UP, S.GIVEN_UP, P.AGENCY, public_act=A.GIVE_UP) for each in (S.GRANTED, S.SUSPENDED)),
        *(_row(each, A.EXPIRE, S.EXPIRED, P.CLOCK, public_act=A.EXPIRE) for each in (S.GRANTED, S.SUSPENDED)),
        _row(S.GRANTED, A.REPLACE, S.REPLACED, P.PLATFORM, public_act=A.REPLACE),
    ),
    frozenset({S.REFUSED, S.DISCARDED, S.LAPSED, S.WITHDRAWN, S.GIVEN_UP, S.EXPIRED, S.REPLACED}),
)  # fmt: skip


def _workdays(at: datetime, workdays: int) -> date | None:
    try:
        return due_on(localdate(at), workdays, load_calendar())
    except CalendarGap:
        return None


def elsewhere(row: Accreditation) -> AccreditationElsewhere:
    """The error that names the state it is in."""
    state = str(AccreditationState(row.state).label)
    return AccreditationElsewhere(f"This is “{state}” by now; look at it again.", state=state)


ACCREDITATIONS = Stateful(
    machine=MACHINE,
    model=Accreditation,
    kind="accreditation",
    title=_("Accreditation of an audit agency"),
    states=dict(AccreditationState.choices),
    parties={each.value: each.label for each in P if each not in (P.CLOCK, P.PLATFORM)},
    guards={
        "complete": Guard(_("Competence, independence and auditors are said and shown"), check_complete),
        "lead": Guard(_("A lead auditor has a valid qualification that was found right"), check_lead),
    },
    terms={
        "check": Term(
            _("The application is checked"),
            "due_on",
            lambda _r, at: _workdays(at, accreditation_terms().check_workdays),
        ),
        "decision": Term(
            _("Another person decides on it"),
            "due_on",
            lambda _r, at: _workdays(at, accreditation_terms().decision_workdays),
        ),
        "answer": Term(
            _("The agency adds what was asked for"),
            "due_on",
            lambda _r, at: localdate(at) + timedelta(days=accreditation_terms().answer_days),
        ),
    },
    touches=lambda row: Touched(organisation=row.organisation_id),
    not_open=elsewhere,
)
