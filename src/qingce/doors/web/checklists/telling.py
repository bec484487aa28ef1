"""A form as a tablet is told of it, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from qingce.doors.web.checklists.shown import clock_words, doubt_words, groups_of, law_groups
from qingce.doors.web.messages import sentence
from qingce.doors.web.rules.words import said
from qingce.shared.parties.queries import names_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qingce.pure.rules.schema import RuleList
    from qingce.shared.checklists.enums import ItemRow, SheetDetail, VersionRow
    from qingce.shared.checklists.queries import ChecklistTerms

Told = dict[str, Any]


def sheet_told(sheet: SheetDetail, laws: RuleList, terms: ChecklistTerms, aims: RuleList | None = None) -> Told:
    """All of a form: what it is for, asks and takes, what was written, the laws to have at hand."""
    kind, subject = sheet.kind, sheet.subject
    names = _names(sheet.items)
    return {
        "kind": kind.name,
        "subject": subject.id,
        "title": subject.title,
        "name": subject.name,
        "refused": sentence(subject.filling) if subject.filling else "",
        "terms": {"text": terms.text_longest, "note": terms.note_longest, "file_mb": terms.file_mb},
        "grades": [
            {"id": each.id, "title": said(each.title), "needs_words": each.needs_words, "finding": each.is_finding}
            for each in kind.grades.values()
        ],
        "evidence": [
            {"id": each.id, "title": said(each.title), "needs_file": each.needs_file} for each in kind.evidence.values()
        ],
        "groups": [
            {
                "phase": group.phase,
                "title": group.title,
                "items": [_item(each, names) for each in group.items],
            }
            for group in groups_of(sheet)
        ],
        "laws": [
            {
                "title": title,
                "items": [
                    {"title": said(each.title), "standards": each.standards, "clause": each.clause}  # type: ignore[attr-defined]
                    for each in items
                ],
            }
            for title, items in law_groups(laws)
        ],
        "aims": {"title": said(aims.title), "items": [said(each.title) for each in aims.item]} if aims else None,
        "now": timezone.now().isoformat(),
    }


def item_told(row: ItemRow) -> Told:
    """One item as it is now."""
    return _item(row, _names([row]))


def _item(row: ItemRow, names: Mapping[str, str]) -> Told:
    item = row.item
    return {
        "id": item.id,
        "title": said(item.title),
        "text": said(item.text) if item.text else "",
        "clause": item.clause,
        "revision": row.revision,
        "held": _version(row.held, names) if row.held else None,
        "conflicts": [_version(each, names) for each in row.conflicts],
        "evidence": [
            {
                "edit": str(each.edit),
                "kind": each.kind,
                "note": each.note,
                "where": each.where,
                "by": names.get(each.by, each.by),
                "doubts": doubt_words(each),
            }
            for each in row.evidence
            if each.withdrawn_at is None
        ],
        "remark": {"is_agreed": row.is_confirmed, "text": row.remark.text} if row.remark else None,
    }


def _version(row: VersionRow, names: Mapping[str, str]) -> Told:
    text = row.text
    return {
        "edit": str(row.edit),
        "grade": text.grade,
        "finding": text.finding,
        "action": text.action,
        "deadline": text.deadline.isoformat() if text.deadline else "",
        "verification": text.verification,
        "by": names.get(row.by, row.by),
        "at": row.received_at.isoformat(),
        "clock": clock_words(row),
    }


def _names(rows: tuple[ItemRow, ...] | list[ItemRow]) -> dict[str, str]:
    found = set()
    for row in rows:
        found |= {each.by for each in row.conflicts} | {each.by for each in row.evidence}
        found |= {row.held.by} if row.held else set()
    return dict(names_of(found))
