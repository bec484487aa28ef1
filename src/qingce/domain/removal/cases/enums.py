"""Closed vocabularies of cases, and what passes between them and others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from qingce.pure.rules.schema import Text


class CaseState(TextChoices):
    """Where a case stands; who owes the next step follows from it."""

    DRAFT = "draft", pgettext_lazy("case", "In preparation")
    APPLIED = "applied", pgettext_lazy("case", "Waits for the determination")
    HANDING_IN = "handing-in", pgettext_lazy("case", "Documents are asked for")
    SUBMITTED = "submitted", pgettext_lazy("case", "Waits for the completeness check")
    REVIEWING = "reviewing", pgettext_lazy("case", "Under review")
    REPORTED = "reported", pgettext_lazy("case", "Waits for the approval")
    ON_SITE = "on-site", pgettext_lazy("case", "Needs an on-site audit")
    PASSED = "passed", pgettext_lazy("case", "Passed: records removed")
    DECLINED = "declined", pgettext_lazy("case", "Removal does not apply")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "Withdrawn by the enterprise")
    LAPSED = "lapsed", pgettext_lazy("case", "Ended: nothing was handed in")
    DISCARDED = "discarded", pgettext_lazy("case", "Discarded")
    RESTORED = "restored", pgettext_lazy("case", "Records restored")


STAFF_STATES = (CaseState.APPLIED, CaseState.SUBMITTED, CaseState.REVIEWING, CaseState.REPORTED)
ENTERPRISE_STATES = (CaseState.DRAFT, CaseState.HANDING_IN, CaseState.ON_SITE)
NOT_OWED = tuple(each for each in CaseState if each not in STAFF_STATES)
OPEN_CASES = (*STAFF_STATES, *ENTERPRISE_STATES)
NEVER_PUBLIC = (CaseState.DRAFT, CaseState.DISCARDED)
PUBLIC_CASES = tuple(each for each in CaseState if each not in NEVER_PUBLIC)
DECIDED_CASES = (CaseState.PASSED, CaseState.RESTORED)


class CaseAct(TextChoices):
    """The steps of a case; the value is its name in journal and ledger."""

    APPLY = "case-opened", _("Removal applied for")
    DISCARD = "case-discarded", _("Preparation of an application discarded")
    DETERMINE = "case-determined", _("Way of removal determined")
    SEND_ON_SITE = "case-determined-on-site", _("On-site audit determined")
    DECLINE = "case-declined", _("Application declined: removal does not apply")
    SUBMIT = "case-submitted", _("Documents handed in for review")
    RETURN = "case-returned", _("Documents found incomplete")
    TAKE_UP = "case-taken-up", _("Documents found complete, review begun")
    ASK = "case-asked", _("More asked for during the review")
    REPORT = "case-reported", _("Review report finished")
    SEND_BACK = "case-sent-back", _("Review report sent back to be changed")
    PASS = "case-passed", _("Review passed")
    PASS_ON_SITE = "case-passed-on-site", _("On-site audit passed, records removed")
    FAIL = "case-not-passed", _("Review not passed: another round")
    ESCALATE = "case-escalated", _("Review not passed: on-site audit")
    WITHDRAW = "case-withdrawn", _("Application withdrawn")
    LAPSE = "case-lapsed", _("Application ended: nothing was handed in")
    RESTORE = "case-restored", _("Removal undone: records restored")


class CaseParty(TextChoices):
    """Who takes a step of a case, besides the clock."""

    ENTERPRISE = "enterprise", _("The organisation that speaks for the enterprise")
    REVIEWER = "reviewer", pgettext_lazy("party", "Reviewer")
    APPROVER = "approver", pgettext_lazy("party", "Approver")
    TWO_STAFF = "two-staff", _("Two members of the staff")
    CLOCK = "time", _("The clock")


class CasePath(TextChoices):
    """The two ways of removal (IPE-2017 §2)."""

    OFF_SITE = "off-site", _("Off-site document review")
    ON_SITE = "on-site", _("Third-party on-site audit")


class Result(TextChoices):
    """What a review comes to."""

    PASS = "passed", pgettext_lazy("review", "Passed")
    FAIL = "not-passed", pgettext_lazy("review", "Not passed: another round")
    ON_SITE = "on-site", pgettext_lazy("review", "Not passed: on-site audit")


class Doubt(TextChoices):
    """What speaks against a paper, by its dates alone."""

    EXPIRED = "expired", _("It had expired on the day of the application")
    OUTSIDE = "outside", _("It does not cover the time that is asked for")
    NO_TIME = "no-time", _("It does not say which time it covers")
    OTHER_DAY = "other-day", _("It is not of the day that is asked for")
    BEFORE = "before", _("It is older than the record")
    WITHDRAWN = "withdrawn", _("It was withdrawn from the shelf")


@dataclass(frozen=True)
class NeededLine:
    """A line of a record's list of papers.

    Args: key: list, line, and the violation where its own facts matter. papers: of the rulebook, any one of which is
        asked for. types: of the shelf that serve it. since, until: the time to be covered. on: the day it must be of.
        missing: a fact of which the time hangs, and nobody stated it.
    """

    key: str
    list_title: Text
    title: Text
    clause: str
    papers: tuple[str, ...]
    types: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    on: date | None = None
    missing: str = ""


@dataclass(frozen=True)
class UnlistedText:
    """A record that the platform does not know of, as the enterprise states it."""

    title: str
    issuer: str = ""
    doc_no: str = ""
    decided_on: date | None = None
    address: str = ""


@dataclass(frozen=True)
class Declared:
    """A declaration that a party accepts with a step. Args: version: of the text that was read."""

    kind: str
    version: str


@dataclass(frozen=True)
class Judgement:
    """What a reviewer finds of a paper. Args: checks: by line of the list. proves: what it proves, or why not."""

    checks: Mapping[str, bool]
    proves: str


@dataclass(frozen=True)
class ReportText:
    """What a reviewer writes.

    Args: texts: by section. result: None: not decided yet. missing: where it does not pass, what is missing and why.
    """

    texts: Mapping[str, str]
    result: Result | None
    missing: str = ""


@dataclass(frozen=True)
class CaseRow:
    """A case as lists show it. Args: reviewer: a signature; empty: nobody."""

    id: int
    state: CaseState
    path: str
    version: int
    round: int
    enterprise_id: int
    enterprise_name: str
    organisation_id: int
    organisation_name: str
    records: int
    applied_on: date | None
    since: datetime
    due_on: date | None
    reviewer: str
    asked: str
    result: str
    reason: str
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody owes a next step."""
        return self.state in OPEN_CASES

    @property
    def owed_by(self) -> CaseParty | None:
        """Who owes the next step; None: nobody does."""
        if self.state in ENTERPRISE_STATES:
            return CaseParty.ENTERPRISE
        if self.state == CaseState.REPORTED:
            return CaseParty.APPROVER
        return CaseParty.REVIEWER if self.state in STAFF_STATES else None

    def is_late(self, on: date) -> bool:
        """Whether the day on which it was due is over."""
        return self.due_on is not None and self.is_open and self.due_on < on


@dataclass(frozen=True)
class StepRow:
    """A step as the timeline shows it."""

    act: CaseAct
    target: CaseState
    party: CaseParty
    at: datetime
    days: int
    is_late: bool
    reason: str
    clause: str
    taken_by: str


Violations = Sequence[Mapping[str, object]]
