"""PDF out: set by Typst from a template's layout and a draft's values; tagged, with its fonts, the same each time."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from qingce.shared.issuing.codes import mark_of
from qingce.shared.issuing.errors import TemplateBroken
from qingce.shared.issuing.writing.drafts import Draft, Rows, Text
from qingce.shared.issuing.writing.fonts import font_files, settable
from qingce.shared.issuing.writing.marks import qr_svg
from qingce.shared.issuing.writing.templates import FOLDER, ROWS, Template, labels, template, words

if TYPE_CHECKING:
    import typst

LINES = 44  # on a page
CHARACTERS = 40  # on a line of text
ROW_LINES = 2  # of a row of a table, about
PICTURE = FOLDER / "picture.typ"
_PICTURE_PPI = 200
_LONG = re.compile(r"[!-~]{25,}")
_STEP = 20
_BREAK = "\u200b"
_ONE_AT_A_TIME = Lock()  # the typesetter and the reader of PDF keep what is shared inside a process


@dataclass(frozen=True)
class Marks:
    """What stands in the foot of each page. Args: address: of the checking page, ending with a slash."""

    code: str
    fingerprint: str
    address: str


@dataclass(frozen=True)
class Written:
    """A finished file. Args: texts: what each page says, as a reader of PDF finds it."""

    pdf: bytes
    texts: tuple[str, ...]


def write_pdf(draft: Draft, marks: Marks) -> Written:
    """Sets a document.

    Each page gets a code of its own. How many there will be is guessed; where there are more, it is set twice.

    Returns: the same bytes for the same arguments, fonts and version of the typesetter.
    Raises: DocumentValuesWrong; TemplateBroken; FontsMissing.
    """
    kind = template(draft.template)
    kind.check(draft.values)
    given = json.dumps(_given(draft, kind, marks), ensure_ascii=False)
    pages = _pages_at_most(draft)
    with _ONE_AT_A_TIME:
        pdf, texts = _set(draft, kind, given, marks, pages)
        if len(texts) > pages:
            pdf, texts = _set(draft, kind, given, marks, len(texts))
    return Written(pdf, texts)


def write_picture(draft: Draft, field: str, marks: Marks) -> bytes:
    """A drawn field of a document as a PNG, as wide as its text.

    Raises: TemplateBroken; FontsMissing.
    """
    import typst

    kind = template(draft.template)
    given = json.dumps(_given(draft, kind, marks), ensure_ascii=False)
    inputs = {"document": given, "codes": "[]", "field": field}
    with _ONE_AT_A_TIME:
        try:
            made = _compiler().compile(input=str(PICTURE), format="png", ppi=_PICTURE_PPI, sys_inputs=inputs)
        except typst.TypstError as error:
            raise TemplateBroken(f"{kind.name} cannot be drawn: {error.message}", name=kind.name) from error
    drawn: Any = made
    return bytes(drawn)


def _pages_at_most(draft: Draft) -> int:
    """About how many pages a draft takes, rather too many: a code costs less than setting anew."""
    lines = 12
    for rows in draft.values.values():
        lines += 3 * bool(rows)
        lines += sum(_lines(row) for row in rows)
    return 2 + lines // LINES


def _lines(row: str | Sequence[str]) -> int:
    if isinstance(row, str):
        return 1 + len(row) // CHARACTERS
    return ROW_LINES + sum(map(len, row)) // CHARACTERS


def _set(draft: Draft, kind: Template, given: str, marks: Marks, pages: int) -> tuple[bytes, tuple[str, ...]]:
    import typst

    codes = [qr_svg(mark_of(marks.address, page)) for page in range(1, pages + 1)]
    moment = datetime(draft.issued_on.year, draft.issued_on.month, draft.issued_on.day, tzinfo=UTC)
    try:
        made = _compiler().compile(
            input=str(kind.layout(draft.language)),
            format="pdf",
            sys_inputs={"document": given, "codes": json.dumps(codes)},
            pdf_standards=["ua-1"],
            timestamp=moment,
        )
    except typst.TypstError as error:
        raise TemplateBroken(f"{kind.name} cannot be set: {error.message}", name=kind.name) from error
    pdf: Any = made
    return pdf, page_texts(pdf)


@cache
def _compiler() -> typst.Compiler:
    """One for each process: it keeps the fonts open. No fonts of the machine, no packages, no file but templates."""
    import typst

    folders: list[str] = sorted({str(path.parent) for path in font_files()})
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    nowhere = str(FOLDER / "no-packages")
    return typst.Compiler(
        root=str(FOLDER), font_paths=fonts, ignore_system_fonts=True, package_path=nowhere, package_cache_path=nowhere
    )


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """The text of each page of a file that we wrote ourselves."""
    import pypdfium2

    found = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            text = page.get_textpage()
            found.append(text.get_text_bounded())
            text.close()
            page.close()
    finally:
        document.close()
    return tuple(found)


def _given(draft: Draft, kind: Template, marks: Marks) -> dict[str, Any]:
    """What the layout reads: texts only, which it shows and never runs."""
    language = draft.language
    return {
        "lang": language,
        "region": "cn" if language == "zh" else "gb",
        "kind": kind.title[language],
        "title": _shown(draft.title),
        "subtitle": _shown(draft.subtitle),
        "issuer": _shown(draft.issuer),
        "issued": [draft.issued_on.year, draft.issued_on.month, draft.issued_on.day],
        "code": marks.code,
        "fingerprint": marks.fingerprint,
        "address": marks.address,
        "note": kind.note[language],
        "words": words(language),
        "labels": labels(draft),
        "types": {each.name: each.type for each in kind.fields},
        "columns": {
            each.name: [
                {"label": column.label[language], "width": column.width, "number": column.is_number}
                for column in each.columns
            ]
            for each in kind.fields
            if each.type in ROWS
        },
        "values": {name: _shown_all(value) for name, value in draft.values.items()},
    }


def _shown_all(value: Text | Rows) -> Sequence[Any]:
    return [_shown(each) if isinstance(each, str) else [_shown(cell) for cell in each] for each in value]


def _shown(text: str) -> str:
    """A text that can be set: characters that the fonts have, and places to break where a word is too long."""
    return _LONG.sub(lambda found: _BREAK.join(_pieces(found[0])), settable(text))


def _pieces(word: str) -> list[str]:
    return [word[start : start + _STEP] for start in range(0, len(word), _STEP)]
