"""Redaction that removes: pages become pictures in which the areas are black; nothing else of them is carried on."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream
from PIL import Image, ImageDraw

from qingce.shared.files.areas import Area
from qingce.shared.files.errors import DamagedUpload, RedactionWrong

_DOTS_PER_POINT = 200 / 72
_LONGEST = 4000  # pixels
_QUALITY = 80
_COLOURS = ("/ColorSpace", "/CS")  # profiles that many pages share, and that show nothing
_PRIVATE = ("/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents", "/OC")


def redact(source: Path, target: Path, *, kind: str, areas: Sequence[Area]) -> list[int]:
    """Writes a copy without what lies under the areas.

    A page becomes a picture if it has an area, or shares a font or a picture with one that has: the letters that a
    font carries would tell what was taken out. The others keep their text, and nothing else of the document goes along.

    Args: kind: pdf, jpeg or png.
    Returns: the numbers of the pages that became pictures.
    Raises: RedactionWrong: there is no such page; DamagedUpload.
    """
    if kind != "pdf":
        _redact_picture(source, target, areas)
        return [1]
    try:
        return _redact_pdf(source, target, areas)
    except (pikepdf.PdfError, pdfium.PdfiumError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedUpload("The PDF cannot be redacted.", cause="pdf") from error


def _redact_picture(source: Path, target: Path, areas: Sequence[Area]) -> None:
    Image.MAX_IMAGE_PIXELS = None  # it was bounded when it was taken in
    _check_pages(areas, 1)
    with Image.open(source, formats=["JPEG", "PNG"]) as picture:
        kind = picture.format
        _blacken(painted := picture.convert("RGB"), areas)
        painted.save(target, format=kind, quality=_QUALITY)


def _redact_pdf(source: Path, target: Path, areas: Sequence[Area]) -> list[int]:
    with Pdf.open(source) as pdf, Pdf.new() as made:
        _check_pages(areas, len(pdf.pages))
        drawn = pdfium.PdfDocument(source)
        if drawn.get_formtype():
            drawn.init_forms()
        pdf.flatten_annotations("screen")
        pdf.remove_unreferenced_resources()
        turned = _turned(pdf, {area.page for area in areas})
        for number, page in enumerate(pdf.pages, start=1):
            if number in turned:
                _add_picture(made, drawn[number - 1], [area for area in areas if area.page == number])
            else:
                _add_page(made, pdf, page)
        for each in made.objects:
            if isinstance(each, (Dictionary, Stream)):
                _forget_private(each)
        made.save(target, deterministic_id=True)
    return sorted(turned)


def _check_pages(areas: Sequence[Area], count: int) -> None:
    for area in areas:
        if not 1 <= area.page <= count:
            raise RedactionWrong(f"The file has no page {area.page}.", cause="page", page=area.page, count=count)


def _turned(pdf: Pdf, pages: set[int]) -> set[int]:
    """The pages that become pictures: those asked for, and all that share with them, as far as that leads."""
    holds = {number: _held(page) for number, page in enumerate(pdf.pages, start=1)}
    turned = pages | {number for number, page in enumerate(pdf.pages, start=1) if "/Properties" in page.resources}
    while True:
        shared = set().union(*(holds[number] for number in turned))
        more = {number for number in holds if number not in turned and holds[number] & shared}
        if not more:
            return turned
        turned |= more


def _held(page: Page) -> set[tuple[int, int]]:
    """What a page needs that could tell of another page: its fonts with letters of their own, pictures and forms."""
    found: set[tuple[int, int]] = set()
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [page.resources.get(name) for name in ("/Font", "/XObject", "/Pattern", "/ExtGState")]
    while waiting:
        each = waiting.pop()
        if not isinstance(each, (Dictionary, Stream, Array)) or (each.is_indirect and each.objgen in seen):
            continue
        if each.is_indirect:
            seen.add(each.objgen)
            if isinstance(each, Stream) or _has_own_letters(each):
                found.add(each.objgen)
        if isinstance(each, Array):
            waiting += list(each)
        else:
            waiting += [each[key] for key in each.keys() if key not in _COLOURS]  # noqa: SIM118  # pikepdf's
    return found


def _has_own_letters(each: Object) -> bool:
    """Whether it is a font that does more than name one that every reader has."""
    is_font = isinstance(each, Dictionary) and each.get("/Type") == Name.Font
    own = {"/FontDescriptor", "/DescendantFonts", "/CharProcs", "/ToUnicode", "/Widths"}
    return is_font and not own.isdisjoint(each.keys())


def _add_picture(made: Pdf, page: Any, areas: Sequence[Area]) -> None:
    """A page that is only a picture, of the size that the page had."""
    width, height = page.get_size()
    scale = min(_DOTS_PER_POINT, _LONGEST / max(width, height, 1))
    picture = page.render(scale=scale).to_pil().convert("RGB")
    _blacken(picture, areas)
    packed = io.BytesIO()
    picture.save(packed, format="JPEG", quality=_QUALITY)
    image = Stream(
        made,
        packed.getvalue(),
        Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=picture.width, Height=picture.height,
            ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
        ),
    )  # fmt: skip
    made.add_blank_page(page_size=(width, height))
    added = made.pages[-1]
    added.obj.Resources = Dictionary(XObject=Dictionary(Im=image))
    added.obj.Contents = made.make_stream(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Im Do Q".encode())


def _add_page(made: Pdf, pdf: Pdf, page: Page) -> None:
    """A page as it was, with nothing but what it shows."""
    bare = Dictionary(Type=Name.Page, MediaBox=page.mediabox, CropBox=page.cropbox, Resources=page.resources)
    if "/Contents" in page.obj:
        bare.Contents = page.obj.Contents
    if rotated := page.rotation:
        bare.Rotate = rotated
    made.pages.append(Page(made.copy_foreign(pdf.make_indirect(bare))))


def _forget_private(each: Object) -> None:
    for key in _PRIVATE:
        if key in each:
            del each[key]


def _blacken(picture: Image.Image, areas: Sequence[Area]) -> None:
    """Paints over the areas, a pixel further on each side: edges are mixed with what lies beside them."""
    brush = ImageDraw.Draw(picture)
    for area in areas:
        left, top = picture.width * area.left / 100, picture.height * area.top / 100
        right, bottom = left + picture.width * area.width / 100, top + picture.height * area.height / 100
        brush.rectangle((int(left) - 1, int(top) - 1, int(right) + 2, int(bottom) + 2), fill="black")
