"""A form in the reader's language: its groups, what each item came to, what holds and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qingce.doors.web.rules.words import said
from qingce.shared.checklists.enums import EvidenceDoubt

if TYPE_CHECKING:
    from qingce.pure.rules.schema import RuleList
    from qingce.shared.checklists.enums import EvidenceRow, ItemRow, SheetDetail, VersionRow


@dataclass(frozen=True)
class ShownGroup:
    """A group of items under its phase."""

    phase: str
    title: str
    items: tuple[ItemRow, ...]


@dataclass(frozen=True)
class Counted:
    """How far a form is."""

    items: int
    judged: int
    findings: int
    confirmed: int
    conflicts: int


def groups_of(sheet: SheetDetail) -> tuple[ShownGroup, ...]:
    """The items in the groups of the rulebook's list, in its order."""
    axes = {name: {each.id: said(each.title) for each in values} for name, values in sheet.rules.axis.items()}
    found: dict[tuple[str, str], list[ItemRow]] = {}
    for each in sheet.items:
        found.setdefault((each.item.at.get("phase", ""), each.item.at.get("group", "")), []).append(each)
    return tuple(
        ShownGroup(_title(axes, "phase", phase), _title(axes, "group", group), tuple(items))
        for (phase, group), items in found.items()
    )


def counted(sheet: SheetDetail) -> Counted:
    """How many items are judged, found wrong, confirmed, and in conflict."""
    return Counted(
        items=len(sheet.items),
        judged=sum(each.grade is not None for each in sheet.items),
        findings=sum(each.is_finding for each in sheet.items),
        confirmed=sum(each.is_finding and each.is_confirmed for each in sheet.items),
        conflicts=sum(bool(each.conflicts) for each in sheet.items),
    )


def grade_words(sheet: SheetDetail, grade: str) -> str:
    """What a grade is called; empty: none was given."""
    known = sheet.kind.grades.get(grade)
    return said(known.title) if known else ""


def evidence_words(sheet: SheetDetail, row: EvidenceRow) -> str:
    """What a kind of evidence is called."""
    known = sheet.kind.evidence.get(row.kind)
    return said(known.title) if known else row.kind


def doubt_words(row: EvidenceRow) -> tuple[str, ...]:
    """What speaks against a piece of evidence, with its figures."""
    return tuple(_doubt(doubt, figure) for doubt, figure in row.doubts)


def clock_words(row: VersionRow) -> str:
    """How wrong the clock of the device was; empty: it was right, or it was written here."""
    seconds = row.clock_s or 0
    minutes = abs(seconds) // 60
    if not minutes:
        return ""
    if seconds > 0:
        return ngettext(
            "the clock of the device was %(count)d minute ahead",
            "the clock of the device was %(count)d minutes ahead",
            minutes,
        ) % {"count": minutes}
    return ngettext(
        "the clock of the device was %(count)d minute behind",
        "the clock of the device was %(count)d minutes behind",
        minutes,
    ) % {"count": minutes}


def law_groups(laws: RuleList) -> list[tuple[str, list[object]]]:
    """The laws under what they are about."""
    titles = {each.id: said(each.title) for each in laws.axis["kind"]}
    return [(title, [each for each in laws.item if each.at.get("kind") == key]) for key, title in titles.items()]


def _title(axes: Mapping[str, Mapping[str, str]], axis: str, value: str) -> str:
    return axes.get(axis, {}).get(value, "")


def _doubt(doubt: EvidenceDoubt, figure: int) -> str:
    if doubt == EvidenceDoubt.TIME:
        return ngettext(
            "By its own time the photo was taken %(count)d day outside the audit.",
            "By its own time the photo was taken %(count)d days outside the audit.",
            figure,
        ) % {"count": figure}
    if doubt == EvidenceDoubt.PLACE:
        return _("By its own position the photo was taken %(count)d km from the enterprise.") % {"count": figure}
    return ngettext(
        "The clock of the device was wrong by %(count)d minute.",
        "The clock of the device was wrong by %(count)d minutes.",
        figure,
    ) % {"count": figure}
