"""`qingce verify`: no settings, no network, no database; one block for each file; exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qingce.doors.cli.language import choose_language
from qingce.doors.cli.main import main
from qingce.doors.cli.verify import verify
from qingce.doors.cli.verify_words import SENTENCES
from qingce.pure.merkle.notes import COSIGNATURE_V1, new_signer
from qingce.pure.merkle.proof_files.checking_files import CHECKS
from tests.pure.merkle import making
from tests.pure.merkle.making import LOG, WITNESS, Signing, text_of

pytestmark = pytest.mark.requirement("LED-1", "LED-2")
KEYS = ("--key", LOG.verifier.written, "--key", WITNESS.verifier.written)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    choose_language("")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def written(folder: Path, name: str, file: object) -> str:
    path = folder / name
    path.write_text(file if isinstance(file, str) else text_of(file), "utf-8")
    return str(path)


def run(*words: str, language: str = "en") -> Result:
    return CliRunner().invoke(main, ["--lang", language, "verify", *words])


def test_good_files_are_shown_block_by_block(tmp_path: Path) -> None:
    files = {
        "single.json": making.single(),
        "growth.json": making.growth(),
        "certificate.json": making.certificate(),
        "kept": making.checkpoint(5),
    }
    names = [written(tmp_path, name, file) for name, file in files.items()]
    result = run(*names, *KEYS)
    assert result.exit_code == 0, result.output
    assert [line.split(": ")[1] for line in result.output.splitlines() if line.startswith(str(tmp_path))] == [
        "holds."
    ] * 4
    assert "Entry 5 is, letter for letter, one of the 12 entries of the log qingce.example/ledger." in result.output
    assert "Co-signed by the witness witness.example (time: 2026-11-18T11:06:40Z)." in result.output
    assert "The state that the log signed: published." in result.output
    assert '"title": "行政处罚决定 3 (更正)"' in result.output
    assert "itself names" not in result.output
    assert '"title"' not in run(*names, *KEYS, "--brief").output


def test_chinese_is_spoken(tmp_path: Path) -> None:
    result = run(written(tmp_path, "a.json", making.bulk()), *KEYS, language="zh")
    assert "：相符。" in result.output
    assert "记录 3 的内容是这次批量行为 7 行中的第 3 行。" in result.output


def test_without_a_key_the_files_own_is_named_and_warned_of(tmp_path: Path) -> None:
    result = run(written(tmp_path, "a.json", making.single()))
    assert result.exit_code == 0
    key = f"{LOG.name}+{LOG.verifier.key_id.hex()}"
    assert (
        f"That the keys ({key}, witness.example) are whose names they bear: the file itself names them" in result.output
    )


def test_keys_are_read_from_a_file(tmp_path: Path) -> None:
    lines = f"# keys\n\n{LOG.verifier.written}\n{WITNESS.verifier.written}\n"
    name = written(tmp_path, "a.json", making.single())
    assert "itself names" not in run(name, "--keys", written(tmp_path, "keys", lines)).output
    assert run(name, "--keys", written(tmp_path, "empty", "# none\n")).exit_code == 2
    assert run(name, "--key", "no key").exit_code == 2


def test_what_does_not_hold_is_1_and_what_cannot_be_read_2(tmp_path: Path) -> None:
    good, cut = written(tmp_path, "good", making.single()), written(tmp_path, "cut", text_of(making.single())[:-9])
    wrong = written(tmp_path, "wrong", making.single(number=6))
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xd8\xff")
    assert [run(*names, *KEYS).exit_code for names in ([good], [good, cut], [good, wrong], [cut, wrong])] == [
        0,
        2,
        1,
        1,
    ]
    assert f"{wrong}: DOES NOT HOLD. The proof does not show" in run(wrong, *KEYS).output
    assert f"{binary}: CANNOT BE READ. The file is not text in UTF-8" in run(str(binary), *KEYS).output
    assert f"{wrong}：不符。证明与账本的根不符" in run(wrong, *KEYS, language="zh").output
    assert [run(*words).exit_code for words in ([], [str(tmp_path / "none")], [str(tmp_path)])] == [2, 2, 2]


def test_file_beyond_the_limit_is_refused_without_being_read(tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    result = run(str(large), *KEYS)
    assert (result.exit_code, "more than 32000000 bytes" in result.output) == (2, True)


def test_standard_input_is_a_file_too() -> None:
    result = CliRunner().invoke(main, ["--lang", "en", "verify", "-", *KEYS], input=text_of(making.single()))
    assert result.exit_code == 0


def test_two_histories_in_two_good_files_are_caught(tmp_path: Path) -> None:
    leaves = [making.leaf_hash(making.entry(number).encode()) for number in range(60, 72)]
    kept = written(tmp_path, "kept", making.checkpoint(12, tree=making.Tree(leaves)))
    result = run(kept, written(tmp_path, "a.json", making.single()), *KEYS)
    assert result.exit_code == 1
    assert "Against one another: DO NOT HOLD. The log has signed two different histories of 12 entries" in result.output


def test_text_of_a_stranger_does_not_steer_the_terminal(tmp_path: Path) -> None:
    text = making.entry(0, facts={"title": "\u009b31m\u202egnp"})
    tree = making.Tree([making.leaf_hash(text.encode())])
    witness = new_signer("\u202ewitness", kind=COSIGNATURE_V1)
    note = making.checkpoint(1, Signing(LOG, (witness,)), tree)
    file = {"format": "qingce-proof/1", "entry": text, "number": 0, "proof": [], "checkpoint": note}
    result = run(written(tmp_path, "a.json", file), "--key", LOG.verifier.written, "--key", witness.verifier.written)
    assert result.exit_code == 0
    assert "\\u009b31m\\u202egnp" in result.output
    assert "\\u202ewitness" in result.output
    assert not {"\u009b", "\u202e"} & set(result.output)


def test_nothing_but_python_is_needed(tmp_path: Path) -> None:
    name = written(tmp_path, "a.json", making.single())
    code = (
        "import sys, socket, sqlite3\n"
        "socket.socket = sqlite3.connect = None\n"
        "from qingce.doors.cli.main import main\n"
        f"try: main(['--lang', 'en', 'verify', {name!r}, *{list(KEYS)!r}])\n"
        "except SystemExit as end: print('code', end.code)\n"
        "heavy = {'django', 'granian', 'polars', 'tantivy', 'pydantic', 'numpy', 'duckdb'}\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & heavy))"
    )
    environment = {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-2:] == ["code 0", "[]"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json"]


def test_every_finding_has_sentences_in_both_languages() -> None:
    rooms = (ROOT / "src/qingce/pure/merkle/proof_files").glob("*.py")
    named = {
        part.split('"')[1]
        for path in rooms
        for part in path.read_text("utf-8").split("Finding(")[1:]
        if '"' in part[:2]
    }
    assert named - {"content-of-act"} <= set(SENTENCES)
    assert all(zh.endswith("。") and en.endswith((".", "}.")) for zh, en in SENTENCES.values())


@pytest.mark.parametrize("name", ["verify.md", "verify.zh.md"])
def test_page_for_readers_names_every_format_and_option(name: str) -> None:
    page = (ROOT / "docs" / name).read_text("utf-8")
    options = [option for parameter in verify.params for option in parameter.opts if option.startswith("--")]
    assert [each for each in (*CHECKS, *options) if f"`{each}" not in page and f"{each} " not in page] == []
