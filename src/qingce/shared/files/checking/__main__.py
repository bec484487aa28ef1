"""`python -m qingce.shared.files.checking WORK SOURCE …`: JSON that says what came of it, or what is wrong."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qingce.pure.kernel.errors import QingceError
from qingce.shared.files.errors import UploadTooHeavy
from qingce.shared.files.limits import MB, limits


def bound_work() -> None:
    """Lets this process use no more time, memory and disk than one file may cost."""
    most = limits()
    resource.setrlimit(resource.RLIMIT_CPU, (most.work_seconds, most.work_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (most.work_memory_mb * MB, most.work_memory_mb * MB))
    largest = most.work_memory_mb * MB
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _judge(source: str, target: str, accepted: str) -> dict[str, Any]:
    from qingce.shared.files.checking.judging import judge
    from qingce.shared.files.checking.taken import taken_of

    found = judge(Path(source), Path(target), accepted=frozenset(accepted.split(",")))
    return {"type": found, "taken": taken_of(Path(source), found)}


def _draw(source: str, folder: str, kind: str) -> dict[str, Any]:
    from qingce.shared.files.checking.drawing import draw_pages

    return {"pages": draw_pages(Path(source), Path(folder), kind=kind)}


def _signatures(source: str, issuers: str, at: str) -> dict[str, Any]:
    from qingce.shared.files.checking.signatures import read_signatures

    return {"signatures": read_signatures(Path(source), issuers=issuers, at=at)}


def _redact(source: str, target: str, kind: str, areas: str) -> dict[str, Any]:
    from qingce.shared.files.areas import Area
    from qingce.shared.files.checking.redacting import redact

    said = [Area(**each) for each in json.loads(areas)]
    return {"turned": redact(Path(source), Path(target), kind=kind, areas=said)}


def _read(source: str, kind: str) -> dict[str, Any]:
    from qingce.shared.files.comparing.pages import page_reads

    return {"pages": page_reads(Path(source), kind)}


_WORK: dict[str, Callable[..., dict[str, Any]]] = {
    "judge": _judge,
    "draw": _draw,
    "signatures": _signatures,
    "redact": _redact,
    "read": _read,
}


def main(work: str, *words: str) -> dict[str, Any]:
    """What came of it, or the error with its parameters."""
    try:
        return _WORK[work](*words)
    except MemoryError:
        error: QingceError = UploadTooHeavy("Opening the file takes too much memory.", cause="work")
    except QingceError as raised:
        error = raised
    return {"code": error.code, "detail": error.detail, "params": error.params}


if __name__ == "__main__":
    bound_work()
    sys.stdout.write(json.dumps(main(*sys.argv[1:]), ensure_ascii=True))
