"""Answering an item: what was read before counts, and two who write at once both find their words."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime

from django.db import transaction

from qingce.shared.checklists.acts import ANSWERED, CONFLICTED
from qingce.shared.checklists.enums import AnswerText, Edit, Place, Saved, VersionState
from qingce.shared.checklists.errors import ChecklistAnswerWrong, ChecklistEditReused, ChecklistFull
from qingce.shared.checklists.finding import writable
from qingce.shared.checklists.models import Answer, Sheet, Version
from qingce.shared.checklists.noting import clock_ahead, note_act, said
from qingce.shared.checklists.registry import checklist_kind
from qingce.shared.checklists.terms import checklist_terms
from qingce.shared.parties.enums import Actor

_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


@transaction.atomic
def save_answer(actor: Actor, place: Place, edit: Edit, *, at: datetime) -> Saved:
    """Keeps an answer. One that was written beside another is kept as a conflict, and both are shown.

    Sending the same edit again tells what became of it, whatever has happened since.

    Returns: what became of it, and the revision that holds now.
    Raises: ChecklistNotFound; ChecklistItemUnknown; ChecklistEditReused; why this person may not fill the form in;
        ChecklistAnswerWrong; ChecklistFull.
    """
    subject = writable(actor, place)  # its row is held: edits of one form come one after the other
    known = Version.objects.select_related("answer__sheet").filter(edit=edit.edit).first()
    text = _checked(place.kind, edit.text)
    if known is not None:
        return _again(known, actor, place, text)
    if subject.filling is not None:
        raise subject.filling
    sheet, _ = Sheet.objects.get_or_create(kind=place.kind, subject=place.subject, defaults={"begun_at": at})
    answer, _ = Answer.objects.select_related("held").get_or_create(sheet=sheet, item=place.item)
    _check_room(answer)
    version = _written(answer, replace(edit, text=text), actor, at=at)
    if version.state != VersionState.CONFLICT:
        chosen = answer.versions.filter(edit__in=edit.settles, state=VersionState.CONFLICT)
        chosen.update(state=VersionState.SETTLED, settled_by=version)
    act = CONFLICTED if version.state == VersionState.CONFLICT else ANSWERED
    note_act(sheet, subject, actor, act, at=at, item=place.item, revision=answer.revision)
    return Saved(VersionState(version.state), answer.revision)


def _written(answer: Answer, edit: Edit, actor: Actor, *, at: datetime) -> Version:
    """The version as it is kept; the answer holds it if it was written on what held before."""
    is_next = edit.base == answer.revision
    is_same = answer.held is not None and answer.held.text == edit.text
    beside = VersionState.AGREED if is_same else VersionState.CONFLICT
    version = Version.objects.create(
        answer=answer,
        edit=edit.edit,
        state=VersionState.KEPT if is_next else beside,
        base=edit.base,
        revision=answer.revision + 1 if is_next else None,
        **asdict(edit.text),
        made_at=edit.device.made_at,
        clock_s=clock_ahead(edit.device.now, at),
        received_at=at,
        by=actor.signature,
    )
    if is_next:
        answer.held, answer.revision = version, answer.revision + 1
        answer.save(update_fields=["held", "revision"])
    return version


def _again(known: Version, actor: Actor, place: Place, text: AnswerText) -> Saved:
    """What became of an edit that was sent before."""
    sheet = known.answer.sheet
    is_there = (sheet.kind, sheet.subject, known.answer.item) == (place.kind, place.subject, place.item)
    if not is_there or known.by != actor.signature or known.text != text:
        raise ChecklistEditReused("The identifier of this edit stands for another one. Write it once more.")
    return Saved(VersionState(known.state), known.answer.revision)


def _check_room(answer: Answer) -> None:
    most = checklist_terms().versions_most
    if answer.versions.count() >= most:
        raise ChecklistFull(f"This item takes at most {most} versions.", most=most)


def _checked(kind: str, text: AnswerText) -> AnswerText:
    grades, longest = checklist_kind(kind).grades, checklist_terms().text_longest
    if text.grade and text.grade not in grades:
        raise ChecklistAnswerWrong("Choose one of the grades of this form.", cause="grade")
    if text.deadline and not _FIRST_DAY <= text.deadline <= _LAST_DAY:
        raise ChecklistAnswerWrong("The deadline is no day of this century.", cause="deadline")
    finding, action = said(text.finding, longest), said(text.action, longest)
    if text.grade and grades[text.grade].needs_words and not finding:
        raise ChecklistAnswerWrong("Say what was found, or why the item does not apply.", cause="finding")
    return AnswerText(text.grade, finding, action, text.deadline, said(text.verification, longest))
