"""A proof file: an entry, why it is in the log, and what of it was opened. Format: qingce-proof/1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from qingce.pure.merkle.checking import check_inclusion
from qingce.pure.merkle.hashing import leaf_hash
from qingce.pure.merkle.notes import VerifierKey
from qingce.pure.merkle.proof_files.entries import Entry, check_person, check_words, read_entry
from qingce.pure.merkle.proof_files.errors import ContentWrong
from qingce.pure.merkle.proof_files.reading import members, read_canonical, read_hashes, read_json
from qingce.pure.merkle.proof_files.results import Finding, Text, Verified, left_open, of_signatures
from qingce.pure.merkle.proof_files.signatures import Signed, read_keys, read_signed

FORMAT = "qingce-proof/1"
NEEDED = {"format": str, "entry": str, "number": int, "proof": list, "checkpoint": str}
OPTIONAL = {"opened": dict, "row": dict}


class Row(NamedTuple):
    """What was stated about one subject; `place`: in a bulk act, from 1; 0: the act is about this subject alone."""

    text: str
    kind: str
    number: int
    place: int


@dataclass(frozen=True)
class Proved:
    """An entry that is in the log; `person`, `words`, `row`: where the file opens them."""

    number: int
    entry: Entry
    signed: Signed
    person: str
    words: str
    row: Row | None

    @property
    def subject(self) -> tuple[str, int | None]:
        """What it shows something about: kind and number."""
        return (self.row.kind, self.row.number) if self.row else (self.entry.kind, self.entry.number)


def check_proof_file(text: str, keys: Sequence[VerifierKey] | None) -> Verified:
    """Checks that an entry is in a signed log, and what the file opens of it.

    Args: keys: of the log and of witnesses; None: take those that the file itself names, and say so.
    Raises: Unreadable, with a class of its own for each cause; NoteUnreadable; KeyUnreadable; LogUnknown; NotSigned;
        SignatureWrong; LogTooShort; ProofWrong; EntryNotCanonical; EntryMalformed; OpeningWrong; ContentWrong.
    """
    value = members(read_json(text), "file", NEEDED, {**OPTIONAL, "keys": list})
    proved = prove(value, read_keys(value.get("keys", [])) if keys is None else keys)
    signed = proved.signed
    shown = [*of_entry(proved), *of_signatures(signed)]
    not_shown = [*_closed(proved), *left_open(signed, has_own_keys=keys is None), Finding("truth")]
    return Verified(FORMAT, tuple(shown), tuple(not_shown), texts_of(proved), (signed,))


def prove(value: dict[str, Any], keys: Sequence[VerifierKey]) -> Proved:
    """Checks the fields of a proof file.

    Raises: as `check_proof_file`.
    """
    signed = read_signed(value["checkpoint"], keys)
    log = signed.checkpoint
    leaf = leaf_hash(value["entry"].encode())
    check_inclusion(leaf, value["number"], log.size, read_hashes(value["proof"]), log.root)
    entry = read_entry(value["entry"])
    opened = members(value.get("opened", {}), "opened", {}, {"person": dict, "words": dict})
    person = check_person(entry, opened["person"]) if "person" in opened else ""
    words = check_words(entry, opened["words"]) if "words" in opened else ""
    return Proved(value["number"], entry, signed, person, words, _row(entry, value["row"]) if "row" in value else None)


def of_entry(proved: Proved) -> list[Finding]:
    """What is shown of an entry."""
    log = proved.signed.checkpoint
    found = [Finding("entry-in-log", {"number": proved.number, "size": log.size, "log": log.origin})]
    if proved.person:
        found.append(Finding("person-opened", {"person": proved.person}))
    if proved.words:
        found.append(Finding("words-opened"))
    if row := proved.row:
        named: dict[str, str | int] = {"kind": row.kind, "subject": row.number}
        place: dict[str, str | int] = {"place": row.place, "count": proved.entry.count}
        found.append(Finding("row-in-act", {**named, **place}) if row.place else Finding("content-of-act", named))
    return found


def texts_of(proved: Proved) -> tuple[Text, ...]:
    """What was shown to stand in the log, or behind its hashes."""
    texts = [Text("entry", proved.entry.text)]
    if proved.row:
        texts.append(Text("statement", proved.row.text))
    if proved.words:
        texts.append(Text("words", proved.words))
    return tuple(texts)


def _closed(proved: Proved) -> list[Finding]:
    entry, found = proved.entry, []
    if entry.person and not proved.person:
        found.append(Finding("person-closed"))
    if entry.words and not proved.words:
        found.append(Finding("words-closed"))
    if entry.number is None and not proved.row:
        found.append(Finding("rows-closed", {"count": entry.count}))
    return found


def _row(entry: Entry, value: object) -> Row:
    """Checks a statement by its proof to the root of a bulk act, or by the hash in the act's facts."""
    if entry.number is None:
        row = members(value, "row", {"statement": str, "index": int, "proof": list})
        leaf, place = leaf_hash(row["statement"].encode()), row["index"] + 1
        check_inclusion(leaf, row["index"], entry.count, read_hashes(row["proof"]), entry.root)
    else:
        row = members(value, "row", {"statement": str})
        leaf, place = leaf_hash(row["statement"].encode()), 0
        if entry.facts.get("content") != leaf.hex():
            raise _wrong()
    stated = read_canonical(row["statement"])
    kind, number = (stated.get("kind"), stated.get("number")) if type(stated) is dict else (None, None)
    if kind != entry.kind or type(number) is not int or entry.number not in {None, number}:
        raise _wrong()
    return Row(row["statement"], kind, number, place)


def _wrong() -> ContentWrong:
    return ContentWrong("The statement in the file is not the one that the entry holds the hash of.")
