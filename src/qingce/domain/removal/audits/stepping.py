"""Taking a step of an audit: state, timeline, journal, public act and letters, all in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.domain.removal.audits.acts import PUBLIC_ACTS
from qingce.domain.removal.audits.enums import OPEN_AUDITS, AuditAct, AuditParty
from qingce.domain.removal.audits.telling import tell_step
from qingce.domain.removal.audits.transitions import AUDITS
from qingce.domain.removal.cases.stepping import Stepped
from qingce.domain.removal.models import Audit, AuditStep
from qingce.shared.ledger.actions import THE_CLOCK, Taker, Writes, apply_transition
from qingce.shared.ledger.enums import Signatory, SignatoryRole
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import organisations_by_ids, taker_of

_WORDS = {each.act: each.words for each in PUBLIC_ACTS}
_FACTS = {each.act: each.facts for each in PUBLIC_ACTS}


@transaction.atomic
def take_audit_step(
    audit: Audit, act: AuditAct, party: AuditParty, *, actor: Actor | None, at: datetime, said: Stepped | None = None
) -> Audit:
    """Takes a step of an audit that is held, writes its place in the timeline, and tells everybody in it.

    Args: actor: None: the clock.
    Raises: AuditElsewhere; what the step's guard raises.
    """
    said = said or Stepped()
    source = audit.state
    facts, words = public_part(audit, act, said)
    columns = {"due_on": None, **said.columns, "version": audit.version + 1, "since": at}
    by = taker_for(audit, actor, party)
    row = apply_transition(AUDITS, audit, act, by=by, at=at, writes=Writes(columns=columns, facts=facts, words=words))
    if row.state not in OPEN_AUDITS and row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
    note_step(row, act, source, party, actor=actor, at=at, said=said)
    tell_step(row, act, said.reason, at=at)
    return row


def note_step(
    audit: Audit, act: str, source: str, party: AuditParty, *, actor: Actor | None, at: datetime, said: Stepped
) -> None:
    """Writes something into the public timeline: a step, or an act of its own."""
    AuditStep.objects.create(
        audit=audit,
        act=act,
        source=source,
        target=audit.state,
        party=party,
        at=at,
        reason=said.reason,
        clause=said.clause,
        taken_by=actor.signature if actor else "",
    )


def public_part(audit: Audit, act: str, said: Stepped) -> tuple[dict[str, object], dict[str, object]]:
    """Facts and words of a public act, as its schema names them."""
    if act not in _FACTS:
        return {}, {}
    known = {
        "enterprise": audit.case.enterprise_id,
        "case": audit.case_id,
        "digest": audit.rules,
        "agency": audit.agency_id,
        **said.facts,
    }
    words: dict[str, object] = {"reason": said.reason} if said.reason and "reason" in _WORDS[act] else {}
    return {name: known[name] for name in _FACTS[act]}, words


def taker_for(audit: Audit, actor: Actor | None, party: AuditParty) -> Taker:
    """Who takes a step: the clock, somebody of the staff, or somebody in the name of a party's organisation."""
    if actor is None:
        return THE_CLOCK
    numbers = {
        AuditParty.ENTERPRISE: audit.case.organisation_id,
        AuditParty.AGENCY: audit.agency_id,
        AuditParty.OBSERVER: audit.observer_id,
    }
    number = numbers.get(party)
    if not number:
        return taker_of(actor, party)
    named = organisations_by_ids([number])[number].number
    signatory = Signatory(SignatoryRole.ORGANISATION, actor.signature, named)
    return Taker(party, person=actor.person_id or None, signatory=signatory)
