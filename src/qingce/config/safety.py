"""What a service for others must not be started with: each danger by a code, its words in `data/dangers.csv`.

A service for others is one whose public address or one of whose hosts is not this very machine; at home, as `make run`
starts it, nothing of this is asked for.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from stat import S_IMODE, S_IRWXO
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import parse_qs, urlsplit

from django.http.request import validate_host

if TYPE_CHECKING:
    from qingce.config.environment import Environment

# Pieces of secrets that stand in manuals and tests, and of what people type when asked for something random.
SAMPLES = ("insecure", "changeme", "change-me", "password", "-only-", "qwertyui", "12345678", "abcdefgh", "secret-key")
FEWEST_STEPS, FEWEST_PIECES = 12, 20
ENCRYPTED = {"require", "verify-ca", "verify-full"}

Grade = Literal["refuse", "tell"]
Params = dict[str, str]


@dataclass(frozen=True)
class Words:
    """One row of the table."""

    grade: Grade
    zh: str
    en: str


@dataclass(frozen=True)
class Danger:
    """Something unsafe among the settings, with what its sentence names."""

    code: str
    params: Params = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether nothing may start with it."""
        return words()[self.code].grade == "refuse"

    def sentence(self, language: str) -> str:
        """What is wrong, why, what to do. Args: language: `zh` or `en`."""
        known = words()[self.code]
        return (known.zh if language == "zh" else known.en).format(**self.params)


@cache
def words() -> dict[str, Words]:
    """What is said of each danger, by code."""
    text = files("qingce.config").joinpath("data/dangers.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["code"]: Words(cast("Grade", row["grade"]), row["zh"], row["en"]) for row in rows}


def dangers_of(env: Environment, settings_file: Path | None) -> list[Danger]:
    """What is unsafe about these settings; nothing where nobody else is served.

    Args: settings_file: where some of them may have been read from; None or missing: all came from variables.
    """
    if not serves_others(env):
        return []
    found = [(code, check(env)) for code, check in CHECKS.items()]
    opened = _open_to_others(settings_file) if settings_file else None
    return [Danger(code, params) for code, params in [*found, ("settings-open", opened)] if params is not None]


def serves_others(env: Environment) -> bool:
    """Whether anybody but this machine is meant to come."""
    return not all(map(_is_here, [_host(env), *env.host_list]))


def _host(env: Environment) -> str:
    return urlsplit(env.base_url).hostname or ""


def _is_here(host: str) -> bool:
    bare = host.strip("[]").lower()
    if bare == "localhost" or bare.endswith(".localhost"):
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False


def _no_https(env: Environment) -> Params | None:
    has_https_address = env.base_url.startswith("https://")
    is_allowed = env.allow_http and not has_https_address and not env.https
    return None if (has_https_address and env.https) or is_allowed else {"base_url": env.base_url}


def _host_missing(env: Environment) -> Params | None:
    host = _host(env)
    return None if validate_host(f"[{host}]" if ":" in host else host, env.host_list) else {"host": host}


def _weak_secret(env: Environment) -> Params | None:
    secret = env.secret_key.get_secret_value()
    is_sample = any(piece in secret.lower() for piece in SAMPLES)
    return {} if is_sample or not _looks_random(secret) else None


def _looks_random(secret: str) -> bool:
    """Whether a secret neither goes up and down in few steps, like an alphabet, nor repeats the same few pieces."""
    steps = {ord(after) - ord(before) for before, after in pairwise(secret)}
    pieces = {secret[start : start + 3] for start in range(len(secret) - 2)}
    return len(steps) >= FEWEST_STEPS and len(pieces) >= FEWEST_PIECES


def _open_to_others(path: Path) -> Params | None:
    return {"path": str(path)} if path.exists() and S_IMODE(path.stat().st_mode) & S_IRWXO else None


def _plain_database(env: Environment) -> Params | None:
    url = urlsplit(env.database)
    if url.scheme.startswith("sqlite") or not url.hostname or _is_here(url.hostname):
        return None
    asked: Sequence[str] = parse_qs(url.query).get("sslmode", [""])
    return None if asked[-1] in ENCRYPTED else {"host": url.hostname}


CHECKS: dict[str, Callable[[Environment], Params | None]] = {
    "debug-on": lambda env: {} if env.debug else None,
    "no-https": _no_https,
    "any-host": lambda env: {} if "*" in env.host_list else None,
    "host-missing": _host_missing,
    "weak-secret": _weak_secret,
    "home-open": lambda env: _open_to_others(env.home),
    "no-proxy": lambda env: {} if env.https and not env.proxies else None,
    "plain-database": _plain_database,
    "no-mail": lambda env: None if env.mail_server else {},
    "no-contact": lambda env: None if env.contact else {},
    "http-allowed": lambda env: {} if env.allow_http else None,
}
