"""Reading files from strangers: bytes, JSON that can be read in one way only, fields of their kind."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from qingce.pure.kernel.canonical import NotCanonical, canonical_json
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.merkle.errors import ProofWrong
from qingce.pure.merkle.hashing import SIZE_BYTES
from qingce.pure.merkle.proof_files.errors import (
    EntryNotCanonical,
    FieldWrong,
    FileNotText,
    FileTooLarge,
    NameTwice,
    NestedTooDeep,
    NumberWrong,
    Unreadable,
)

LARGEST_BYTES = 32_000_000
DEEPEST = 32
LONGEST_NUMBER = 30
LONGEST_PROOF = 64
FIRST_INEXACT = 2**53  # from here on not every reader tells neighbouring numbers apart


def read_bytes(content: bytes) -> str:
    """The text of a file.

    Raises: FileTooLarge; FileNotText.
    """
    if len(content) > LARGEST_BYTES:
        raise FileTooLarge(f"The file has more than {LARGEST_BYTES} bytes; no proof is so long.", most=LARGEST_BYTES)
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise FileNotText("The file is not text in UTF-8; take the file as it was downloaded.") from None


def read_json(text: str) -> Any:
    """The value of a JSON text.

    Returns: whole numbers are int, however they are written.
    Raises: FileTooLarge; Unreadable; NestedTooDeep; NameTwice; NumberWrong; FileNotText: half a character.
    """
    if len(text) > LARGEST_BYTES:
        raise FileTooLarge(f"The file has more than {LARGEST_BYTES} bytes; no proof is so long.", most=LARGEST_BYTES)
    try:
        value = _loaded(text, object_pairs_hook=_each_name_once, parse_int=_number, parse_float=_number)
    except InvalidValue:
        _loaded(text, parse_int=str, parse_float=str)  # what is no JSON at all is told first
        raise
    _look_through(value, DEEPEST)
    return value


def _loaded(text: str, **hooks: Any) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse, **hooks)
    except InvalidValue:
        raise
    except RecursionError:
        raise _nested() from None
    except ValueError as error:
        raise Unreadable(f"This is no whole JSON file: {error}") from None


def read_canonical(text: str) -> Any:
    """The value of a text that was hashed; it must be the only text of that value.

    Raises: EntryNotCanonical; as `read_json`.
    Source: RFC 8785.
    """
    value = read_json(text)
    try:
        written = canonical_json(value)
    except NotCanonical as error:
        raise EntryNotCanonical(error.detail) from error
    if written != text.encode():
        raise EntryNotCanonical("A text that was hashed is not canonical JSON (RFC 8785); somebody wrote it anew.")
    return value


def members(
    value: object, where: str, needed: Mapping[str, type], allowed: Mapping[str, type] | None = None
) -> dict[str, Any]:
    """The fields of an object, each of its kind, none unknown.

    Args: where: what the object is called in an error. needed, allowed: name → kind; numbers are never negative.
    Raises: FieldWrong.
    """
    if type(value) is not dict:
        raise FieldWrong(f"{where} should be an object.", field=where)
    kinds = {**needed, **(allowed or {})}
    for name in sorted({*needed, *value}):
        if name not in kinds or name not in value or not _is(value[name], kinds[name]):
            field = f"{where}.{name}"
            raise FieldWrong(f"{field[:100]} is missing, unknown or not of its kind.", field=field[:100])
    return value


def read_hashes(value: list[object]) -> list[bytes]:
    """The hashes of a proof.

    Raises: ProofWrong: one is none, or there are more than any proof has.
    """
    if len(value) > LONGEST_PROOF:
        raise ProofWrong(f"No proof has more than {LONGEST_PROOF} hashes.", size=len(value))
    return [read_hash(each) for each in value]


def read_hash(text: object) -> bytes:
    """A hash in base64.

    Raises: ProofWrong.
    """
    wrong = ProofWrong("A hash in the proof is not 32 bytes in base64.", size=0)
    if type(text) is not str:
        raise wrong
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise wrong from None
    if len(raw) != SIZE_BYTES or base64.b64encode(raw).decode() != text:
        raise wrong
    return raw


def _is(value: object, kind: type) -> bool:
    return type(value) is kind and (kind is not int or value >= 0)  # type: ignore[operator]


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NameTwice("A name stands twice in one object: two readers could read two things.")
    return found


def _number(text: str) -> int | float:
    value = float(text) if len(text) <= LONGEST_NUMBER else math.inf
    if not math.isfinite(value) or (value.is_integer() and abs(value) >= FIRST_INEXACT):
        _refuse(text)
    return int(value) if value.is_integer() else value


def _refuse(text: str) -> NoReturn:
    raise NumberWrong(f"{text[:40]} is no number that every program reads alike.", text=text[:40])


def _nested() -> NestedTooDeep:
    return NestedTooDeep(f"Nothing in the ledger is nested more than {DEEPEST} levels deep.", most=DEEPEST)


def _look_through(value: object, levels: int) -> None:
    if isinstance(value, str):
        _check_whole(value)
    elif isinstance(value, dict | list):
        if not levels:
            raise _nested()
        for each in value:
            _look_through(each, levels - 1)
        for each in value.values() if isinstance(value, dict) else ():
            _look_through(each, levels - 1)


def _check_whole(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise FileNotText("The file holds half a character (a lone surrogate).") from None
