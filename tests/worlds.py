"""Worlds that many tests begin from: made by the product's own acts once in each process, then put there as rows.

A function marked `remembered` makes what it makes by the acts of the rooms, as ever. What it left in the tables and in
the folder of files is kept beside what it returned; asked for again, from the same beginning and with the same
arguments, the rows and files are put back in a few milliseconds. It is never asked what a test did before by itself:
then, and outside a transaction, it makes everything anew.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate
from django.utils.translation import get_language

from tests.world_tables import Held, changes, is_untouched, put_back, read_tables

KEPT = 60  # worlds of a process

P = ParamSpec("P")
R = TypeVar("R")
Key = tuple[object, ...]


@dataclass(frozen=True)
class World:
    """What stands in the tables and in the folder of files, and what the function returned."""

    tables: Mapping[str, Held]
    files: Mapping[str, bytes] = field(default_factory=dict)
    result: object = None


@dataclass
class _Standing:
    """Where the test of this moment stands: in which world, and after how many changes of rows."""

    key: Key | None = None
    changes: int = -1


UNTOUCHED: Key = ("untouched",)
_worlds: OrderedDict[Key, World] = OrderedDict()
_standing = _Standing()


def remembered(make: Callable[P, R]) -> Callable[P, R]:
    """Marks a function that makes a world."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        begun = _beginning()
        told = repr((args, sorted(kwargs.items())))
        if begun is None or " at 0x" in told:  # another time it is another object
            return make(*args, **kwargs)
        key = (begun, f"{make.__module__}.{make.__qualname__}", told, localdate(), get_language())
        known = _worlds.get(key)
        if known is None:
            known = _made(_worlds[begun], lambda: make(*args, **kwargs))
        else:
            _put(_worlds[begun], known)
        _keep(key, known)
        _standing.key, _standing.changes = key, changes()
        return copy.deepcopy(known.result)  # type: ignore[return-value]  # what this very function returned

    return made


def note_untouched() -> None:
    """Keeps what stands in a database that was just set up."""
    _worlds.clear()
    _worlds[UNTOUCHED] = World(read_tables())


def begin_anew() -> None:
    """A new test begins: nothing is known of where it stands."""
    _standing.key, _standing.changes = None, -1


def _beginning() -> Key | None:
    """The world that stands now, if it is known; None: the test did something of its own."""
    if UNTOUCHED not in _worlds or not connection.in_atomic_block:
        return None
    if _standing.key in _worlds and _standing.changes == changes():
        return _standing.key
    return UNTOUCHED if is_untouched(_worlds[UNTOUCHED].tables) else None


def _made(begun: World, make: Callable[[], object]) -> World:
    """Makes a world in a folder of its own: elsewhere a file that somebody kept before would not be new."""
    home = settings.HOME
    with TemporaryDirectory() as folder:
        settings.HOME = Path(folder)
        try:
            _lay(begun.files)
            result = make()
            files = {str(path.relative_to(folder)): path.read_bytes() for path in _files(Path(folder))}
        finally:
            settings.HOME = home
    _lay(files)
    held = begun.tables
    found = {name: held[name] if held.get(name) == rows else rows for name, rows in read_tables().items()}
    return World(found, files, copy.deepcopy(result))


def _put(begun: World, world: World) -> None:
    put_back(begun.tables, world.tables)
    _lay(world.files)


def _lay(files: Mapping[str, bytes]) -> None:
    """Puts files into the home folder."""
    for name, content in files.items():
        path = Path(settings.HOME) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _keep(key: Key, world: World) -> None:
    """The untouched one stays; of the others those that were asked for last."""
    _worlds[key] = world
    _worlds.move_to_end(key)
    while len(_worlds) > KEPT:
        eldest = next(each for each in _worlds if each != UNTOUCHED)
        del _worlds[eldest]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
