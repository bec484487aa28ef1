"""A witness that is killed at the worst moment goes on, and never co-signs two histories."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qingce.pure.merkle.notes import Note, read_note
from tests.log_site import LogSite
from tests.loopback import Answered
from tests.tile_log import forked

pytestmark = [pytest.mark.requirement("LED-1", "LED-2"), pytest.mark.slow]


class Running:
    """The command as a process of its own."""

    def __init__(self, site: LogSite, folder: Path) -> None:
        self.site, self.folder = site, folder

    def start(self, *more: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "qingce.doors.cli.main", "--lang", "en", "witness", self.site.url]
        words += ["--state", str(self.folder), "--log-key", self.site.log.key.verifier.written]
        words += ["--name", "witness.example", *more]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        return subprocess.Popen(words, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *more: str) -> tuple[int, str]:
        process = self.start("--once", *more)
        out, error = process.communicate(timeout=60)
        return process.returncode, out + error

    @property
    def kept(self) -> Note:
        return read_note((self.folder / "checkpoint").read_text())


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def killed_while_giving(site: LogSite, witness: Running) -> None:
    """Kills it when it has remembered a co-signature and nobody has taken it yet."""
    is_asked, may_end = threading.Event(), threading.Event()

    def hang() -> Answered | None:
        is_asked.set()
        may_end.wait(60)
        return None

    site.faults["cosignatures"] = hang
    process = witness.start("--once")
    assert is_asked.wait(60)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    may_end.set()
    site.faults.clear()


def test_killed_before_giving_it_gives_the_same_co_signature(site: LogSite, tmp_path: Path) -> None:
    witness = Running(site, tmp_path / "state")
    killed_while_giving(site, witness)
    assert site.given == []
    kept = witness.kept
    status, said = witness.run()
    assert (status, "300 entries, co-signed." in said) == (0, True)
    assert site.given[0].signatures == kept.signatures[-1:]
    site.log.grow(10)
    assert witness.run()[0] == 0


def test_killed_before_giving_it_co_signs_no_other_history(site: LogSite, tmp_path: Path) -> None:
    """The log hopes that the witness has forgotten what nobody has seen."""
    witness = Running(site, tmp_path / "state")
    killed_while_giving(site, witness)
    kept = witness.kept
    for other in (forked(site.log, at=299, count=1), forked(site.log, at=299, count=9)):
        site.log = other
        status, _said = witness.run("--after-evidence")
        assert (status, site.given, witness.kept) == (2, [], kept)


@pytest.mark.parametrize("seed", range(5))
def test_killed_at_any_moment_it_goes_on(site: LogSite, tmp_path: Path, seed: int) -> None:
    witness = Running(site, tmp_path / "state")
    process = witness.start("--every", "1", "--mirror")
    until(lambda: site.asked)
    site.log.grow(100)
    time.sleep(0.03 * seed)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    status, said = witness.run("--mirror")
    assert (status, "400 entries" in said) == (0, True)
    assert witness.kept.text == site.log.checkpoint().text
    assert list(witness.folder.glob(".*")) == []  # nothing half written is left


def test_it_looks_again_and_again_and_survives_a_bad_time(site: LogSite, tmp_path: Path) -> None:
    witness = Running(site, tmp_path / "state")
    process = witness.start("--every", "1")
    until(lambda: len(site.given) == 1)
    was_busy = threading.Event()

    def busy() -> Answered:
        was_busy.set()
        return Answered(b"busy", 503)

    site.faults["checkpoint"] = busy
    assert was_busy.wait(60)
    site.log.grow(7)
    site.faults.clear()
    assert process.stdout
    assert any("307 entries (7 new), co-signed." in line for line in process.stdout)
    process.terminate()
    assert "busy" in process.communicate(timeout=60)[1]
    assert len(site.given) == 2


def test_second_one_on_the_same_folder_does_not_start(site: LogSite, tmp_path: Path) -> None:
    witness = Running(site, tmp_path / "state")
    process = witness.start("--every", "60")
    until(lambda: site.given)
    status, said = witness.run()
    process.terminate()
    process.communicate(timeout=60)
    assert (status, "already runs" in said) == (2, True)
    assert witness.run()[0] == 0


def test_listening_one_says_where_and_holds_its_folder(site: LogSite, tmp_path: Path) -> None:
    witness = Running(site, tmp_path / "state")
    process = witness.start("--listen", "0")
    assert process.stdout
    lines = [process.stdout.readline() for _ in range(3)]
    assert lines[2].startswith("http://127.0.0.1:")
    assert "already runs" in witness.run()[1]
    process.terminate()
    process.communicate(timeout=60)
