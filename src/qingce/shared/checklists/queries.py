"""Reading forms: the whole of one, the history of an item, a file of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from qingce.shared.checklists.doubting import doubts_of
from qingce.shared.checklists.enums import EvidenceRow, ItemRow, RemarkRow, SheetDetail, VersionRow, VersionState
from qingce.shared.checklists.finding import item_of, list_of, subject_of
from qingce.shared.checklists.finding import subject_of as form_subject
from qingce.shared.checklists.models import Answer, Evidence, Remark, Version
from qingce.shared.checklists.registry import ChecklistSubject, checklist_kind, checklist_kinds
from qingce.shared.checklists.terms import ChecklistTerms, checklist_terms
from qingce.shared.files.errors import FileNotFound
from qingce.shared.files.queries import files_by_ids
from qingce.shared.parties.enums import Actor
from qingce.shared.rulebooks.queries import book_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qingce.pure.rules.schema import RuleList
    from qingce.shared.files.enums import KeptFile

__all__ = [
    "ChecklistTerms",
    "checklist_terms",
    "evidence_file",
    "fillable_sheets",
    "form_subject",
    "history_of",
    "laws_at_hand",
    "read_sheet",
    "sheet_of",
]


def sheet_of(actor: Actor, kind: str, pk: int) -> SheetDetail:
    """A form with all that was written into it, as far as this person may see it; eight queries beside the subject's.

    Raises: ChecklistNotFound.
    """
    subject = subject_of(actor, kind, pk)
    return read_sheet(kind, subject)


def read_sheet(kind: str, subject: ChecklistSubject) -> SheetDetail:
    """As `sheet_of`, for a room that has looked itself who may see it."""
    registered, rules = checklist_kind(kind), list_of(subject)
    answers = {
        each.item: each
        for each in Answer.objects.select_related("held").filter(sheet__kind=kind, sheet__subject=subject.id)
    }
    conflicts = _conflicts(answers.values())
    evidence = _evidence(kind, subject)
    remarks = {
        each.item: RemarkRow(each.item, each.revision, each.is_agreed, each.text, each.by, each.at)
        for each in Remark.objects.filter(sheet__kind=kind, sheet__subject=subject.id).order_by("pk")
    }
    rows = []
    for item in rules.item:
        answer = answers.get(item.id)
        held = _version(answer.held) if answer and answer.held else None
        rows.append(
            ItemRow(
                item=item,
                revision=answer.revision if answer else 0,
                held=held,
                grade=registered.grades.get(held.text.grade) if held else None,
                conflicts=tuple(conflicts[answer.pk]) if answer else (),
                evidence=tuple(evidence[item.id]),
                remark=remarks.get(item.id),
            )
        )
    return SheetDetail(registered, subject, rules, tuple(rows))


def history_of(actor: Actor, kind: str, pk: int, item: str) -> tuple[VersionRow, ...]:
    """Every version of an answer, the newest first.

    Raises: ChecklistNotFound; ChecklistItemUnknown.
    """
    item_of(subject_of(actor, kind, pk), item)
    found = Version.objects.filter(answer__sheet__kind=kind, answer__sheet__subject=pk, answer__item=item)
    return tuple(map(_version, found.order_by("-pk")))


def evidence_file(actor: Actor, kind: str, pk: int, file: int) -> KeptFile:
    """A file of a form, for who may see that piece of evidence.

    Raises: ChecklistNotFound; FileNotFound.
    """
    subject = subject_of(actor, kind, pk)
    rows = Evidence.objects.filter(sheet__kind=kind, sheet__subject=pk, file=file)
    found = files_by_ids([file]) if any(_may_see(row, kind, subject) for row in rows) else []
    if not found:
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    return found[0]


def fillable_sheets(actor: Actor) -> list[tuple[str, ChecklistSubject]]:
    """What somebody may fill in now, with the kind of form."""
    return [(kind.name, subject) for kind in checklist_kinds() for subject in kind.fillable(actor)]


def laws_at_hand(kind: str, on: date) -> RuleList:
    """The list of laws of a kind of form in the version that holds on a day."""
    digest, name = checklist_kind(kind).laws(on)
    return book_of(digest).lists[name]


def _version(row: Version) -> VersionRow:
    return VersionRow(
        edit=row.edit,
        state=VersionState(row.state),
        base=row.base,
        revision=row.revision,
        text=row.text,
        by=row.by,
        received_at=row.received_at,
        made_at=row.made_at,
        clock_s=row.clock_s,
    )


def _conflicts(answers: Iterable[Answer]) -> dict[int, list[VersionRow]]:
    found: dict[int, list[VersionRow]] = defaultdict(list)
    numbers = [each.pk for each in answers]
    for row in Version.objects.filter(answer__in=numbers, state=VersionState.CONFLICT).order_by("pk"):
        found[row.answer_id].append(_version(row))
    return found


def _may_see(row: Evidence, kind: str, subject: ChecklistSubject) -> bool:
    known = checklist_kind(kind).evidence.get(row.kind)
    return subject.sees_close or (known is not None and not known.is_close and row.withdrawn_at is None)


def _evidence(kind: str, subject: ChecklistSubject) -> dict[str, list[EvidenceRow]]:
    found: dict[str, list[EvidenceRow]] = defaultdict(list)
    rows = [
        row
        for row in Evidence.objects.filter(sheet__kind=kind, sheet__subject=subject.id).order_by("pk")
        if _may_see(row, kind, subject)
    ]
    files = {each.id: each for each in files_by_ids([row.file_id for row in rows if row.file_id])}
    for row in rows:
        found[row.item].append(
            EvidenceRow(
                id=row.pk,
                item=row.item,
                edit=row.edit,
                kind=row.kind,
                note=row.note,
                where=row.where,
                taken_at=row.taken_at,
                by=row.by,
                received_at=row.received_at,
                file=files.get(row.file_id or 0),
                doubts=doubts_of(row, subject) if subject.sees_doubts else (),
                withdrawn_at=row.withdrawn_at,
                withdrawn_why=row.withdrawn_why,
            )
        )
    return found
