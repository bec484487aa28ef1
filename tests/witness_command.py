"""`qingce witness` with one folder, beside a site of the test's own."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from qingce.doors.cli import main as cli
from qingce.pure.merkle.notes import Note, read_note
from tests.log_site import LogSite

NAME = "witness.example"


class Witness:
    """The command with one folder."""

    def __init__(self, site: LogSite, folder: Path) -> None:
        self.site, self.folder = site, folder

    def look(self, *more: str, language: str = "en") -> Result:
        words = ["--lang", language, "witness", self.site.url, "--state", str(self.folder), "--once", *more]
        return CliRunner().invoke(cli.main, words, catch_exceptions=False)

    def begin(self, *more: str) -> Result:
        result = self.look("--log-key", self.site.log.key.verifier.written, "--name", NAME, *more)
        assert result.exit_code == 0, result.output
        return result

    @property
    def kept(self) -> Note:
        return read_note((self.folder / "checkpoint").read_text())

    def refusal(self, *more: str) -> str:
        """What it says to the present state of the site; it co-signs nothing, and remembers what it did."""
        before, given = (self.folder / "checkpoint").read_bytes(), len(self.site.given)
        result = self.look(*more)
        assert result.exit_code == 2, result.output
        assert (self.folder / "checkpoint").read_bytes() == before
        assert len(self.site.given) == given
        return result.stderr
