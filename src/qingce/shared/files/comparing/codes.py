"""QR codes on a page, however it lies."""

from __future__ import annotations

from PIL import Image, ImageOps

TURNS = (0, 15, 30, 45, 60, 75)  # degrees; quarter turns are tried by the reader itself
_LONGEST = 500  # characters of what a code says


def codes_on(picture: Image.Image) -> list[str]:
    """What the QR codes on a page say, each once; the page is turned, and its contrast raised, until one is found."""
    grey = picture.convert("L")
    for image in (grey, ImageOps.autocontrast(grey, cutoff=2)):
        for turn in TURNS:
            found = _read(image.rotate(turn, expand=True, fillcolor=255) if turn else image)
            if found:
                return found
    return []


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
