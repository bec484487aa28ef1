"""The name under which a file is served: no path, nothing invisible, and the extension of what it truly is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from qingce.pure.kernel.text import clean
from qingce.shared.files.enums import FileType

LONGEST = 100
_KEPT_FREE = re.compile(r'[\\/:*?"<>|\s]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def served_name(name: str, file_type: FileType) -> str:
    """A name that is safe in a header, in a folder and in an archive: “../../x.exe” of a PDF is “x.pdf”.

    Returns: at most `LONGEST` characters and the extension; “file” stands for a name of which nothing is left.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", clean(name)))[-1]
    stem = _KEPT_FREE.sub("_", last.rpartition(".")[0] or last).strip("._ ")[:LONGEST]
    if _DEVICES.match(stem):
        stem = f"_{stem}"
    return f"{stem or 'file'}.{file_type.extension}"


def unique_names(names: Iterable[str]) -> list[str]:
    """Each name once, on systems too that do not tell A from a: of two files “a.pdf” one is “a (2).pdf”."""
    found: list[str] = []
    taken: set[str] = set()
    last: dict[str, int] = {}
    for name in names:
        stem, dot, extension = name.rpartition(".")
        unique, number = name, last.get(name.casefold(), 1)
        while unique.casefold() in taken:
            number += 1
            unique = f"{stem} ({number}){dot}{extension}"
        last[name.casefold()] = number
        taken.add(unique.casefold())
        found.append(unique)
    return found
