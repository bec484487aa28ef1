"""Having a file checked in a process of its own, which hostile content can only hurt itself with."""

from __future__ import annotations

import json
import os
import subprocess  # each call says what it starts  # nosec B404
import sys
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import get_default_timezone

from qingce.pure.kernel.errors import QingceError
from qingce.shared.files import errors
from qingce.shared.files.enums import FileType, Taken
from qingce.shared.files.errors import UploadTooHeavy
from qingce.shared.files.limits import limits

_MODULE = "qingce.shared.files.checking"
_BY_CODE: dict[str, type[QingceError]] = {
    each.code: each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, QingceError)
}


def checked(source: Path, target: Path, *, accepts: Collection[FileType]) -> FileType:
    """What a file truly is; its harmless copy stands at `target` if it differs from what came.

    Cost: a quarter of a second to start, and the work that `limits` allows.
    Raises: the errors of this room, told by the checking process.
    """
    return judged(source, target, accepts=accepts)[0]


def judged(source: Path, target: Path, *, accepts: Collection[FileType]) -> tuple[FileType, Taken]:
    """As `checked`, with what a photo says of when and where it was taken, which its harmless copy does not."""
    told = done_apart("judge", source, target, ",".join(accepts))
    said = told["taken"]
    at = datetime.fromisoformat(said["at"]) if said["at"] else None
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=get_default_timezone())  # most cameras do not say which zone they mean
    return FileType(told["type"]), Taken(at, said["latitude"], said["longitude"])


def done_apart(work: str, source: Path, *words: str | Path) -> dict[str, Any]:
    """Work on a hostile file in a process of its own, bounded in time and memory.

    Returns: what it told. Raises: the errors of this room, told by the process.
    """
    # Neither secret nor database is handed on; the process finds its code where this one does.
    surroundings = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # a fixed list of words, paths of our own making  # nosec B603
            [sys.executable, "-m", _MODULE, work, str(source), *map(str, words)],
            env=surroundings,
            capture_output=True,
            check=True,
            timeout=2 * limits().work_seconds,
            cwd=source.parent,
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        # Killed by a bound, or broken by what it read: for the one who sends, the same.
        raise UploadTooHeavy(
            "The file takes too much work to open. Print it to PDF and send that.", cause="work"
        ) from error
    if "code" in told:
        raise _BY_CODE[told["code"]](told["detail"], **told["params"])
    return told
