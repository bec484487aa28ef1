"""Anybody may object to an open notice; in a flood each objection without an account is confirmed by a letter."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.text import clean
from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import enter_act, journal
from qingce.shared.ledger.enums import PLATFORM
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.queries import is_address
from qingce.shared.notices.acts import OBJECTED
from qingce.shared.notices.enums import OBJECTION, NoticeState, Objected, ObjectionCame, ObjectionText
from qingce.shared.notices.errors import (
    ConfirmationNeeded,
    NoticeNotOpen,
    ObjectionNotFound,
    ObjectionWrong,
    TooManyObjections,
)
from qingce.shared.notices.letters import CONFIRM_OBJECTION
from qingce.shared.notices.models import Notice, Objection, ObjectionContact, WaitingObjection
from qingce.shared.notices.reading import state_on
from qingce.shared.notices.registry import standing_in
from qingce.shared.notices.terms import notice_terms
from qingce.shared.notices.transitions import hold_notice
from qingce.shared.parties.enums import Actor

LONGEST_EMAIL = 254
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Sender:
    """Who objects, and in whose name."""

    person: int | None = None
    organisation: int | None = None


def problems_of(said: ObjectionText) -> dict[str, InvalidValue]:
    """What is wrong with each field of an objection, by the field's name; empty: it can be sent."""
    most = notice_terms()
    longest = {"statement": most.statement_longest, "name": most.name_longest, "email": LONGEST_EMAIL}
    found: dict[str, InvalidValue] = {
        name: ObjectionWrong(f"{name} takes at most {limit} characters.", cause="long", longest=limit)
        for name, limit in longest.items()
        if len(clean(getattr(said, name))) > limit
    }
    if not clean(said.statement):
        found["statement"] = ObjectionWrong("Say what you object to, and why.", cause="empty")
    if clean(said.email) and "email" not in found and not is_address(clean(said.email)):
        found["email"] = ObjectionWrong("This is no e-mail address; write it like name@example.org.", cause="email")
    return found


def object_to_notice(
    pk: int, said: ObjectionText, *, nonce: str, actor: Actor, language: str, organisation: int = 0, at: datetime
) -> Objected:
    """Takes an objection in; the same form sent twice is one objection.

    Args: nonce: of the form. actor: nobody: without an account. language: of the letter, if one is needed.
        organisation: in whose name; 0: in one's own.
    Raises: NoticeNotFound; NoticeNotOpen; ConfirmationNeeded: many come, and no address was given;
        TooManyObjections; ObjectionWrong: not in this organisation's name; the first of `problems_of`.
    """
    said = ObjectionText(clean(said.statement), clean(said.name), clean(said.email).lower())
    for problem in problems_of(said).values():
        raise problem
    secret = _secret(nonce, pk, said)
    try:
        with transaction.atomic():
            # One after the other: places are without gaps, and what comes at once is counted.
            notice = hold_notice(pk)
            if Objection.objects.filter(link_sha256=digest_of(secret)).exists():
                return Objected(secret)
            check_open(notice, at=at)
            if actor.is_nobody and _is_flooded(notice, at):
                return _wait(notice, said, secret, language=language, at=at)
            _check_standing(notice, actor, organisation)
            came = ObjectionCame.PLAIN if actor.is_nobody else ObjectionCame.ACCOUNT
            by = Sender(actor.person_id or None, organisation or None)
            _write(notice, said, secret, came=came, by=by, at=at)
    except IntegrityError:  # the same form at the same moment
        if not Objection.objects.filter(link_sha256=digest_of(secret)).exists():
            raise
    return Objected(secret)


def confirm_objection(secret: str, *, at: datetime) -> str:
    """Takes an objection in whose sender followed the link of the letter; it counts as sent when it was.

    Returns: the secret of the objector's own link, which stays the same.
    Raises: ObjectionNotFound: none waits under it; NoticeNotOpen: the notice was withdrawn since.
    """
    with transaction.atomic():
        waiting = WaitingObjection.objects.filter(secret_sha256=digest_of(secret)).first()
        if waiting is None:
            if Objection.objects.filter(link_sha256=digest_of(secret)).exists():  # the link was followed twice
                return secret
            raise ObjectionNotFound("No objection waits for this link; it may have been dropped after its term.")
        notice = hold_notice(waiting.notice_id)
        if not WaitingObjection.objects.filter(pk=waiting.pk).delete()[0]:  # at the same moment
            return secret
        if notice.state == NoticeState.WITHDRAWN:
            raise NoticeNotOpen("The notice was withdrawn.", cause="withdrawn")
        said = ObjectionText(waiting.statement, waiting.name, waiting.email)
        _write(notice, said, secret, came=ObjectionCame.LETTER, by=Sender(), at=at, received_at=waiting.sent_at)
    return secret


def drop_unconfirmed(*, at: datetime) -> int:
    """Drops what waited for its letter too long. Returns: how many."""
    before = at - timedelta(hours=notice_terms().confirm_hours)
    return WaitingObjection.objects.filter(sent_at__lt=before).delete()[0]


def check_open(notice: Notice, *, at: datetime) -> None:
    """Whether objections to a notice are taken now.

    Raises: NoticeNotOpen.
    """
    state = state_on(notice, localdate(at))
    if not notice.takes_objections or state != NoticeState.OPEN:
        raise NoticeNotOpen("Objections to this notice are not taken now.", cause=str(state.value))


def digest_of(secret: str) -> bytes:
    """Under what an objection is found by its secret."""
    return hashlib.sha256(secret.encode()).digest()


def _check_standing(notice: Notice, actor: Actor, organisation: int) -> None:
    if organisation and organisation not in standing_in(notice.kind, actor):
        raise ObjectionWrong("You do not object in the name of this organisation.", cause="standing")


def _is_flooded(notice: Notice, at: datetime) -> bool:
    """Whether so many came within the hour that each further one without an account has to be confirmed."""
    plain = Objection.objects.filter(notice=notice, came=ObjectionCame.PLAIN, received_at__gt=at - _HOUR)
    most = notice_terms().flood_per_hour
    return plain[:most].count() >= most


def _wait(notice: Notice, said: ObjectionText, secret: str, *, language: str, at: datetime) -> Objected:
    """Keeps an objection until the letter is answered; of one address one waits, and it gets one letter an hour."""
    if not said.email:
        raise ConfirmationNeeded("So many objections come that each is confirmed by a letter: give an e-mail address.")
    waiting = WaitingObjection.objects.filter(notice=notice)
    if former := waiting.filter(email=said.email).first():
        if former.secret_sha256 == digest_of(secret) or former.sent_at > at - _HOUR:
            return Objected(secret, is_waiting=True)
        former.delete()
    if waiting.count() >= notice_terms().waiting_most:
        raise TooManyObjections("Too many objections wait for their confirmation; try again later, or log in.")
    WaitingObjection.objects.create(
        notice=notice,
        secret_sha256=digest_of(secret),
        email=said.email,
        name=said.name,
        statement=said.statement,
        sent_at=at,
    )
    params: dict[str, str | int] = {"title": notice.title_zh or notice.title_en, "secret": secret}
    send_mail(CONFIRM_OBJECTION.name, to=said.email, language=language, params=params, at=at)
    return Objected(secret, is_waiting=True)


def _write(
    notice: Notice,
    said: ObjectionText,
    secret: str,
    *,
    came: ObjectionCame,
    by: Sender,
    at: datetime,
    received_at: datetime | None = None,
) -> None:
    last = Objection.objects.filter(notice=notice).aggregate(last=Max("place"))["last"] or 0
    row = Objection.objects.create(
        notice=notice,
        place=last + 1,
        came=came,
        person_id=by.person,
        organisation_id=by.organisation,
        statement=said.statement,
        salt=secrets.token_hex(16),
        link_sha256=digest_of(secret),
        received_at=received_at or at,
    )
    if said.name or said.email:
        ObjectionContact.objects.create(objection=row, name=said.name, email=said.email)
    facts = {"notice": notice.pk, "place": row.place, "content": statement_hash(row.statement, row.salt)}
    enter_act(OBJECTED, at=at, by=PLATFORM, subject=(OBJECTION, row.pk), facts=facts)
    note_change(OBJECTION, row.pk, at=at)
    journal(OBJECTED, by=by.person, organisation=by.organisation, subject=(OBJECTION, row.pk), at=at)


def statement_hash(statement: str, salt: str) -> str:
    """What the ledger holds of an objection's words: whoever has them and the salt can show that they were sent."""
    return leaf_hash(canonical_json({"salt": salt, "statement": statement})).hex()


def _secret(nonce: str, pk: int, said: ObjectionText) -> str:
    """The same form with the same words always leads to the same link; nobody else can work it out."""
    text = "\0".join(("objection-link", nonce, str(pk), said.statement, said.email))
    return b32encode(hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256")[:20]).decode().lower()
