"""What was agreed, handed in, stated and signed in an audit, as its parties see it; whoever asks is checked before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from qingce.domain.removal.audits.agreeing import newest_plan
from qingce.domain.removal.audits.enums import AuditParty, MeetingKind
from qingce.domain.removal.audits.lines import DocumentLine, LineOfAudit, document_lines, lines_of_audit
from qingce.domain.removal.audits.on_site import newest_readiness
from qingce.domain.removal.models import Audit, AuditFormField, AuditMeeting, AuditSignature, DeclarationPaper
from qingce.shared.files.enums import KeptFile, SignatureState
from qingce.shared.files.queries import files_by_ids


@dataclass(frozen=True)
class PlanRow:
    """The newest plan. Args: agreed: who agrees to it, and when."""

    number: int
    from_on: date
    until_on: date
    text: str
    reason: str
    written_at: datetime
    agreed: Mapping[AuditParty, datetime]


@dataclass(frozen=True)
class MeetingRow:
    """A meeting as it was written down."""

    kind: MeetingKind
    held_on: date
    who: str
    minutes: str
    written_at: datetime


@dataclass(frozen=True)
class ReadinessRow:
    """What the enterprise stated last. Args: facts: by name, as JSON has them."""

    id: int
    facts: Mapping[str, object]
    outcome: str
    explanation: str
    stated_by: str
    stated_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None


@dataclass(frozen=True)
class SignatureRow:
    """A signature under the declaration."""

    party: AuditParty
    name: str
    position: str
    visited_on: date
    signed_at: datetime
    paper: int | None = None


@dataclass(frozen=True)
class DeclarationRow:
    """A signed declaration that came as a file. Args: is_accepted: by the staff; None: they have not checked it."""

    id: int
    party: AuditParty
    file: KeptFile
    added_at: datetime
    is_accepted: bool | None
    note: str

    @property
    def is_digital(self) -> bool:
        """Whether a digital signature in it is valid here."""
        return any(each.state == SignatureState.VALID for each in self.file.signatures)


def audit_lines(pk: int) -> tuple[LineOfAudit, ...]:
    """The lines of annex 2 with what was handed in."""
    return lines_of_audit(_audit(pk))


def enterprise_form(pk: int) -> tuple[tuple[DocumentLine, str], ...]:
    """The fields of the form on the enterprise, each with what the agency wrote."""
    audit = _audit(pk)
    texts = dict(AuditFormField.objects.filter(audit=audit).values_list("field", "text"))
    return tuple((line, texts.get(line.id, "")) for line in document_lines(audit.rules))


def plan_of(pk: int) -> PlanRow | None:
    """The plan that counts; two queries."""
    row = newest_plan(Audit(pk=pk))
    if row is None:
        return None
    agreed = {AuditParty(party): at for party, at in row.agreements.order_by("pk").values_list("party", "agreed_at")}
    return PlanRow(row.number, row.from_on, row.until_on, row.text, row.reason, row.written_at, agreed)


def meetings_of(pk: int) -> dict[MeetingKind, MeetingRow]:
    """The newest meeting of each kind; one query."""
    rows = AuditMeeting.objects.filter(audit=pk).order_by("pk")
    found = (MeetingRow(MeetingKind(each.kind), each.held_on, each.who, each.minutes, each.written_at) for each in rows)
    return {each.kind: each for each in found}


def readiness_of(pk: int) -> ReadinessRow | None:
    """What the enterprise stated last of its operation; one query."""
    row = newest_readiness(Audit(pk=pk))
    if row is None:
        return None
    return ReadinessRow(
        id=row.pk,
        facts=row.facts,
        outcome=row.outcome,
        explanation=row.explanation,
        stated_by=row.stated_by,
        stated_at=row.stated_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
    )


def signatures_of(pk: int) -> tuple[SignatureRow, ...]:
    """The signatures that hold, in their order; one query."""
    rows = AuditSignature.objects.filter(audit=pk, void_at=None).order_by("pk")
    return tuple(
        SignatureRow(AuditParty(each.party), each.name, each.position, each.visited_on, each.signed_at, each.paper_id)
        for each in rows
    )


def declaration_papers_of(pk: int) -> tuple[DeclarationRow, ...]:
    """The signed declarations that were handed in as files, the newest last; two queries."""
    rows = list(DeclarationPaper.objects.filter(audit=pk, ended_at=None).order_by("pk"))
    kept = {each.id: each for each in files_by_ids([row.file_id for row in rows])}
    return tuple(
        DeclarationRow(row.pk, AuditParty(row.party), kept[row.file_id], row.added_at, row.is_accepted, row.note)
        for row in rows
        if row.file_id in kept
    )


def _audit(pk: int) -> Audit:
    return Audit.objects.select_related("case").get(pk=pk)
