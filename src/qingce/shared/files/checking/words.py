"""`python -m qingce.shared.files.checking.words PATH TYPE`: JSON with the first words of a file, "" where it has none.

Nothing of the file acts: a PDF is asked for the text of its first pages, of a DOCX the runs of text are read as text.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from html import unescape
from pathlib import Path

from qingce.shared.files.checking.__main__ import bound_work

PAGES = 2
LONGEST = 3000  # characters
_READ = 512 * 1024  # bytes of a document's markup; what it says first stands there
_RUN = re.compile(r"<w:t(?:\s[^<>]*)?>([^<]*)</w:t>|(</w:p>)")


def first_words(path: Path, kind: str) -> str:
    """The words with which a file begins; "": it has none, or they do not come out."""
    reads = {"pdf": _of_pdf, "docx": _of_docx}
    try:
        return reads[kind](path)[:LONGEST] if kind in reads else ""
    except Exception:  # noqa: BLE001  # whatever breaks on what strangers sent: then its name has to do
        return ""


def _of_pdf(path: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    pages = [document[number].get_textpage() for number in range(min(PAGES, len(document)))]
    return "\n".join(
        page.get_text_range(count=min(LONGEST, page.count_chars())) for page in pages if page.count_chars()
    )


def _of_docx(path: Path) -> str:
    with zipfile.ZipFile(path) as archive, archive.open("word/document.xml") as part:
        markup = part.read(_READ).decode("utf-8", "ignore")
    return "".join(unescape(text) if text else "\n" for text, _ in _RUN.findall(markup))


if __name__ == "__main__":
    bound_work()
    sys.stdout.write(json.dumps({"text": first_words(Path(sys.argv[1]), sys.argv[2])}, ensure_ascii=True))
