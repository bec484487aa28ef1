"""The first words of a kept file, read in a process of its own as files are checked."""

from __future__ import annotations

import json
import os
import subprocess  # each call says what it starts  # nosec B404
import sys

from qingce.pure.kernel.text import clean
from qingce.shared.files import store
from qingce.shared.files.enums import FileType, KeptFile
from qingce.shared.files.errors import FileNotFound
from qingce.shared.files.limits import limits

_MODULE = "qingce.shared.files.checking.words"
READABLE = frozenset({FileType.PDF, FileType.DOCX})


def first_words(file: KeptFile) -> str:
    """The words with which a file begins, at most some thousand characters; "": a scan, a picture, or none come out.

    Cost: half a second for a PDF or DOCX, and no more work than `limits` allows; nothing for other types.
    """
    if file.type not in READABLE:
        return ""
    # Neither secret nor database is handed on; the process finds its code where this one does.
    surroundings = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    try:
        with store.working_folder() as folder:
            source = store.local(file.sha256, folder)
            done = subprocess.run(  # a fixed list of words, paths of our own making  # nosec B603
                [sys.executable, "-m", _MODULE, str(source), str(file.type)],
                env=surroundings,
                capture_output=True,
                check=True,
                timeout=2 * limits().work_seconds,
            )
        return clean(str(json.loads(done.stdout)["text"]))
    except (subprocess.SubprocessError, ValueError, KeyError, FileNotFound):
        return ""  # killed by a bound, broken by what it read, or lost: its name has to do
