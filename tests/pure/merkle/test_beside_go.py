"""Checkpoints and proofs beside an implementation that is not ours: Go's, as Debian packages it; both ways."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qingce.pure.merkle.checkpoints import Checkpoint, read_checkpoint
from qingce.pure.merkle.notes import read_note, read_signer, read_verifier
from qingce.pure.merkle.proof_files.checking_files import check_file
from qingce.pure.merkle.proof_files.signatures import read_signed
from tests.pure.merkle import making
from tests.pure.merkle.making import ENTRIES, LOG, STRANGER, TREE, in_base64
from tools.machine import GO_PACKAGES, has_go

pytestmark = [
    pytest.mark.requirement("LED-1", "LED-2"),
    pytest.mark.skipif(not has_go(), reason="Go and its package x/mod are not installed"),
]
PROGRAM = Path(__file__).parent / "go/beside.go"
CACHE = Path(__file__).resolve().parents[3] / "var/go-cache"

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Asks the other implementation, compiled once; a refusal is its `Error`."""
    go, made = shutil.which("go"), tmp_path_factory.mktemp("go") / "beside"
    off = {"GO111MODULE": "off", "GOPATH": GO_PACKAGES, "GOFLAGS": "", "GOPROXY": "off", "GOCACHE": str(CACHE)}
    subprocess.run([str(go), "build", "-o", str(made), str(PROGRAM)], env=os.environ | off, check=True)

    def asked(question: str, **words: object) -> dict[str, Any]:
        line = json.dumps({"Ask": question, **words})
        done = subprocess.run([str(made)], input=line, capture_output=True, text=True, check=True, timeout=60)
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    return asked


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def test_our_checkpoint_is_opened_by_go(ask: Ask) -> None:
    told = ask("open", Note=making.checkpoint(), Keys=[LOG.verifier.written])
    assert told == {"Text": read_note(making.checkpoint()).text, "Signed": [LOG.name]}


def test_what_was_changed_or_is_of_another_log_is_refused_by_go(ask: Ask) -> None:
    changed = making.checkpoint().replace("\n12\n", "\n13\n")
    assert "invalid signature" in ask("open", Note=changed, Keys=[LOG.verifier.written])["Error"]
    assert (
        "no verifiable signatures" in ask("open", Note=making.checkpoint(), Keys=[STRANGER.verifier.written])["Error"]
    )


def test_checkpoint_that_go_signs_is_checked_by_us(ask: Ask) -> None:
    key = ask("key", Name="log.example/go")
    text = Checkpoint("log.example/go", 12, TREE.root()).text
    note = ask("sign", Secret=key["Secret"], Text=text)["Text"]
    signed = read_signed(note, [read_verifier(key["Key"])])
    assert signed.checkpoint == read_checkpoint(text)
    assert read_signer(key["Secret"]).verifier.written == key["Key"]


def test_signature_of_one_key_is_the_same_from_both(ask: Ask) -> None:
    text = Checkpoint(LOG.name, 12, TREE.root()).text
    assert ask("sign", Secret=LOG.written, Text=text)["Text"] == making.checkpoint(by=making.Signing(LOG, ()))


@pytest.mark.parametrize("number", range(len(ENTRIES)))
def test_our_proof_of_an_entry_holds_for_go_and_is_the_one_it_makes(ask: Ask, number: int) -> None:
    proof = TREE.proof(number)
    question = {"Entry": ENTRIES[number], "Number": number, "Size": TREE.size, "Root": b64(TREE.root())}
    assert ask("entry", Proof=proof, **question) == {}
    assert "invalid" in ask("entry", Proof=proof[:-1], **question)["Error"]
    assert ask("prove", Entries=ENTRIES, Number=number) == {"Root": b64(TREE.root()), "Proof": proof}


@pytest.mark.parametrize("former", range(1, len(ENTRIES)))
def test_our_proof_of_growth_holds_for_go_and_is_the_one_it_makes(ask: Ask, former: int) -> None:
    proof = TREE.growth(former)
    question = {"Former": former, "Older": b64(TREE.root(former)), "Size": TREE.size, "Root": b64(TREE.root())}
    assert ask("growth", Proof=proof, **question) == {}
    assert "invalid" in ask("growth", Proof=[*proof, in_base64([TREE.root()])[0]], **question)["Error"]
    assert ask("extends", Entries=ENTRIES, Former=former)["Proof"] == proof


def test_files_with_what_go_signed_and_proved_are_checked_by_us(ask: Ask) -> None:
    key = ask("key", Name="log.example/go")
    told = ask("prove", Entries=ENTRIES, Number=making.CORRECTED_AT)
    text = Checkpoint("log.example/go", len(ENTRIES), base64.b64decode(told["Root"])).text
    note = ask("sign", Secret=key["Secret"], Text=text)["Text"]
    file = making.single(checkpoint=note, proof=told["Proof"])
    found = check_file(making.text_of(file), [read_verifier(key["Key"])])
    assert [each.code for each in found.shown][:1] == ["entry-in-log"]
