"""What each entry of the log says, and what its commitments open to."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.merkle.proof_files.errors import EntryMalformed, FieldWrong, OpeningWrong
from qingce.pure.merkle.proof_files.reading import members, read_canonical

SCHEMA = re.compile(r"[a-z][a-z0-9-]{0,62}/[1-9][0-9]{0,3}")
KIND = re.compile(r"[a-z][a-z0-9-]{0,62}")
ID = re.compile(r"[0-9a-f]{32}")
DIGEST = re.compile(r"[0-9a-f]{64}")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?\+00:00")
SALT_BYTES = 16


@dataclass(frozen=True)
class Entry:
    """An entry that is in its only form.

    Args: number: of a single subject. count, root: of a bulk act, over its rows. person, words: commitments or "".
    """

    text: str
    schema: str
    kind: str
    number: int | None
    count: int
    root: bytes
    facts: dict[str, Any]
    person: str
    words: str


def read_entry(text: str) -> Entry:
    """An entry as it was hashed.

    Raises: EntryNotCanonical; EntryMalformed; as `read_json`.
    """
    value = read_canonical(text)
    try:
        return _entry(text, value)
    except FieldWrong as error:
        raise EntryMalformed(error.detail, **error.params) from error


def check_person(entry: Entry, opening: object) -> str:
    """Who acted: the public number behind the entry's commitment.

    Raises: FieldWrong; OpeningWrong.
    """
    opened = members(opening, "opened.person", {"salt": str, "value": str})
    _check_opening(entry.person, opened["salt"], opened["value"].encode(), "person")
    return str(opened["value"])


def check_words(entry: Entry, opening: object) -> str:
    """The free texts behind the entry's commitment, as canonical JSON.

    Raises: FieldWrong; OpeningWrong.
    """
    opened = members(opening, "opened.words", {"salt": str, "value": dict})
    value = canonical_json(opened["value"])
    _check_opening(entry.words, opened["salt"], value, "words")
    return value.decode()


def _check_opening(commitment: str, salt: str, value: bytes, what: str) -> None:
    is_salt = ID.fullmatch(salt) is not None
    if not commitment or not is_salt or hashlib.sha256(bytes.fromhex(salt) + value).hexdigest() != commitment:
        raise OpeningWrong(f"What the file gives for {what} is not what the entry is bound to.", what=what)


def _entry(text: str, value: object) -> Entry:
    kinds = {"schema": str, "id": str, "at": str, "actor": dict, "subject": dict, "facts": dict, "words": str}
    entry = members(value, "entry", kinds)
    actor = members(entry["actor"], "entry.actor", {"role": str, "organisation": str, "person": str})
    kind, number, count, root = _subject(entry["subject"])
    _fits("entry.schema", SCHEMA, entry["schema"])
    _fits("entry.id", ID, entry["id"])
    _fits("entry.at", TIME, entry["at"])
    for where, commitment in (("entry.actor.person", actor["person"]), ("entry.words", entry["words"])):
        if commitment:
            _fits(where, DIGEST, commitment)
    return Entry(text, entry["schema"], kind, number, count, root, entry["facts"], actor["person"], entry["words"])


def _subject(value: dict[str, Any]) -> tuple[str, int | None, int, bytes]:
    if "number" in value:
        subject = members(value, "entry.subject", {"kind": str, "number": int})
        number, count, root = subject["number"], 0, ""
    else:
        subject = members(value, "entry.subject", {"kind": str, "count": int, "root": str})
        number, count, root = None, subject["count"], subject["root"]
        _fits("entry.subject.root", DIGEST, root)
    _fits("entry.subject.kind", KIND, subject["kind"])
    return subject["kind"], number, count, bytes.fromhex(root)


def _fits(where: str, pattern: re.Pattern[str], text: str) -> None:
    if not pattern.fullmatch(text):
        raise FieldWrong(f"{where} is not written as it should be.", field=where)
