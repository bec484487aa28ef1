"""Files for other implementations: written by `python -m tests.pure.merkle.vectors`, compared by a test."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.merkle.notes import VerifierKey
from qingce.pure.merkle.proof_files.checking_files import check_file
from tests.pure.merkle import making
from tests.pure.merkle.making import KEYS, text_of

DATA = Path(__file__).parent / "data"
GOOD = {
    "single.json": text_of(making.single()),
    "bulk.json": text_of(making.bulk()),
    "closed.json": text_of(making.proof(3)),
    "certificate.json": text_of(making.certificate()),
    "certificate-closed.json": text_of(making.certificate_closed()),
    "certificate-removed.json": text_of(making.certificate_removed()),
    "enterprise.json": text_of(making.enterprise_certificate()),
    "growth.json": text_of(making.growth()),
    "checkpoint.txt": making.checkpoint(),
}


def answer(text: str, keys: Sequence[VerifierKey] | None) -> dict[str, Any]:
    """What a check says, as other programs say it too."""
    try:
        found = check_file(text, keys)
    except InvalidValue as error:
        return {"error": error.code}
    return {
        "shown": [{"code": each.code, "values": dict(each.values)} for each in found.shown],
        "notShown": [{"code": each.code, "values": dict(each.values)} for each in found.not_shown],
        "texts": [{"kind": kind, "text": text} for kind, text in found.texts],
    }


def expected() -> str:
    """What is shown of each good file."""
    answers = {name: answer(text, KEYS) for name, text in GOOD.items()}
    return json.dumps(answers, ensure_ascii=False, indent=1) + "\n"


def files() -> dict[str, str]:
    """The files of the folder."""
    keys = "".join(f"{key.written}\n" for key in KEYS)
    return {**GOOD, "keys.txt": keys, "expected.json": expected()}


if __name__ == "__main__":
    for name, text in files().items():
        (DATA / name).write_text(text, "utf-8")
