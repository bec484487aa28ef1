"""Changing a record after it is public: corrected, withdrawn, published again; never deleted (REC-10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from qingce.domain.records.enums import FIELDS, PublicationState
from qingce.domain.records.models import Correction, Record, StateChange
from qingce.domain.records.queries import RecordNotFound
from qingce.pure.kernel.amounts import parse_amount_cny
from qingce.pure.kernel.dates import parse_date
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change

TEXT_FIELDS = ("title", "doc_no", "issuer", "address", "description", "laws", "measure")
DATE_FIELDS = ("published_on", "decided_on", "inspected_on")
LONGEST = {field.name: field.max_length for field in FIELDS}
CORRECTABLE = (*TEXT_FIELDS, *DATE_FIELDS, "fine_cny")


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


class WrongState(InvalidValue):
    """The record is already in that state."""

    code = "wrong-state"


def correct_record(pk: int, values: Mapping[str, str], *, by: str, reason: str, at: datetime) -> None:
    """Corrects fields of a record; former value, who, when and why stay on its page.

    Args: values: field → new text, as people write it; "" empties a field.
    Raises: RecordNotFound; ReasonMissing; NotCorrectable; NothingToCorrect; TooLongForField; TitleMissing; errors of
            reading a date or an amount.
    """
    with transaction.atomic():
        record = _locked(pk, reason)
        changed = {name: _value(name, text, at.date()) for name, text in values.items()}
        changed = {name: value for name, value in changed.items() if value != getattr(record, name)}
        if not changed:
            raise NothingToCorrect(f"Record {pk} already says this; nothing was changed.", number=pk)
        Correction.objects.bulk_create(
            Correction(
                record=record,
                field=name,
                former=_text(getattr(record, name)),
                current=_text(value),
                reason=clean(reason),
                corrected_by=by,
                corrected_at=at,
            )
            for name, value in changed.items()
        )
        for name, value in changed.items():
            setattr(record, name, value)
        record.is_corrected = True
        record.year = _year(record)
        record.save(update_fields=[*changed, "is_corrected", "year"])
        note_change("record", pk, at=at)


def withdraw_record(pk: int, *, by: str, reason: str, at: datetime, clause: str = "") -> None:
    """Takes a record off the public list; its number goes on answering with why (REC-10).

    Raises: RecordNotFound; ReasonMissing; WrongState: it is withdrawn already.
    """
    _change_state(pk, PublicationState.WITHDRAWN, by=by, reason=reason, clause=clause, at=at)


def republish_record(pk: int, *, by: str, reason: str, at: datetime, clause: str = "") -> None:
    """Puts a withdrawn record back on the public list.

    Raises: RecordNotFound; ReasonMissing; WrongState: it is on the list already.
    """
    _change_state(pk, PublicationState.PUBLISHED, by=by, reason=reason, clause=clause, at=at)


def _change_state(pk: int, state: PublicationState, *, by: str, reason: str, clause: str, at: datetime) -> None:
    with transaction.atomic():
        record = _locked(pk, reason)
        if record.state == state:
            raise WrongState(f"Record {pk} is {state.value} already.", cause=state.value, number=pk)
        StateChange.objects.create(
            record=record,
            former=record.state,
            current=state,
            reason=clean(reason),
            clause=clause,
            changed_by=by,
            changed_at=at,
        )
        record.state = state
        record.save(update_fields=["state"])
        note_change("record", pk, at=at)
        note_change("enterprise", record.enterprise_id, at=at)


def _locked(pk: int, reason: str) -> Record:
    if not clean(reason):
        raise ReasonMissing("Say why: the reason is shown on the record's page.")
    record = Record.objects.select_for_update().filter(pk=pk).first()
    if record is None:
        raise RecordNotFound(f"There is no record number {pk}; it may have been mistyped.", number=pk)
    return record


def _value(name: str, text: str, today: date) -> Any:
    if name in TEXT_FIELDS:
        return _fitting(name, clean(text))
    if name in DATE_FIELDS:
        return parse_date(text, latest=today) if text.strip() else None
    if name == "fine_cny":
        return parse_amount_cny(text) if text.strip() else None
    listed = ", ".join(CORRECTABLE)
    raise NotCorrectable(f"“{name}” cannot be corrected by hand; these can: {listed}.", field=name, fields=listed)


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
