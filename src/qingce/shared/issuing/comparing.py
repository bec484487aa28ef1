"""What came back beside what was issued, page by page. It says what fits; a person decides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from qingce.shared.files.queries import PageRead
from qingce.shared.issuing.codes import read_mark, spoken
from qingce.shared.issuing.enums import Compared, Difference, Issued, MarkFound, PageCompared, TextFound

MOST_DIFFERENCES = 5  # of a page that are shown
LONGEST = 60  # characters of one that are shown
FEWEST = 20  # characters: a scan with fewer has no text of its own
MOST_WORK = 250_000  # pairs of characters: more takes longer than anybody waits
NEIGHBOURS = 6  # characters before a difference that show where it is
_LEFT_OUT = re.compile(r"[\s\u200b\u00ad\ufffe\ufeff]+")


def compare(issued: Issued, texts: Sequence[str] | None, pages: Sequence[PageRead], *, is_same_file: bool) -> Compared:
    """Each page that came, in the order in which it came.

    Args: texts: of the issued pages; None: they are no longer kept.
    """
    found: list[PageCompared] = []
    for place, page in enumerate(pages, start=1):
        found.append(_page(issued, texts, page, place, before=[each.page for each in found]))
    known = {each.page for each in found}
    missing = [number for number in range(1, issued.pages + 1) if number not in known]
    return Compared(tuple(found), tuple(missing), is_same_file)


def _page(
    issued: Issued, texts: Sequence[str] | None, page: PageRead, place: int, *, before: Sequence[int]
) -> PageCompared:
    mark, number, other = _mark(issued, page)
    if not number and mark != MarkFound.OTHER_DOCUMENT and texts:
        number = _by_text(texts, page.text)
    text, differences = _text(texts, number, page.text)
    return PageCompared(
        place=place,
        file=page.file,
        page=number,
        mark=mark,
        other=other,
        text=text,
        differences=differences,
        is_in_place=number == place,
        is_twice=bool(number) and number in before,
        has_red=page.has_red,
    )


def _mark(issued: Issued, page: PageRead) -> tuple[MarkFound, int, str]:
    """What its code says, the page that it names, and what else it leads to."""
    marks = [mark for mark in map(read_mark, page.codes) if mark]
    for mark in marks:
        if mark.code == issued.code:
            return MarkFound.RIGHT, mark.page if mark.page <= issued.pages else 0, ""
    if marks:
        return MarkFound.OTHER_DOCUMENT, 0, spoken(marks[0].code)
    if page.codes:
        return MarkFound.FOREIGN, 0, page.codes[0][:LONGEST]
    return MarkFound.NONE, 0, ""


def _by_text(texts: Sequence[str], text: str) -> int:
    """The page that says exactly this; 0: none."""
    plain = normal(text)
    return next((number for number, each in enumerate(texts, 1) if len(plain) >= FEWEST and normal(each) == plain), 0)


def _text(texts: Sequence[str] | None, number: int, text: str) -> tuple[TextFound, tuple[Difference, ...]]:
    returned = normal(text)
    if len(returned) < FEWEST:
        return TextFound.UNREADABLE, ()
    if not number or texts is None:
        return TextFound.NOT_COMPARED, ()
    wanted = normal(texts[number - 1])
    if wanted == returned:
        return TextFound.SAME, ()
    return TextFound.DIFFERENT, differences(wanted, returned)


def differences(wanted: str, returned: str) -> tuple[Difference, ...]:
    """Where two texts part, with what stands right before; at most `MOST_DIFFERENCES`."""
    head = _same_length(wanted, returned)
    tail = _same_length(wanted[head:][::-1], returned[head:][::-1])
    ours, theirs = wanted[head : len(wanted) - tail], returned[head : len(returned) - tail]
    if len(ours) * len(theirs) > MOST_WORK:
        steps = [("replace", 0, len(ours), 0, len(theirs))]
    else:
        steps = list(SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes())
    parted = [step[1:] for step in steps if step[0] != "equal"]
    return tuple(
        Difference(_cut(before + ours[start:end]), _cut(before + theirs[first:last]))
        for start, end, first, last in parted[:MOST_DIFFERENCES]
        for before in [wanted[max(0, head + start - NEIGHBOURS) : head + start]]
    )


def _same_length(one: str, other: str) -> int:
    """How many characters are the same at the beginning."""
    return next(
        (at for at, (ours, theirs) in enumerate(zip(one, other, strict=False)) if ours != theirs),
        min(len(one), len(other)),
    )


def normal(text: str) -> str:
    """A text as it is compared: without spaces and line ends, wide characters as narrow ones."""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", text))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
