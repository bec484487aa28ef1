"""`qingce witness --mirror`: the whole log is kept, and whatever is rewritten is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingce.pure.merkle.notes import read_note
from tests.log_site import LogSite
from tests.tile_log import TileLog, forked
from tests.witness_command import Witness

pytestmark = pytest.mark.requirement("LED-1", "LED-2")


def test_mirror_holds_the_whole_log(site: LogSite, witness: Witness) -> None:
    site.log.grow(300)
    assert "600 entries (300 new)" in witness.look("--mirror").output
    site.log.grow(200)
    assert "800 entries (200 new)" in witness.look("--mirror").output
    folder = witness.folder / "mirror"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert read_note(files.pop("checkpoint").decode()).text == site.log.checkpoint().text
    assert {name: site.log.files[name] for name in files} == files
    assert not [name for name in files if name.startswith("tile/0/002.p")]  # it is full now
    newest = TileLog()
    newest.entries, newest.nodes = site.log.entries, site.log.nodes
    newest.publish()
    assert files.keys() >= newest.files.keys()


def test_shorter_log_is_told_from_another_history_by_a_mirror(site: LogSite, witness: Witness) -> None:
    """Entries were taken out: without a copy that may be an old state, with one it is evidence."""
    site.note = forked(site.log, at=100, count=150).note()
    assert "now shows 250" in witness.refusal("--mirror")  # there is no copy yet
    site.note = None
    witness.look("--mirror")
    site.note = site.log.note(250)
    assert "now shows 250" in witness.refusal("--mirror")  # an old state
    site.note = forked(site.log, at=100, count=150).note()
    assert "The log of 300 entries does not begin with the 250" in witness.refusal("--mirror")
    assert (witness.folder / "STOPPED").exists()


@pytest.mark.parametrize("number", [0, 299, 310])
def test_rewritten_entry_is_noticed_and_kept_as_evidence(site: LogSite, witness: Witness, number: int) -> None:
    witness.look("--mirror")
    site.log.grow(20)
    for path, raw in site.log.files.items():
        if path.startswith("tile/entries/"):
            site.log.files[path] = raw.replace(f"entry {number}".encode(), b"ENTRY".ljust(len(f"entry {number}")))
    assert f"Entry {number}, as the server tells it," in witness.refusal("--mirror")
    evidence = Path((witness.folder / "STOPPED").read_text().strip())
    assert b"ENTRY" in (evidence / "served").read_bytes()
    assert "STOPPED" in witness.refusal("--mirror")


def test_damaged_entries_are_no_reason_to_stop_for_good(site: LogSite, witness: Witness) -> None:
    site.log.files["tile/entries/001.p/44"] += b"x"
    assert "cut off or filled up" in witness.refusal("--mirror")
    site.log.files["tile/entries/001.p/44"] = site.log.files["tile/entries/001.p/44"][:-1]
    assert witness.look("--mirror").exit_code == 0


def test_mirror_that_was_cut_off_goes_on_and_mends_itself(site: LogSite, witness: Witness) -> None:
    site.faults["tile/0/001.p/44"] = lambda: None
    assert witness.look("--mirror").exit_code == 2
    site.faults.clear()
    witness.folder.joinpath("mirror/tile/entries").mkdir(parents=True, exist_ok=True)
    (witness.folder / "mirror/tile/entries/000").write_bytes(b"cut")
    assert witness.look("--mirror").exit_code == 0
    assert (witness.folder / "mirror/tile/entries/000").read_bytes() == site.log.files["tile/entries/000"]
    site.asked.clear()
    (witness.folder / "mirror/checkpoint").unlink()
    assert witness.look("--mirror").exit_code == 0
    assert "tile/entries/000" not in site.asked
