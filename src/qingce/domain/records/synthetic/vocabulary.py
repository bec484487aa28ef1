"""The tables of `data/synthetic/`, as pools to choose from."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qingce.domain.records.synthetic.chance import pool
from qingce.domain.records.synthetic.templates import Template

DATA = Path(__file__).parents[1] / "data" / "synthetic"
_FACTS = 4096  # of each medium
_MOST_TIMES = 6.0


@dataclass(frozen=True, slots=True)
class Fact:
    """A measured value beside its limit, as texts; `times` is empty within the limit."""

    pollutant: str
    value: str
    unit: str
    limit: str
    times: str
    standard: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record; one without a text of its own takes a violation's."""

    type: str
    doc: str
    measured: str
    is_fined: bool
    title: Template
    text: Template | None
    details: Template


@dataclass(frozen=True, slots=True)
class Violation:
    """What was violated: category, medium of what was measured, and the words."""

    category: str
    medium: str
    what: str
    text: Template
    law: str


@dataclass(frozen=True)
class Vocabulary:
    """Pools of everything that texts are made of; `words` and `frames` by what they are for."""

    kinds: tuple[Kind, ...]
    violations: tuple[Violation, ...]
    frames: Mapping[str, tuple[Template, ...]]
    words: Mapping[str, tuple[str, ...]]
    templates: Mapping[str, tuple[Template, ...]]
    facts: Mapping[str, tuple[Fact, ...]]


TEMPLATED = ("measure", "fined", "source", "second")  # words that have braces themselves


def rows_of(name: str) -> list[dict[str, str]]:
    """A table of `data/synthetic/`."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def vocabulary() -> Vocabulary:
    """The tables, read once."""
    words = _words()
    return Vocabulary(
        kinds=_kinds(),
        violations=_violations(),
        frames=_frames(),
        words={use: found for use, found in words.items() if use not in TEMPLATED},
        templates={use: tuple(_templates(words[use])) for use in TEMPLATED},
        facts=_facts(),
    )


def _templates(texts: tuple[str, ...]) -> list[Template]:
    made = {text: Template.read(text) for text in set(texts)}
    return [made[text] for text in texts]


def _words() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in rows_of("words.csv"):
        found[row["word"]].append((row["text"], float(row["weight"])))
    return {use: pool([text for text, _ in texts], [weight for _, weight in texts]) for use, texts in found.items()}


def _frames() -> dict[str, tuple[Template, ...]]:
    found: defaultdict[str, list[tuple[Template, float]]] = defaultdict(list)
    for row in rows_of("frames.csv"):
        found[row["place"]].append((Template.read(row["text"]), float(row["weight"])))
    return {place: pool([text for text, _ in texts], [weight for _, weight in texts]) for place, texts in found.items()}


def _kinds() -> tuple[Kind, ...]:
    rows = rows_of("kinds.csv")
    kinds = [
        Kind(
            row["type"],
            row["doc"],
            row["measured"],
            bool(row["is_fined"]),
            Template.read(row["title"]),
            Template.read(row["text"]) if row["text"] or not states_violation(row["type"]) else None,
            Template.read(row["details"]),
        )
        for row in rows
    ]
    return pool(kinds, [float(row["weight"]) for row in rows])


def states_violation(kind: str) -> bool:
    """Whether records of a type state a violation."""
    from qingce.domain.records.enums import BY_TYPE

    return BY_TYPE[kind].states_violation


def _violations() -> tuple[Violation, ...]:
    rows = rows_of("violations.csv")
    found = [
        Violation(row["category"], row["medium"], row["what"], Template.read(row["text"]), row["law"]) for row in rows
    ]
    return pool(found, [float(row["weight"]) for row in rows])


def _facts() -> dict[str, tuple[Fact, ...]]:
    rows = rows_of("pollutants.csv")
    found = {}
    for medium in sorted({row["medium"] for row in rows}):
        own = [row for row in rows if row["medium"] == medium]
        choices = pool(own, [float(row["weight"]) for row in own])
        for is_over in (True, False):
            name = medium if is_over else f"{medium}-within"
            chance = random.Random(name)  # noqa: S311  # the same each time, not a secret  # nosec B311
            facts = [_fact(chance.choice(choices), chance, is_over=is_over) for _ in range(_FACTS)]
            found[name] = pool(facts, [1] * _FACTS)
    return found


def _fact(row: Mapping[str, str], chance: random.Random, *, is_over: bool) -> Fact:
    limit = chance.choice(row["limits"].split())
    most = 0.3 if row["medium"] == "noise" else _MOST_TIMES
    times = chance.random() ** 3 * most + 0.01 if is_over else -0.95 * chance.random()
    value = float(limit) * (1 + times)
    text = f"{value:.3g}" if value < 100 else f"{value:.0f}"  # noqa: PLR2004  # three figures, as reports give them
    over = float(text) / float(limit) - 1
    return Fact(
        row["pollutant"], text, row["unit"], limit, f"{max(over, 0.01):.2f}" if is_over else "", row["standard"]
    )
