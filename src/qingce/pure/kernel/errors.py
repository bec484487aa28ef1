"""The error classes of the house: one class per cause; what, why and what to do.

A message is a stable code with parameters; it is put into words, in the reader's language, only at the edge
(`qingce.doors.web.messages`, `qingce.doors.cli`).
"""

from __future__ import annotations


class QingceError(Exception):
    """Something a person can put right.

    Args:
        detail: English sentence that says what, why and what to do; developers and logs read it.
        params: the values a translated sentence needs, by name.
    """

    code = "error"

    def __init__(self, detail: str, **params: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.params = params


class InvalidValue(QingceError, ValueError):
    """A value as written cannot be what it is said to be."""

    code = "invalid-value"


class NotFound(QingceError, LookupError):
    """Nothing has this identifier."""

    code = "not-found"


class NotAllowed(QingceError):
    """Who asks may not do this, or may not do it any more."""

    code = "not-allowed"
