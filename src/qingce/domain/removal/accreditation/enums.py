"""Closed vocabularies of accreditation, and what it hands out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

AGENCY_PAPER = "accreditation-paper"  # what uploads are kept for


class AccreditationState(TextChoices):
    """Where an application of an agency, or its accreditation, stands."""

    DRAFT = "draft", _("Being prepared by the agency")
    APPLIED = "applied", _("Applied, is being checked")
    ASKED = "asked", _("More is asked of the agency")
    CHECKED = "checked", _("Checked, waits for another person's decision")
    GRANTED = "granted", _("Accredited")
    SUSPENDED = "suspended", _("Accreditation suspended")
    REFUSED = "refused", _("Accreditation refused")
    WITHDRAWN = "withdrawn", _("Accreditation withdrawn")
    DISCARDED = "discarded", _("Taken back by the agency")
    GIVEN_UP = "given-up", _("Given up by the agency")
    EXPIRED = "expired", _("Term is over")
    REPLACED = "replaced", _("Replaced by a newer accreditation")
    LAPSED = "lapsed", _("Ended: what was asked for did not come")


_S = AccreditationState
APPLYING = (_S.DRAFT, _S.APPLIED, _S.ASKED, _S.CHECKED)
IN_FORCE = (_S.GRANTED, _S.SUSPENDED)
EVER_GRANTED = (*IN_FORCE, _S.WITHDRAWN, _S.GIVEN_UP, _S.EXPIRED, _S.REPLACED)
WAIT_FOR_STAFF = (_S.APPLIED, _S.CHECKED)
OWN_TO_CHANGE = (_S.DRAFT, _S.ASKED)  # when the agency can still change what it says


class AccreditationAct(TextChoices):
    """Steps of it; the value is the act's name in journal and ledger."""

    APPLY = "accreditation-applied", _("Applied to be accredited as an audit agency")
    ASK = "accreditation-asked", _("More asked of the agency")
    CHECK = "accreditation-checked", _("Application of an audit agency checked")
    SEND_BACK = "accreditation-sent-back", _("Checking sent back by the second person")
    GRANT = "accreditation-granted", _("Audit agency accredited")
    REFUSE = "accreditation-refused", _("Audit agency not accredited")
    SUSPEND = "accreditation-suspended", _("Accreditation of an audit agency suspended")
    LIFT = "accreditation-lifted", _("Suspension of an audit agency lifted")
    WITHDRAW = "accreditation-withdrawn", _("Accreditation of an audit agency withdrawn")
    DISCARD = "accreditation-discarded", _("Application taken back by the agency")
    GIVE_UP = "accreditation-given-up", _("Accreditation given up by the agency")
    EXPIRE = "accreditation-expired", _("Term of an accreditation is over")
    REPLACE = "accreditation-replaced", _("Accreditation replaced by a newer one")
    LAPSE = "accreditation-lapsed", _("Application ended: what was asked for did not come")


class AccreditationParty(TextChoices):
    """Who takes a step."""

    AGENCY = "agency", _("Audit agency")
    CHECKER = "checker", _("Staff with this duty")
    APPROVER = "approver", _("Another person of the staff than who checked")
    TWO_STAFF = "two-staff", _("Two people of the staff")
    PLATFORM = "platform", _("The platform itself")
    CLOCK = "time", _("The clock")


class TieKind(TextChoices):
    """What binds an auditor, or the agency itself, to an enterprise."""

    WORKED = "worked", _("Worked for it")
    SHARES = "shares", _("Holds shares of it")
    FAMILY = "family", _("Family works there or holds shares")
    ADVISED = "advised", _("Advised it or sold to it")


class WhyNot(TextChoices):
    """Why an agency may not audit on a day."""

    NEVER = "never", _("not accredited")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("accreditation ended")
    NO_LEAD = "no-lead", _("no lead auditor with a valid qualification")


WITHDRAW_ACCREDITATION = "withdraw-accreditation"  # the act of two people


@dataclass(frozen=True)
class AgencyText:
    """What an agency says of its competence, as typed. Args: fields, methods: of `data/accreditation.toml`."""

    fields: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    past_work: str = ""


@dataclass(frozen=True)
class AuditorText:
    """What an agency says of one of its auditors, as typed.

    Args: member: number of the membership. valid_until: None: the qualification has no last day.
    """

    member: int
    is_lead: bool
    qualification: str
    certificate: str
    qualified_on: date | None
    valid_until: date | None = None


@dataclass(frozen=True)
class TieText:
    """A tie as typed. Args: auditor: None: of the agency itself. until: None: it lasts."""

    kind: TieKind
    enterprise_name: str
    uscc: str = ""
    auditor: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class TieRow:
    """A tie that was declared. Args: auditor: None: of the agency itself. enterprise: as known here, if it is."""

    id: int
    auditor: int | None
    kind: TieKind
    enterprise_name: str
    uscc: str
    enterprise: int | None
    since: date | None
    until: date | None
    declared_at: datetime


@dataclass(frozen=True)
class AuditorRow:
    """An auditor of an agency.

    Args: person: its account. number: its public number. name: for parties only; the public sees `shown_as`. is_named:
        agreed to be named in public. confirmed_at: when the staff found the qualification right; None: not yet.
        refusal: why not.
    """

    id: int
    organisation: int
    person: int
    number: str
    name: str
    is_lead: bool
    is_named: bool
    qualification: str
    certificate: str
    qualified_on: date
    valid_until: date | None
    confirmed_at: datetime | None
    refusal: str
    ended_at: datetime | None
    ties: tuple[TieRow, ...] = ()

    @property
    def shown_as(self) -> str:
        """The name, where the person agreed to it, else the public number."""
        return self.name if self.is_named and self.name else self.number

    def is_valid(self, on: date) -> bool:
        """Whether the auditor may be of a team on a day."""
        is_right = self.confirmed_at is not None and self.ended_at is None
        return is_right and self.qualified_on <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True)
class AuditsDone:
    """Audits of an agency by how they ended, and those under way."""

    open: int = 0
    passed: int = 0
    not_passed: int = 0
    stopped: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.open + self.passed + self.not_passed + self.stopped


@dataclass(frozen=True)
class AccreditedAgency:
    """An agency that may audit, as enterprises choose it. Args: organisation: its number. leads: lead auditors now."""

    organisation: int
    accreditation: int
    name: str
    name_en: str
    area: str
    fields: tuple[str, ...]
    methods: tuple[str, ...]
    conditions: str
    valid_from: date
    valid_until: date
    leads: int = 0
    auditors: int = 0
    audits: AuditsDone = field(default_factory=AuditsDone)
