"""What can be wrong with a file, a mapping, or one row of a file."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotFound, QingceError
from qingce.pure.workflow.errors import StepNotOpen


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


class LockedFile(QingceError):
    """The file is protected by a password."""

    code = "file-locked"


class NothingToRead(QingceError):
    """A document has no table with text: it has none, or only pictures of it."""

    code = "file-no-table"


class DiskFull(QingceError):
    """The disk has no room for what is to be kept."""

    code = "disk-full"


class DuplicateColumns(QingceError):
    """Two columns have the same name."""

    code = "columns-duplicate"


class MissingColumns(QingceError):
    """The mapping, or the canonical form, names columns that the file does not have."""

    code = "columns-missing"


class BadMapping(QingceError):
    """A mapping file says something that cannot be followed."""

    code = "mapping-bad"


class BatchElsewhere(StepNotOpen):
    """The batch is at another point of its way, so that the step cannot be taken."""

    code = "batch-elsewhere"


class MappingChanged(QingceError):
    """The mapping is not the one that was tried."""

    code = "mapping-changed"


class FileIsIn(QingceError):
    """The same file with the same mapping is in already, or on its way in."""

    code = "file-is-in"


class RunFailed(QingceError):
    """A run ended by a fault of the system; it can go on where it stopped."""

    code = "run-failed"


class StoppedByPerson(QingceError):
    """Somebody stopped a run; it can go on where it stopped."""

    code = "stopped-by-person"


class ValueMissing(InvalidValue):
    """A row lacks what every row needs."""

    code = "required"

    def __init__(self, column: str) -> None:
        super().__init__(f"{column} is missing; every row needs it.", column=column)


class TextTooLong(InvalidValue):
    """A text has more characters than its column holds."""

    code = "too-long"

    def __init__(self, column: str, longest: int) -> None:
        super().__init__(
            f"{column} may have {longest} characters; shorten it, or move it to another column.",
            column=column,
            longest=longest,
        )


class WrongRowLength(InvalidValue):
    """A row has more or fewer cells than the header."""

    code = "row-length"

    def __init__(self, cells: int, width: int) -> None:
        super().__init__(
            f"The row has {cells} cells, the header {width}; put text with separators in quotes.",
            cells=cells,
            width=width,
        )


class OpenQuote(InvalidValue):
    """A quote in a row of a CSV file does not close."""

    code = "quote-open"

    def __init__(self) -> None:
        super().__init__("A quote in this row does not close; write it twice, or take it out.")


class MixedEncoding(InvalidValue):
    """A cell is written in another encoding than the rest of its file."""

    code = "encoding-mixed"

    def __init__(self, column: str, encoding: str) -> None:
        super().__init__(
            f"{column} is not in the encoding of the file ({encoding}); compare its text, and save the file as UTF-8.",
            column=column,
            encoding=encoding,
        )


class NulBytes(InvalidValue):
    """A cell holds NUL bytes: the file was damaged, or never written to its end."""

    code = "nul-bytes"

    def __init__(self, column: str) -> None:
        super().__init__(
            f"{column} holds NUL bytes, as damaged files do; compare the row with its source.", column=column
        )


class CellTooLong(InvalidValue):
    """A cell has more text than any table means to hold."""

    code = "cell-too-long"

    def __init__(self, column: str, length: int, longest: int) -> None:
        super().__init__(
            f"{column} holds {length:,} bytes of text, one cell may hold {longest:,}; shorten it.",
            column=column,
            length=f"{length:,}",
            longest=f"{longest:,}",
        )


class UnreadableLine(InvalidValue):
    """A line of a JSON Lines file is no JSON object."""

    code = "json-line"


class RowNotSaved(NotFound):
    """No saved copy holds this row."""

    code = "row-not-saved"


class BatchNotFound(NotFound):
    """No batch has this number."""

    code = "batch-not-found"


class BatchNotDone(InvalidValue):
    """Only a batch that came in can be undone."""

    code = "batch-not-done"
