"""Where indexes lie: `<home>/index/<kind>/<generation>/`, a file that names the current one, and the locks.

The database stays the truth: any of these folders may be deleted at any time and built anew.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from qingce.pure.kernel.disk import keep_on_disk
from qingce.shared.search.errors import IndexBusy
from qingce.shared.search.homes import index_folder
from qingce.shared.search.layout import Layout

_POLL_S = 0.05


def folder_of(kind: str) -> Path:
    """The folder of all generations of a kind."""
    return index_folder() / kind


def pointer_of(kind: str) -> Path:
    """The file that names the current generation; replaced in one step, so never half written."""
    return folder_of(kind) / "current"


def current_generation(layout: Layout) -> Path | None:
    """The folder that is searched; None when there is none, or none of this layout."""
    kind = layout.indexed.kind
    try:
        name = pointer_of(kind).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    folder = folder_of(kind) / name
    return folder if name.endswith(f"-{layout.shape}") and (folder / "meta.json").exists() else None


def new_generation(layout: Layout) -> Path:
    """An empty folder beside the others."""
    folder = folder_of(layout.indexed.kind)
    numbers = [int(path.name.split("-")[0]) for path in _generations(folder)]
    fresh = folder / f"{max(numbers, default=0) + 1:06d}-{layout.shape}"
    fresh.mkdir()
    return fresh


def make_current(generation: Path) -> None:
    """Let every reader turn to a generation, in one step that survives a crash."""
    pointer = generation.parent / "current"
    written = pointer.with_suffix(".new")
    with written.open("w", encoding="utf-8") as file:
        file.write(generation.name)
        file.flush()
        os.fsync(file.fileno())
    written.replace(pointer)
    # Or else, after a power cut, the old name could stand there again while what it names is deleted.
    keep_on_disk(generation.parent)


def remove_generations(kind: str, *, keep: Path | None) -> None:
    """Delete every other generation; a process that still reads one keeps the mapped files until it turns away."""
    for generation in _generations(folder_of(kind)):
        if generation != keep:
            shutil.rmtree(generation, ignore_errors=True)


def _generations(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.exists() else []


@contextmanager
def write_lock(kind: str, *, wait_s: float) -> Iterator[None]:
    """Be the only one that writes to the current generation or names another.

    Raises: IndexBusy: another process did not let go within the time.
    """
    with _locked(kind, "write.lock", wait_s=wait_s):
        yield


@contextmanager
def build_lock(kind: str, *, wait_s: float) -> Iterator[None]:
    """Be the only one that builds a generation.

    Raises: IndexBusy: another process did not let go within the time.
    """
    with _locked(kind, "build.lock", wait_s=wait_s):
        yield


@contextmanager
def _locked(kind: str, name: str, *, wait_s: float) -> Iterator[None]:
    """Hold a lock that the operating system drops with the process, however it ends."""
    folder_of(kind).mkdir(parents=True, exist_ok=True)
    patience = time.monotonic() + wait_s
    with (folder_of(kind) / name).open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= patience:
                    raise IndexBusy(kind) from None
                time.sleep(_POLL_S)
        yield


class Journal:
    """The ranges that changed while a generation is being built; each line is one range.

    It exists only during a build. It is written and read under the write lock.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._path = folder_of(kind) / "changed-while-building"

    def start(self) -> None:
        """Begin an empty one."""
        self._path.write_text("", encoding="utf-8")

    def is_open(self) -> bool:
        """Whether a build is running; what a killed build left behind is removed."""
        if not self._path.exists():
            return False
        try:
            with build_lock(self._kind, wait_s=0):
                self.end()
                return False
        except IndexBusy:
            return True

    def note(self, ranges: Sequence[tuple[int, int]]) -> None:
        """Append ranges; the leading line end parts them from what a killed process left unfinished."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write("\n" + "\n".join(json.dumps(each) for each in ranges) + "\n")

    def read(self) -> list[tuple[int, int]]:
        """Every range noted; an unfinished line belongs to a change that its follower will bring again."""
        ranges = []
        for line in self._path.read_text(encoding="utf-8").splitlines():
            with suppress(ValueError):
                first, last = json.loads(line)
                ranges.append((first, last))
        return ranges

    def end(self) -> None:
        """Forget it."""
        self._path.unlink(missing_ok=True)
