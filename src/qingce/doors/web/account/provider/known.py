"""OpenID Connect providers of organisations, as the setting names them; what is secret is never repeated."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, TypeAdapter, ValidationError, field_validator

DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")


class OidcProvider(BaseModel):
    """One provider, and what it may speak for.

    Args: id: stands in addresses; changing it cuts the accounts off that were connected. server_url: its issuer,
        exactly as it writes it. organisation: public number of the organisation that new people join as readers.
        email_domains: it may vouch for addresses of these domains and of no others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    name: str = Field(min_length=1, max_length=40)
    server_url: str
    client_id: str = Field(min_length=1, max_length=191)
    client_secret: SecretStr = Field(min_length=1, max_length=191)
    organisation: str = Field(pattern=r"^G[0-9A-Z]{9}$")
    email_domains: tuple[str, ...] = Field(min_length=1)

    @field_validator("server_url")
    @classmethod
    def _is_issuer(cls, value: str) -> str:
        if not is_safe_endpoint(value) or urlsplit(value).query or urlsplit(value).fragment:
            raise ValueError("the issuer's https address is needed, as the provider writes it")
        return value

    @field_validator("email_domains")
    @classmethod
    def _are_domains(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        small = tuple(value.lower() for value in values)
        if not all(map(DOMAIN.fullmatch, small)):
            raise ValueError("domains such as example.org are needed, without @ and without wildcards")
        return small

    def vouches_for(self, email: str) -> bool:
        """Whether an e-mail address is of one of its domains."""
        name, _, domain = email.rpartition("@")
        return bool(name) and domain.lower() in self.email_domains


def is_safe_endpoint(url: str) -> bool:
    """Whether secrets may be sent to an address: https, or this very machine."""
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return is_whole and (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or "")))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def oidc_providers(text: str) -> tuple[OidcProvider, ...]:
    """Reads the setting: a JSON list of objects.

    Raises: ValueError: what is wrong and where, without repeating what was written.
    """
    if not text.strip():
        return ()
    try:
        found = TypeAdapter(tuple[OidcProvider, ...]).validate_json(text)
    except ValidationError as error:
        raise ValueError("; ".join(map(_told, error.errors(include_input=False, include_url=False)))) from None
    ids = [each.id for each in found]
    if twice := sorted({each for each in ids if ids.count(each) > 1}):
        raise ValueError(f"the id {', '.join(twice)} stands there twice")
    return found


def _told(error: object) -> str:
    place, message = error["loc"], error["msg"]  # type: ignore[index]  # pydantic's own dictionary
    if not place:
        return "a JSON list is needed: [{…}]"
    number, *names = place
    where = ", ".join([f"provider {int(number) + 1}", *map(str, names)])
    return f"{where}: {message.removeprefix('Value error, ')}"
