"""Who observes confirms what was found, or says what speaks against it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.shared.checklists.acts import REMARKED
from qingce.shared.checklists.enums import Place
from qingce.shared.checklists.errors import ChecklistAnswerWrong
from qingce.shared.checklists.finding import writable
from qingce.shared.checklists.models import Answer, Remark
from qingce.shared.checklists.noting import note_act, said
from qingce.shared.checklists.terms import checklist_terms
from qingce.shared.parties.enums import Actor


@transaction.atomic
def remark_on(actor: Actor, place: Place, *, revision: int, is_agreed: bool, text: str = "", at: datetime) -> None:
    """Confirms an answer as it was read, or objects to it with words.

    Raises: ChecklistNotFound; ChecklistItemUnknown; why this person may not; ChecklistAnswerWrong: it was changed
        since, or an objection says nothing.
    """
    subject = writable(actor, place)
    if subject.remarking is not None:
        raise subject.remarking
    words = said(text, checklist_terms().text_longest)
    if not is_agreed and not words:
        raise ChecklistAnswerWrong("Say what speaks against it.", cause="objection")
    answer = (
        Answer.objects.select_related("sheet")
        .filter(sheet__kind=place.kind, sheet__subject=place.subject, item=place.item)
        .first()
    )
    if answer is None or answer.revision != revision:
        raise ChecklistAnswerWrong("It was changed since you read it; look at it again.", cause="changed")
    Remark.objects.create(
        sheet=answer.sheet,
        item=place.item,
        revision=revision,
        is_agreed=is_agreed,
        text=words,
        by=actor.signature,
        at=at,
    )
    note_act(answer.sheet, subject, actor, REMARKED, at=at, item=place.item, revision=revision)
