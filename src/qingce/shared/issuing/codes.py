"""The code of a document: random, spoken and typed without mistakes, and found again on paper. No Django here."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 and O, 1 and I
LENGTH = 12  # the last one checks the others; 55 bits cannot be guessed through a door that counts
GROUP = 4
_BASE = len(ALPHABET)
_VALUE = {each: value for value, each in enumerate(ALPHABET)}
_ON_PAPER = re.compile(rf"/check/([{ALPHABET}]{{{LENGTH}}})/(?:\?page=([1-9]\d{{0,3}}))?$")


def new_code() -> str:
    """A code that nobody can guess."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The last character of a code, by ISO 7064's hybrid system with 32 characters (MOD 33,32).

    One wrong character is always found, two neighbours that changed places almost always.
    """
    rest = _BASE
    for each in body:
        rest = (rest + _VALUE[each]) % _BASE or _BASE
        rest = rest * 2 % (_BASE + 1)
    return ALPHABET[(_BASE + 1 - rest) % _BASE]


def read_code(typed: str) -> str:
    """A code as it was typed or said, without its hyphens; "": it cannot be one, so a character is wrong."""
    bare = re.sub(r"[\s\-‐-―－·.]+", "", typed).upper()
    bare = bare.translate({ord(wide): chr(ord(wide) - 0xFEE0) for wide in "".join(map(_wide, ALPHABET))})
    if len(bare) != LENGTH or not all(each in _VALUE for each in bare):
        return ""
    return bare if check_character(bare[:-1]) == bare[-1] else ""


def _wide(narrow: str) -> str:
    return chr(ord(narrow) + 0xFEE0)


def spoken(code: str) -> str:
    """A code in groups, as it is printed: K7QD-2MXP-W4RT."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


@dataclass(frozen=True)
class Marked:
    """What a QR code of ours says. Args: page: 0: it does not say which."""

    code: str
    page: int


def read_mark(text: str) -> Marked | None:
    """What a QR code says; None: it leads to no checking page. The host is not looked at: addresses change, codes do
    not."""
    found = _ON_PAPER.search(text)
    if not found or not read_code(found[1]):
        return None
    return Marked(found[1], int(found[2] or 0))


def mark_of(address: str, page: int) -> str:
    """What the QR code on a page says. Args: address: of the document's checking page, ending with a slash."""
    return f"{address}?page={page}"
