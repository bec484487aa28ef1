"""Holding a draw again from its file, and holding every part of the file against the ledger: qingce-draw/1.

Nothing in the file is believed: what it says is put into its only form, hashed and proved to be in the log, and who is
drawn is computed anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from qingce.pure.draw.announcing import KIND, Announced, check_announced
from qingce.pure.draw.drawing import Drawn, Values, drawn_by, replacement_says, value_says
from qingce.pure.draw.errors import DrawUnreadable
from qingce.pure.draw.facts import frozen_facts, replacement_facts, value_facts
from qingce.pure.draw.reading import read_announced, read_values
from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.merkle.notes import VerifierKey
from qingce.pure.merkle.proof_files.errors import FormatUnknown
from qingce.pure.merkle.proof_files.proofs import NEEDED, OPTIONAL, Proved, prove
from qingce.pure.merkle.proof_files.reading import members, read_json
from qingce.pure.merkle.proof_files.signatures import check_not_split, read_keys

FORMAT = "qingce-draw/1"


class DrawFileWrong(InvalidValue):
    """A part of the file does not fit the others, or is not what the ledger holds."""

    code = "draw-file-wrong"


@dataclass(frozen=True)
class CheckedValue:
    """A value of the draw, and all that follows from it, computed anew.

    Args: steps: of the draw, in order; then those of the replacements. replaced: who declined, in order.
    """

    values: Values
    key: str
    read: str
    steps: tuple[Drawn, ...]
    replaced: tuple[str, ...]
    standing: tuple[str, ...]
    proved: Proved


@dataclass(frozen=True)
class CheckedDraw:
    """A draw whose every part holds.

    Args: frozen_at: as the ledger says. witnessed: names of witnesses who saw it in the log before a value could be
        known. has_own_keys: the keys are the file's own.
    """

    announced: Announced
    frozen: Proved
    frozen_at: str
    witnessed: tuple[str, ...]
    values: tuple[CheckedValue, ...]
    voided: Proved | None
    has_own_keys: bool


def check_draw_file(text: str, keys: Sequence[VerifierKey] | None) -> CheckedDraw:
    """Holds a draw again from its file.

    Args: keys: of the log and of witnesses; None: take those that the file itself names.
    Raises: DrawFileWrong; DrawUnreadable; errors of `check_announced`, `check_values` and `prove`; LogSplit.
    """
    needed = {"format": str, "frozen": dict, "settled": list, "replaced": list}
    found = read_json(text)
    if type(found) is not dict or found.get("format") != FORMAT:
        raise FormatUnknown(f"The file is no {FORMAT}.", known=FORMAT)
    value = members(found, "file", needed, {"voided": dict, "keys": list})
    known = read_keys(value.get("keys", [])) if keys is None else keys
    announced, frozen = _frozen(value["frozen"], known)
    values = _values(announced, value["settled"], value["replaced"], known)
    voided = _voided(announced, value["voided"], known) if "voided" in value else None
    proved = [frozen, *(each.proved for each in values), *([voided] if voided else [])]
    check_not_split(each.signed for each in proved)
    _check_rising([each.number for each in proved])
    due = announced.first_due_at
    witnessed = tuple(each.name for each in frozen.signed.witnesses if _is_time(each.at) and _moment(each.at) < due)
    return CheckedDraw(announced, frozen, _at(frozen), witnessed, values, voided, has_own_keys=keys is None)


def _frozen(value: dict[str, Any], keys: Sequence[VerifierKey]) -> tuple[Announced, Proved]:
    part = members(value, "frozen", {"says": dict, "proof": dict})
    announced = read_announced(part["says"])
    check_announced(announced)
    proved = _proved(part, "frozen", announced.number, "draw-frozen/1", keys, frozen_facts(announced))
    if _moment(_at(proved)) >= announced.first_due_at:
        raise DrawFileWrong("The draw was frozen when a value could already be known.", cause="late")
    return announced, proved


def _values(
    announced: Announced, settled: Sequence[Any], replaced: Sequence[Any], keys: Sequence[VerifierKey]
) -> tuple[CheckedValue, ...]:
    parts = [members(each, f"replaced[{place}]", {"says": dict, "proof": dict}) for place, each in enumerate(replaced)]
    values = tuple(_value(announced, each, place, parts, keys) for place, each in enumerate(settled, start=1))
    if len(parts) != sum(len(each.replaced) for each in values):
        raise DrawFileWrong("A replacement belongs to no value of the draw.", cause="replaced")
    return values


def _value(
    announced: Announced, value: Any, place: int, replaced: Sequence[Mapping[str, Any]], keys: Sequence[VerifierKey]
) -> CheckedValue:
    where = f"settled[{place - 1}]"
    part = members(value, where, {"says": dict, "proof": dict})
    said = part["says"]
    values, read = read_values(said.get("values")), said.get("read")
    again = value_says(announced, values, read=read if type(read) is str else "")
    if canonical_json(again) != canonical_json(said):
        raise DrawFileWrong(
            "The draw held again gives another key or another result than the file says.", cause="result"
        )
    schema = "draw-settled/1" if place == 1 else "draw-corrected/1"
    proved = _proved(part, where, announced.number, schema, keys, value_facts(again, place))
    if _moment(_at(proved)) < announced.due_at:
        raise DrawFileWrong("The value was entered before the announced moment.", cause="early")
    own = [each for each in replaced if each["says"].get("value") == place]
    steps = drawn_by(announced, values, replacements=len(own))
    standing, declined = list(again["result"]), []
    for number, (each, step) in enumerate(zip(own, steps[announced.count :], strict=True), start=1):
        declined.append(_replaced(announced.number, each, place, number, step, standing, keys))
    return CheckedValue(values, again["key"], again["read"], tuple(steps), tuple(declined), tuple(standing), proved)


def _replaced(
    number: int,
    part: Mapping[str, Any],
    value: int,
    place: int,
    step: Drawn,
    standing: list[str],
    keys: Sequence[VerifierKey],
) -> str:
    """Checks a replacement, and puts the next of the order where who declined stood."""
    declined = part["says"].get("declined")
    if type(declined) is not str or declined not in standing:
        raise DrawFileWrong("Somebody is replaced who was not drawn.", cause="replaced")
    again = replacement_says(number, value=value, place=place, declined=declined, drawn=step.number)
    if canonical_json(again) != canonical_json(part["says"]):
        raise DrawFileWrong("A replacement is not the next of the order.", cause="replaced")
    _proved(part, "replaced", number, "draw-replaced/1", keys, replacement_facts(again))
    standing[standing.index(declined)] = step.number
    return declined


def _voided(announced: Announced, value: dict[str, Any], keys: Sequence[VerifierKey]) -> Proved:
    part = members(value, "voided", {"proof": dict})
    return _proved(part, "voided", announced.number, "draw-voided/1", keys, None)


def _proved(
    part: Mapping[str, Any],
    where: str,
    number: int,
    schema: str,
    keys: Sequence[VerifierKey],
    facts: Mapping[str, Any] | None,
) -> Proved:
    """Checks that the log holds such an entry about this draw, with these facts and the hash of what is said."""
    needed = {name: kind for name, kind in NEEDED.items() if name != "format"}
    proof = members(part["proof"], f"{where}.proof", needed, {"format": str, "opened": OPTIONAL["opened"]})
    if facts is not None:
        proof = {**proof, "row": {"statement": canonical_json(part["says"]).decode()}}
    proved = prove(proof, keys)
    entry = proved.entry
    if entry.schema != schema or (entry.kind, entry.number) != (KIND, number):
        raise DrawFileWrong(f"{where}: the entry is no {schema} of draw {number}.", cause="entry", where=where)
    if facts is not None:
        stated = {name: fact for name, fact in entry.facts.items() if name != "content"}
        if canonical_json(stated) != canonical_json(facts):
            raise DrawFileWrong(f"{where}: the entry states something else than the file.", cause="facts", where=where)
    return proved


def _check_rising(numbers: Sequence[int]) -> None:
    if any(later <= former for former, later in pairwise(numbers)):
        raise DrawFileWrong("The entries do not follow one another in the log.", cause="order")


def _at(proved: Proved) -> str:
    return str(json.loads(proved.entry.text)["at"])


def _is_time(text: str) -> bool:
    """Whether a witness said when it saw the log, by our calendar."""
    return text.endswith("Z")


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise DrawUnreadable(f"{text[:40]} is no time.", part="at") from error
