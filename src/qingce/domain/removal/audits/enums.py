"""Closed vocabularies of on-site audits, and what passes between them and others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from qingce.pure.rules.schema import Text


class AuditState(TextChoices):
    """Where an audit stands: the stages of IPE-2017 §2.2.4, and how it can end."""

    CONFIRMING = "confirming", pgettext_lazy("audit", "The audit is agreed")
    AUDITING = "auditing", pgettext_lazy("audit", "The audit on site")
    REPORTING = "reporting", pgettext_lazy("audit", "The preliminary report")
    FOLLOW_UP = "follow-up", pgettext_lazy("audit", "Follow-up")
    NOTICE = "notice", pgettext_lazy("audit", "The conclusion is announced")
    PASSED = "passed", pgettext_lazy("audit", "Passed")
    NOT_PASSED = "not-passed", pgettext_lazy("audit", "Not passed")
    STOPPED = "stopped", pgettext_lazy("audit", "Stopped")


OPEN_AUDITS = (
    AuditState.CONFIRMING,
    AuditState.AUDITING,
    AuditState.REPORTING,
    AuditState.FOLLOW_UP,
    AuditState.NOTICE,
)
# As the rulebook's axis `stage` calls them; what holds throughout is its own.
STAGES: dict[AuditState, str] = {
    AuditState.CONFIRMING: "confirmation",
    AuditState.AUDITING: "audit",
    AuditState.REPORTING: "preliminary-report",
    AuditState.FOLLOW_UP: "follow-up",
    AuditState.NOTICE: "conclusion",
}
ALWAYS = "always"
PROOF = "audit-duty-proof"  # what uploads are kept for


class AuditAct(TextChoices):
    """The steps of an audit; the value is its name in journal and ledger."""

    OPEN = "audit-opened", _("On-site audit accepted by the enterprise")
    BEGIN = "audit-begun", _("Audit on site begun")
    LEAVE = "audit-on-site-ended", _("Audit on site ended")
    FOLLOW = "audit-follow-up-begun", _("Preliminary report commented on, follow-up begun")
    CONFIRM = "audit-report-confirmed", _("Report confirmed, conclusion announced")
    FAIL = "audit-not-passed", _("On-site audit not passed")
    REOPEN = "audit-reopened", _("Conclusion taken back: follow-up again")
    PASS = "audit-passed", _("On-site audit passed, records removed")
    WITHDRAW = "audit-withdrawn", _("On-site audit withdrawn by the enterprise")
    LOSE_AGENCY = "audit-agency-lost", _("The agency may no longer audit: another one has to be chosen")
    STOP = "audit-stopped", _("On-site audit stopped: the enterprise did not answer")


class AuditParty(TextChoices):
    """Who takes a step of an audit."""

    ENTERPRISE = "enterprise", _("The organisation that speaks for the enterprise")
    AGENCY = "agency", _("Audit agency")
    OBSERVER = "observer", _("Observing NGO")
    PLATFORM = "staff", _("The platform’s staff")
    TWO_STAFF = "two-staff", _("Two members of the staff")
    CLOCK = "time", _("The clock")


DECLARATION_FILE = "audit-declaration"  # what uploads of signed declarations are kept for


class MeetingKind(TextChoices):
    """The meetings that the agency calls; the value is what the table of duties calls the act."""

    BEFORE = "meeting", _("Meeting of the three before the audit")
    OPENING = "opening", _("Opening meeting")
    CLOSING = "closing", _("Closing meeting")


# As the rulebook's axis `party` calls them.
OWNERS: dict[str, AuditParty] = {
    "enterprise": AuditParty.ENTERPRISE,
    "platform": AuditParty.PLATFORM,
    "agency": AuditParty.AGENCY,
}


@dataclass(frozen=True)
class Duty:
    """A cell of the table of duties.

    Args: stage: as the rulebook has it; `ALWAYS`: throughout. until: the stage by whose end it is done. party: who owes
        it. by: the act that does it; empty: ticked by hand. by_observer: an NGO may do it in the platform's name.
        by_named: only by a person who is named as observer. needs_form: once the auditor's form is done. again: it is
        owed anew when another agency takes over.
    """

    id: str
    stage: str
    until: str
    party: AuditParty
    title: Text
    text: Text | None
    clause: str
    by: str
    by_observer: bool
    by_named: bool
    needs_form: bool
    again: bool

    def is_of(self, party: AuditParty) -> bool:
        """Whether a party may do it."""
        return party == self.party or (party == AuditParty.OBSERVER and self.by_observer)


@dataclass(frozen=True)
class ProofRow:
    """What shows that a duty was done. Args: file: number; 0: a note alone. name: of the file."""

    file: int
    name: str
    note: str
    added_at: datetime


@dataclass(frozen=True)
class TickRow:
    """That a duty was done. Args: note, done_by, proofs: empty for the public."""

    party: AuditParty
    note: str
    done_by: str
    done_at: datetime
    proofs: tuple[ProofRow, ...] = ()


@dataclass(frozen=True)
class DutyStanding:
    """A duty of an audit. Args: tick: None: not done. is_open: its stage is not over. backs: when it was taken back."""

    duty: Duty
    tick: TickRow | None
    is_open: bool
    is_due: bool
    backs: int = 0


@dataclass(frozen=True)
class AuditRow:
    """An audit as lists show it."""

    id: int
    case_id: int
    state: AuditState
    version: int
    enterprise_id: int
    enterprise_name: str
    organisation_id: int
    organisation_name: str
    agency_id: int | None
    agency_name: str
    observer_id: int | None
    observer_name: str
    is_platform_observing: bool
    opened_at: datetime
    since: datetime
    due_on: date | None
    reason: str
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody owes something."""
        return self.state in OPEN_AUDITS

    @property
    def stage(self) -> str:
        """As the rulebook calls it; empty: it is over."""
        return STAGES.get(self.state, "")

    def is_late(self, on: date) -> bool:
        """Whether the day on which its stage had to end is over."""
        return self.due_on is not None and self.is_open and self.due_on < on


@dataclass(frozen=True)
class MeetingText:
    """A meeting as it is written down."""

    kind: MeetingKind
    held_on: date | None
    who: str
    minutes: str


@dataclass(frozen=True)
class PlanText:
    """A plan as it is written. Args: reason: why an earlier one is changed."""

    from_on: date | None
    until_on: date | None
    text: str
    reason: str = ""


@dataclass(frozen=True)
class Signing:
    """What somebody says who signs the declaration. Args: name: as typed. is_read: the text was accepted."""

    name: str
    position: str = ""
    is_read: bool = False


@dataclass(frozen=True)
class AuditStepRow:
    """A step as the timeline shows it."""

    act: str
    target: AuditState
    party: AuditParty
    at: datetime
    reason: str
    clause: str
    taken_by: str

    @property
    def title(self) -> str:
        """What people call it."""
        from qingce.domain.removal.audits.acts import ACTS

        return str(ACTS[self.act])
