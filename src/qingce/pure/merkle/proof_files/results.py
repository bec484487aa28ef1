"""What a check has shown and what it has not, for people: codes with values, put into words at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from qingce.pure.merkle.notes import VerifierKey
from qingce.pure.merkle.proof_files.signatures import Signed


@dataclass(frozen=True)
class Finding:
    """One sentence; `code`: which, `values`: what it needs."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)


class Text(NamedTuple):
    """What was shown to be as it was logged; `kind`: entry, statement, words, certificate."""

    kind: str
    text: str


@dataclass(frozen=True)
class Verified:
    """A file whose every part holds.

    Args: format: as the file names it. texts: what the entries say, as written. logs: the checkpoints it rests on.
    """

    format: str
    shown: tuple[Finding, ...]
    not_shown: tuple[Finding, ...]
    texts: tuple[Text, ...]
    logs: tuple[Signed, ...]


def name_of(key: VerifierKey) -> str:
    """A key as short as it can be told from others: its name and number."""
    return f"{key.name}+{key.key_id.hex()}"


def of_signatures(signed: Signed) -> list[Finding]:
    """Who signed a checkpoint."""
    return [
        *(Finding("key-signed", {"key": name_of(key)}) for key in signed.keys),
        *(Finding("witness-signed", {"name": each.name, "at": each.at}) for each in signed.witnesses),
    ]


def left_open(signed: Signed, *, has_own_keys: bool) -> list[Finding]:
    """What no check of this checkpoint can show.

    Args: has_own_keys: nobody said whose key it should be; the file's own were taken.
    """
    found = []
    if has_own_keys:
        named = (*map(name_of, signed.keys), *(each.name for each in signed.witnesses))
        found.append(Finding("key-from-file", {"keys": ", ".join(named)}))
    if signed.strangers:
        found.append(Finding("signatures-unknown", {"count": signed.strangers}))
    if has_own_keys or not signed.witnesses:
        found.append(Finding("same-for-all"))
    return [*found, Finding("later-acts", {"size": signed.checkpoint.size})]
