"""What a camera wrote into a photo of when and where it was taken, read before it is taken out."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image

_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"[+-]\d\d:\d\d")
_FIRST_YEAR, _LAST_YEAR = 1990, 2199
_NORTH, _EAST = 90.0, 180.0
_PARTS = 3  # degrees, minutes, seconds
_UNREADABLE = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError)
Told = dict[str, str | float | None]


def taken_of(source: Path, kind: str) -> Told:
    """When and where: `at` in ISO 8601, with a zone if the camera says one; None: nothing that can be meant.

    Args: source: a file that was found good. kind: its type.
    """
    if kind != "jpeg":
        return {"at": None, "latitude": None, "longitude": None}
    try:
        with Image.open(source, formats=["JPEG"]) as picture:
            exif = picture.getexif()
            moment, position = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except _UNREADABLE:
        moment, position = {}, {}
    south = _degrees(position, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", _NORTH)
    west = _degrees(position, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", _EAST)
    is_known = south is not None and west is not None
    return {"at": _at(moment), "latitude": south if is_known else None, "longitude": west if is_known else None}


def _at(told: dict[int, Any]) -> str | None:
    found = _MOMENT.match(str(told.get(ExifTags.Base.DateTimeOriginal, "")))
    if not found:
        return None
    try:
        said = datetime(*map(int, found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001  # the camera's own time
    except ValueError:
        return None
    offset = str(told.get(ExifTags.Base.OffsetTimeOriginal, "")).strip()[:6]
    try:
        said = datetime.fromisoformat(f"{said.isoformat()}{offset}") if _OFFSET.fullmatch(offset) else said
    except ValueError:
        return None
    return said.isoformat() if _FIRST_YEAR <= said.year <= _LAST_YEAR else None


def _degrees(told: dict[int, Any], name: int, side: int, negative: str, most: float) -> float | None:
    """Degrees, minutes and seconds as one figure; None: there are none, or they lie on no globe."""
    parts = told.get(name)
    try:
        if not isinstance(parts, Sequence) or len(parts) != _PARTS:
            return None
        found = math.fsum(float(part) / 60**place for place, part in enumerate(parts))
    except _UNREADABLE:
        return None
    if not math.isfinite(found) or not 0 <= found <= most:
        return None
    return -found if str(told.get(side, "")).strip("\0 ").upper() == negative else found
