"""Taking back what was published, or noted, wrongly: it stays to be read as withdrawn, and counts no more (CPA-2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qingce.domain.cleaner_production.acts import WITHDRAWN
from qingce.domain.cleaner_production.enums import PUBLICATION
from qingce.domain.cleaner_production.errors import PublicationNotFound, PublicationTakenBack, PublicationWrong
from qingce.domain.cleaner_production.models import Publication
from qingce.domain.cleaner_production.roster_reading import audit_line
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import enter_act, journal
from qingce.shared.ledger.enums import Signatory, SignatoryRole
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.registry import MailKind
from qingce.shared.parties.enums import Actor, Duty, MemberRole
from qingce.shared.parties.queries import check_duty, members_of, organisations_by_ids, seat_for, signatory_of

LETTER = MailKind(
    "cleaner-publication-withdrawn",
    ("enterprise", "audit", "reason"),
    (),
    _("What an enterprise published of its audit was withdrawn"),
)
LONGEST_REASON = 1000


def withdraw_publication(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Takes one publication back: by the organisation that published it, or by the staff of its area.

    What an enterprise published itself and the staff take back is told to its members by letter.

    Args: reason: public.
    Raises: PublicationNotFound; RecordNotFound: its audit is on the public list no more; RoleTooSmall; DutyMissing;
        OutOfArea; PublicationWrong: no reason, or too long; PublicationTakenBack.
    """
    with transaction.atomic():
        row = _held(pk)
        by, own = _signatory(actor, row)
        text = checked_reason(reason)
        if row.withdrawn_at is not None:
            raise PublicationTakenBack("This was withdrawn before.", number=pk)
        write_withdrawal(row, actor, by, reason=text, organisation=own, at=at)


def write_withdrawal(
    row: Publication, actor: Actor, by: Signatory, *, reason: str, at: datetime, organisation: int | None = None
) -> None:
    """Writes that a publication, which is held, counts no more, with its changes, journal and ledger entry.

    Args: organisation: in whose name; None: by staff.
    """
    row.withdrawn_by, row.withdrawn_at, row.withdraw_reason = actor.signature, at, reason
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdraw_reason"])
    note_change(PUBLICATION, row.pk, at=at)
    note_change("enterprise", row.enterprise_id, at=at)
    journal(
        WITHDRAWN, by=actor.person_id or None, organisation=organisation, subject=(PUBLICATION, row.pk),
        detail={"record": row.record_id, "kind": str(row.kind)}, at=at,
    )  # fmt: skip
    facts = {"enterprise": row.enterprise_id, "record": row.record_id, "kind": str(row.kind)}
    enter_act(WITHDRAWN, at=at, by=by, subject=(PUBLICATION, row.pk), facts=facts, words={"reason": reason})
    if organisation is None and row.organisation_id is not None:
        _write_to_its_members(row, reason, at=at)


def checked_reason(text: str) -> str:
    """A public reason as it is kept.

    Raises: PublicationWrong: none, or too long.
    """
    found = clean(text).strip()
    if not found:
        raise PublicationWrong("Say why: the reason is public.", field="reason", cause="reason")
    if len(found) > LONGEST_REASON:
        told = f"This takes at most {LONGEST_REASON} characters."
        raise PublicationWrong(told, field="reason", cause="long", longest=LONGEST_REASON)
    return found


def hold_publications(rows: Iterable[int]) -> list[Publication]:
    """Publications that still count, held until the transaction ends, by number."""
    held = Publication.objects.select_for_update(of=("self",)).select_related("enterprise")
    return list(held.filter(pk__in=list(rows), withdrawn_at=None).order_by("pk"))


def _held(pk: int) -> Publication:
    row = Publication.objects.select_for_update(of=("self",)).select_related("enterprise").filter(pk=pk).first()
    if row is None:
        raise _missing(pk)
    return row


def _signatory(actor: Actor, row: Publication) -> tuple[Signatory, int | None]:
    """Who takes it back, and in which organisation's name."""
    own = row.organisation_id
    if own is not None and actor.seat_in(own) is not None:
        seat_for(actor, own, MemberRole.EDITOR)
        known = organisations_by_ids([own])[own]
        return Signatory(SignatoryRole.ORGANISATION, actor.signature, known.number), own
    check_duty(actor, Duty.CLEANER_PRODUCTION, audit_line(row.record_id).row.division)
    return signatory_of(actor.signature), None


def _write_to_its_members(row: Publication, reason: str, *, at: datetime) -> None:
    said: dict[str, str | int] = {"enterprise": row.enterprise.name, "audit": row.record_id, "reason": reason}
    for each in members_of(row.organisation_id or 0, least=MemberRole.EDITOR):
        send_mail(LETTER.name, to=each.email, language=each.language, params=said, at=at)


def _missing(pk: int) -> PublicationNotFound:
    return PublicationNotFound(f"There is no publication number {pk}.", number=pk)
