"""On site: whether it may begin, by figures that the enterprise states and the agency confirms; the declaration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.domain.removal.audits.acts import READINESS, READY, SIGNED
from qingce.domain.removal.audits.duties import tick_by_act, untick_act
from qingce.domain.removal.audits.enums import AuditParty, AuditState, MeetingKind, Signing
from qingce.domain.removal.audits.errors import AuditIncomplete, NotYourSignature
from qingce.domain.removal.audits.holding import audit_for, audit_text, check_observing, note_audit
from qingce.domain.removal.audits.permissions import is_of_team
from qingce.domain.removal.audits.stepping import public_part, taker_for
from qingce.domain.removal.cases.stepping import Stepped
from qingce.domain.removal.given import written
from qingce.domain.removal.models import Audit, AuditMeeting, AuditSignature, ReadinessStatement
from qingce.pure.kernel.text import clean
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import Decision, decide
from qingce.pure.rules.values import read_facts
from qingce.shared.ledger.actions import enter_act
from qingce.shared.parties.enums import Actor
from qingce.shared.rulebooks.queries import book_of

TABLE, READY_OUTCOME = "on-site-readiness", "ready"
EXPLAINED = "is_load_explained"


def readiness(audit_rules: str, facts: Mapping[str, object], *, on: date) -> Decision:
    """What the rules say of an enterprise's figures; no query where the rules are in memory."""
    book = book_of(audit_rules)
    return decide(compile_table(book, TABLE, on=on), read_facts(book, facts))


@transaction.atomic
def state_readiness(actor: Actor, pk: int, facts: Mapping[str, object], *, explanation: str = "", at: datetime) -> str:
    """States how the enterprise runs: normal, stable, at which load, facilities running, no record left out.

    A load above design capacity is asked about: the explanation answers it. What is stated anew is confirmed anew.

    Args: facts: of the table `on-site-readiness`, as a form writes them.
    Returns: what the rules say: `ready`, `not-ready`, `ask`.
    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; InvalidFact; AuditIncomplete: an answer is missing.
    """
    audit = audit_for(actor, pk, AuditParty.ENTERPRISE, AuditState.AUDITING)
    text = audit_text(explanation)
    known = {**facts, EXPLAINED: bool(text)}
    found = readiness(audit.rules, known, on=audit.case.applied_on or localdate(at))
    if found.outcome is None:
        raise AuditIncomplete("Answer each question, with the figure.", cause="answers")
    ReadinessStatement.objects.create(
        audit=audit,
        facts=written(read_facts(book_of(audit.rules), known)),
        outcome=found.outcome,
        explanation=text,
        stated_by=actor.signature,
        stated_at=at,
    )
    untick_act(audit, "readiness", reason="", signature=actor.signature, at=at)
    note_audit(audit, actor, READINESS, at=at, outcome=found.outcome)
    return found.outcome


@transaction.atomic
def confirm_readiness(actor: Actor, pk: int, statement: int, *, at: datetime) -> None:
    """Confirms, by the agency on site, what the enterprise stated last; where it is not ready nothing is confirmed.

    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditIncomplete.
    """
    audit = audit_for(actor, pk, AuditParty.AGENCY, AuditState.AUDITING)
    row = newest_readiness(audit)
    if row is None or row.pk != statement:
        raise AuditIncomplete("The enterprise has stated something else by now; read it first.", cause="stated")
    if row.outcome != READY_OUTCOME:
        raise AuditIncomplete("By these figures the audit on site may not begin yet.", cause="not-ready")
    row.confirmed_by, row.confirmed_at = actor.signature, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    tick_by_act(audit, "readiness", AuditParty.ENTERPRISE, signature=row.stated_by, at=at)
    note_audit(audit, actor, READY, at=at)


def newest_readiness(audit: Audit) -> ReadinessStatement | None:
    """What the enterprise stated last; one query."""
    return ReadinessStatement.objects.filter(audit=audit).order_by("-pk").first()


@transaction.atomic
def sign_declaration(
    actor: Actor, pk: int, party: AuditParty, *, name: str, position: str = "", is_read: bool, at: datetime
) -> None:
    """Signs the declaration of annex 3 on screen, by somebody who acts for the party, with one's own name.

    The factory's promise is signed by an editor of the enterprise, the auditor's by one of the team, the NGO's by a
    person who is named as observer, of the platform where it observes itself.

    Args: name: as typed; it has to be the account's. is_read: the text was read and is accepted.
    Raises: AuditNotFound; NotYourAudit; AuditElsewhere; AuditIncomplete: no opening meeting yet, or the text was not
        accepted; NotTheObserver; NotYourSignature; AuditTextWrong.
    """
    said = Signing(name, position, is_read)
    audit, opened = check_signing(actor, pk, party, said)
    sign(audit, actor, party, said, opened, at=at)


def check_signing(actor: Actor, pk: int, party: AuditParty, said: Signing) -> tuple[Audit, AuditMeeting]:
    """The audit, held, and its opening meeting, where this person may sign for this party in this way.

    Raises: as `sign_declaration`.
    """
    audit = audit_for(actor, pk, party, AuditState.AUDITING)
    if party in (AuditParty.OBSERVER, AuditParty.PLATFORM):
        check_observing(audit, actor)
    opened = AuditMeeting.objects.filter(audit=audit, kind=MeetingKind.OPENING).order_by("-pk").first()
    if opened is None:
        raise AuditIncomplete("The declaration is signed at or after the opening meeting.", cause="opening")
    if not said.is_read:
        raise AuditIncomplete("Read the declaration and accept it.", cause="read")
    if clean(said.name) != actor.name or not actor.name:
        raise NotYourSignature("Sign with your own name, as your account has it.", cause="name")
    _check_signer(audit, party, actor)
    return audit, opened


def sign(
    audit: Audit, actor: Actor, party: AuditParty, said: Signing, opened: AuditMeeting, *, at: datetime,
    paper: int | None = None,
) -> None:  # fmt: skip
    """Writes a signature that was checked, in the caller's transaction; no other party's is touched.

    Args: paper: the file that bears it; None: signed on screen.
    Raises: NotYourSignature: this party has signed; AuditTextWrong.
    """
    try:
        with transaction.atomic():
            AuditSignature.objects.create(
                audit=audit, party=party, name=actor.name[:80], position=audit_text(said.position)[:80],
                rules=audit.rules, visited_on=opened.held_on, signed_by=actor.signature, signed_at=at, paper_id=paper,
            )  # fmt: skip
    except IntegrityError as error:
        raise NotYourSignature("This party has signed already.", cause="twice") from error
    tick_by_act(audit, "sign", party, signature=actor.signature, at=at)
    note_audit(audit, actor, SIGNED, at=at, party=party.value)
    _enter(audit, actor, party, at=at)


def _check_signer(audit: Audit, party: AuditParty, actor: Actor) -> None:
    """That an auditor of the team signs for the agency, and nobody for two parties."""
    if party == AuditParty.AGENCY and not is_of_team(audit, actor):
        raise NotYourSignature("The declaration is signed by an auditor of the team.", cause="team")
    others = AuditSignature.objects.filter(audit=audit, void_at=None).exclude(party=party)
    if others.filter(signed_by=actor.signature).exists():
        raise NotYourSignature("You signed for another party; somebody else signs for this one.", cause="both")


def _enter(audit: Audit, actor: Actor, party: AuditParty, *, at: datetime) -> None:
    by = taker_for(audit, actor, party)
    facts, words = public_part(audit, SIGNED, Stepped(facts={"party": party.value}))
    if by.signatory is not None:
        enter_act(SIGNED, at=at, by=by.signatory, subject=("audit", audit.pk), facts=facts, words=words)
