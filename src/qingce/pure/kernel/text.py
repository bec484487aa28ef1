"""Text as it is stored and as it is searched.

Searching compares *folded* text. Folding works character by character, so that a place in the folded text always
points back to one place in the original, whatever was typed: composed and decomposed letters fold to the same text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

# Variation selectors choose a glyph, never another character; Unicode gives them combining class 0.
_VARIATION_SELECTORS = "[\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef]"
_LINE_ENDS = "\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"
_NOT_STORED = (
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
# Where characters stand that folding may change, besides traditional ones: all but the large blocks of ideographs,
# Hangul syllables, surrogates, private use and planes without characters.
_FOLDED_RANGES = (
    (0, 0x3400),
    (0x4DC0, 0x4E00),
    (0xA000, 0xAC00),
    (0xD7A4, 0xD800),
    (0xF900, 0x20000),
    (0x2F800, 0x2FA20),
    (0xE0000, 0xE1000),
)
# The marks of full width that nearly every Chinese text holds, and what folding makes of them.
_WIDE_MARKS = (("，", ","), ("：", ":"), ("（", "("), ("）", ")"), ("；", ";"))
_APART = "\uffff"  # no character, and not changed by folding
_UNCHANGED = "\\s -~、。〈-】〔〕—“”"
_IDEOGRAPHS = (0x4E00, 0xA000)
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})


def clean(text: str) -> str:
    """Text fit for storing: what a reader sees, unchanged.

    Returns: the text without control, zero-width and direction characters and broken surrogates, every line end
    a line feed, no white space at either end. Cleaning twice changes nothing more.
    """
    return re.sub(_NOT_STORED, "", re.sub(_LINE_ENDS, "\n", text)).strip()


def fold(text: str) -> str:
    """Search normal form of a text.

    Full width becomes half width (NFKC), upper case lower case, traditional characters simplified ones, one by one;
    accents, control and zero-width characters are dropped; each run of white space becomes one space, none at the
    ends.

    Returns: folded text; folding it again changes nothing.
    """
    for wide, narrow in _WIDE_MARKS:
        text = text.replace(wide, narrow)
    # Translating costs more than all the rest, and most texts have nothing more to translate.
    text = text.translate(fold_table()) if _folds_otherwise().search(text) else text.lower()
    return " ".join(text.split())


def fold_all(texts: Sequence[str]) -> list[str]:
    """`fold` of each text, for many at once: a third of the work where most are short."""
    joined = _APART.join(texts)
    if joined.count(_APART) != len(texts) - 1:
        return [fold(text) for text in texts]
    for wide, narrow in _WIDE_MARKS:
        joined = joined.replace(wide, narrow)
    table = fold_table()
    joined = _folds_otherwise().sub(lambda found: table[ord(found[0])], joined).lower()
    joined = " ".join(joined.split()).replace(f" {_APART}", _APART).replace(f"{_APART} ", _APART)
    return joined.split(_APART)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Search normal form with the way back to the original, for highlighting.

    Returns: `fold(text)`, and for each of its characters the index in `text` of the character it comes from;
    a run of white space comes from its first character.
    """
    table = fold_table()
    folded: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        for part in table[ord(character)]:
            if part == " " and (not folded or folded[-1] == " "):
                continue
            folded.append(part)
            offsets.append(index)
    if folded and folded[-1] == " ":
        folded.pop()
        offsets.pop()
    return "".join(folded), offsets


class _FoldTable(dict[int, str]):
    """Code point to folded text, worked out once per character that occurs."""

    def __missing__(self, code_point: int) -> str:
        folded = self[code_point] = _fold_character(chr(code_point))
        return folded


@cache
def fold_table() -> dict[int, str]:
    """The table of `fold`, for `str.translate`: one folded text per code point, white space as one space each."""
    return _FoldTable()


@cache
def _folds_otherwise() -> re.Pattern[str]:
    """Finds a character that is not among the usual ones of which folding only makes capitals small."""
    first, end = _IDEOGRAPHS
    others = sorted(ord(each) for each in _simplified() if len(each) == 1 and first <= ord(each) < end)
    starts, stops = [first, *(code + 1 for code in others)], [*(code - 1 for code in others), end - 1]
    spans = (f"{chr(start)}-{chr(stop)}" for start, stop in zip(starts, stops, strict=True) if start <= stop)
    return re.compile(f"[^{_UNCHANGED}{_APART}{''.join(spans)}]")


@cache
def folding_changes() -> dict[str, str]:
    """Every character that folding changes and what it becomes, for folding whole columns elsewhere.

    Broken surrogates are left out, for no column holds them. What folding does beside this is only to make each run of
    spaces one, and to drop those at the ends.
    """
    table = fold_table()
    codes = (code for start, end in _FOLDED_RANGES for code in range(start, end))
    characters = {*map(chr, codes), *_simplified()}
    return {character: table[ord(character)] for character in sorted(characters) if table[ord(character)] != character}


@cache
def _simplified() -> dict[str, str]:
    """Traditional character to its first simplified one, from the table that OpenCC ships."""
    from importlib.resources import files

    lines = files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return {traditional: simplified.split(" ")[0] for traditional, simplified in pairs}


def _fold_character(character: str) -> str:
    """Fold until nothing changes: a simplified or lower-case character may itself have a compatibility form."""
    while (folded := "".join(map(_fold_step, character))) != character:
        character = folded
    return folded


def _fold_step(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in _DROPPED_CATEGORIES or re.match(_VARIATION_SELECTORS, character):
        return ""
    parts = unicodedata.normalize("NFKD", character)
    kept = "".join(part for part in parts if not unicodedata.combining(part))
    lower = unicodedata.normalize("NFKC", kept).lower()
    return "".join(_simplified().get(part, part) for part in lower)
