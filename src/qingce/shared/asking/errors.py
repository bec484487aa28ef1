"""Why another server gave no answer that can be used."""

from __future__ import annotations

from qingce.pure.kernel.errors import InvalidValue, QingceError


class AddressWrong(InvalidValue):
    """The text is no address of a server."""

    code = "asked-address-wrong"

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address} is no address to ask: it begins with https:// or http://, names a host, and holds no password, "
            "question mark or number sign.",
            address=address,
        )  # fmt: skip


class ServerUnreachable(QingceError):
    """No connection, or one that broke off."""

    code = "asked-unreachable"

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} cannot be reached, or broke off its answer; try again later.", host=host)


class ServerUntrusted(QingceError):
    """Its certificate does not fit."""

    code = "asked-untrusted"

    def __init__(self, host: str) -> None:
        super().__init__(f"The certificate of {host} is not valid for it; nothing it says was read.", host=host)


class ServerSlow(QingceError):
    """The whole answer was not there in time."""

    code = "asked-slow"

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} did not answer within {seconds:g} s; try again later.", host=host,
                         seconds=f"{seconds:g}")  # fmt: skip


class AnswerTooLarge(QingceError):
    """The answer is longer than such an answer can be."""

    code = "asked-too-large"

    def __init__(self, host: str, most: int) -> None:
        super().__init__(f"{host} answers with more than {most} bytes; that is not what was asked for.", host=host,
                         most=most)  # fmt: skip


class SentElsewhere(QingceError):
    """The server points to another address, which is not followed."""

    code = "asked-elsewhere"

    def __init__(self, host: str, elsewhere: str) -> None:
        super().__init__(
            f"{host} points to {elsewhere}, which is not followed; if that is right, give that address.",
            host=host, elsewhere=elsewhere,
        )  # fmt: skip
