"""What can be wrong with a file that is to prove something; the causes that proofs and notes have too are there.

`Unreadable` is whatever is no such file, or not a whole one; everything else was read and does not hold.
"""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue


class Unreadable(InvalidValue):
    """The file is none that can be checked."""

    code = "proof-file-unreadable"


class FileTooLarge(Unreadable):
    """The file is longer than any that the ledger hands out."""

    code = "proof-file-too-large"


class FileNotText(Unreadable):
    """The file is not UTF-8."""

    code = "proof-file-not-text"


class NestedTooDeep(Unreadable):
    """Lists within lists within lists."""

    code = "proof-file-nested"


class NameTwice(Unreadable):
    """A name stands twice in one object: two readers may read two things."""

    code = "proof-file-name-twice"


class NumberWrong(Unreadable):
    """A number that not every reader reads alike: NaN, infinite, too large, too long."""

    code = "proof-file-number"


class FormatUnknown(Unreadable):
    """The file names no format, or one of another version."""

    code = "proof-format-unknown"


class FieldWrong(Unreadable):
    """A field is missing, unknown, or not of its kind."""

    code = "proof-field-wrong"


class KeyMissing(Unreadable):
    """A checkpoint alone names no key, and none was given."""

    code = "proof-key-missing"


class EntryNotCanonical(InvalidValue):
    """A text that was hashed is not in its only form."""

    code = "entry-not-canonical"


class EntryMalformed(InvalidValue):
    """An entry does not say what each entry says."""

    code = "entry-malformed"


class OpeningWrong(InvalidValue):
    """What is said to stand behind a commitment does not."""

    code = "opening-wrong"


class ContentWrong(InvalidValue):
    """A statement is not the one that the entry holds the hash of."""

    code = "content-wrong"


class LogUnknown(InvalidValue):
    """None of the keys is one of the log that the text is from."""

    code = "log-unknown"


class CertificateUnreadable(Unreadable):
    """The signed text is no certificate."""

    code = "certificate-unreadable"


class CertificateWrong(InvalidValue):
    """The proofs of a certificate are not those of what it certifies."""

    code = "certificate-wrong"
