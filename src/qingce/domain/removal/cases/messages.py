"""The conversation kept with a case: between the enterprise and the staff, not public."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.domain.removal.cases.acts import MESSAGE
from qingce.domain.removal.cases.enums import CaseParty
from qingce.domain.removal.cases.errors import TooManyOfCase
from qingce.domain.removal.cases.holding import note_act, own_case, said, staff_case
from qingce.domain.removal.cases.terms import case_terms
from qingce.domain.removal.models import Case, CaseMessage
from qingce.shared.parties.enums import Actor


@transaction.atomic
def say_as_enterprise(actor: Actor, pk: int, text: str, *, at: datetime) -> int:
    """Says something to the staff, by an editor.

    Raises: CaseNotFound; EnterpriseNotSpokenFor; RoleTooSmall; CaseTextWrong; TooManyOfCase.
    """
    return _say(own_case(actor, pk), CaseParty.ENTERPRISE, text, actor, at)


@transaction.atomic
def say_as_staff(actor: Actor, pk: int, text: str, *, at: datetime) -> int:
    """Says something to the enterprise.

    Raises: CaseNotFound; NotYourCase; CaseTextWrong; TooManyOfCase.
    """
    return _say(staff_case(actor, pk), CaseParty.REVIEWER, text, actor, at)


def _say(case: Case, party: CaseParty, text: str, actor: Actor, at: datetime) -> int:
    most = case_terms().messages_most
    if CaseMessage.objects.filter(case=case).count() >= most:
        raise TooManyOfCase(f"A case takes at most {most} of these.", most=most)
    row = CaseMessage.objects.create(
        case=case, party=party, text=said(text, "Write something first."), said_by=actor.signature, said_at=at
    )
    note_act(case, actor, MESSAGE, at=at, message=row.pk)
    return row.pk
