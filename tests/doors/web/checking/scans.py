"""What people hand in: scans, photographs at an angle, sealed copies; made from the issued file itself."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2
import segno
from PIL import Image, ImageDraw, ImageFilter

from qingce.shared.files.store import path_of
from qingce.shared.issuing.models import IssuedDocument


def issued_file(row: IssuedDocument) -> bytes:
    """The PDF as it was issued."""
    return path_of(row.pdf_sha256).read_bytes()


def scanned(pdf: bytes, *, dpi: int = 150) -> list[Image.Image]:
    """Each page as a scanner takes it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [document[number].render(scale=dpi / 72).to_pil().convert("RGB") for number in range(len(document))]


def as_pdf(pages: Sequence[Image.Image]) -> bytes:
    """Pictures bound into a PDF, as a scanner hands it over."""
    made = io.BytesIO()
    first, *rest = (page.copy() for page in pages)  # a picture remembers how it was saved before
    first.save(made, "PDF", save_all=True, append_images=rest, resolution=150, quality=80)
    return made.getvalue()


def as_jpeg(page: Image.Image) -> bytes:
    """A picture as a telephone sends it."""
    made = io.BytesIO()
    page.save(made, "JPEG", quality=80)
    return made.getvalue()


def sealed(page: Image.Image) -> Image.Image:
    """A page with a round red seal of 42 mm over the text."""
    stamped = page.copy()
    draw = ImageDraw.Draw(stamped)
    size = round(page.width / 210 * 42)
    left, top = page.width // 2, page.height // 2
    draw.ellipse((left, top, left + size, top + size), outline=(205, 35, 40), width=size // 16)
    centre = (left + size // 2, top + size // 2)
    draw.regular_polygon((*centre, size // 5), 5, fill=(205, 35, 40))
    return stamped


def photographed(page: Image.Image, *, angle: float) -> Image.Image:
    """A page on a dark table, taken at an angle, somewhat blurred and in warm light."""
    wide = Image.new("RGB", (page.width + 300, page.height + 300), (92, 78, 66))
    wide.paste(page, (150, 150))
    width, height = wide.size
    # What was a rectangle is narrower at its far end.
    bent = wide.transform(
        wide.size, Image.Transform.QUAD,
        (-60, -30, 20, height + 40, width - 10, height + 30, width + 70, 10),
        Image.Resampling.BICUBIC,
    )  # fmt: skip
    turned = bent.rotate(angle, expand=True, fillcolor=(92, 78, 66), resample=Image.Resampling.BICUBIC)
    return turned.filter(ImageFilter.GaussianBlur(0.8))


def with_foreign_code(page: Image.Image) -> Image.Image:
    """A page whose code was pasted over by that of another system."""
    covered = page.copy()
    draw = ImageDraw.Draw(covered)
    draw.rectangle((page.width * 0.7, page.height * 0.86, page.width, page.height), fill="white")
    made = io.BytesIO()
    segno.make("https://elsewhere.example.org/verify/12345").save(made, kind="png", scale=6)
    covered.paste(Image.open(made).convert("RGB"), (round(page.width * 0.75), round(page.height * 0.87)))
    return covered
