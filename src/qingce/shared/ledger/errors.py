"""What can go wrong with the log and the journal."""

from __future__ import annotations

from collections.abc import Sequence

from qingce.pure.kernel.errors import InvalidValue, NotFound, QingceError

MOST_NAMED = 3


class JournalOutsideTransaction(Exception):  # our own mistake, never a reader's
    """An act is journaled in the transaction that does it."""

    def __init__(self, act: str) -> None:
        super().__init__(f"“{act}” was journaled outside a transaction; open one around the act and its entry.")


class UnknownAct(Exception):
    """No room has registered this act."""

    def __init__(self, act: str) -> None:
        super().__init__(f"The act “{act}” is not registered; a room names its acts by `register_acts`.")


class FactsWrong(Exception):  # our own mistake, never a reader's
    """An entry states other facts than its kind has."""


class EntryTooLarge(InvalidValue):
    """An entry has more bytes than one may have."""

    code = "entry-too-large"


class SchemaUnknown(InvalidValue):
    """No kind of public act has this name and version."""

    code = "schema-unknown"


class LedgerEntryNotFound(NotFound):
    """The log has no such entry."""

    code = "ledger-entry-not-found"


class CheckpointNotFound(NotFound):
    """No checkpoint has this size."""

    code = "checkpoint-not-found"


class ProofNotYet(InvalidValue):
    """The entry is written, but no checkpoint covers it yet."""

    code = "proof-not-yet"


class KeyMissing(QingceError):
    """No key to sign checkpoints with is set."""

    code = "ledger-key-missing"

    def __init__(self) -> None:
        super().__init__(
            "QINGCE_LEDGER_KEY is not set, so that no checkpoint of the ledger can be signed; "
            "make a key with `qingce ledger key` and keep it where the other secrets are."
        )


class KeyOfAnotherLog(QingceError):
    """The key goes by another name than the log has."""

    code = "ledger-key-of-another"


class DatabaseTooOld(QingceError):
    """The database lacks entries that were published: it was restored to an earlier state."""

    code = "ledger-behind"


class LogForked(QingceError):
    """What was published and what the database holds are two different histories."""

    code = "ledger-forked"


class WitnessClockAhead(InvalidValue):
    """A co-signature says that it was made later than now."""

    code = "witness-clock-ahead"


class WitnessUnknown(InvalidValue):
    """A checkpoint was co-signed, but by no witness whose key is known here."""

    code = "witness-unknown"

    def __init__(self, names: Sequence[str]) -> None:
        told = ", ".join(names[:MOST_NAMED])
        super().__init__(
            f"This site does not know the key of {told}; have its operator put your public key into "
            "QINGCE_LEDGER_WITNESSES, then hand the co-signature over again.",
            names=told,
        )


class NothingToRecover(QingceError):
    """The database is not behind what was published."""

    code = "nothing-to-recover"


class NoWords(InvalidValue):
    """No words stand beside the entry."""

    code = "entry-without-words"


class RowClosed(NotFound):
    """What a row of a bulk act said is not said any more, or not public any more."""

    code = "row-closed"
