"""Errors and notices in the reader's language: what is wrong, and what to do about it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel import wording
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.uscc import InvalidUscc, UsccLengthError, UsccStatus, parse_uscc, uscc_status
from qingce.shared.search.queries import Notice, Unknown, parse_query

_LATER = ("index-missing", "index-busy", "proof-not-yet", "not-counted-yet", "upload-scanner-away", "store-away")
_PIECES = {"upload-offset": 409, "upload-busy": 423, "store-full": 507}
STATUS = {"page-too-far": 404, "past-the-end": 404} | _PIECES | dict.fromkeys(_LATER, 503)
BY_CAUSE: dict[type[QingceError], int] = {NotFound: 404, NotAllowed: 403}
FEWEST_DIGITS = 6  # of a code: its division is rarely masked; 18 letters with a question mark are none


def sentence(error: QingceError) -> str:
    """What a reader is told of an error."""
    return wording.sentence(error, "zh" if is_chinese() else "en")


def status(error: QingceError) -> int:
    """The HTTP status that tells programs the same."""
    otherwise = next((code for cause, code in BY_CAUSE.items() if isinstance(error, cause)), 400)
    return STATUS.get(error.code, otherwise)


def notice_sentence(notice: Notice) -> str:
    """How a query was understood, where a reader may have meant something else."""
    if notice == Notice.QUOTE_NOT_CLOSED:
        return _("A quotation mark is not closed; everything after it was taken as one phrase.")
    return _("A minus that stands alone was left out. Put it right before the word that must not occur.")


def code_notice(text: str) -> str:
    """What is wrong with a unified social credit code that was looked for; empty: nothing, or no code was.

    Args: text: the whole query; a code in it may be written with spaces.
    """
    words = (text, *parse_query(text).terms)
    return next(filter(None, map(_code_fault, words)), "")


def _code_fault(word: str) -> str:
    """As `code_notice`, of one word; only what has the 18 characters of a code is taken for one."""
    try:
        parse_uscc(word)
    except UsccLengthError:
        return ""
    except InvalidUscc as error:
        is_code = sum(map(str.isdigit, word)) >= FEWEST_DIGITS
        if is_code and uscc_status(word) in {UsccStatus.WRONG_CHECK_DIGIT, UsccStatus.PLACEHOLDER}:
            return sentence(error)
        if is_code and uscc_status(word) == UsccStatus.MASKED:
            return _("Some characters of this code are masked. Search for its visible part, or for the name.")
    return ""


def unknown_sentence(unknown: Unknown, label: str) -> str:
    """A filter that fits nothing.

    Args: label: what the facet is called.
    """
    return _("Nothing here has “%(value)s” as %(facet)s. Remove this filter to see more.") % {
        "value": (unknown.value or "")[:60],
        "facet": label,
    }
