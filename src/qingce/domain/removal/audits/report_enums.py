"""Closed vocabularies of an audit's reports, and what passes between them and others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingce.domain.removal.audits.enums import AuditParty


class ReportKind(TextChoices):
    """The two reports of an audit; the value is what the table of duties calls handing it over."""

    PRELIMINARY = "preliminary", _("Preliminary report")
    FINAL = "final", _("Final report")


class AuditResult(TextChoices):
    """What the final report concludes."""

    PASSED = "passed", pgettext_lazy("audit", "Passed")
    NOT_PASSED = "not-passed", pgettext_lazy("audit", "Not passed")


@dataclass(frozen=True)
class AuditReportText:
    """A report as it is written. Args: texts: by section. result, reason: of the final one."""

    texts: Mapping[str, str]
    result: str = ""
    reason: str = ""


@dataclass(frozen=True)
class NotedFinding:
    """An item of the auditor's form in which something has to be put right. Args: grade: by language."""

    item: str
    grade: Mapping[str, str]
    finding: str
    action: str
    deadline: date | None


@dataclass(frozen=True)
class CommentRow:
    """What a party said to a report."""

    id: int
    party: AuditParty
    text: str
    said_by: str
    said_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True)
class AuditReportRow:
    """A report as somebody may see it. Args: facts: as handed over; before that as they are."""

    id: int
    kind: ReportKind
    texts: Mapping[str, str]
    result: str
    reason: str
    facts: Mapping[str, object]
    revision: int
    written_by: str
    written_at: datetime
    handed_at: datetime | None
    completed_at: datetime | None
    confirmed_at: datetime | None
    ended_at: datetime | None
    notice: int | None
    issued: int | None
    digest: str
    comments: tuple[CommentRow, ...] = ()


@dataclass(frozen=True)
class RemedyRow:
    """What the enterprise did about a finding. Args: papers: number and version of documents of its shelf."""

    id: int
    text: str
    papers: tuple[tuple[int, int], ...]
    handed_by: str
    handed_at: datetime
    is_effective: bool | None
    why: str
    judged_by: str
    judged_at: datetime | None


@dataclass(frozen=True)
class ReportedFinding:
    """A finding of the preliminary report with what was done about it, the newest last."""

    id: int
    item: str
    grade: Mapping[str, str]
    finding: str
    action: str
    deadline: date | None
    remedies: tuple[RemedyRow, ...]

    @property
    def is_settled(self) -> bool:
        """Whether the agency judged that it was put right."""
        return bool(self.remedies) and self.remedies[-1].is_effective is True

    @property
    def is_judged(self) -> bool:
        """Whether nothing waits for the agency's word; the enterprise may hand in (again)."""
        return not self.remedies or self.remedies[-1].is_effective is not None


@dataclass(frozen=True)
class VisitRow:
    """A further audit on site."""

    id: int
    on: date
    why: str
    called_at: datetime
    result: str
    told_at: datetime | None
