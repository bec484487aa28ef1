"""The mail server's address in one setting, taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over; `is_tls` from the first byte, `starts_tls` by STARTTLS."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool
    starts_tls: bool


def mail_server(url: str) -> MailServer:
    """Takes smtp://user:password@host:587 or smtps://… apart; reserved characters in either name are %-encoded.

    Letters never cross a network in the clear: smtp asks for STARTTLS, unless the server is this machine's own.

    Raises: ValueError: it is none; the message does not repeat it, since it holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise ValueError("The mail server's address cannot be read.") from None
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("The mail server is given as smtp://user:password@host:587 or smtps://user:password@host")
    return MailServer(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps",
        starts_tls=parts.scheme == "smtp" and parts.hostname not in THIS_MACHINE,
    )
