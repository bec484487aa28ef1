"""A record that was put to the wrong enterprise goes to the right one (REC-2, REC-4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qingce.domain.enterprises.enums import Identity
from qingce.domain.enterprises.queries import EnterpriseRow, get_enterprise
from qingce.domain.records.actions.changing import NothingToCorrect, locked, note_key
from qingce.domain.records.models import Correction
from qingce.domain.records.queries.publications import OWNER_FIELD
from qingce.domain.records.statements import restate
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change, note_changes
from qingce.shared.ledger.actions import enter_act, journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, signatory_of


class WithheldName(InvalidValue):
    """A record whose enterprise is withheld cannot be put beside a named one, nor the other way round."""

    code = "name-withheld"


def move_record(pk: int, *, to: int, actor: Actor, reason: str, at: datetime) -> None:
    """Puts a record to another enterprise; the former one, who, when and why stay on its page.

    The row it came from still meets it when its file comes in again, and so does the same document stated of the
    right enterprise.

    Raises: RecordNotFound; EnterpriseNotFound; DutyMissing; OutOfArea: of the record, or of the enterprise it goes
        to; ReasonMissing; NothingToCorrect: it is there already;
        SameDocument: that enterprise has this document already; WithheldName.
    """
    with transaction.atomic():
        record = locked(pk, actor, reason)
        former = get_enterprise(record.enterprise_id, actor=actor).row
        current = get_enterprise(to, actor=actor).row
        if former.id == current.id:
            raise NothingToCorrect(f"Record {pk} already says this; nothing was changed.", number=pk)
        check_duty(actor, Duty.CHANGE_RECORDS, current.division)
        _check_names(former, current)
        Correction.objects.create(
            record=record,
            field=OWNER_FIELD,
            former=_told(former),
            current=_told(current),
            reason=clean(reason),
            corrected_by=actor.signature,
            corrected_at=at,
        )
        record.enterprise_id = to
        record.is_corrected = True
        record.save(update_fields=["enterprise", "is_corrected"])
        note_key(record)
        enter_act(
            "record-moved",
            at=at,
            by=signatory_of(actor.signature),
            subject=("record", pk),
            facts={"content": restate(record).hex(), "from": former.id, "to": to},
            words={"reason": clean(reason)},
        )
        note_change("record", pk, at=at)
        note_changes("enterprise", {former.id, to}, at=at)
        journal("record-moved", by=actor.person_id or None, subject=("record", pk), detail={"to": to}, at=at)


def _check_names(former: EnterpriseRow, current: EnterpriseRow) -> None:
    if (former.identity == Identity.PSEUDONYM) != (current.identity == Identity.PSEUDONYM):
        raise WithheldName("One of the two is a pseudonym: the move would tell, or invent, who is meant.")
    if former.is_synthetic != current.is_synthetic:
        raise WithheldName("One of the two is synthetic; real and synthetic records stay apart.", cause="synthetic")


def _told(enterprise: EnterpriseRow) -> str:
    return f"{enterprise.name}（{enterprise.uscc or f'#{enterprise.id}'}）"
