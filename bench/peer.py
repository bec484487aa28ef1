"""The peer: sqlite-utils, in a virtual environment of its own, with the trigram index of SQLite's FTS5."""

from __future__ import annotations

import venv
from pathlib import Path

from bench.measuring import Spent, spent
from tools.steps import ROOT, VAR, digest, is_stamped, run, write_stamp

FOLDER = VAR / "bench" / "peer"
PINNED = ROOT / "requirements/bench.txt"
PROGRAM = FOLDER / "bin" / "sqlite-utils"
INDEXED = ("enterprise_name", "title", "doc_no", "issuer", "description")


def install() -> str:
    """Install what is pinned, unless it is there already; returns name and version."""
    stamp = FOLDER / "stamp"
    if not is_stamped(stamp, digest([PINNED])):
        venv.create(FOLDER, with_pip=True, clear=True)
        pip: list[str | Path] = [FOLDER / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install"]
        run([*pip, "--require-hashes", "-r", PINNED])
        write_stamp(stamp, digest([PINNED]))
    return run([PROGRAM, "--version"]).strip().replace(", version", "")


def install_tree() -> str:
    """As `install`; name and version of the tree that the ledger is measured beside."""
    return versions(("pymerkle",))


def versions(names: tuple[str, ...]) -> str:
    """As `install`; names and versions of these peers."""
    install()
    code = "import sys; from importlib.metadata import version as v; "
    code += "print(*(f'{n} {v(n)}' for n in sys.argv[1:]), sep=', ')"
    return run([FOLDER / "bin" / "python", "-c", code, *names]).strip()


def take_in(path: Path, database: Path) -> Spent:
    """A CSV file into a table, and its texts into a trigram index; nothing is checked, matched or de-duplicated."""
    inserted = spent([PROGRAM, "insert", database, "records", path, "--csv"])
    return inserted + spent([PROGRAM, "enable-fts", database, "records", *INDEXED, "--fts5", "--tokenize", "trigram"])
