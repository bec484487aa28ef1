"""The machine of invitations to observe."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.alliance.enums import ObservingAct, ObservingParty, ObservingState
from qingce.domain.removal.alliance.errors import ObservationElsewhere
from qingce.domain.removal.alliance.terms import alliance_terms
from qingce.domain.removal.models import Observation
from qingce.pure.kernel.calendar import CalendarGap, due_on, load_calendar
from qingce.pure.workflow.machine import Machine, Transition
from qingce.shared.ledger.registry import Stateful, Touched

S, A, P = ObservingState, ObservingAct, ObservingParty
_MEMBER, _STAFF, _CLOCK = (P.MEMBER.value,), (P.STAFF.value,), (P.CLOCK.value,)
MACHINE = Machine(
    "observation",
    S.ASKED,
    (
        Transition(S.ASKED, A.ACCEPT, S.ACCEPTED, _MEMBER, clause="IPE-2017 §2.2.4", public_act=A.ACCEPT),
        Transition(S.ASKED, A.DECLINE, S.DECLINED, _MEMBER),
        Transition(S.ASKED, A.LAPSE, S.LAPSED, _CLOCK),
        Transition(S.ACCEPTED, A.END, S.ENDED, (*_MEMBER, *_STAFF), public_act=A.END),
    ),
    frozenset({S.DECLINED, S.LAPSED, S.ENDED}),
)


def last_day(at: datetime) -> date | None:
    """Until when a member answers that is asked now; None: a year of the term has no calendar yet."""
    try:
        return due_on(localdate(at), alliance_terms().answer_workdays, load_calendar())
    except CalendarGap:
        return None


def _elsewhere(row: Observation) -> ObservationElsewhere:
    state = str(ObservingState(row.state).label)
    return ObservationElsewhere(f"This is “{state}” by now; look at it again.", state=state)


OBSERVATIONS = Stateful(
    machine=MACHINE,
    model=Observation,
    kind="observation",
    title=_("Invitation to observe an audit"),
    states=dict(S.choices),
    parties={P.MEMBER.value: P.MEMBER.label, P.STAFF.value: P.STAFF.label},
    touches=lambda row: Touched(
        (("observation", row.pk), ("audit", row.audit_id)),
        organisation=row.organisation_id,
        public=("audit", row.audit_id),
    ),
    not_open=_elsewhere,
)
