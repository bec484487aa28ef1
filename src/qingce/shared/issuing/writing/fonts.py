"""The fonts that documents are set in: where they lie, and which characters they have."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from qingce.shared.issuing.errors import FontsMissing

FILES = ("NotoSerifSC_400Regular.ttf", "NotoSansSC_700Bold.ttf")
GETA = "〓"  # what printers set for a character that they have not


@cache
def font_files() -> tuple[Path, ...]:
    """The files, in the order of `FILES`.

    Raises: FontsMissing.
    """
    folder: Path = settings.FONTS
    found = {path.name: path for path in sorted(folder.rglob("Noto*SC_*.ttf")) if path.name in FILES}
    missing = [name for name in FILES if name not in found]
    if missing:
        raise FontsMissing(
            f"{', '.join(missing)} is not below {folder}: run `npm ci` in frontend/, or set QINGCE_FONTS.",
            folder=str(folder), missing=", ".join(missing),
        )  # fmt: skip
    return tuple(found[name] for name in FILES)


@cache
def covered() -> frozenset[int]:
    """The characters that the fonts have, all together."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for path in font_files():
        with TTFont(path, lazy=True) as font:
            found.update(font["cmap"].getBestCmap())
    return frozenset(found)


def settable(text: str) -> str:
    """A text of characters that the fonts have; each other one becomes the printers' mark 〓."""
    return "".join(each if each == "\n" or ord(each) in covered() else GETA for each in text)
