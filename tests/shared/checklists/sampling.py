"""A kind of form for tests: about an organisation; its editors fill it in, its readers observe, strangers see none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID, uuid4

from qingce.pure.rules.schema import Text
from qingce.shared.checklists.actions import save_answer
from qingce.shared.checklists.enums import AnswerText, Edit, Place, Saved
from qingce.shared.checklists.errors import ChecklistClosed, ChecklistNotFound, ChecklistNotYours
from qingce.shared.checklists.registry import (
    ChecklistKind,
    ChecklistSubject,
    EvidenceKind,
    Grade,
    _kinds,
    register_checklist_kind,
)
from qingce.shared.parties.enums import Actor, MemberRole
from qingce.shared.parties.models import Organisation
from qingce.shared.rulebooks.queries import releases
from tests.factories import AT

NAME, ITEM, OTHER = "sample", "procedures", "staff-able"
closed: set[int] = set()


def _words(text: str) -> Text:
    return Text(zh=text, en=text)


GRADES = {
    each.id: each
    for each in (
        Grade("conforms", _words("符合"), is_finding=False, needs_words=False),
        Grade("minor", _words("轻微"), is_finding=True, needs_words=True),
        Grade("not-applicable", _words("不适用"), is_finding=False, needs_words=True),
    )
}
EVIDENCE = {
    each.id: each
    for each in (
        EvidenceKind("photo", _words("照片"), needs_file=True, is_close=False),
        EvidenceKind("interview", _words("访谈"), needs_file=False, is_close=True),
    )
}


def subject_for(actor: Actor, pk: int, *, held: bool) -> ChecklistSubject:
    """About an organisation that somebody belongs to."""
    rows = Organisation.objects.select_for_update() if held else Organisation.objects
    row, seat = rows.filter(pk=pk).first(), actor.seat_in(pk)
    if row is None or seat is None:
        raise ChecklistNotFound("none")
    is_editor = seat.reaches(MemberRole.EDITOR)
    refused = ChecklistClosed("closed") if pk in closed else None
    return ChecklistSubject(
        id=pk,
        title=row.name,
        name=row.name,
        digest=releases(book="removal")[0].digest,
        list_name="audit-items",
        filling=refused or (None if is_editor else ChecklistNotYours("readers read")),
        remarking=ChecklistNotYours("who fills it in does not observe") if is_editor else None,
        sees_close=is_editor,
        sees_doubts=is_editor,
        since=date(2026, 11, 18),
        until=date(2026, 11, 20),
        place=(30.0, 120.0),
        organisation=pk,
    )


def _fillable(actor: Actor) -> list[ChecklistSubject]:
    return [subject_for(actor, seat.organisation_id, held=False) for seat in actor.seats]


def _laws(on: date) -> tuple[str, str]:
    del on
    return releases(book="removal")[0].digest, "laws"


SAMPLE = ChecklistKind(NAME, "Sample", GRADES, EVIDENCE, subject_for, _fillable, _laws)


@contextmanager
def sampled() -> Iterator[None]:
    """The kind is there for one test."""
    register_checklist_kind(SAMPLE)
    closed.clear()
    yield
    del _kinds[NAME]
    closed.clear()


def answer(actor: Actor, pk: int, finding: str, *, base: int, edit: UUID | None = None, **more: object) -> Saved:
    """Somebody answers an item."""
    text = AnswerText("minor", finding)
    made = Edit(edit or uuid4(), base, text, **more)  # type: ignore[arg-type]
    return save_answer(actor, Place(NAME, pk, ITEM), made, at=AT)
