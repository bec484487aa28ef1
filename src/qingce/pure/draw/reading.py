"""Reading what a draw says about itself: as it was frozen here, or from a stranger's file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qingce.pure.draw.announcing import Announced, Exclusion, Source
from qingce.pure.draw.drawing import Values
from qingce.pure.draw.errors import DrawUnreadable
from qingce.pure.kernel.canonical import canonical_json


def read_announced(value: object) -> Announced:
    """What `Announced.says` gave, and nothing else; whether such a draw can be held is not looked at.

    Raises: DrawUnreadable.
    """
    try:
        found = _announced(value)
        is_same = canonical_json(found.says()) == canonical_json(value)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise _unreadable("frozen") from error
    if not is_same:
        raise _unreadable("frozen")
    return found


def read_values(value: object) -> Values:
    """The numbers of each source.

    Raises: DrawUnreadable.
    """
    try:
        return tuple(tuple(_text(number) for number in _list(numbers)) for numbers in _list(value))
    except TypeError as error:
        raise _unreadable("values") from error


def _announced(value: Any) -> Announced:
    return Announced(
        number=_whole(value["number"]),
        purpose=_text(value["purpose"]),
        occasion=_text(value["occasion"]),
        area=_text(value["area"]),
        pool=tuple(map(_text, _list(value["pool"]))),
        exclusions=tuple(
            Exclusion(_text(each["number"]), _text(each["reason"])) for each in _list(value["exclusions"])
        ),
        count=_whole(value["count"]),
        sources=tuple(map(_source, _list(value["sources"]))),
        after=_whole(value["after"]),
    )


def _source(value: Any) -> Source:
    return Source(
        what=_text(value["what"]),
        where=_text(value["where"]),
        due_at=datetime.fromisoformat(_text(value["due"])),
        numbers=_whole(value["numbers"]),
        decimals=_whole(value["decimals"]),
        lowest=_whole(value["lowest"]),
        highest=_whole(value["highest"]),
    )


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError("text expected")
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError("whole number expected")
    return value


def _list(value: object) -> list[Any]:
    if type(value) is not list:
        raise TypeError("list expected")
    return value


def _unreadable(part: str) -> DrawUnreadable:
    return DrawUnreadable(f"What the draw says about “{part}” is not as a draw is written.", part=part)
