"""QR codes on a page, however it lies."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageOps

TURNS = (0, 15, 30, 45, 60, 75)  # degrees; quarter turns are tried by the reader itself
ONCE = (0,)
_LONGEST = 500  # characters of what a code says


def codes_on(picture: Image.Image, *, turns: Sequence[int] = TURNS) -> list[str]:
    """What the QR codes on a page say, each once; it is turned, and then its contrast raised, until one is found."""
    grey = picture.convert("L")
    for turn in turns:
        found = _read(grey.rotate(turn, expand=True, fillcolor=255) if turn else grey)
        if found:
            return found
    return _read(ImageOps.autocontrast(grey, cutoff=2))


def _read(image: Image.Image) -> list[str]:
    import zxingcpp

    found = zxingcpp.read_barcodes(
        image,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_rotate=True,
        try_downscale=True,
        try_invert=False,
    )
    return list(dict.fromkeys(each.text[:_LONGEST] for each in found if each.text))
