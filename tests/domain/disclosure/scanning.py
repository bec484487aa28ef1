"""A document as it comes back from printer, seal and scanner: grey pictures of pages, a little askew, a red seal."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw
from pypdfium2 import PdfDocument

DOTS = 150
PAPER, INK = (238, 237, 232), (196, 30, 32)
ASKEW = 0.4  # degrees
SPECKS = 400


def scanned(content: bytes, *, sealed_page: int = -1) -> bytes:
    """The same pages as pictures, with a round seal on one of them; the last one unless told."""
    chance = random.Random(1)  # noqa: S311  # no secret
    document = PdfDocument(content)
    pages = [page.render(scale=DOTS / 72).to_pil().convert("RGB") for page in document]
    document.close()
    pages[sealed_page] = _sealed(pages[sealed_page])
    first, *others = [_worn(page, chance) for page in pages]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DOTS)
    return out.getvalue()


def _sealed(page: Image.Image) -> Image.Image:
    """With a ring, a star and a line, as seals have them, below on the right; it says nothing: it is nobody's."""
    draw, across = ImageDraw.Draw(page), DOTS * 42 // 25  # 42 mm
    right, bottom = page.width - DOTS, page.height - int(1.8 * DOTS)
    left, top = right - across, bottom - across
    draw.ellipse((left, top, right, bottom), outline=INK, width=9)
    draw.ellipse((left + 18, top + 18, right - 18, bottom - 18), outline=INK, width=2)
    middle = (left + right) // 2, (top + bottom) // 2
    draw.regular_polygon((*middle, across // 6), 5, fill=INK)
    draw.rectangle((left + 50, middle[1] + across // 4, right - 50, middle[1] + across // 4 + 12), fill=INK)
    return page


def _worn(page: Image.Image, chance: random.Random) -> Image.Image:
    worn = page.rotate(ASKEW, resample=Image.Resampling.BILINEAR, fillcolor=PAPER)
    draw = ImageDraw.Draw(worn)
    for _ in range(SPECKS):
        spot = chance.randrange(worn.width), chance.randrange(worn.height)
        draw.point(spot, fill=(chance.randrange(150, 225),) * 3)
    return worn
