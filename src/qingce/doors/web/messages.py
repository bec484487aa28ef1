"""Errors and notices in the reader's language: what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from qingce.pure.kernel.errors import NotFound, QingceError
from qingce.shared.search.queries import Notice, Unknown

Sentence = Callable[[Mapping[str, object]], str]

SENTENCES: Mapping[str, Sentence] = {
    "query-too-long": lambda p: (
        _("The query has %(length)s characters; at most %(longest)s are looked for. Please shorten it.") % p
    ),
    "too-many-terms": lambda p: (
        _("The query has %(count)s words; at most %(most)s are looked for. Please leave some out.") % p
    ),
    "page-too-far": lambda p: (
        _("Only the first %(furthest)s hits can be paged through. Narrow the search with a filter, or download it.") % p
    ),
    "past-the-end": lambda p: _("There is no page %(page)s: the last one is page %(last)s.") % p,
    "bad-page": lambda p: _("“%(value)s” is no page number: give a whole number from 1.") % p,
    "nul-character": lambda _p: _(
        "The address holds a NUL character, which no text here contains. Remove it and try again."
    ),
    "index-missing": lambda _p: _(
        "The search index is not ready yet. It is built when data is taken in; try again in a minute."
    ),
    "index-busy": lambda _p: _("The search index is being written. Try again in a minute."),
    "record-not-found": lambda p: (
        _(
            "There is no record number %(number)s, or no such source of it. "
            "Check the number, or search for the enterprise."
        )
        % p
    ),
    "enterprise-not-found": lambda p: _("There is no enterprise number %(number)s. Search for it by its name.") % p,
}
STATUS = {"page-too-far": 404, "past-the-end": 404, "index-missing": 503, "index-busy": 503}


def sentence(error: QingceError) -> str:
    """What a reader is told of an error."""
    told = SENTENCES.get(error.code)
    return told(error.params) if told else _("Something in the address cannot be used. Check it and try again.")


def status(error: QingceError) -> int:
    """The HTTP status that tells programs the same."""
    return STATUS.get(error.code, 404 if isinstance(error, NotFound) else 400)


def notice_sentence(notice: Notice) -> str:
    """How a query was understood, where a reader may have meant something else."""
    if notice == Notice.QUOTE_NOT_CLOSED:
        return _("A quotation mark is not closed; everything after it was taken as one phrase.")
    return _("A minus that stands alone was left out. Put it right before the word that must not occur.")


def unknown_sentence(unknown: Unknown, label: str) -> str:
    """A filter that fits nothing.

    Args: label: what the facet is called.
    """
    return _("Nothing here has “%(value)s” as %(facet)s. Remove this filter to see more.") % {
        "value": (unknown.value or "")[:60],
        "facet": label,
    }
