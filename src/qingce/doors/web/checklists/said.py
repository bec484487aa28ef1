"""What a form or a device says, read strictly: answers, evidence, identifiers, moments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from qingce.pure.kernel.dates import parse_date
from qingce.shared.checklists.enums import AnswerText, Device, Edit, EvidenceText
from qingce.shared.checklists.errors import ChecklistBodyWrong
from qingce.shared.checklists.queries import checklist_terms

_LAST_DAY = date(2199, 12, 31)
_MOST_SETTLED = 50
_MOST_DIGITS = 9
_KB = 1024
TEXTS = ("grade", "finding", "action", "verification")


def wrong() -> ChecklistBodyWrong:
    """The error for what no page of ours sends."""
    return ChecklistBodyWrong("What was sent cannot be read. Load the page anew and send it again.")


def body_of(content: bytes) -> Mapping[str, Any]:
    """A JSON object, bounded.

    Raises: ChecklistBodyWrong.
    """
    if len(content) > checklist_terms().body_kb * _KB:
        raise wrong()
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise wrong() from None
    if not isinstance(found, dict):
        raise wrong()
    return found


def edit_in(said: Mapping[str, Any], settles: list[str]) -> Edit:
    """An answer as it was handed in.

    Raises: ChecklistBodyWrong; the errors of dates.
    """
    if len(settles) > _MOST_SETTLED:
        raise wrong()
    return Edit(
        edit=uuid_in(said.get("edit")),
        base=_base(said.get("base")),
        text=AnswerText(deadline=_day(said.get("deadline")), **{name: _text(said.get(name)) for name in TEXTS}),
        settles=tuple(map(uuid_in, settles)),
        device=device_in(said),
    )


def evidence_in(said: Mapping[str, Any]) -> EvidenceText:
    """A piece of evidence as it was handed in.

    Raises: ChecklistBodyWrong.
    """
    return EvidenceText(
        edit=uuid_in(said.get("edit")),
        kind=_text(said.get("kind")),
        note=_text(said.get("note")),
        where=_text(said.get("where")),
        taken_at=_moment(said.get("taken_at")),
        device=device_in(said),
    )


def device_in(said: Mapping[str, Any]) -> Device:
    """What a device says of its clock; a clock that cannot be read says nothing."""
    return Device(_moment(said.get("made_at")), _moment(said.get("now")))


def uuid_in(text: object) -> UUID:
    """An identifier made where something was written.

    Raises: ChecklistBodyWrong.
    """
    try:
        return UUID(_text(text))
    except ValueError:
        raise wrong() from None


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise wrong()
    return value


def _base(value: object) -> int:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(value)
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise wrong()
    return int(text)


def _day(value: object) -> date | None:
    text = _text(value).strip()
    return parse_date(text, latest=_LAST_DAY) if text else None


def _moment(value: object) -> datetime | None:
    """A moment with its zone, within what a database holds; None: there is none that can be meant."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo is not None and date(1970, 1, 2) <= found.date() <= _LAST_DAY else None
