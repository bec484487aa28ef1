"""Red ink in one place of a page, as an official seal leaves it: a hint for who looks, no proof."""

from __future__ import annotations

import numpy as np
from PIL import Image

_WIDTH = 420  # dots across a sheet of 210 mm: two for each millimetre
_WINDOW = 84  # a seal is 38 to 45 mm wide
_LEAST_SHARE = 0.05  # of the window: a ring with words and a star covers a fifth of it
_LEAST_RED, _ABOVE_GREEN, _ABOVE_BLUE = 110, 50, 35
_LEAST_SPREAD = 40  # dots both ways: a red line, or a word, is flat


def has_seal(picture: Image.Image) -> bool:
    """Whether enough red stands within the size of a seal."""
    small = picture.convert("RGB").resize((_WIDTH, max(1, round(_WIDTH * picture.height / picture.width))))
    red = _red(np.asarray(small, dtype=np.int16))
    if red.shape[0] < _WINDOW:
        return False
    sums = np.pad(red.astype(np.int32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    window = (
        sums[_WINDOW:, _WINDOW:] - sums[:-_WINDOW, _WINDOW:] - sums[_WINDOW:, :-_WINDOW] + sums[:-_WINDOW, :-_WINDOW]
    )
    top, left = np.unravel_index(int(window.argmax()), window.shape)
    found = red[top : top + _WINDOW, left : left + _WINDOW]
    if found.mean() < _LEAST_SHARE:
        return False
    rows, columns = np.nonzero(found)
    return bool(np.ptp(rows) >= _LEAST_SPREAD and np.ptp(columns) >= _LEAST_SPREAD)


def _red(pixels: np.ndarray[tuple[int, ...], np.dtype[np.int16]]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    reds, greens, blues = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    return (reds >= _LEAST_RED) & (reds - greens >= _ABOVE_GREEN) & (reds - blues >= _ABOVE_BLUE)
