"""`qingce witness` beside logs that are honest, broken or lying."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from qingce.doors.cli import main as cli
from qingce.doors.cli import witness as door
from qingce.doors.cli.witnessing.keeping import held
from qingce.pure.merkle.hashing import leaf_hash
from qingce.pure.merkle.notes import COSIGNATURE_V1, Note, cosigned_at, new_signer, read_note, read_verifier, signers_of
from tests.log_site import LogSite, log_site
from tests.loopback import Answered
from tests.tile_log import TileLog, forked
from tests.witness_command import NAME, Witness

pytestmark = pytest.mark.requirement("LED-1", "LED-2")


def test_first_look_makes_a_key_and_co_signs(site: LogSite, tmp_path: Path) -> None:
    witness = Witness(site, tmp_path / "state")
    lines = witness.begin().output.splitlines()
    key = read_verifier(lines[1])
    assert (key.name, key.kind) == (NAME, COSIGNATURE_V1)
    assert lines[2].endswith(f"{site.log.key.name}: 300 entries (300 new), co-signed.")
    assert signers_of(site.given[0], [key]) == [NAME]
    assert site.given[0].text == site.log.checkpoint().text
    assert abs(cosigned_at(site.given[0].signatures[0]) - time.time()) < 60
    assert signers_of(witness.kept, [site.log.key.verifier, key]) == [site.log.key.name, NAME]
    assert (witness.folder / "key").stat().st_mode & 0o777 == 0o600
    assert witness.folder.stat().st_mode & 0o777 == 0o700


def test_growth_is_co_signed_and_rest_is_told(site: LogSite, witness: Witness) -> None:
    assert witness.look().output.endswith("300 entries, nothing new.\n")
    site.log.grow(5)
    assert witness.look().output.endswith("305 entries (5 new), co-signed.\n")
    site.log.grow(400)
    assert witness.look(language="zh").output.endswith(f"{site.log.key.name}：705 条（新增 400 条），已联署。\n")
    assert [len(site.given), site.given[-1].text] == [3, site.log.checkpoint().text]


def test_empty_log_is_witnessed_from_its_beginning(tmp_path: Path) -> None:
    with log_site(TileLog()) as site:
        witness = Witness(site, tmp_path / "state")
        assert "0 entries, co-signed." in witness.begin().output
        site.log.grow(1)
        assert "1 entries (1 new), co-signed." in witness.look().output


def test_log_that_rests_is_co_signed_anew_after_a_day(
    site: LogSite, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door.time, "time", lambda: cosigned_at(witness.kept.signatures[-1]) + 86_400)
    assert "co-signed." in witness.look().output
    assert len(site.given) == 2


def test_co_signature_that_was_not_taken_is_offered_again(site: LogSite, witness: Witness) -> None:
    site.log.grow(1)
    site.faults["cosignatures"] = lambda: Answered("未知\x1b的见证方".encode(), 403)
    result = witness.look()
    assert result.exit_code == 2
    assert "did not take the co-signature: 403 “未知 的见证方”" in result.stderr
    kept = witness.kept
    site.faults.clear()
    assert "301 entries, co-signed." in witness.look().output
    assert site.given[-1].signatures == kept.signatures[-1:]


FAULTS: dict[str, tuple[Callable[[LogSite], object], str]] = {
    "dropped": (lambda site: site.faults.update(checkpoint=lambda: None), "cannot be reached"),
    "slow": (lambda site: site.faults.update(checkpoint=lambda: Answered(dripping())), "did not answer within 0.5 s"),
    "elsewhere": (
        lambda site: site.faults.update(
            checkpoint=lambda: Answered(status=302, headers={"Location": "https://other.example/"})
        ),
        "points to https://other.example/",
    ),
    "too-large": (lambda site: site.faults.update(checkpoint=lambda: Answered(b"x" * 200_001)), "more than 200000"),
    "missing": (lambda site: site.faults.update(checkpoint=lambda: Answered(b"", 404)), "give the address of the site"),
    "failing": (lambda site: site.faults.update(checkpoint=lambda: Answered(b"busy", 503)), "answers 503 “busy”"),
    "no-note": (lambda site: site.faults.update(checkpoint=lambda: Answered(b"hello\n")), "no signed note"),
    "no-text": (lambda site: site.faults.update(checkpoint=lambda: Answered(b"\xff\n\n")), "no signed note"),
    "changed": (lambda site: setattr(site, "note", changed(site.log)), "does not fit"),
    "other-log": (lambda site: setattr(site, "note", TileLog(new_signer("other.example")).note()), "other.example"),
    "shrank": (lambda site: setattr(site, "note", site.log.note(299)), "had 300 entries and now shows 299"),
    "no-tile": (lambda site: site.log.grow(20) and site.log.files.pop("tile/0/001.p/64"), "has no tile/0/001.p/64"),
    "cut-tile": (lambda site: tile(site, slice(None, -1)), "has 2047 bytes instead of 2048"),
    "padded-tile": (lambda site: tile(site, slice(None), b"x"), "has 2049 bytes instead of 2048"),
    "other-tile": (lambda site: tile(site, slice(None, -1), b"x"), "do not lead to the signed root of 320"),
}  # fmt: skip


def dripping() -> Iterator[bytes]:
    while True:
        yield b"x"
        time.sleep(0.1)


def changed(log: TileLog) -> Note:
    note = log.grow(1).note()
    return Note(note.text.replace("301", "302"), note.signatures)


def tile(site: LogSite, part: slice, more: bytes = b"") -> None:
    site.log.grow(20)
    site.log.files["tile/0/001.p/64"] = site.log.files["tile/0/001.p/64"][part] + more


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_and_nothing_is_co_signed(site: LogSite, witness: Witness, name: str) -> None:
    spoil, said = FAULTS[name]
    spoil(site)
    # Only who drips is waited for; of the others a busy machine may make the answer late.
    assert said in witness.refusal("--timeout", "0.5" if name == "slow" else "20")
    assert not (witness.folder / "STOPPED").exists()


def test_server_that_is_gone_is_told(witness: Witness) -> None:
    with log_site(TileLog()) as gone:
        witness.site.url = gone.url
    assert "cannot be reached" in witness.refusal()


def test_two_histories_of_one_size_stop_the_witness_for_good(site: LogSite, witness: Witness) -> None:
    honest = site.log
    site.log = forked(honest, at=200, count=100)
    assert "two different histories of 300 entries" in witness.refusal()
    evidence = Path((witness.folder / "STOPPED").read_text().strip())
    former, latter = (read_note((evidence / name).read_text()) for name in ("former", "latter"))
    for note, log in ((former, honest), (latter, site.log)):
        assert note.text == log.checkpoint().text
        assert honest.key.name in signers_of(note, [honest.key.verifier])

    site.log = honest.grow(1)
    said = witness.refusal()
    assert "STOPPED" in said
    assert str(evidence) in said
    assert "301 entries (1 new), co-signed." in witness.look("--after-evidence").output
    assert evidence.exists()


def test_rewritten_tail_stops_the_witness_again_and_again(site: LogSite, witness: Witness) -> None:
    """A whole tail is rewritten and signed anew with the log's own key."""
    site.log = forked(site.log, at=299, count=50)
    assert "history was rewritten" in witness.refusal()
    evidence = Path((witness.folder / "STOPPED").read_text().strip())
    assert sorted(each.name for each in evidence.iterdir()) == ["former", "latter", "proof.txt", "why.txt"]
    assert "history was rewritten" in witness.refusal("--after-evidence")
    assert (witness.folder / "STOPPED").exists()


def test_unknown_key_is_refused_until_it_is_given(site: LogSite, witness: Witness) -> None:
    former, latter = site.log.key, new_signer(site.log.key.name)
    site.log.grow(1)
    site.note, site.keys = site.log.note(key=latter), f"{latter.verifier.written}\n{former.verifier.written}\n"
    said = witness.refusal()
    assert "start once more with --log-key" in said
    assert latter.verifier.written in said
    result = witness.look("--log-key", latter.verifier.written)
    assert "301 entries (1 new), co-signed." in result.output
    site.log.grow(1)
    site.note = site.log.note(key=former)  # both are known
    assert "302 entries (1 new), co-signed." in witness.look().output
    assert (witness.folder / "log-keys").read_text() == site.keys


def test_key_of_another_log_or_of_a_witness_is_refused(witness: Witness) -> None:
    assert "choose another folder" in witness.refusal("--log-key", new_signer("other.example").verifier.written)
    cosigner = new_signer(witness.site.log.key.name, kind=COSIGNATURE_V1).verifier
    assert "wrong kind" in witness.refusal("--log-key", cosigner.written)
    assert "public" not in witness.refusal("--log-key", "qingce.example/ledger+00+AA")


def test_first_look_needs_the_key_of_the_log_and_a_name(site: LogSite, tmp_path: Path) -> None:
    witness = Witness(site, tmp_path / "state")
    assert "--log-key" in witness.look("--name", NAME).stderr
    key = site.log.key.verifier.written
    assert "--name" in witness.look("--log-key", key).stderr
    assert witness.look("--name", "a b").exit_code == 2
    assert site.asked == []


def test_key_may_come_from_the_environment(site: LogSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    witness = Witness(site, tmp_path / "state")
    key = new_signer("elsewhere.example", kind=COSIGNATURE_V1)
    monkeypatch.setenv(door.KEY_VARIABLE, key.written)
    result = witness.look("--log-key", site.log.key.verifier.written)
    assert key.verifier.written in result.output
    assert signers_of(site.given[0], [key.verifier]) == [key.name]
    assert not (witness.folder / "key").exists()
    assert "goes by elsewhere.example" in witness.refusal("--name", NAME)
    monkeypatch.setenv(door.KEY_VARIABLE, new_signer("elsewhere.example").written)
    assert "wrong kind" in witness.refusal()
    monkeypatch.setenv(door.KEY_VARIABLE, key.written[:-8])
    said = witness.refusal()
    assert key.written[:-8] not in said
    assert "PRIVATE" not in said


def test_key_that_others_can_read_is_refused(witness: Witness) -> None:
    (witness.folder / "key").chmod(0o640)
    assert "Others can read" in witness.refusal()


@pytest.mark.parametrize("raw", [b"", b"\xff", b"x\n", b"PRIVATE+KEY+a+00+AA\n"])
@pytest.mark.parametrize("name", ["key", "log-keys"])
def test_damaged_keys_are_told(witness: Witness, name: str, raw: bytes) -> None:
    (witness.folder / name).write_bytes(raw)
    said = witness.refusal()
    assert "is damaged" in said or (name, raw) == ("log-keys", b"")


def test_damaged_memory_is_told_and_nothing_is_co_signed(site: LogSite, witness: Witness) -> None:
    whole = (witness.folder / "checkpoint").read_text()
    for raw in ("", "x\n", whole.replace("\n300\n", "\n299\n"), whole[:-5], site.log.note().written):
        (witness.folder / "checkpoint").write_text(raw)
        assert "is damaged" in witness.refusal()


def test_clock_that_goes_back_is_told(site: LogSite, witness: Witness, monkeypatch: pytest.MonkeyPatch) -> None:
    site.log.grow(1)
    monkeypatch.setattr(door.time, "time", lambda: cosigned_at(witness.kept.signatures[-1]) - 1)
    assert "put the clock right" in witness.refusal()


def test_second_witness_with_one_folder_is_refused(witness: Witness) -> None:
    with held(witness.folder):
        assert "already runs" in witness.refusal()


def test_folder_that_cannot_be_written_gives_no_co_signature_away(site: LogSite, witness: Witness) -> None:
    site.log.grow(1)
    (witness.folder / "checkpoint").rename(witness.folder / "other")
    (witness.folder / "checkpoint").mkdir()
    result = witness.look()
    assert result.exit_code == 2
    assert "nothing was co-signed" in result.stderr
    assert len(site.given) == 1


def test_witness_needs_no_framework_and_no_settings(site: LogSite, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom qingce.doors.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: print(end.code)\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'django', 'pydantic', 'polars', 'granian'}))"
    )
    words = ["--lang", "en", "witness", site.url, "--state", str(tmp_path / "state"), "--once"]
    words += ["--log-key", site.log.key.verifier.written, "--name", NAME]
    paths = {"PYTHONPATH": ":".join(sys.path)}
    run = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, env=paths)
    assert run.stdout.splitlines()[-2:] == ["0", "[]"]


def test_folder_is_in_the_data_folder_unless_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert door._folder_for("https://qingce.example:8443/a") == tmp_path / "qingce/witness/qingce.example_8443_a"


def test_other_tree_at_the_first_look_is_refused(site: LogSite, tmp_path: Path) -> None:
    site.note = Note(text := site.log.checkpoint().text.replace("300", "301"), (site.log.key.sign(text),))
    witness = Witness(site, tmp_path / "state")
    result = witness.look("--log-key", site.log.key.verifier.written, "--name", NAME)
    assert result.exit_code == 2
    assert not (witness.folder / "checkpoint").exists()
    assert leaf_hash(b"") not in (witness.folder / "key").read_bytes()


@pytest.mark.parametrize("url", ["qingce.example", "ftp://qingce.example", "https://me:secret@qingce.example"])
def test_address_that_is_none_is_told(url: str) -> None:
    result = CliRunner().invoke(cli.main, ["--lang", "en", "witness", url, "--once"])
    assert result.exit_code == 2
    assert "is no address to ask" in result.stderr


def test_names_of_others_do_not_move_the_terminal(site: LogSite, witness: Witness) -> None:
    evil = new_signer("qingce\x9b31m.example")
    site.note = TileLog(evil).note()
    assert "\x9b" not in witness.refusal()
    site.log.grow(1)
    site.note, site.keys = site.log.note(key=new_signer(site.log.key.name)), f"{evil.verifier.written}\n" * 50
    said = witness.refusal()
    assert "\x9b" not in said
    assert said.count("31m") == 3


@pytest.mark.parametrize("page", ["witness.md", "witness.zh.md"])
def test_every_option_and_file_is_explained(witness: Witness, page: str) -> None:
    text = (Path(__file__).parents[3] / "docs" / page).read_text("utf-8")
    options = {name for each in door.witness.params for name in each.opts if name.startswith("--")}
    files = {path.name for path in witness.folder.iterdir()} - {"lock"}
    assert sorted(name for name in options | files | {door.KEY_VARIABLE} if f"{name}" not in text) == []
