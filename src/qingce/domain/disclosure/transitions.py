"""The machine of a disclosure: who may do what in which state, and where it leads."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.domain.disclosure.enums import DisclosureAct, DisclosureParty, DisclosureState
from qingce.domain.disclosure.errors import ChecksMissing, DisclosureElsewhere, PaperMissing
from qingce.domain.disclosure.models import Disclosure, Paper
from qingce.domain.disclosure.reviewing_list import review_checks
from qingce.pure.workflow.machine import Machine, Transition
from qingce.shared.ledger.registry import Guard, Stateful, Touched

_ENTERPRISE, _STAFF, _PLATFORM = (DisclosureParty.ENTERPRISE.value,), (DisclosureParty.STAFF.value,), ("platform",)
S, A = DisclosureState, DisclosureAct

MACHINE = Machine(
    "disclosure",
    S.SENT,
    (
        Transition(S.SENT, A.SUBMIT, S.SUBMITTED, _ENTERPRISE, guard="papers", clause="BMD step 10"),
        Transition(S.SENT, A.TAKE_BACK, S.TAKEN_BACK, _ENTERPRISE),
        Transition(S.SUBMITTED, A.TAKE_BACK, S.TAKEN_BACK, _ENTERPRISE),
        Transition(S.SUBMITTED, A.RETURN, S.RETURNED, _STAFF),
        Transition(S.SUBMITTED, A.PUBLISH, S.PUBLISHED, _STAFF, guard="checked", clause="IPE-2017 §1",
                   public_act="disclosure-published"),
        Transition(S.RETURNED, A.SUBMIT, S.SUBMITTED, _ENTERPRISE, guard="papers", clause="BMD step 10"),
        Transition(S.RETURNED, A.TAKE_BACK, S.TAKEN_BACK, _ENTERPRISE),
        Transition(S.PUBLISHED, A.REPLACE, S.REPLACED, _PLATFORM),
        Transition(S.PUBLISHED, A.WITHDRAW, S.WITHDRAWN, _STAFF, public_act="disclosure-withdrawn"),
        Transition(S.REPLACED, A.WITHDRAW, S.WITHDRAWN, _STAFF, public_act="disclosure-withdrawn"),
    ),
    frozenset({S.TAKEN_BACK, S.WITHDRAWN}),
)  # fmt: skip


def _check_papers(row: Disclosure, _at: datetime) -> None:
    if not Paper.objects.filter(disclosure=row).exists():
        raise PaperMissing("Add the sealed or digitally signed document as PDF first.")


def _check_list(row: Disclosure, _at: datetime) -> None:
    if set(row.checks) != {each.id for each in review_checks()}:
        raise ChecksMissing("Confirm each line of the formal check, or send it back with what has to be changed.")


def _elsewhere(row: Disclosure) -> DisclosureElsewhere:
    state = DisclosureState(row.state)
    return DisclosureElsewhere(f"This is “{state.label}” by now; look at it again.", state=str(state.label))


DISCLOSURES = Stateful(
    machine=MACHINE,
    model=Disclosure,
    kind="disclosure",
    title=_("Disclosure of an enterprise"),
    states=dict(DisclosureState.choices),
    parties=dict(DisclosureParty.choices),
    guards={
        "papers": Guard(_("A sealed or digitally signed document came back"), _check_papers),
        "checked": Guard(_("Each line of the formal check is confirmed"), _check_list),
    },
    touches=lambda row: Touched(organisation=row.organisation_id),
    not_open=_elsewhere,
)
