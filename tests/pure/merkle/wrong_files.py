"""Files that do not hold, each with its cause; what Python and the browser are both asked about."""

from __future__ import annotations

import json
from typing import Any

from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.merkle.errors import (
    LogShrank,
    LogTooShort,
    NoteUnreadable,
    NotSigned,
    ProofWrong,
    SignatureWrong,
)
from qingce.pure.merkle.proof_files.errors import (
    CertificateUnreadable,
    CertificateWrong,
    ContentWrong,
    EntryMalformed,
    EntryNotCanonical,
    FieldWrong,
    FileNotText,
    FormatUnknown,
    LogUnknown,
    NameTwice,
    NestedTooDeep,
    NumberWrong,
    OpeningWrong,
    Unreadable,
)
from tests.pure.merkle import making
from tests.pure.merkle.making import NEXT_LOG_KEY, STRANGER, Json, Signing


def changed(file: Json, path: tuple[Any, ...], value: object) -> Json:
    copied = json.loads(json.dumps(file))
    inner = copied
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return copied  # type: ignore[no-any-return]


def resigned(entry_text: str) -> Json:
    """A log of one entry, well signed: only what the entry says can be wrong."""
    tree = making.Tree([making.leaf_hash(entry_text.encode())])
    written = making.checkpoint(1, tree=tree)
    return {"format": "qingce-proof/1", "entry": entry_text, "number": 0, "proof": [], "checkpoint": written}


WRONG: list[tuple[Json, type[InvalidValue]]] = [
    (changed(making.single(), ("number",), 6), ProofWrong),
    (changed(making.single(), ("number",), 12), LogTooShort),
    (changed(making.single(), ("number",), 2**53 - 1), LogTooShort),
    (changed(making.single(), ("proof",), making.single()["proof"][:-1]), ProofWrong),
    (changed(making.single(), ("proof",), [*making.single()["proof"], "A" * 43 + "="]), ProofWrong),
    (changed(making.single(), ("proof",), ["A" * 43 + "="] * 100_000), ProofWrong),
    (changed(making.single(), ("proof", 0), "AAAA"), ProofWrong),
    (changed(making.single(), ("proof", 0), 5), ProofWrong),
    (changed(making.single(), ("entry",), making.ENTRIES[4]), ProofWrong),
    (changed(making.single(), ("entry",), making.ENTRIES[5].replace(",", ", ", 1)), ProofWrong),
    (changed(making.single(), ("checkpoint",), making.checkpoint(11)), ProofWrong),
    (changed(making.single(), ("checkpoint",), making.checkpoint(by=Signing(STRANGER))), LogUnknown),
    (changed(making.single(), ("checkpoint",), making.checkpoint(by=Signing(NEXT_LOG_KEY))), NotSigned),
    (changed(making.single(), ("checkpoint",), making.checkpoint().replace("\n12\n", "\n13\n")), SignatureWrong),
    (changed(making.single(), ("checkpoint",), "qingce.example/ledger\n"), NoteUnreadable),
    (changed(making.single(), ("opened", "person", "value"), "P20260002"), OpeningWrong),
    (changed(making.single(), ("opened", "person", "salt"), "ff" * 16), OpeningWrong),
    (changed(making.single(), ("opened", "person", "salt"), "xx"), OpeningWrong),
    (changed(making.single(), ("opened", "words", "value"), {"reason": "no"}), OpeningWrong),
    (changed(making.bulk(), ("opened",), making.OPENED), OpeningWrong),
    (changed(making.single(), ("row", "statement"), making.ROWS[2]), ContentWrong),
    (changed(making.bulk(), ("row", "statement"), making.ROWS[3]), ProofWrong),
    (changed(making.bulk(), ("row", "index"), 3), ProofWrong),
    (changed(making.bulk(), ("row", "index"), 7), LogTooShort),
    (changed(making.bulk(), ("row", "proof"), []), ProofWrong),
    (resigned(making.entry(0).replace(",", ", ", 1)), EntryNotCanonical),
    (resigned(making.entry(0, schema="Record corrected")), EntryMalformed),
    (resigned(making.entry(0, more=1)), EntryMalformed),
    (resigned(making.entry(0, subject={"kind": "record"})), EntryMalformed),
    (resigned(making.entry(0, subject={"kind": "record", "number": 3, "root": "00" * 32})), EntryMalformed),
    (resigned(making.entry(0, words="00")), EntryMalformed),
    (resigned(making.entry(0, at="yesterday")), EntryMalformed),
    (resigned("[]"), EntryMalformed),
    (changed(resigned(making.entry(0, subject={"kind": "record", "number": 4})),
             ("row",), {"statement": making.CORRECTED}), ContentWrong),
    (changed(making.growth(), ("proof",), []), ProofWrong),
    (changed(making.growth(), ("proof",), [*making.growth()["proof"], "A" * 43 + "="]), ProofWrong),
    (changed(making.growth(), ("from",), making.checkpoint(6)), ProofWrong),
    ({**making.growth(), "from": making.checkpoint(), "to": making.checkpoint(5)}, LogShrank),
    (changed(making.growth(), ("from",), making.checkpoint(5, Signing(STRANGER))), LogUnknown),
    (changed(making.certificate(), ("proofs",), making.certificate()["proofs"][:1]), CertificateWrong),
    (changed(making.certificate(), ("proofs",), making.certificate()["proofs"][::-1]), CertificateWrong),
    (making.certificate(proofs=[making.bulk(3), making.single()]), CertificateWrong),
    (making.certificate(by=STRANGER), NotSigned),
    (changed(making.certificate(), ("note",), making.certificate()["note"].replace("published", "withdrawn")),
     SignatureWrong),
    (making.certificate(making.note_text("state published", "entry 0", "entry 5", size=11)), CertificateWrong),
    (changed(making.certificate(), ("note",), making.checkpoint()), CertificateUnreadable),
]  # fmt: skip
TWO_WAYS: list[tuple[str, type[InvalidValue]]] = [
    ('{"format":', Unreadable), ("{} x", Unreadable), ("{'a':1}", Unreadable), ('{"a":01}', Unreadable),
    ('{"a":"\x01"}', Unreadable), ('{"a":1,}', Unreadable), ('{"a":.5}', Unreadable),
    ("[" * 1_000_000, NestedTooDeep), ("[" * 33 + "]" * 33, NestedTooDeep), ('{"a":' * 40 + "1" + "}" * 40,
     NestedTooDeep),
    ('{"a":1,"a":1}', NameTwice), ('{"a":1,"\\u0061":2}', NameTwice),
    ('{"a":NaN}', NumberWrong), ('{"a":-Infinity}', NumberWrong), ('{"a":1e999}', NumberWrong),
    ('{"a":9007199254740992}', NumberWrong), ('{"a":' + "9" * 10_000 + "}", NumberWrong),
    ('{"a":0.' + "0" * 40 + "1}", NumberWrong), ('{"a":1e300}', NumberWrong),
    ('{"a":"\\ud800"}', FileNotText), ('{"\\udfff":1}', FileNotText),
]  # fmt: skip
"""JSON that is none, or that two programs could read differently."""
OTHER_KINDS: list[tuple[dict[str, object], type[InvalidValue]]] = [
    ({"format": "qingce-proof/2"}, FormatUnknown), ({"format": 1}, FormatUnknown),
    ({"format": ["x"]}, FormatUnknown),
    ({"entry": 5}, FieldWrong), ({"number": "5"}, FieldWrong), ({"number": True}, FieldWrong),
    ({"number": -1}, FieldWrong), ({"number": 0.5}, FieldWrong), ({"number": None}, FieldWrong),
    ({"proof": "AAAA"}, FieldWrong), ({"checkpoint": []}, FieldWrong), ({"more": 1}, FieldWrong),
    ({"opened": []}, FieldWrong), ({"opened": {"who": {}}}, FieldWrong), ({"opened": {"person": {}}}, FieldWrong),
    ({"row": {"statement": making.CORRECTED, "index": 0}}, FieldWrong), ({"row": {}}, FieldWrong),
    ({"keys": "key"}, FieldWrong), ({"checkpoint": making.checkpoint().replace("\n12\n", "\n" + "9" * 17 + "\n")},
     NoteUnreadable),
]  # fmt: skip
"""Fields that a proof file has otherwise."""
