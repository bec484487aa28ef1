"""Numbered steps with the time each took; a step whose inputs did not change is skipped.

Standard library only: this runs before there is anything to install into.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
VAR = ROOT / "var"
LINES_SHOWN = 40


class Stop(Exception):
    """What is missing and what to do about it, in one line."""


@dataclass(frozen=True)
class Step:
    """One thing to set up: its name, what it does, and whether it is done already."""

    name: str
    act: Callable[[], None]
    is_done: Callable[[], bool] = field(default=lambda: False)
    shows_itself: bool = False


def take(steps: Sequence[Step]) -> None:
    """Do the steps in order, one line each."""
    width = max(len(step.name) for step in steps)
    for number, step in enumerate(steps, start=1):
        say(f"[{number:>2}/{len(steps)}] {step.name:<{width}} ", end="")
        if step.is_done():
            say("ready")
            continue
        if step.shows_itself:
            say("…")
        started = time.monotonic()
        try:
            step.act()
        except Stop:
            say("failed")
            raise
        say(f"{'        done in ' if step.shows_itself else ''}{time.monotonic() - started:.1f} s")


def say(text: str, *, end: str = "\n") -> None:
    """Print at once, so that a slow step is named while it works."""
    print(text, end=end, flush=True)


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> str:
    """Run a command quietly and return its output.

    Raises: Stop: it failed; the end of its output has been shown.
    """
    done = _quietly(command, env or {}, cwd)
    if done.returncode == 0:
        return done.stdout
    tail = (done.stdout + done.stderr).strip().splitlines()[-LINES_SHOWN:]
    print("", *tail, sep="\n", file=sys.stderr)
    raise Stop(f"`{' '.join(map(str, command))}` failed with code {done.returncode}; what it said stands above.")


def works(command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path = ROOT) -> bool:
    """Run a command quietly and return whether it succeeded."""
    return _quietly(command, env, cwd).returncode == 0


def _quietly(command: Sequence[str | Path], env: Mapping[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=cwd, env={**os.environ, **env}, text=True, capture_output=True, check=False)


def show(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Run a command that speaks for itself and return its exit code."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env={**os.environ, **(env or {})}, check=False).returncode


def digest(paths: Iterable[Path], *more: str) -> str:
    """SHA-256 of the names and bytes of files, folders walked, and of further words."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in sorted(_files(paths)):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file())
        elif path.exists():
            yield path


def is_stamped(stamp: Path, value: str) -> bool:
    """Whether a step has been done with these very inputs."""
    return stamp.exists() and stamp.read_text("utf-8") == value


def write_stamp(stamp: Path, value: str) -> None:
    """Remember the inputs a step was done with."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value, "utf-8")


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Tell a missing prerequisite in one line and leave with code 1; leave quietly on Ctrl-C."""
    try:
        yield
    except Stop as reason:
        sys.exit(f"qingce: {reason}")
    except KeyboardInterrupt:
        sys.exit(130)
