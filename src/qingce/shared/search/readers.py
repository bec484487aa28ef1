"""The open index of each kind in this process, kept up with what the writing process commits."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from math import inf
from pathlib import Path

import tantivy

from qingce.shared.search.errors import IndexMissing
from qingce.shared.search.generations import current_generation, folder_of, pointer_of
from qingce.shared.search.layout import Layout, open_index
from qingce.shared.search.registry import indexed
from qingce.shared.search.values import Values
from qingce.shared.search.whole import Whole

_LOOK_EVERY_S = 0.2
_OPEN_TRIES = 5
_CHANGING = frozenset({".json", ".lock"})  # every other file of the engine is written once

_State = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Reader:
    """One consistent state of an index: what it finds does not change while it is held."""

    layout: Layout
    searcher: tantivy.Searcher
    schema: tantivy.Schema
    whole: Whole


@dataclass
class _Held:
    reader: Reader
    index: tantivy.Index
    generation: Path
    state: _State
    sizes: dict[str, int]
    looked_s: float

    def is_of(self, layout: Layout) -> bool:
        """Whether it is of this kind as it is registered now, in the home folder of now."""
        folder = folder_of(layout.indexed.kind)
        return self.reader.layout.indexed is layout.indexed and self.generation.parent == folder


_held: dict[str, _Held] = {}
_whole: dict[Path, dict[str, int]] = {}
_lock = threading.Lock()


def reader_of(kind: str, *, fresh: bool = False) -> Reader:
    """The newest state of an index; files are looked at every fifth of a second at most.

    Args: fresh: look now.
    Raises: UnknownKind; IndexMissing: nothing was built yet.
    """
    layout = Layout(indexed(kind))
    with _lock:
        held = _held.get(kind)
        now_s = time.monotonic()
        is_same = held is not None and held.is_of(layout)
        if held and is_same and not fresh and now_s - held.looked_s < _LOOK_EVERY_S:
            return held.reader
        held = _held[kind] = _renewed(held if is_same else None, layout, now_s)
        return held.reader


def is_readable(kind: str) -> bool:
    """Whether the current index of a kind is there with every file whole enough to be opened.

    The files are opened only when one of them is not as large as the last time.

    Raises: UnknownKind.
    """
    layout = Layout(indexed(kind))
    generation = current_generation(layout)
    if generation is None:
        return False
    for _ in range(_OPEN_TRIES):
        try:
            if _whole.get(generation) != (sizes := _sizes(generation)):
                open_index(str(generation)).searcher()
                _whole.clear()
                _whole[generation] = sizes
        except (OSError, ValueError):
            time.sleep(_LOOK_EVERY_S / 10)  # another process may just be replacing files
        else:
            return True
    return False


def _sizes(generation: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in generation.iterdir() if path.suffix not in _CHANGING}


def look_again(kind: str) -> None:
    """Let the next search of this process look at the files, so that it sees what was just written here."""
    with _lock:
        if kind in _held:
            _held[kind].looked_s = -inf


def _renewed(held: _Held | None, layout: Layout, now_s: float) -> _Held:
    """What is held if nothing changed, else the state that is current now.

    A generation may be swapped and deleted between reading its name and opening it: then the name has changed. One
    that cannot be opened is as good as none: its follower builds it anew.
    """
    for tries_left in reversed(range(_OPEN_TRIES)):
        generation = current_generation(layout)
        if generation is not None:
            try:
                return _at(held, generation, layout, now_s)
            except (OSError, ValueError):
                held = None
                if not tries_left:
                    break
        elif not pointer_of(layout.indexed.kind).exists():
            break
        time.sleep(_LOOK_EVERY_S / 10)
    _held.pop(layout.indexed.kind, None)
    raise IndexMissing(layout.indexed.kind)


def _at(held: _Held | None, generation: Path, layout: Layout, now_s: float) -> _Held:
    state = _state(generation, layout)
    if held and held.state == state:
        _check_whole(held)
        held.looked_s = now_s
        return held
    sizes = _sizes(generation)
    is_same = held is not None and held.generation == generation
    index = held.index if held and is_same else open_index(str(generation))
    index.reload()
    searcher = index.searcher()
    # Read behind the engine's commit, so that every number of it is known.
    values = held.reader.whole.values if held and is_same else Values(generation)
    values.read_on()
    reader = Reader(layout, searcher, index.schema, Whole(searcher, values))
    return _Held(reader, index, generation, state, sizes, now_s)


def _check_whole(held: _Held) -> None:
    """Turn away from files that were cut: reading behind the end of a mapped file would end the process.

    A file that is gone may still be read as long as it is mapped.
    """
    if any(held.sizes.get(name, size) > size for name, size in _sizes(held.generation).items()):
        raise OSError(held.generation)


def _state(generation: Path, layout: Layout) -> _State:
    stats = [path.stat() for path in (pointer_of(layout.indexed.kind), generation / "meta.json")]
    return tuple((stat.st_ino, stat.st_mtime_ns, stat.st_size) for stat in stats)
