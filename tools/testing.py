"""`make test`: every check, the whole suite on SQLite, then what the kind of database may change on PostgreSQL.

A part that cannot run here is told loudly, above the closing line, which is always pytest's own.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from tools import machine, postgres
from tools.setup import packages_steps
from tools.steps import (
    BIN,
    ROOT,
    VAR,
    Step,
    Stop,
    digest,
    is_stamped,
    one_line_errors,
    say,
    show,
    take,
    works,
    write_stamp,
)

WORKERS = str((os.cpu_count() or 1) + 1)  # many a test waits for a process of its own
PROVIDER = ROOT / "tests/oidc"
PROVIDER_STAMP = PROVIDER / "node_modules/.stamp-qingce"
NO_POSTGRESQL = "POSTGRESQL TESTS WERE SKIPPED"
CHECKS_FAILED = "CHECKS FAILED: what they found stands above the tests; `make check` shows it again"
NO_CHROMIUM = "BROWSER TESTS WERE SKIPPED"
NO_PROVIDER = "TESTS OF LOG-IN BY A PROVIDER WERE SKIPPED"
NO_GO = "THE LEDGER WAS NOT CHECKED BY ANOTHER IMPLEMENTATION"
NO_PUBLIC_DATA = "RAW DATA TESTS WERE SKIPPED: QINGCE_PUBLIC_DATA names no folder; the lines NOT SHOWN say which"


def main(words: Sequence[str]) -> int:
    """Set up, check, test; return 0 when all of it passed."""
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, _interrupt)
    _keep_bytecode()
    take(
        [
            *packages_steps("dev"),
            Step("Browser, fonts, gettext and Go", _prepare_machine),
            Step("A provider to log in by", _prepare_provider, _has_provider),
        ]
    )
    with _tests_read():
        checked = 0 if "--no-check" in words else show([BIN / "python", "-m", "tools.check"])
    notes = [CHECKS_FAILED] if checked else []
    missing = (*_missing_browser(), *_missing_provider(), *_missing_go(), *_missing_public_data())
    return _test([*notes, *missing]) or checked


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """End in the ordinary way, so that the server of the tests is stopped."""
    raise KeyboardInterrupt


def _keep_bytecode() -> None:
    """What one process compiled, the others find: some hundred are started, and each would compile all that it imports.

    Where the sources' folders are to stay clean, a folder of its own keeps it.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(VAR / "pycache"))


@contextmanager
def _tests_read() -> Iterator[None]:
    """Beside the checks, one process reads and compiles the tests, so that not every worker does."""
    command = [str(BIN / "python"), "-m", "pytest", "--collect-only", "-q", "-n0", "-p", "no:cacheprovider"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as reading:
        try:
            yield
        except BaseException:
            reading.kill()
            raise


def _prepare_machine() -> None:
    machine.chromium()
    machine.gettext()
    machine.go()


def _prepare_provider() -> None:
    """Installs what the tests log in by; where that fails, they are skipped and the last lines say so."""
    if shutil.which("npm") and works(["npm", "ci", "--no-audit", "--no-fund"], env={}, cwd=PROVIDER):
        write_stamp(PROVIDER_STAMP, _provider_digest())


def _has_provider() -> bool:
    return is_stamped(PROVIDER_STAMP, _provider_digest())


def _provider_digest() -> str:
    return digest([PROVIDER / "package-lock.json", PROVIDER / ".npmrc"])


def _missing_provider() -> list[str]:
    return [] if _has_provider() else [f"{NO_PROVIDER}: `npm ci` in tests/oidc does not succeed"]


def _missing_browser() -> list[str]:
    return [] if machine.chromium() else [f"{NO_CHROMIUM}: chromium is not installed and could not be"]


def _missing_go() -> list[str]:
    return [] if machine.has_go() else [f"{NO_GO}: Go and its package x/mod are not installed and could not be"]


def _missing_public_data() -> list[str]:
    """The raw files that demo and tables were made from name enterprises beside violations: no clone has them."""
    return [] if os.environ.get("QINGCE_PUBLIC_DATA") else [NO_PUBLIC_DATA]


def _test(notes: list[str]) -> int:
    programs = machine.postgresql()
    if programs is None:
        return _on_sqlite([*notes, f"{NO_POSTGRESQL}: it is not installed and could not be"])
    try:
        with postgres.running(programs) as server, _migrated_meanwhile(server.url):
            return _on_sqlite(notes) or _on_postgresql(server.url, notes)
    except Stop as reason:
        return _on_sqlite([*notes, f"{NO_POSTGRESQL}: {reason}"])


@contextmanager
def _migrated_meanwhile(url: str) -> Iterator[None]:
    """The database that the second run begins with is made beside the first: every worker would wait for it."""
    env = {**os.environ, "QINGCE_DATABASE_URL": url}
    with subprocess.Popen([str(BIN / "python"), "-m", "tests.migrated"], cwd=ROOT, env=env) as making:
        try:
            yield
        finally:
            making.kill()


def _on_sqlite(notes: Sequence[str]) -> int:
    say("\n== The whole suite, on SQLite")
    return _pytest([], notes, database_url="")


def _on_postgresql(url: str, notes: Sequence[str]) -> int:
    say("\n== What the kind of database may change, on PostgreSQL")
    return _pytest(["--database-only"], notes, database_url=url)


def _pytest(words: Sequence[str], notes: Sequence[str], *, database_url: str) -> int:
    # worksteal: neighbours stay in one process, which makes what they share once; who is done early takes of the rest.
    env = {"QINGCE_DATABASE_URL": database_url, "QINGCE_TEST_NOTES": "\n".join(notes)}
    # -u: what a run has told is seen also where it is ended from outside.
    return show([BIN / "python", "-u", "-m", "pytest", "-q", "-n", WORKERS, "--dist", "worksteal", *words], env=env)


if __name__ == "__main__":
    with one_line_errors():
        sys.exit(main(sys.argv[1:]))
