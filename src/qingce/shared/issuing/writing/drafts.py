"""What a document is to say: the values of a template's fields, cleaned, with the fingerprint of all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.kernel.text import clean

Language = Literal["zh", "en"]
Text = Sequence[str]
Rows = Sequence[Sequence[str]]
Values = Mapping[str, Text | Rows]


@dataclass(frozen=True)
class Draft:
    """A document before it is issued.

    Args: template: its name. issuer: who issues it, as its head says. subtitle: below the title, such as the day whose
        state it tells. values: field → paragraphs, pairs of label and value, or rows of a table, as the template says.
        aside: fields that may say otherwise later without being a change.
    """

    template: str
    language: Language
    title: str
    subtitle: str
    issuer: str
    issued_on: date
    values: Values
    aside: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that the document says, as canonical JSON."""
        whole = {"values": dict(self.values), "subtitle": self.subtitle, "issuer": self.issuer, "on": self.issued_on}
        return _digest({**self._head(), **whole})

    @property
    def matter(self) -> str:
        """SHA-256 of what it says about its subject, whenever and by whomever it is issued."""
        lasting = {name: each for name, each in self.values.items() if name not in self.aside}
        return _digest({**self._head(), "values": lasting})

    def _head(self) -> dict[str, object]:
        return {"template": self.template, "language": self.language, "title": self.title}


def _digest(value: object) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()


def draft(
    template: str,
    *,
    language: Language,
    title: str,
    subtitle: str,
    issuer: str,
    issued_on: date,
    values: Values,
    aside: tuple[str, ...] = (),
) -> Draft:
    """A document of cleaned texts: no control or direction characters, no broken surrogates."""
    return Draft(
        template=template,
        language=language,
        title=line(title),
        subtitle=line(subtitle),
        issuer=line(issuer),
        issued_on=issued_on,
        values={name: _cleaned(each) for name, each in values.items()},
        aside=aside,
    )


def line(text: str) -> str:
    """A text on one line."""
    return " ".join(clean(text).split())


def _cleaned(value: Text | Rows) -> Text | Rows:
    if any(isinstance(each, str) for each in value):
        return [part for each in value for part in clean(str(each)).split("\n") if part.strip()]
    return [[clean(cell) for cell in row] for row in value]
