"""The unified social credit code (GB 32100-2015): 18 characters, the last one a check digit.

Lists carry other things in its place: masked codes, the registration numbers and organisation codes used before
2015, remarks. `uscc_status` tells them apart; only a code with the right check digit identifies an enterprise.

Codes typed to fill the field (000000000000000000, 123456789012345678) can have the right one by accident: one code
would then join enterprises that have nothing in common. They are told by the first two characters, which
`data/uscc_categories.csv` lists, and by an identifier that is one character repeated or a plain sequence. The division
is not looked up: divisions come and go.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache
from operator import mul

from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.tables import read_table

LENGTH = 18
_DIGITS = "0123456789"
# GB 32100-2015: digits and capitals without I, O, S, V, Z; each counts as its place here.
_ALPHABET = _DIGITS + "ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, place, len(_ALPHABET)) for place in range(LENGTH - 1))
# Patterns are kept as text: `re` compiles and keeps each at its first use, so that importing stays fast.
_SHAPE = f"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{10}}"
_DIVISION_PLACES = range(2, 8)
# The subject's identifier without its own check character (GB 11714).
_IDENTIFIER = slice(8, 16)
_ROWS = (_DIGITS + _DIGITS, _ALPHABET)
_SEQUENCES = tuple(row[::step] for row in _ROWS for step in (1, -1))
_SEPARATORS = r"[\s\-‐-―−_.·\u200b-\u200f\ufeff\x00-\x1f]+"
_MASK = r"[*×✕✖╳※#?■□●○◆◇]|X{3,}"
_REMARK = r"\([^()]*\)$"
_OLD_REGISTRATION_NO = "[0-9]{15}"
_ORGANISATION_CODE = "[0-9A-Z]{8}[0-9X]"
_PLACEHOLDERS = frozenset({"", "/", "\\", "无", "暂无", "NULL", "NONE", "N/A"})


class InvalidUscc(InvalidValue):
    """The text is not a unified social credit code."""

    code = "uscc-invalid"


class UsccLengthError(InvalidUscc):
    """The text does not have 18 characters."""

    code = "uscc-length"


class UsccAlphabetError(InvalidUscc):
    """A character stands where the standard does not allow it."""

    code = "uscc-alphabet"


class UsccCheckDigitError(InvalidUscc):
    """The check digit does not belong to the first 17 characters."""

    code = "uscc-check-digit"


class UsccCategoryError(InvalidUscc):
    """The first two characters name no registration authority with a category of bodies."""

    code = "uscc-category"


class UsccPlaceholderError(InvalidUscc):
    """The code was typed to fill the field: its identifier is one character repeated or a plain sequence."""

    code = "uscc-placeholder"


class UsccStatus(StrEnum):
    """What stands where a unified social credit code is expected."""

    VALID = "valid"
    MASKED = "masked"
    PLACEHOLDER = "placeholder"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    OLD_REGISTRATION_NO = "old_registration_no"
    ORGANISATION_CODE = "organisation_code"
    MALFORMED = "malformed"
    EMPTY = "empty"


def parse_uscc(text: str) -> str:
    """The code in its one written form.

    Args: text: as written; full width, lower case, spaces and dashes are accepted.
    Returns: 18 characters, half width, upper case.
    Raises:
        UsccLengthError: params `length`, `expected`.
        UsccAlphabetError: params `character`, `position` (from 1).
        UsccPlaceholderError: params `text`.
        UsccCheckDigitError: params `text`, `found`, `expected`.
        UsccCategoryError: params `text`, `found`.
    Source: GB 32100-2015.
    """
    code = _compact(text)
    if len(code) != LENGTH:
        raise UsccLengthError(
            f"A unified social credit code has {LENGTH} characters, this has {len(code)}; write it in full.",
            length=len(code),
            expected=LENGTH,
        )
    if not re.fullmatch(_SHAPE, code):
        raise _alphabet_error(code)
    if _is_filler(code):
        raise UsccPlaceholderError(f"{code} fills the field but is no one's code; leave it empty.", text=code)
    if code[-1] != (expected := _check_digit(code)):
        raise UsccCheckDigitError(
            f"{code} is a code with a wrong check digit. "
            f"The check digit is {code[-1]} but the other characters ask for {expected}; compare with the licence.",
            text=code,
            found=code[-1],
            expected=expected,
        )
    if not _has_category(code):
        raise UsccCategoryError(
            f"{code} begins with {code[:2]}, which no registration authority gives; compare with the licence.",
            text=code,
            found=code[:2],
        )
    return code


def is_uscc(text: str) -> bool:
    """Whether the text is a unified social credit code that can be someone's, with the right check digit."""
    return _is_valid(_compact(text))


def is_masked(text: str) -> bool:
    """Whether characters were hidden: `91430681XXXXXXXXXX`, `912103******084167`, `91620104091190****`.

    X is a letter of the code: a run of three or more counts as a mask unless the check digit is right.
    """
    code = _compact(text)
    return re.search(_MASK, code) is not None and not _is_valid(code)


def uscc_status(text: str) -> UsccStatus:
    """What the text is; never raises.

    Codes of the older systems are recognised by shape (15 digits; 9 characters), a remark in brackets after them
    is passed over.
    """
    code = _compact(text)
    if _is_valid(code):
        return UsccStatus.VALID
    if code in _PLACEHOLDERS:
        return UsccStatus.EMPTY
    if re.search(_MASK, code):
        return UsccStatus.MASKED
    if re.fullmatch(_SHAPE, code):
        return _untrue_status(code)
    return _older_status(re.sub(_REMARK, "", code))


def _untrue_status(code: str) -> UsccStatus:
    """Of a code that looks like one but is not valid: mistyped, or typed to fill the field."""
    if _is_filler(code) or code[-1] == _check_digit(code):
        return UsccStatus.PLACEHOLDER
    return UsccStatus.WRONG_CHECK_DIGIT


def _older_status(code: str) -> UsccStatus:
    if re.fullmatch(_OLD_REGISTRATION_NO, code):
        return UsccStatus.OLD_REGISTRATION_NO
    return UsccStatus.ORGANISATION_CODE if re.fullmatch(_ORGANISATION_CODE, code) else UsccStatus.MALFORMED


def _compact(text: str) -> str:
    if re.fullmatch(_SHAPE, text):
        return text  # as nearly all are written
    return re.sub(_SEPARATORS, "", unicodedata.normalize("NFKC", text)).upper()


def _is_valid(code: str) -> bool:
    if re.fullmatch(_SHAPE, code) is None or code[-1] != _check_digit(code):
        return False
    return _has_category(code) and not _is_filler(code)


def _has_category(code: str) -> bool:
    return code[:2] in _categories()


@cache
def _categories() -> frozenset[str]:
    return frozenset(row["code"] for row in read_table("uscc_categories.csv"))


def _is_filler(code: str) -> bool:
    identifier = code[_IDENTIFIER]
    return identifier == identifier[0] * len(identifier) or any(identifier in row for row in _SEQUENCES)


def _check_digit(code: str) -> str:
    """Check digit of the first 17 characters.

    Worked out here because millions of codes are checked on the way in, and because libraries refuse codes that
    begin with a letter, which village collectives (N) and other bodies (A, Y) have; a test compares with one.
    """
    total = sum(map(mul, map(_VALUES.__getitem__, code), _WEIGHTS))
    return _ALPHABET[-total % len(_ALPHABET)]


def _alphabet_error(code: str) -> UsccAlphabetError:
    place, character = next(
        (place, character)
        for place, character in enumerate(code)
        if character not in (_DIGITS if place in _DIVISION_PLACES else _ALPHABET)
    )
    return UsccAlphabetError(
        f"{character!r} cannot stand at place {place + 1} of a unified social credit code; "
        "it uses digits and capitals without I, O, S, V, Z, and digits only at places 3 to 8.",
        character=character,
        position=place + 1,
    )
