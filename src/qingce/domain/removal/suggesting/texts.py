"""A text made ready for looking, with the way back to the original."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from qingce.pure.kernel.text import fold_with_offsets

# Applied one after the other, in Python and in Polars alike: no look-around, nothing but `$1` or fixed words put in.
# An empty line ends a sentence; a single line end may as well break one.
PARAGRAPH = "[ \t\r\u3000]*\n(?:[ \t\r\u3000]*\n)+[ \t\r\u3000]*"
STOP = "。"
# Spaces stay only between Latin letters and figures.
SPACES = ((r" ([^a-z0-9.])", "$1"), (r"([^a-z0-9.]) ", "$1"))
# A title is not what happened; what is quoted after 规定 or a clause is the law's text; numbers of permits say nothing.
TITLE_MARKS = "[《\"“'‘「『]|编号|证号"
TITLES = (
    ("《民用核安全设备[^》]{0,60}》", "民用核安全设备规定"),
    ("《[^》]{0,60}(?:标准|限值)[^》]{0,60}》", "标准"),
    ("《[^》]{0,60}许可证[^》]{0,60}》", "许可证"),
    ("《[^》]{0,120}》", "法规"),
    (r"\((?:证书|许可证|)(?:编号|证号)[^()]{0,60}\)", ""),
    ("(?:规定|条|款|项)[:,]{0,2}[\"“'‘「『][^\"”'’」』\n]{0,400}[\"”'’」』]", "规定"),
)


@dataclass(frozen=True, slots=True)
class Read:
    """Folded text; `starts[i]`, `ends[i]`: first place and place after the last of character i in the original."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in the original."""
        return self.starts[start], self.ends[end - 1]

    def replaced_by(self, pattern: re.Pattern[str], word: str) -> Read:
        """The text with every match replaced by a word."""
        return self.replaced(pattern, lambda _: word)

    def replaced(self, pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]) -> Read:
        """The text with every match replaced; a replacement stands for the whole of what it replaces,
        or for its group.
        """
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for match in pattern.finditer(self.text):
            start, end = match.span(match.lastindex or 0)
            new = by(match)
            parts += (self.text[done : match.start()], new)
            starts += (*self.starts[done : match.start()], *[self.starts[start]] * len(new))
            ends += (*self.ends[done : match.start()], *[self.ends[end - 1]] * len(new))
            done = match.end()
        if not done:
            return self
        return Read(
            "".join((*parts, self.text[done:])),
            (*starts, *self.starts[done:]),
            (*ends, *self.ends[done:]),
        )


_PARAGRAPH = re.compile(PARAGRAPH)
_SPACES = tuple(re.compile(pattern) for pattern, _ in SPACES)
_TITLES = tuple((re.compile(pattern), word) for pattern, word in TITLES)


def read_text(text: str) -> Read:
    """The text folded, without spaces between Chinese characters, its titles and quotations replaced."""
    folded, offsets = fold_with_offsets(_PARAGRAPH.sub(lambda match: STOP.ljust(len(match[0])), text))
    read = Read(folded, tuple(offsets), tuple(place + 1 for place in offsets))
    if " " in folded:
        for pattern in _SPACES:
            read = read.replaced(pattern, lambda match: match[1])
    for pattern, word in _TITLES:
        read = read.replaced_by(pattern, word)
    return read
