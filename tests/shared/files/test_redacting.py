"""What is taken out of a file is gone: from text, bytes, pictures and fonts; what, why and by whom is kept (DIS-4)."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageDraw

from qingce.shared.files.actions import Area, discard_files, keep_upload, redact_file, sweep_files
from qingce.shared.files.enums import FileType, KeptFile, Preview
from qingce.shared.files.errors import FileNotFound, RedactionWrong
from qingce.shared.files.models import Redaction, StoredFile
from qingce.shared.files.queries import files_by_ids, open_file
from qingce.shared.ledger.models import JournalEntry
from tests import hostile_files as made
from tests.factories import work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-4")]
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
TOP_HALF = Area(1, 0, 0, 100, 50)
SECRET = "SECRETNAME"


def keep(content: bytes) -> KeptFile:
    return keep_upload([content], name="证据.pdf", accepts=FileType, purpose="test", at=AT)


def redacted(file: KeptFile, *areas: Area, reason: str = "个人隐私") -> KeptFile:
    return redact_file(file.id, areas, reason=reason, by=None, signature="person:7", at=AT)


def served(file: KeptFile) -> bytes:
    with open_file(file) as stream:
        return stream.read()


def telling_pdf() -> bytes:
    """Two pages with text; the first says a secret in every place that a PDF has for words."""
    doc = made.pdf()
    doc.add_blank_page(page_size=(200, 200))
    plain = doc.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    picture = Stream(doc, SECRET.encode() * 3, Dictionary(Subtype=Name.Image, Width=10, Height=1, BitsPerComponent=8))
    picture.ColorSpace = Name.DeviceRGB
    # Both pages name the same resources, as many programs write them.
    shared = doc.make_indirect(Dictionary(Font=Dictionary(F1=plain), XObject=Dictionary(Im=picture)))
    told = {0: f"({SECRET})", 1: "(harmless words)"}
    for number, page in enumerate(doc.pages):
        drawn = b" q 50 0 0 50 0 120 cm /Im Do Q" if number == 0 else b""
        page.obj.Resources = shared
        page.obj.Contents = doc.make_stream(f"BT /F1 20 Tf 20 150 Td {told[number]} Tj ET".encode() + drawn)
    first = doc.pages[0].obj
    first.Annots = Array(
        [
            Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String(SECRET)),
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Dest=Array([first, Name.Fit])),
        ]
    )
    doc.pages[1].obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Dest=Array([first, Name.Fit]))]
    )
    doc.Root.StructTreeRoot = doc.make_indirect(
        Dictionary(Type=Name.StructTreeRoot, K=Dictionary(S=Name.P, ActualText=String(SECRET), Pg=first))
    )
    with doc.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))
    doc.docinfo["/Title"] = SECRET
    return made.saved(doc)


def all_said(content: bytes) -> bytes:
    """The bytes, and everything in them unpacked."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        parts = [each.unparse(resolved=True) for each in opened.objects]
        parts += [each.read_raw_bytes() for each in opened.objects if isinstance(each, Stream)]
        for each in opened.objects:
            if isinstance(each, Stream) and each.get("/Filter") != Name.DCTDecode:
                parts.append(each.read_bytes())
    return b"\0".join([content, *parts])


def text_of(content: bytes) -> list[str]:
    opened = pdfium.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in opened]
    finally:
        opened.close()


def drawn(content: bytes, number: int) -> Image.Image:
    opened = pdfium.PdfDocument(content)
    try:
        return opened[number - 1].render(scale=1).to_pil().convert("L")
    finally:
        opened.close()


def test_marked_page_becomes_a_picture_and_nothing_of_it_is_left() -> None:
    file = keep(telling_pdf())
    assert SECRET.encode() in all_said(served(file))
    copy = redacted(file, TOP_HALF)
    content = served(copy)
    said = all_said(content)
    for gone in (SECRET, SECRET.encode("utf-16-be").decode("latin-1"), "StructTree", "Annot", "Outlines", "Title"):
        assert gone.encode("latin-1") not in said, gone
    assert [text.strip() for text in text_of(content)] == ["", "harmless words"]
    assert copy.redacted is not None
    assert copy.redacted.turned == (1,)
    assert drawn(content, 1).crop((0, 0, 200, 95)).getextrema() == (0, 0)
    assert drawn(content, 1).crop((40, 105, 200, 180)).getextrema() == (255, 255)


def test_page_that_shares_letters_becomes_a_picture_too() -> None:
    doc = made.pdf(3)
    letters = doc.make_stream(b"<the letters of both pages>")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/AAAAAA+Own"), ToUnicode=letters)
    shared = doc.make_indirect(font)
    for page in doc.pages[:2]:
        page.obj.Resources = Dictionary(Font=Dictionary(F1=shared))
        page.obj.Contents = doc.make_stream(b"BT /F1 20 Tf 20 150 Td (words) Tj ET")
    copy = redacted(keep(made.saved(doc)), TOP_HALF)
    assert copy.redacted is not None
    assert copy.redacted.turned == (1, 2)
    assert b"the letters" not in all_said(served(copy))


def test_picture_behind_a_soft_mask_is_not_carried_on_and_colours_may_be_shared() -> None:
    doc = made.pdf(3)
    mask = Stream(
        doc, b"the mask of two pages", Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    )
    profile = Stream(doc, b"a profile", Dictionary(N=3))
    state = doc.make_indirect(Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Luminosity, G=mask)))
    for number, page in enumerate(doc.pages):
        own = Stream(doc, bytes([number]) * 3, Dictionary(Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8))
        own.ColorSpace = Array([Name.ICCBased, profile])
        page.obj.Resources = Dictionary(XObject=Dictionary(Im=own))
        if number < 2:
            page.obj.Resources.ExtGState = Dictionary(GS0=state)
        drawn_with = b"/GS0 gs " if number < 2 else b""
        page.obj.Contents = doc.make_stream(drawn_with + b"q 50 0 0 50 0 120 cm /Im Do Q")
    copy = redacted(keep(made.saved(doc)), TOP_HALF)
    assert copy.redacted is not None
    assert copy.redacted.turned == (1, 2)
    assert b"the mask" not in all_said(served(copy))


def test_hidden_layers_are_not_uncovered() -> None:
    doc = made.pdf(2)
    layer = doc.make_indirect(Dictionary(Type=Name.OCG, Name=String("hidden")))
    doc.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), BaseState=Name.ON, Order=Array([]))
    )
    doc.pages[1].obj.Resources = Dictionary(Properties=Dictionary(MC0=layer))
    doc.pages[1].obj.Contents = doc.make_stream(b"/OC /MC0 BDC 0 0 200 200 re f EMC")
    content = served(redacted(keep(made.saved(doc)), TOP_HALF))
    assert drawn(content, 2).getextrema() == (255, 255)


def test_turned_page_is_marked_where_it_is_seen() -> None:
    doc = made.pdf()
    doc.pages[0].obj.MediaBox = Array([0, 0, 200, 400])
    doc.pages[0].obj.CropBox = Array([0, 0, 200, 200])
    doc.pages[0].obj.Rotate = 90
    content = served(redacted(keep(made.saved(doc)), Area(1, 50, 0, 50, 50)))
    seen = drawn(content, 1)
    assert seen.size == (200, 200)
    assert seen.crop((105, 0, 200, 95)).getextrema() == (0, 0)
    assert seen.crop((0, 0, 95, 200)).getextrema() == (255, 255)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_picture_is_black_under_the_area(kind: str) -> None:
    picture = Image.new("RGB", (200, 100), "white")
    ImageDraw.Draw(picture).text((10, 10), SECRET, fill="red")
    out = io.BytesIO()
    picture.save(out, format=kind)
    copy = redacted(keep(out.getvalue()), Area(1, 0, 0, 60, 40))
    with Image.open(io.BytesIO(served(copy))) as opened:
        assert (opened.format, opened.size) == (kind, (200, 100))
        darkest = [channel[1] for channel in opened.crop((0, 0, 112, 32)).getextrema()]
        assert max(darkest) < 8  # JPEG mixes a little of what is near
        assert opened.getpixel((190, 90)) == (255, 255, 255)


def test_what_why_and_by_whom_is_kept_and_the_copy_stands_by_its_source() -> None:
    file = keep(telling_pdf())
    copy = redacted(file, TOP_HALF, Area(1, 10, 60, 5.5, 5), reason="  个人隐私 ")
    work()
    row = Redaction.objects.get()
    assert (row.source_id, row.result_id, row.reason, row.by, row.at) == (file.id, copy.id, "个人隐私", "person:7", AT)
    assert row.areas[1] == {"page": 1, "left": 10, "top": 60, "width": 5.5, "height": 5}
    entry = JournalEntry.objects.get(act="file-redacted")
    assert (entry.subject_kind, entry.subject_id, entry.detail) == ("file", copy.id, {"source": file.id, "areas": 2})
    [source] = files_by_ids([file.id])
    assert (source.sha256, [each.id for each in source.copies]) == (file.sha256, [copy.id])
    assert (source.copies[0].name, source.copies[0].original_sha256) == ("证据-redacted.pdf", "")
    assert (source.copies[0].preview, len(source.copies[0].pages)) == (Preview.READY, 2)
    assert source.can_be_redacted
    assert not source.copies[0].can_be_redacted


@pytest.mark.parametrize(
    ("areas", "reason", "cause"),
    [
        ((), "x", "none"),
        ((TOP_HALF,), "  ", "reason"),
        ((TOP_HALF,), "x" * 501, "reason"),
        ((Area(3, 0, 0, 1, 1),), "x", "page"),
        ((Area(0, 0, 0, 1, 1),), "x", "area"),
        ((TOP_HALF, Area(1, 100, 0, 1, 1)), "x", "area"),
        ((Area(1, 0, 0, 0, 1),), "x", "area"),
        ((Area(1, -1, 0, 5, 1),), "x", "area"),
        ((Area(1, 0, 0, float("nan"), 1),), "x", "area"),
        ((Area(1, 0, float("inf"), 1, 1),), "x", "area"),
        ((TOP_HALF,) * 501, "x", "many"),
    ],
)
def test_what_cannot_be_taken_out_is_told(areas: tuple[Area, ...], reason: str, cause: str) -> None:
    file = keep(telling_pdf())
    with pytest.raises(RedactionWrong) as told:
        redacted(file, *areas, reason=reason)
    assert told.value.params["cause"] == cause
    assert StoredFile.objects.count() == 1


def test_office_file_and_missing_file_are_told() -> None:
    with pytest.raises(RedactionWrong) as told:
        redacted(keep(made.office("docx")), TOP_HALF)
    assert told.value.params["cause"] == "type"
    with pytest.raises(FileNotFound):
        redact_file(999, [TOP_HALF], reason="x", by=None, signature="", at=AT)


def test_copy_leaves_with_its_source(home: Path) -> None:
    file = keep(telling_pdf())
    redacted(file, TOP_HALF)
    discard_files([file.id], at=AT)
    sweep_files(before=datetime(2100, 1, 1, tzinfo=UTC))
    assert StoredFile.objects.count() == 0
    assert [path for path in home.rglob("*") if path.is_file()] == []
