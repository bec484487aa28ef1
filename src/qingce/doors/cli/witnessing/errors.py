"""What keeps a witness from starting or from co-signing."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, NotFound, QingceError


class LogKeyNeeded(InvalidValue):
    """The first time a witness has to be told whose signature counts."""

    code = "witness-log-key-needed"

    def __init__(self) -> None:
        super().__init__("Give the log's public key with --log-key, as its operator tells it; it is kept from then on.")


class LogKeyOther(InvalidValue):
    """The folder belongs to another log, or the key is not one of a log."""

    code = "witness-log-key-other"

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(
            f"{found} is no key of the log {expected} that this folder follows; choose another folder with --state.",
            expected=expected, found=found,
        )  # fmt: skip


class KeyKindWrong(InvalidValue):
    """A log's key where a witness's belongs, or the other way round."""

    code = "witness-key-kind"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The key of {name} is of the wrong kind: a log signs with Ed25519, a witness with cosignature/v1.",
            name=name,
        )


class LogKeyUnknown(QingceError):
    """The log signs with a key that nobody has vouched for here."""

    code = "witness-log-key-unknown"

    def __init__(self, told: str) -> None:
        super().__init__(
            "The checkpoint is signed by a key that is not known here. If the operator confirms the new key, not by "
            f"this server alone, start once more with --log-key and it; the server tells: {told}",
            told=told,
        )  # fmt: skip


class WitnessNameNeeded(InvalidValue):
    """The first time a witness has to say its name."""

    code = "witness-name-needed"

    def __init__(self) -> None:
        super().__init__(
            "Say with --name what this witness goes by: a name without spaces that is yours, such as "
            "witness.example.org/qingce."
        )


class WitnessNameOther(InvalidValue):
    """The key goes by another name."""

    code = "witness-name-other"

    def __init__(self, name: str) -> None:
        super().__init__(f"The key of this witness goes by {name}; leave --name away, or use a new folder.", name=name)


class KeyExposed(QingceError):
    """Other users of the machine can read the secret key."""

    code = "witness-key-exposed"

    def __init__(self, path: str) -> None:
        super().__init__(f"Others can read {path}: make a new key, or `chmod 600` it if nobody did.", path=path)


class StateLocked(QingceError):
    """Another witness works with the folder."""

    code = "witness-locked"

    def __init__(self, path: str) -> None:
        super().__init__(f"A witness already runs with {path}; each needs a folder of its own (--state).", path=path)


class StateUnwritable(QingceError):
    """The disk is full, or the folder is not ours."""

    code = "witness-state-unwritable"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path} cannot be read or written ({reason}); nothing was co-signed.", path=path,
                         reason=reason)  # fmt: skip


class StateDamaged(QingceError):
    """What the witness kept cannot be relied upon."""

    code = "witness-state-damaged"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} is damaged; put it back from a copy. Without it, begin anew: another folder, another key.",
            path=path,
        )


class EvidenceHeld(QingceError):
    """The log was caught; a person has to look first."""

    code = "witness-evidence"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"STOPPED: this log was caught with two histories or a rewritten entry; the evidence is in {path}. Tell "
            "others. Nothing is co-signed until you have looked and start once with --after-evidence.",
            path=path,
        )


class ClockWentBack(QingceError):
    """The clock is earlier than the last co-signature."""

    code = "witness-clock"

    def __init__(self, now: str, last: str) -> None:
        super().__init__(
            f"The clock says {now}, but the last co-signature is of {last}; put the clock right.", now=now, last=last
        )


class LogMissing(NotFound):
    """Nothing is published there."""

    code = "witness-no-log"

    def __init__(self, url: str) -> None:
        super().__init__(f"There is no {url}; give the address of the site, without /ledger.", url=url)


class LogServerRefused(QingceError):
    """The server answers, but not with what was asked for."""

    code = "witness-server-refused"

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"The log's server answers {status} “{said}”; try again later.", status=status, said=said)


class CosignatureRefused(QingceError):
    """The log does not take the co-signature."""

    code = "witness-not-taken"

    def __init__(self, status: int, said: str) -> None:
        super().__init__(
            f"The log did not take the co-signature: {status} “{said}”. Does its operator have your public key? "
            "It is offered again.",
            status=status, said=said,
        )  # fmt: skip


class ListenAddressWrong(InvalidValue):
    """The text is no place to listen at."""

    code = "witness-listen-address"

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}” should read HOST:PORT, such as 127.0.0.1:8710.", text=text)
