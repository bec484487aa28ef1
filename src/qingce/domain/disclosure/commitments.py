"""The texts of the commitments: data, each with its versions; the newest one is what is asked."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from qingce.domain.disclosure.enums import CommitmentKind


@dataclass(frozen=True)
class CommitmentText:
    """A version of a commitment's text."""

    kind: CommitmentKind
    version: str
    clause: str
    zh: str
    en: str

    def said(self, language: str) -> str:
        """The text in a language."""
        return self.zh if language == "zh" else self.en

    def sha256(self, language: str) -> str:
        """Digest of what was read."""
        return hashlib.sha256(self.said(language).encode()).hexdigest()


def commitment_text(kind: CommitmentKind) -> CommitmentText:
    """The text that holds now."""
    return [each for each in _texts() if each.kind == kind][-1]


def text_of_version(kind: str, version: str) -> CommitmentText:
    """A text as it was answered once; a StopIteration is a mistake in the data, from which nothing is ever taken."""
    return next(each for each in _texts() if (each.kind, each.version) == (kind, version))


@cache
def _texts() -> tuple[CommitmentText, ...]:
    read = tomllib.loads(files("qingce.domain.disclosure").joinpath("data/commitments.toml").read_text("utf-8"))
    return tuple(CommitmentText(**{**each, "kind": CommitmentKind(each["kind"])}) for each in read["text"])
