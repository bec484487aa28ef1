"""A small log with single acts, a bulk act, openings and witnesses, and the files it hands out."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.merkle.checkpoints import Checkpoint
from qingce.pure.merkle.hashing import leaf_hash
from qingce.pure.merkle.notes import COSIGNATURE_V1, Note, SignerKey
from qingce.pure.merkle.tree import Node, consistency_proof, inclusion_proof, new_nodes, root

ORIGIN = "qingce.example/ledger"
LOG = SignerKey(ORIGIN, bytes(range(32)))
NEXT_LOG_KEY = SignerKey(ORIGIN, bytes(range(1, 33)))
STRANGER = SignerKey("other.example/ledger", bytes(range(2, 34)))
WITNESS = SignerKey("witness.example", bytes(range(3, 35)), COSIGNATURE_V1)
KEYS = [LOG.verifier, WITNESS.verifier]
SEEN_AT_S = 1_795_000_000
AT = "2026-11-21T12:00:00.123456+00:00"
PERSON_SALT, WORDS_SALT, ROW_SALT = "00" * 16, "11" * 16, "22" * 16
PERSON = "P20260001"
WORDS = {
    "reason": "企业来函更正:日期 <误>",
    "former": {"decided_on": "2024-03-01"},
    "new": {"decided_on": "2024-03-02"},
}

Json = dict[str, Any]


class Tree:
    """A tree with all its hashes."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.nodes = new_nodes(0, leaves, self.read)
        self.size = len(leaves)

    def read(self, wanted: Sequence[Node]) -> list[bytes]:
        return [self.nodes[each] for each in wanted]

    def root(self, size: int | None = None) -> bytes:
        return root(self.size if size is None else size, self.read)

    def proof(self, number: int, size: int | None = None) -> list[str]:
        return in_base64(inclusion_proof(number, self.size if size is None else size, self.read))

    def growth(self, former: int, size: int | None = None) -> list[str]:
        return in_base64(consistency_proof(former, self.size if size is None else size, self.read))


def in_base64(hashes: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(each).decode() for each in hashes]


def commitment(salt: str, value: bytes) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + value).hexdigest()


def statement(number: int, **said: object) -> str:
    return canonical_json({"kind": "record", "number": number, "salt": ROW_SALT, **said}).decode()


ROWS = [statement(number, title=f"行政处罚决定 {number}", fine_cny="50000") for number in range(1, 8)]
ROW_TREE = Tree([leaf_hash(row.encode()) for row in ROWS])
CORRECTED = statement(3, title="行政处罚决定 3 (更正)", fine_cny="60000")


def entry(number: int, **changed: object) -> str:
    """An entry about record 3, unless told otherwise."""
    plain: Json = {
        "schema": "record-corrected/1",
        "id": f"{number:032x}",
        "at": AT,
        "actor": {"role": "staff", "organisation": "", "person": commitment(PERSON_SALT, PERSON.encode())},
        "subject": {"kind": "record", "number": 3},
        "facts": {"content": leaf_hash(CORRECTED.encode()).hex(), "share": 0.25},
        "words": commitment(WORDS_SALT, canonical_json(WORDS)),
    }
    return canonical_json(plain | changed).decode()


BULK = {
    "schema": "records-published/1",
    "subject": {"kind": "record", "count": len(ROWS), "root": ROW_TREE.root().hex()},
    "facts": {},
    "words": "",
    "actor": {"role": "system", "organisation": "", "person": ""},
}
ENTERPRISE = {
    "schema": "enterprise-renamed/1",
    "subject": {"kind": "enterprise", "number": 5},
    "facts": {},
    "words": "",
}
ENTRIES = [
    entry(0, **BULK),
    *(entry(number, subject={"kind": "record", "number": 90 + number}) for number in range(1, 5)),
    entry(5),
    entry(6, **ENTERPRISE),
    *(entry(number, subject={"kind": "record", "number": 90 + number}) for number in range(7, 12)),
]
BULK_AT, CORRECTED_AT, ENTERPRISE_AT = 0, 5, 6
TREE = Tree([leaf_hash(each.encode()) for each in ENTRIES])


@dataclass(frozen=True)
class Signing:
    """Who signs what is made."""

    log: SignerKey = LOG
    witnesses: tuple[SignerKey, ...] = (WITNESS,)


def signed(text: str, by: Signing) -> str:
    written = (by.log.sign(text), *(each.sign(text, at_second=SEEN_AT_S) for each in by.witnesses))
    return Note(text, written).written


def checkpoint(size: int = len(ENTRIES), by: Signing = Signing(), tree: Tree = TREE) -> str:
    return signed(Checkpoint(by.log.name, size, tree.root(size)).text, by)


def proof(number: int, /, **more: object) -> Json:
    """A proof file of an entry of the log, with some fields set otherwise."""
    return {
        "format": "qingce-proof/1",
        "entry": ENTRIES[number],
        "number": number,
        "proof": TREE.proof(number),
        "checkpoint": checkpoint(),
        "keys": [key.written for key in KEYS],
        **more,
    }


OPENED = {"person": {"salt": PERSON_SALT, "value": PERSON}, "words": {"salt": WORDS_SALT, "value": WORDS}}


def single(**more: object) -> Json:
    """Of a single act, with everything opened."""
    return proof(CORRECTED_AT, opened=OPENED, row={"statement": CORRECTED}, **more)


def bulk(index: int = 2, **more: object) -> Json:
    """Of a row of the bulk act."""
    return proof(BULK_AT, row={"statement": ROWS[index], "index": index, "proof": ROW_TREE.proof(index)}, **more)


def without_keys(file: Json) -> Json:
    return {name: value for name, value in file.items() if name not in {"keys", "format"}}


def note_text(*lines: str, kind: str = "record 3", size: int = len(ENTRIES)) -> str:
    written = base64.b64encode(TREE.root(size)).decode()
    head = (
        f"{ORIGIN}/certificate",
        f"subject {kind}",
        "at 2026-11-21T12:00:00+00:00",
        f"size {size}",
        f"root {written}",
    )
    return "".join(f"{line}\n" for line in (*head, *lines))


def certificate(text: str = "", proofs: Sequence[Json] | None = None, by: SignerKey = LOG) -> Json:
    """Of record 3: published in bulk, corrected since."""
    written = text or note_text("state published", f"entry {BULK_AT}", f"entry {CORRECTED_AT}")
    given = [bulk(), single()] if proofs is None else proofs
    return {
        "format": "qingce-certificate/1",
        "note": Note(written, (by.sign(written),)).written,
        "proofs": [without_keys(each) for each in given],
        "keys": [key.written for key in KEYS],
    }


def certificate_closed() -> Json:
    """Of record 3, as it is handed out once a correction took the place of what the bulk act holds the hash of."""
    return certificate(proofs=[proof(BULK_AT), single()])


def certificate_removed() -> Json:
    """Of record 3, as it is handed out once a case removed it: what it said is opened no more."""
    text = note_text("state removed", f"entry {BULK_AT}", f"entry {CORRECTED_AT}")
    return certificate(text, [proof(BULK_AT), proof(CORRECTED_AT)])


def enterprise_certificate() -> Json:
    """Of enterprise 5 with two records."""
    contents = [leaf_hash(row.encode()).hex() for row in (ROWS[0], CORRECTED)]
    text = note_text(
        f"entry {ENTERPRISE_AT}",
        f"record 1 withdrawn {contents[0]}",
        f"record 3 published {contents[1]}",
        kind="enterprise 5",
    )
    return certificate(text, [proof(ENTERPRISE_AT)])


def growth(former: int = 5, **more: object) -> Json:
    """From a former checkpoint to that of today."""
    return {
        "format": "qingce-growth/1",
        "from": checkpoint(former),
        "to": checkpoint(),
        "proof": TREE.growth(former),
        "keys": [key.written for key in KEYS],
        **more,
    }


def text_of(file: object) -> str:
    return json.dumps(file, ensure_ascii=False, indent=1)
