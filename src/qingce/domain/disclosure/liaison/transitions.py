"""The machine of a filing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qingce.domain.disclosure.enums import FilingAct, FilingParty, FilingState
from qingce.domain.disclosure.errors import FilingDecided
from qingce.domain.disclosure.models import Filing
from qingce.pure.workflow.machine import Machine, Transition
from qingce.shared.ledger.registry import Stateful

_ENTERPRISE, _LIAISON = (FilingParty.ENTERPRISE.value,), (FilingParty.LIAISON.value,)
S, A = FilingState, FilingAct

MACHINE = Machine(
    "filing",
    S.WAITING,
    (
        Transition(S.WAITING, A.CONFIRM, S.CONFIRMED, _ENTERPRISE, clause="IPE-2017 §1"),
        Transition(S.WAITING, A.REFUSE, S.REFUSED, _ENTERPRISE),
        Transition(S.WAITING, A.TAKE_BACK, S.TAKEN_BACK, _LIAISON),
    ),
    frozenset({S.CONFIRMED, S.REFUSED, S.TAKEN_BACK}),
)


def _elsewhere(row: Filing) -> FilingDecided:
    state = FilingState(row.state)
    return FilingDecided(f"This is “{state.label}” by now; look at it again.", state=str(state.label))


FILINGS = Stateful(
    machine=MACHINE,
    model=Filing,
    kind="filing",
    title=_("Mail of an enterprise, filed by a liaison"),
    states=dict(FilingState.choices),
    parties=dict(FilingParty.choices),
    not_open=_elsewhere,
)
