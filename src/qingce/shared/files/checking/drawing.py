"""Pages drawn as small pictures, so that people see what a file holds without opening it."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image

from qingce.shared.files.errors import DamagedUpload
from qingce.shared.files.limits import limits

_WIDEST, _HIGHEST = 900, 1600  # pixels
_QUALITY = 72


def draw_pages(source: Path, folder: Path, *, kind: str) -> int:
    """Writes `NUMBER-WIDTHxHEIGHT.jpg` for each page, one after the other, so that a bound loses only what is left.

    Args: kind: pdf, jpeg or png. folder: also gets `count`, the number of pages, before the first is drawn.
    Returns: how many pages the file has; the first `limits.preview_pages` are drawn.
    """
    if kind == "pdf":
        return _draw_pdf(source, folder)
    Image.MAX_IMAGE_PIXELS = None  # it was bounded when it was taken in
    (folder / "count").write_text("1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(source, formats=["JPEG", "PNG"]) as picture:
            picture.thumbnail((_HIGHEST, _HIGHEST))
            _write(on_white(picture), folder, 1)
    return 1


def _draw_pdf(source: Path, folder: Path) -> int:
    import pypdfium2 as pdfium

    try:
        pdf = pdfium.PdfDocument(source)
        count = len(pdf)
        (folder / "count").write_text(str(count))
        if pdf.get_formtype():
            pdf.init_forms()
        for index in range(min(count, limits().preview_pages)):
            page = pdf[index]
            width, height = page.get_size()
            scale = min(_WIDEST / max(width, 1), _HIGHEST / max(height, 1))
            _write(page.render(scale=scale).to_pil(), folder, index + 1)
            page.close()
    except pdfium.PdfiumError as error:
        raise DamagedUpload("The pages cannot be drawn.", cause="pdf") from error
    return count


def on_white(picture: Image.Image) -> Image.Image:
    """The picture as it looks on paper: where it is transparent, white."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    over = picture.convert("RGBA")
    paper = Image.new("RGB", over.size, "white")
    paper.paste(over, mask=over.getchannel("A"))
    return paper


def _write(picture: Image.Image, folder: Path, number: int) -> None:
    unfinished = folder / "unfinished"
    picture.save(unfinished, format="JPEG", quality=_QUALITY)
    unfinished.rename(folder / f"{number}-{picture.width}x{picture.height}.jpg")
