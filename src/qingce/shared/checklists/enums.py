"""Closed vocabularies of this room, and what passes between it and others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from qingce.pure.rules.schema import ListItem, RuleList
    from qingce.shared.checklists.registry import ChecklistKind, ChecklistSubject, Grade
    from qingce.shared.files.enums import KeptFile

KIND = "checklist"  # in the feed of changes and in the journal


class VersionState(TextChoices):
    """What became of a version of an answer; none is ever lost."""

    KEPT = "kept", _("Holds, or held until the next one")
    AGREED = "agreed", _("Said the same as what stood there")
    CONFLICT = "conflict", _("Written beside another one; nobody has chosen yet")
    SETTLED = "settled", _("Written beside another one; chosen since")


class EvidenceDoubt(TextChoices):
    """What speaks against a piece of evidence. It is shown to who judges, and refuses nothing."""

    TIME = "time", _("By its own time it was not taken on a day of the audit")
    PLACE = "place", _("By its own position it was taken far from the place")
    CLOCK = "clock", _("The clock of the device was wrong")


@dataclass(frozen=True)
class Place:
    """Where something is written: a kind of form, what it is about, and an item of it."""

    kind: str
    subject: int
    item: str


@dataclass(frozen=True)
class AnswerText:
    """What is said of an item. Args: grade: empty: not judged yet. action: what is to be put right."""

    grade: str = ""
    finding: str = ""
    action: str = ""
    deadline: date | None = None
    verification: str = ""


@dataclass(frozen=True)
class Device:
    """What a device says of itself. Args: made_at: when something was written, by its clock. now: when it was sent."""

    made_at: datetime | None = None
    now: datetime | None = None


@dataclass(frozen=True)
class Edit:
    """An answer as it is handed in.

    Args: edit: made where it was written, so that sending it twice does nothing twice. base: the revision that was
        read. settles: versions in conflict that this one stands for.
    """

    edit: UUID
    base: int
    text: AnswerText
    settles: tuple[UUID, ...] = ()
    device: Device = field(default_factory=Device)


@dataclass(frozen=True)
class Saved:
    """What became of an edit. Args: revision: of the answer that holds now."""

    state: VersionState
    revision: int


@dataclass(frozen=True)
class EvidenceText:
    """A piece of evidence as it is handed in. Args: taken_at: by the word of who took it."""

    edit: UUID
    kind: str
    note: str = ""
    where: str = ""
    taken_at: datetime | None = None
    device: Device = field(default_factory=Device)


@dataclass(frozen=True)
class Upload:
    """The bytes that come with it."""

    name: str
    chunks: Iterable[bytes]


@dataclass(frozen=True)
class VersionRow:
    """A version of an answer. Args: revision: None: it never held. clock_s: how far the device's clock was ahead."""

    edit: UUID
    state: VersionState
    base: int
    revision: int | None
    text: AnswerText
    by: str
    received_at: datetime
    made_at: datetime | None
    clock_s: int | None


@dataclass(frozen=True)
class EvidenceRow:
    """A piece of evidence. Args: doubts: with a figure: days, kilometres, minutes."""

    id: int
    item: str
    edit: UUID
    kind: str
    note: str
    where: str
    taken_at: datetime | None
    by: str
    received_at: datetime
    file: KeptFile | None
    doubts: tuple[tuple[EvidenceDoubt, int], ...]
    withdrawn_at: datetime | None
    withdrawn_why: str


@dataclass(frozen=True)
class RemarkRow:
    """What who observes says of an item. Args: revision: of the answer that was read."""

    item: str
    revision: int
    is_agreed: bool
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ItemRow:
    """An item with what is known of it. Args: held: None: nothing was written. grade: None: not judged."""

    item: ListItem
    revision: int
    held: VersionRow | None
    grade: Grade | None
    conflicts: tuple[VersionRow, ...]
    evidence: tuple[EvidenceRow, ...]
    remark: RemarkRow | None

    @property
    def text(self) -> AnswerText:
        """What holds now."""
        return self.held.text if self.held else AnswerText()

    @property
    def is_finding(self) -> bool:
        """Whether something has to be put right."""
        return self.grade is not None and self.grade.is_finding

    @property
    def is_confirmed(self) -> bool:
        """Whether who observes agreed to what holds now."""
        return self.remark is not None and self.remark.is_agreed and self.remark.revision == self.revision


@dataclass(frozen=True)
class SheetDetail:
    """A form with everything written into it, as one person may see it."""

    kind: ChecklistKind
    subject: ChecklistSubject
    rules: RuleList
    items: tuple[ItemRow, ...]

    @property
    def is_judged(self) -> bool:
        """Whether each item has a grade, and nothing is in conflict."""
        return all(each.grade is not None and not each.conflicts for each in self.items)

    @property
    def are_findings_confirmed(self) -> bool:
        """Whether who observes agreed to each finding as it stands."""
        return all(each.is_confirmed for each in self.items if each.is_finding)
