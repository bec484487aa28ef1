"""What can be wrong with a log, a proof or a checkpoint."""

from __future__ import annotations

from collections.abc import Sequence

from qingce.pure.kernel.errors import InvalidValue, NotFound


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


class TileMissing(NotFound):
    """The server of a log has no such file."""

    code = "tile-missing"

    def __init__(self, path: str) -> None:
        super().__init__(f"The log's server has no {path}; it has to publish the tiles of its checkpoint.", path=path)


class TileWrong(InvalidValue):
    """A tile has another length than it should."""

    code = "tile-wrong"

    def __init__(self, path: str, *, found: int, expected: int) -> None:
        super().__init__(
            f"{path} has {found} bytes instead of {expected}; it was cut off or filled up.",
            path=path, found=found, expected=expected,
        )  # fmt: skip


class TilesUnfit(InvalidValue):
    """The tiles lead to another root than the checkpoint's."""

    code = "tiles-unfit"

    def __init__(self, *, size: int) -> None:
        super().__init__(
            f"The published tiles do not lead to the signed root of {size} entries; the server is wrong or lies.",
            size=size,
        )


class BundleWrong(InvalidValue):
    """A file of entries holds more or less than it should."""

    code = "bundle-wrong"

    def __init__(self, count: int) -> None:
        super().__init__(f"The file should hold {count} entries and nothing else; it was cut off or filled up.",
                         count=count)  # fmt: skip


class EntryTooLong(InvalidValue):
    """An entry does not fit behind its length."""

    code = "entry-too-long"

    def __init__(self, length: int, *, most: int) -> None:
        super().__init__(f"An entry has up to {most} bytes; this one has {length}.", length=length, most=most)


class EntryRewritten(InvalidValue):
    """An entry as served is not the one in the tree; `served`: the file it came in."""

    code = "entry-rewritten"

    def __init__(self, number: int, *, served: bytes) -> None:
        super().__init__(
            f"Entry {number}, as the server tells it, is not the one in the log: it was rewritten; tell others.",
            number=number,
        )
        self.served = served


class LogOther(InvalidValue):
    """A checkpoint of another log."""

    code = "log-other"

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(f"This is a checkpoint of the log {found}, not of {expected}.", expected=expected, found=found)


class LogShrank(InvalidValue):
    """A log has fewer entries than before."""

    code = "log-shrank"

    def __init__(self, former: int, size: int) -> None:
        super().__init__(
            f"The log had {former} entries and now shows {size}: an old copy is served, or entries were taken out.",
            former=former, size=size,
        )  # fmt: skip


class LogSplit(InvalidValue):
    """A log has signed two different trees of one size."""

    code = "log-split"

    def __init__(self, size: int) -> None:
        super().__init__(f"The log has signed two different histories of {size} entries: do not trust it.", size=size)


class LogRewritten(InvalidValue):
    """A log does not begin with what it had before.

    Args: begun: the root of what it begins with now. proof: that the new tree begins with `begun`; who has both
        signed checkpoints can check with it that the log broke its word.
    """

    code = "log-rewritten"

    def __init__(self, former: int, size: int, *, begun: bytes, proof: Sequence[bytes]) -> None:
        super().__init__(
            f"The log of {size} entries does not begin with the {former} that it had signed before: its history was "
            "rewritten; do not trust it.",
            former=former, size=size,
        )  # fmt: skip
        self.begun, self.proof = begun, tuple(proof)


class WitnessRequestUnreadable(InvalidValue):
    """What should be a request to a witness is none."""

    code = "witness-request-unreadable"

    def __init__(self) -> None:
        super().__init__("A request to a witness is: old SIZE, up to 63 hashes, an empty line, a signed checkpoint.")
