"""`make soak`: all processes killed a hundred times in the middle of a thousand public acts, on both databases.

After each kill the whole log is computed anew. KILLS=5 and ACTS=200 make it shorter.
"""

from __future__ import annotations

import os
import sys

from tools import machine, postgres
from tools.setup import packages_steps
from tools.steps import BIN, ROOT, Stop, one_line_errors, say, show, take

KILLS, ACTS = "100", "1000"
TEST = "tests/shared/ledger/test_killed.py"


def main() -> int:
    """Soak on SQLite, then on PostgreSQL; return 0 when the log was whole after each kill."""
    os.chdir(ROOT)
    take(packages_steps("dev"))
    programs = machine.postgresql()
    if programs is None:
        raise Stop("PostgreSQL is not installed and could not be; the ledger is soaked on both databases")
    say("\n== On SQLite")
    failed = _soak("")
    say("\n== On PostgreSQL")
    with postgres.running(programs) as server:
        return _soak(server.url) or failed


def _soak(database_url: str) -> int:
    kills, acts = os.environ.get("KILLS", KILLS), os.environ.get("ACTS", ACTS)
    env = {"QINGCE_DATABASE_URL": database_url, "QINGCE_KILLS": kills, "QINGCE_ACTS": acts}
    return show([BIN / "python", "-m", "pytest", "-q", "-n0", "-s", TEST], env=env)


if __name__ == "__main__":
    with one_line_errors():
        sys.exit(main())
