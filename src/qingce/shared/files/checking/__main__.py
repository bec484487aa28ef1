"""`python -m qingce.shared.files.checking SOURCE TARGET TYPE,…`: JSON that says what the file is, or what is wrong."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from qingce.pure.kernel.errors import QingceError
from qingce.shared.files.checking.judging import judge
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


def main(source: str, target: str, accepted: str) -> dict[str, Any]:
    """What the file is, or the error with its parameters."""
    try:
        return {"type": judge(Path(source), Path(target), accepted=frozenset(accepted.split(",")))}
    except MemoryError:
        error: QingceError = UploadTooHeavy("Opening the file takes too much memory.", cause="work")
    except QingceError as raised:
        error = raised
    return {"code": error.code, "detail": error.detail, "params": error.params}


if __name__ == "__main__":
    bound_work()
    sys.stdout.write(json.dumps(main(*sys.argv[1:]), ensure_ascii=True))
