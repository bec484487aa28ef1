"""The pages of a PDF, or a picture, one after the other: what codes they carry, what text, whether red ink."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from qingce.shared.files.comparing.codes import ONCE, TURNS, codes_on
from qingce.shared.files.comparing.ink import has_seal
from qingce.shared.files.errors import DamagedUpload, UploadTooHeavy
from qingce.shared.files.limits import limits

DPI = 150  # a module of our codes is three dots then
FINER = 240
_PATIENCE = 6  # pages without a code, after which the others are looked at once each
_POINTS = 72
_LONGEST_SIDE = 2600  # of what is looked at: a sheet in 220 dots per inch
_LONGEST_TEXT = 40_000  # characters of a page; more is no page of ours


def page_reads(path: Path, kind: str) -> list[dict[str, Any]]:
    """What stands on each page.

    Args: kind: pdf, or that of a picture.
    Raises: UploadTooHeavy: more pages than are compared; DamagedUpload.
    """
    return list(_of_pdf(path) if kind == "pdf" else _of_picture(path))


def _of_pdf(path: Path) -> Iterator[dict[str, Any]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise DamagedUpload("The PDF does not open. Print it to PDF and send that.", cause="pdf") from error
    if len(document) > limits().compared_pages:
        raise UploadTooHeavy(
            f"At most {limits().compared_pages} pages are compared at once. Send them in parts.",
            cause="compared", limit=limits().compared_pages,
        )  # fmt: skip
    missed = 0
    for page in document:
        try:
            text = page.get_textpage().get_text_bounded()[:_LONGEST_TEXT]
            picture = _rendered(page, DPI)
            codes = codes_on(picture, turns=TURNS if missed < _PATIENCE else ONCE)
            if not codes and missed < _PATIENCE:
                codes = codes_on(_rendered(page, FINER), turns=ONCE)
        except pypdfium2.PdfiumError as error:
            raise DamagedUpload(
                "A page of the PDF cannot be shown. Print it to PDF and send that.", cause="pdf"
            ) from error
        missed += not codes
        yield {"codes": codes, "text": text, "has_red": has_seal(picture)}


def _rendered(page: Any, dpi: int) -> Image.Image:
    """A page as a picture; a huge sheet in fewer dots."""
    scale = min(dpi / _POINTS, 2 * _LONGEST_SIDE / max(page.get_width(), page.get_height(), 1))
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return picture


def _of_picture(path: Path) -> Iterator[dict[str, Any]]:
    with Image.open(path, formats=["JPEG", "PNG"]) as came:
        large = came.convert("RGB")
    large.thumbnail((2 * _LONGEST_SIDE, 2 * _LONGEST_SIDE))
    picture = large.copy()
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    codes = codes_on(picture) or codes_on(large, turns=ONCE)
    yield {"codes": codes, "text": "", "has_red": has_seal(picture)}
