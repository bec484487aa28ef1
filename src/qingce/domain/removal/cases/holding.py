"""What each act does with a case first: holds its row, and sees whether whoever acts may."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from qingce.domain.disclosure.queries import speaker_for
from qingce.domain.enterprises.queries import get_enterprise, holder_of
from qingce.domain.removal.cases.enums import CaseState
from qingce.domain.removal.cases.errors import CaseElsewhere, CaseIncomplete, CaseNotFound, CaseTextWrong, NotYourCase
from qingce.domain.removal.cases.permissions import approvable_cases, own_cases, staff_cases
from qingce.domain.removal.cases.terms import case_terms
from qingce.domain.removal.models import Case
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, MemberRole


def not_found(pk: int) -> CaseNotFound:
    """The error for a number that no case has, or none that may be seen."""
    return CaseNotFound(f"There is no case number {pk}.", number=pk)


def own_case(actor: Actor, pk: int, *states: CaseState) -> Case:
    """A case of an organisation whose editor somebody is and that speaks for the enterprise, held.

    Raises: CaseNotFound; EnterpriseNotSpokenFor; RoleTooSmall; CaseElsewhere: it is in none of these states.
    """
    row = _held(pk, own_cases(actor))
    root = root_of(row, actor)
    if speaker_for(actor, root, MemberRole.EDITOR).organisation_id != row.organisation_id:
        raise not_found(pk)
    _check_state(row, states)
    return row


def check_holder(row: Case, actor: Actor) -> None:
    """That one organisation alone speaks for the enterprise; three queries.

    Raises: CaseIncomplete.
    """
    if holder_of(root_of(row, actor)) is None:
        raise CaseIncomplete(
            "A merge brought two organisations together that speak for this enterprise; nothing is handed in until the "
            "staff have settled which it is.",
            cause="holder",
        )


def staff_case(actor: Actor, pk: int, *states: CaseState, approving: bool = False) -> Case:
    """A case that somebody of the staff works on, or approves, held.

    Raises: CaseNotFound; NotYourCase: it is one's own organisation's; CaseElsewhere.
    """
    row = _held(pk, approvable_cases(actor) if approving else staff_cases(actor))
    if actor.seat_in(row.organisation_id) is not None:
        raise NotYourCase("You belong to the organisation that applied; a colleague has to decide.", cause="own")
    _check_state(row, states)
    return row


def note_act(row: Case, actor: Actor, act: str, *, at: datetime, **detail: str | int) -> None:
    """Notes an act that is no step of the case, in the caller's transaction. Args: detail: for the journal."""
    note_change("case", row.pk, at=at)
    journal(
        act,
        by=actor.person_id or None,
        organisation=row.organisation_id,
        subject=("case", row.pk),
        detail=detail,
        at=at,
    )


def said(text: str, missing: str = "") -> str:
    """A text as it is kept.

    Args: missing: what to say where it may not be empty; empty: it may.
    Raises: CaseTextWrong.
    """
    found, longest = clean(text), case_terms().text_longest
    if missing and not found:
        raise CaseTextWrong(missing, cause="missing")
    if len(found) > longest:
        raise CaseTextWrong(f"This takes at most {longest} characters.", cause="long", longest=longest)
    return found


def _held(pk: int, seen: Q) -> Case:
    row = Case.objects.select_for_update(of=("self",)).filter(seen, pk=pk).first()
    if row is None:
        raise not_found(pk)
    return row


def root_of(row: Case, actor: Actor) -> int:
    """The number of the enterprise of a case, as merged now; one query."""
    enterprise = get_enterprise(row.enterprise_id, actor=actor).row
    return enterprise.canonical_id or enterprise.id


def _check_state(row: Case, states: tuple[CaseState, ...]) -> None:
    if states and row.state not in states:
        state = CaseState(row.state)
        raise CaseElsewhere(f"The case is “{state.label}” by now; look at it again.", state=str(state.label))
