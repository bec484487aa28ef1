"""Two hundred hostile files, each made from a seed: refused with words or kept harmless; nobody is killed (DIS-4).

Each is a known kind of hostile file, or one of them cut, overwritten, doubled, stuffed or joined with another.
"""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from qingce.pure.kernel.errors import QingceError
from qingce.shared.files.checking.drawing import draw_pages
from qingce.shared.files.checking.judging import judge
from qingce.shared.files.enums import FileType
from qingce.shared.files.errors import DamagedUpload
from qingce.shared.files.names import served_name
from tests import hostile_files as made
from tests import signing

pytestmark = pytest.mark.requirement("DIS-4")
COUNT = 200
ALL = frozenset(map(str, FileType))
SCRIPT = b"<script>alert(1)</script>"
ACTS = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/URI", b"/XFA", b"app.alert", b"calc.exe")
NAMES = ("../../x", "..\\..\\x.exe", "/etc/passwd", "a\0.php", "x.svg", "x.html", "CON", "a\u202egpj.exe", "x" * 400)

KINDS: dict[str, Callable[[], bytes]] = {
    "a page that says it is a PDF": lambda: b"%PDF-1.7\n<html><body>" + SCRIPT + b"</body></html>",
    "SVG with a script": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
    "PDF that acts": made.acting_pdf,
    "PDF with a password": made.locked_pdf,
    "PDF of very many pages": lambda: made.saved(made.pdf(1500)),
    "PDF with an archive behind": lambda: made.plain_pdf() + made.office("docx"),
    "picture with a PDF behind": lambda: made.picture() + made.acting_pdf(),
    "picture with a page behind": lambda: made.picture("PNG") + SCRIPT,
    "picture that tells of a place": made.picture,
    "picture of too many pixels": lambda: huge_jpeg(60_000),
    "document with macros": lambda: made.office("docx", **{"word__vbaProject.bin": "x"}),
    "document that fetches": lambda: made.office(
        "docx", **{"word___rels__settings.xml.rels": made.relation("attachedTemplate", "http://e/")}
    ),
    "document that climbs out": lambda: made.office("xlsx", **{"..__..__x": "x"}),
    "bomb in a document": lambda: made.office("docx", word__big=b"0" * (230 * 1024 * 1024)),
    "the scanners' test file": lambda: made.EICAR,
    "signed and altered": lambda: signing.signed(made.plain_pdf(), signing.issuer()).replace(b"200", b"201", 1),
    "harmless PDF": made.plain_pdf,
    "harmless workbook": lambda: made.office("xlsx"),
}


def huge_jpeg(side: int) -> bytes:
    """A small picture that says it has side × side pixels."""
    content = bytearray(made.picture())
    where = content.index(b"\xff\xc0") + 5
    content[where : where + 4] = side.to_bytes(2, "big") * 2
    return bytes(content)


def cut(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(1, len(content))]


def overwritten(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randrange(1, 40)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def doubled(content: bytes, dice: random.Random) -> bytes:
    return content + content[dice.randrange(len(content)) :]


def stuffed(content: bytes, dice: random.Random) -> bytes:
    where = dice.randrange(len(content))
    return content[:where] + SCRIPT * dice.randrange(1, 5) + content[where:]


def unchanged(content: bytes, dice: random.Random) -> bytes:
    return content


CHANGES = (unchanged, cut, overwritten, doubled, stuffed)


@pytest.fixture(scope="module")
def contents() -> dict[str, bytes]:
    """One of each kind."""
    return {name: make() for name, make in KINDS.items()}


def variants(contents: dict[str, bytes]) -> list[tuple[str, bytes]]:
    dice = random.Random(8)  # the same ones each time  # noqa: S311
    names = list(contents)
    found = []
    for number in range(COUNT):
        name, change = names[number % len(names)], CHANGES[number // len(names) % len(CHANGES)]
        content = change(contents[name], dice)
        if number % 7 == 6:
            content += contents[dice.choice(names)][:100_000]
        found.append((f"{number} {name}", content))
    return found


def test_two_hundred_hostile_files_are_refused_or_kept_harmless(contents: dict[str, bytes], tmp_path: Path) -> None:
    kept = refused = pictures = 0
    words: set[str] = set()
    for number, (name, content) in enumerate(variants(contents)):
        source, target = tmp_path / f"{number}", tmp_path / f"{number}-clean"
        source.write_bytes(content)
        try:
            found = judge(source, target, accepted=ALL)
        except QingceError as error:
            words.add(error.detail)
            refused += 1
            continue
        kept += 1
        served = target if target.exists() else source
        assert_harmless(found, served, name)
        pictures += drawn_pages(found, served, tmp_path / f"{number}-pages")
        told = served_name(NAMES[number % len(NAMES)], FileType(found))
        assert told.endswith(f".{FileType(found).extension}")
        assert not set(told) & set("/\\\0<>")
    assert kept + refused == COUNT
    assert "" not in words
    assert min(kept, refused, pictures) > 30  # of each there is enough to tell something
    assert {path.name.partition("-")[0] for path in tmp_path.iterdir()} == set(map(str, range(COUNT)))


def drawn_pages(found: str, served: Path, folder: Path) -> int:
    """What is shown of a kept file: pictures and nothing else. Returns: of how many pages."""
    if found not in {"pdf", "jpeg", "png"}:
        return 0
    folder.mkdir()
    try:
        draw_pages(served, folder, kind=found)
    except DamagedUpload:
        return 0
    pages = list(folder.glob("*.jpg"))
    for page in pages:
        with Image.open(page) as opened:
            assert opened.format == "JPEG"
            opened.load()
    return len(pages)


def assert_harmless(found: str, served: Path, name: str) -> None:
    content = served.read_bytes()
    if found == "pdf":
        with pikepdf.open(served) as opened:
            told = b"".join(each.unparse(resolved=True) for each in opened.objects) + opened.trailer.unparse()
        assert [each for each in ACTS if each in told] == [], name
    elif found in {"jpeg", "png"}:
        assert SCRIPT not in content, name
        assert b"%PDF" not in content, name
        with Image.open(served) as opened:
            assert (opened.format or "").lower() == found
    else:
        with zipfile.ZipFile(served) as opened:
            assert [part for part in opened.namelist() if ".." in part or "vba" in part.lower()] == [], name


@pytest.mark.django_db
def test_the_worst_of_them_pass_the_process_of_their_own(contents: dict[str, bytes], home: Path) -> None:
    """What needs most to open, through the whole way: this process stays, and nothing is left of what was refused."""
    from qingce.shared.files.actions import keep_upload

    at = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    for content in (
        made.bomb_pdf(),
        made.saved(made.pdf(10_000)),
        contents["bomb in a document"],
        contents["picture of too many pixels"],
    ):
        with pytest.raises(QingceError) as told:
            keep_upload([content], name="../../x", accepts=FileType, purpose="test", at=at)
        assert told.value.code in {"upload-too-heavy", "upload-damaged"}
    assert [path for path in home.rglob("*") if path.is_file()] == []
