"""`make check`: everything that can be said about the code without running the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.setup import packages_steps
from tools.steps import BIN, ROOT, one_line_errors, say, show, take

PYTHON = str(BIN / "python")
AT_ONCE = 2


@dataclass(frozen=True)
class Check:
    """A checker by name, and the command that ends with 0 when all is well."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    """What a checker said, how it ended, and how long it took."""

    check: Check
    code: int
    said: str
    seconds: float


def checks() -> list[Check]:
    """Every checker, the slowest first."""
    return [
        Check("types (mypy)", [str(BIN / "mypy")]),
        Check("safety (bandit)", [str(BIN / "bandit"), "-q", "-c", "pyproject.toml", "-r", "src"]),
        Check("import order (import-linter)", [str(BIN / "lint-imports"), "--no-cache"]),
        Check("translations complete", [PYTHON, "-m", "tools.translations", "--check"]),
        Check("migrations complete", [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"]),
        Check("generated pages", [PYTHON, "-m", "tools.docs", "--check"]),
        Check("style (ruff)", [str(BIN / "ruff"), "check", "."]),
        Check("layout (ruff format)", [str(BIN / "ruff"), "format", "--check", "."]),
        *_template_checks(),
    ]


def _template_checks() -> list[Check]:
    templates = sorted(str(path) for path in (ROOT / "src").rglob("templates/**/*.html"))
    return [Check("templates (djade)", [str(BIN / "djade"), "--check", *templates])] if templates else []


def _run(check: Check, home: Path) -> Outcome:
    started = time.monotonic()
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "qingce.config.settings",
        "QINGCE_SECRET_KEY": "check-only-" + "x" * 40,
        "QINGCE_HOME": str(home),
        "QINGCE_DATABASE_URL": "",
    }
    done = subprocess.run(check.command, cwd=ROOT, env=env, text=True, capture_output=True, check=False)
    return Outcome(check, done.returncode, done.stdout + done.stderr, time.monotonic() - started)


def main(words: Sequence[str]) -> int:
    """Run every checker, two at a time; return 1 when any found something."""
    os.chdir(ROOT)
    if "--set-up" in words:
        take(packages_steps("dev"))
        # The checkers' packages are there only now, in the virtual environment.
        return show([PYTHON, "-m", "tools.check"])
    home = Path(tempfile.mkdtemp(prefix="qingce-check-"))
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            outcomes = list(pool.map(lambda check: _tell(_run(check, home)), checks()))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return 1 if any(outcome.code for outcome in outcomes) else 0


def _tell(outcome: Outcome) -> Outcome:
    """One line when all is well, everything it said when not."""
    state = "FAILED" if outcome.code else "ok"
    said = "\n" + outcome.said.rstrip() if outcome.code else ""
    say(f"{outcome.check.name:<30} {state:<6} {outcome.seconds:6.1f} s{said}")
    return outcome


if __name__ == "__main__":
    with one_line_errors():
        sys.exit(main(sys.argv[1:]))
