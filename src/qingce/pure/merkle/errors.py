"""What can be wrong with a log, a proof or a checkpoint."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue


class LogTooShort(InvalidValue):
    """The log has not, or never had, so many entries."""

    code = "log-too-short"


class ProofWrong(InvalidValue):
    """The proof does not lead to the root."""

    code = "proof-wrong"


class NoteUnreadable(InvalidValue):
    """The text is no signed note, or no checkpoint."""

    code = "note-unreadable"


class KeyUnreadable(InvalidValue):
    """The text is no key of a signed note."""

    code = "note-key-unreadable"


class SignatureWrong(InvalidValue):
    """A signature by a known key does not fit the text."""

    code = "note-signature-wrong"


class NotSigned(InvalidValue):
    """None of the known keys has signed."""

    code = "note-not-signed"
