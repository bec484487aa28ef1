"""What can be wrong with a file, a mapping, or one row of a file."""

from __future__ import annotations

from qingce.pure.kernel.errors import QingceError


class UnreadableFile(QingceError):
    """The file is of a known format but damaged, or its text has no known encoding."""

    code = "file-unreadable"


class EmptyFile(QingceError):
    """The file has no header or no row below it."""

    code = "file-empty"


class UnknownFormat(QingceError):
    """The content is not a table that can be read."""

    code = "file-unknown-format"


class TooLarge(QingceError):
    """The file is larger than one run takes in."""

    code = "file-too-large"


class DuplicateColumns(QingceError):
    """Two columns have the same name."""

    code = "columns-duplicate"


class MissingColumns(QingceError):
    """The mapping, or the canonical form, names columns that the file does not have."""

    code = "columns-missing"


class BadMapping(QingceError):
    """A mapping file says something that cannot be followed."""

    code = "mapping-bad"
