"""The unified social credit code (GB 32100-2015): 18 characters, the last one a check digit.

Lists carry other things in its place: masked codes, the registration numbers and organisation codes used before
2015, remarks. `uscc_status` tells them apart; only a code with the right check digit identifies an enterprise.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from qingce.pure.kernel.errors import InvalidValue

LENGTH = 18
# Digits and capitals without I, O, S, V, Z. The second to eighth place: kind of entity, then division code.
_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_PLACE = (re.compile("[0-9A-HJ-NPQRTUWXY]"), re.compile("[0-9]"))
_DIVISION_PLACES = range(2, 8)
_SEPARATORS = re.compile(r"[\s\-‐-―−_.·\u200b-\u200f\ufeff\x00-\x1f]+")
_MASK = re.compile(r"[*×✕✖╳※#?■□●○◆◇]|X{3,}")
_REMARK = re.compile(r"\([^()]*\)$")
_OLD_REGISTRATION_NO = re.compile("[0-9]{15}")
_ORGANISATION_CODE = re.compile("[0-9A-Z]{8}[0-9X]")
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


class UsccStatus(StrEnum):
    """What stands where a unified social credit code is expected."""

    VALID = "valid"
    MASKED = "masked"
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
        UsccCheckDigitError: params `found`, `expected`.
    Source: GB 32100-2015.
    """
    code = _compact(text)
    if len(code) != LENGTH:
        raise UsccLengthError(
            f"A unified social credit code has {LENGTH} characters, this has {len(code)}; write it in full.",
            length=len(code),
            expected=LENGTH,
        )
    if not _SHAPE.fullmatch(code):
        raise _alphabet_error(code)
    if code[-1] != (expected := _check_digit(code)):
        raise UsccCheckDigitError(
            f"The check digit is {code[-1]} but the other characters ask for {expected}; compare with the licence.",
            found=code[-1],
            expected=expected,
        )
    return code


def is_uscc(text: str) -> bool:
    """Whether the text is a unified social credit code with the right check digit."""
    code = _compact(text)
    return _SHAPE.fullmatch(code) is not None and code[-1] == _check_digit(code)


def is_masked(text: str) -> bool:
    """Whether characters were hidden: `91430681XXXXXXXXXX`, `912103******084167`, `91620104091190****`.

    X is a letter of the code: a run of three or more counts as a mask unless the check digit is right.
    """
    return _MASK.search(_compact(text)) is not None and not is_uscc(text)


def uscc_status(text: str) -> UsccStatus:
    """What the text is; never raises.

    Codes of the older systems are recognised by shape (15 digits; 9 characters), a remark in brackets after them
    is passed over.
    """
    code = _compact(text)
    if code in _PLACEHOLDERS:
        return UsccStatus.EMPTY
    if is_uscc(code):
        return UsccStatus.VALID
    if is_masked(code):
        return UsccStatus.MASKED
    if _SHAPE.fullmatch(code):
        return UsccStatus.WRONG_CHECK_DIGIT
    return _older_status(_REMARK.sub("", code))


def _older_status(code: str) -> UsccStatus:
    if _OLD_REGISTRATION_NO.fullmatch(code):
        return UsccStatus.OLD_REGISTRATION_NO
    return UsccStatus.ORGANISATION_CODE if _ORGANISATION_CODE.fullmatch(code) else UsccStatus.MALFORMED


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def _check_digit(code: str) -> str:
    """Check digit by python-stdnum.

    Only the digit is taken from it: its `validate` refuses codes that begin with a letter, which village
    collectives (N) and other bodies (A, Y) have.
    """
    from stdnum.cn.uscc import calc_check_digit

    return str(calc_check_digit(code[: LENGTH - 1]))


def _alphabet_error(code: str) -> UsccAlphabetError:
    place, character = next(
        (place, character)
        for place, character in enumerate(code)
        if not _PLACE[place in _DIVISION_PLACES].fullmatch(character)
    )
    return UsccAlphabetError(
        f"{character!r} cannot stand at place {place + 1} of a unified social credit code; "
        "it uses digits and capitals without I, O, S, V, Z, and digits only at places 3 to 8.",
        character=character,
        position=place + 1,
    )
