"""Changing a record after it is public: corrected, withdrawn, published again; never deleted (REC-10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.records.enums import FIELDS
from qingce.domain.records.identity import identity_of
from qingce.domain.records.models import Correction, FurtherKey, Record, StateChange
from qingce.domain.records.queries import RecordNotFound
from qingce.domain.records.statements import restate
from qingce.domain.records.transitions import RECORDS, RecordStep
from qingce.pure.kernel.amounts import parse_amount_cny
from qingce.pure.kernel.dates import parse_date
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import Taker, Writes, apply_transition, enter_act, journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, check_two_people, signatory_of, taker_of

TEXT_FIELDS = ("title", "doc_no", "issuer", "address", "description", "laws", "measure")
DATE_FIELDS = ("published_on", "decided_on", "inspected_on")
LONGEST = {field.name: field.max_length for field in FIELDS}
LONGEST_CLAUSE = 100
FINE_DIGITS = 14
CORRECTABLE = (*TEXT_FIELDS, *DATE_FIELDS, "fine_cny")


@dataclass(frozen=True)
class OfCase:
    """The case that removes a record, or restores it. Args: path: empty: it does not say."""

    number: int
    path: str = ""

    @property
    def facts(self) -> dict[str, object]:
        """As the ledger states it."""
        return {"case": self.number} | ({"path": self.path} if self.path else {})


class ReasonMissing(InvalidValue):
    """A public change needs a reason."""

    code = "reason-missing"


class NotCorrectable(InvalidValue):
    """This field cannot be corrected by hand."""

    code = "not-correctable"


class NothingToCorrect(InvalidValue):
    """The record already says this."""

    code = "nothing-to-correct"


class TooLongForField(InvalidValue):
    """The field holds fewer characters than the new text has."""

    code = "correction-too-long"


class TitleMissing(InvalidValue):
    """A record cannot be without a title."""

    code = "title-missing"


class SameDocument(InvalidValue):
    """Another record of the enterprise has this document number."""

    code = "same-document"


def correct_record(pk: int, values: Mapping[str, str], *, actor: Actor, reason: str, at: datetime) -> None:
    """Corrects fields of a record; former value, who, when and why stay on its page.

    Args: values: field → new text, as people write it; "" empties a field.
    Raises: RecordNotFound; DutyMissing; OutOfArea; ReasonMissing; NotCorrectable; NothingToCorrect;
            TooLongForField; TitleMissing; errors of reading a date or an amount.
    """
    with transaction.atomic():
        record = locked(pk, actor, reason)
        changed = {name: _value(name, text, localdate(at)) for name, text in values.items()}
        changed = {name: value for name, value in changed.items() if value != getattr(record, name)}
        if not changed:
            raise NothingToCorrect(f"Record {pk} already says this; nothing was changed.", number=pk)
        former = {name: _text(getattr(record, name)) for name in changed}
        current = {name: _text(value) for name, value in changed.items()}
        Correction.objects.bulk_create(
            Correction(
                record=record,
                field=name,
                former=former[name],
                current=current[name],
                reason=clean(reason),
                corrected_by=actor.signature,
                corrected_at=at,
            )
            for name in changed
        )
        for name, value in changed.items():
            setattr(record, name, value)
        record.is_corrected = True
        record.year = _year(record)
        record.save(update_fields=[*changed, "is_corrected", "year"])
        note_key(record)
        enter_act(
            "record-corrected",
            at=at,
            by=signatory_of(actor.signature),
            subject=("record", pk),
            facts={"content": restate(record).hex(), "fields": sorted(changed)},
            words={"reason": clean(reason), "former": former, "current": current},
        )
        note_change("record", pk, at=at)
        journal("record-corrected", by=actor.person_id or None, subject=("record", pk), at=at)


def note_key(record: Record) -> None:
    """Lets a further source that has the corrected number meet this record; its former number still finds it, too.

    Raises: SameDocument: another record has this document.
    """
    key = identity_of(record.enterprise_id, record.type, record.title, record.doc_no, record.details)
    if key is None or key == bytes(record.identity_key):
        return
    others = [*Record.objects.filter(identity_key=key).values_list("pk", flat=True)]
    others += FurtherKey.objects.filter(key=key).exclude(record=record).values_list("record_id", flat=True)
    if others:
        raise SameDocument(f"Record {others[0]} has this document number already.", number=others[0])
    FurtherKey.objects.get_or_create(key=key, defaults={"record": record})


def withdraw_record(pk: int, *, actor: Actor, reason: str, at: datetime, clause: str = "") -> None:
    """Takes a record off the public list; its number goes on answering with why (REC-10).

    Raises: SecondPersonNeeded: one acts alone, who is no operator; RecordNotFound; DutyMissing; OutOfArea;
        ReasonMissing; WrongState: it is withdrawn already.
    """
    _change_state(pk, RecordStep.WITHDRAW, actor=actor, reason=reason, clause=clause, at=at)


def republish_record(pk: int, *, actor: Actor, reason: str, at: datetime, clause: str = "") -> None:
    """Puts a withdrawn record back on the public list.

    Raises: as `withdraw_record`; WrongState: it is on the list already.
    """
    _change_state(pk, RecordStep.REPUBLISH, actor=actor, reason=reason, clause=clause, at=at)


def _change_state(pk: int, step: RecordStep, *, actor: Actor, reason: str, clause: str, at: datetime) -> None:
    check_two_people(actor)
    with transaction.atomic():
        record = locked(pk, actor, reason)
        take_step(record, step, actor=actor, reason=reason, clause=checked_clause(clause), at=at)


def take_step(
    record: Record, step: RecordStep, *, actor: Actor, reason: str, clause: str, at: datetime, of: OfCase | None = None
) -> None:
    """Moves a record that is held to another state, with the reason, in public.

    Args: clause: as stored. of: the case that asks for it, if one does. Raises: WrongState; StepOfAnother.
    """
    by = taker_of(actor, signatory_of(actor.signature).role)
    write_step(record, step, by=by, signed=actor.signature, reason=reason, clause=clause, at=at, of=of)


def write_step(
    record: Record,
    step: RecordStep,
    *,
    by: Taker,
    signed: str,
    reason: str,
    clause: str,
    at: datetime,
    of: OfCase | None = None,
) -> None:
    """As `take_step`, whoever takes it. Args: signed: whose decision it is, as its page names them."""
    text = clean(reason)
    words = {"reason": text} | ({"clause": clause} if clause else {})
    former = record.state
    apply_transition(RECORDS, record, step, by=by, at=at, writes=Writes(words=words, facts=of.facts if of else {}))
    StateChange.objects.create(
        record=record,
        former=former,
        current=record.state,
        reason=text,
        clause=clause,
        case_number=of.number if of else None,
        path=of.path if of else "",
        changed_by=signed,
        changed_at=at,
    )


def checked_clause(clause: str, *, longest: int = LONGEST_CLAUSE) -> str:
    """Under which clause somebody decides, as stored.

    Raises: TooLongForField.
    """
    text = clean(clause)
    if len(text) > longest:
        raise TooLongForField(
            f"clause takes at most {longest} characters; this has {len(text)}.",
            field="clause", longest=longest, length=len(text),
        )  # fmt: skip
    return text


def locked(pk: int, actor: Actor, reason: str) -> Record:
    """A record that somebody is about to change, held until the transaction ends.

    Raises: ReasonMissing; DutyMissing; RecordNotFound; OutOfArea.
    """
    if not clean(reason):
        raise ReasonMissing("Say why: the reason is shown on the record's page.")
    return held(pk, actor, Duty.CHANGE_RECORDS)


def hold_record(pk: int, *, actor: Actor, duty: Duty) -> None:
    """Holds a record until the transaction ends, for somebody who has this duty where it lies.

    Raises: DutyMissing; RecordNotFound; OutOfArea.
    """
    held(pk, actor, duty)


def held(pk: int, actor: Actor, duty: Duty) -> Record:
    """A record that somebody with this duty is about to write of, held until the transaction ends.

    Raises: DutyMissing; RecordNotFound; OutOfArea.
    """
    check_duty(actor, duty)
    record = Record.objects.select_for_update().filter(pk=pk).first()
    if record is None:
        raise RecordNotFound(f"There is no record number {pk}; it may have been mistyped.", number=pk)
    check_duty(actor, duty, record.division or record.enterprise.division)
    return record


def _value(name: str, text: str, today: date) -> Any:
    if name in TEXT_FIELDS:
        return _fitting(name, clean(text))
    if name in DATE_FIELDS:
        return parse_date(text, latest=today) if text.strip() else None
    if name == "fine_cny":
        return _stored_amount(parse_amount_cny(text)) if text.strip() else None
    listed = ", ".join(CORRECTABLE)
    raise NotCorrectable(f"“{name}” cannot be corrected by hand; these can: {listed}.", field=name, fields=listed)


def _stored_amount(amount: Decimal) -> Decimal:
    digits = len(str(int(amount)))
    if digits > FINE_DIGITS:
        raise TooLongForField(
            f"A fine has at most {FINE_DIGITS} digits before the point; this has {digits}.",
            field="fine_cny", longest=FINE_DIGITS, length=digits,
        )  # fmt: skip
    return amount


def _fitting(name: str, text: str) -> str:
    longest = LONGEST[name]  # 0: any length
    if longest and len(text) > longest:
        raise TooLongForField(
            f"{name} takes at most {longest} characters; this has {len(text)}.",
            field=name, longest=longest, length=len(text),
        )  # fmt: skip
    if name == "title" and not text:
        raise TitleMissing("A record needs a title; write the new one.")
    return text


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _year(record: Record) -> int | None:
    dated = record.published_on or record.decided_on or record.inspected_on
    return dated.year if dated else record.year
