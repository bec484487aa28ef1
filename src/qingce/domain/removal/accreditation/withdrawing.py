"""Two people withdraw an accreditation, in public."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from qingce.domain.removal.accreditation.enums import (
    WITHDRAW_ACCREDITATION,
    AccreditationAct,
    AccreditationParty,
    AccreditationState,
)
from qingce.domain.removal.accreditation.errors import NotYourAccreditation
from qingce.domain.removal.accreditation.stepping import Stepped, take_step
from qingce.domain.removal.accreditation.transitions import ACCREDITATIONS
from qingce.domain.removal.models import Accreditation
from qingce.shared.ledger.actions import check_step, hold
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of
from qingce.shared.parties.registry import Effect, EffectLine, Payload, ProposedSubject, TwoPersonAct


def withdraw_accreditation(pk: int, *, actor: Actor, reason: str, at: datetime) -> None:
    """Withdraws an accreditation, by two people; the reason is public.

    Raises: AccreditationElsewhere: it is not in force any more; NotYourAccreditation.
    """
    row = hold(ACCREDITATIONS, pk)
    if actor.seat_in(row.organisation_id) is not None:
        raise NotYourAccreditation("You belong to this agency; a colleague has to decide.", cause="own")
    step = Stepped({"reason": reason}, reason=reason)
    take_step(row, AccreditationAct.WITHDRAW, AccreditationParty.TWO_STAFF, actor=actor, at=at, said=step)


def _subjects(ids: Collection[int]) -> Mapping[int, ProposedSubject]:
    rows = Accreditation.objects.filter(pk__in=list(ids)).values_list("pk", "organisation__name", "organisation__area")
    return {pk: ProposedSubject("accreditation", pk, name, area) for pk, name, area in rows}


def _hold(pk: int) -> None:
    Accreditation.objects.select_for_update(of=("self",)).filter(pk=pk).first()


def _effect(pk: int, payload: Payload) -> Effect:
    del payload
    row = Accreditation.objects.get(pk=pk)
    act, party = AccreditationAct.WITHDRAW, AccreditationParty.TWO_STAFF
    after = check_step(ACCREDITATIONS, row, act, party=party).target
    line = EffectLine(
        _("The accreditation"), AccreditationState(row.state).label, AccreditationState(after).label
    )  # fmt: skip
    return Effect((line,), str(row.version))


def _carry_out(pk: int, payload: Payload, by: Actor, reason: str, at: datetime) -> None:
    del payload
    withdraw_accreditation(pk, actor=by, reason=reason, at=at)


WITHDRAWING = TwoPersonAct(
    WITHDRAW_ACCREDITATION,
    _("Withdraw the accreditation of an audit agency"),
    _subjects,
    _hold,
    _effect,
    _carry_out,
    proposes=roles_of(Duty.ACCREDIT_AGENCIES),
    confirms=roles_of(Duty.DECIDE_REMOVALS),
)
