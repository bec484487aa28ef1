"""Files as people and attackers hand them in, each made by the test itself."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
# Cut in two, so that a scanner that looks at this repository stays calm.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(pages: int = 1) -> Pdf:
    """A PDF of empty pages, to be added to."""
    made = Pdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(200, 200))
    return made


def saved(made: Pdf, **options: object) -> bytes:
    """Its bytes, each time the same."""
    out = io.BytesIO()
    made.save(out, deterministic_id="encryption" not in options, **options)  # type: ignore[arg-type]
    return out.getvalue()


def plain_pdf() -> bytes:
    """A PDF that does nothing."""
    return saved(pdf())


def acting_pdf() -> bytes:
    """A PDF that runs a script, starts a program, calls outside and carries a file."""
    made = pdf()
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('owned')"))
    made.Root.OpenAction = made.make_indirect(script)
    made.Root.AA = Dictionary(WC=script)
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("run"), script])))
    launch = Dictionary(S=Name.Launch, F=String("calc.exe"))
    link = Dictionary(S=Name.URI, URI=String("http://evil.example/"))
    made.pages[0].obj.AA = Dictionary(O=launch)
    made.pages[0].obj.Annots = Array(
        [
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=launch),
            made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=link)),
            Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9])),
        ]
    )
    made.attachments["payload.exe"] = b"MZ payload-marker"
    made.docinfo["/Author"] = "somebody-private"
    return saved(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def bomb_pdf() -> bytes:
    """A small PDF whose objects lie in a stream that unpacks to gigabytes."""
    pack = zlib.compressobj(9)
    zeros = b"0 " * (1024 * 1024)
    first, again = (pack.compress(zeros) + pack.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = first + 1000 * again + pack.flush()  # a full flush begins anew, so that the same bytes may follow
    head = b"%PDF-1.7\n"
    catalog = b"1 0 obj\n<</Type/Catalog/Pages 5 0 R>>\nendobj\n"
    stream = b"2 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    stream += packed + b"\nendstream\nendobj\n"
    entries = [(0, 0, 0), (1, len(head), 0), (1, len(head + catalog), 0), (0, 0, 0), (0, 0, 0), (2, 2, 0)]
    where = len(head + catalog + stream)
    table = b"".join(struct.pack(">BIB", *each) for each in [*entries, (1, where, 0)])
    index = b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    index += table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % where
    return head + catalog + stream + index


def locked_pdf(user: str = "secret") -> bytes:
    """A PDF with a password; an empty one for the user still locks it."""
    return saved(pdf(), encryption=pikepdf.Encryption(owner="owner", user=user))


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture that tells where it was taken, by whom, and that lies on its side."""
    made = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn it by a quarter
    exif[0x013B] = "somebody-private"
    exif.get_ifd(0x8825)[2] = (30.0, 15.0, 0.0)  # latitude
    out = io.BytesIO()
    made.save(out, format=kind, exif=exif, comment="somebody-private") if kind == "JPEG" else made.save(
        out, format=kind, exif=exif
    )
    return out.getvalue()


def huge_png(side: int = 10_000) -> bytes:
    """A small file that says it has side × side pixels, and has them: grey rows that pack to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    pack = zlib.compressobj(9)
    row = b"\0" * (side + 1)
    rows = b"".join(pack.compress(row) for _ in range(side)) + pack.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def office(kind: str = "docx", *, comment: bytes = b"", **parts: bytes | str) -> bytes:
    """A Word or Excel file; further parts by their names, with __ for a slash."""
    main = "word/document.xml" if kind == "docx" else "xl/workbook.xml"
    written: dict[str, bytes | str] = {"[Content_Types].xml": TYPES, main: "<x/>"}
    written |= {name.replace("__", "/"): content for name, content in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in written.items():
            archive.writestr(name, content)
        archive.comment = comment
    return out.getvalue()


def relation(kind: str, target: str) -> str:
    """The part that says that a document fetches something from elsewhere."""
    told = f'<Relationship Id="r1" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
    return RELATIONS.format(told)
