"""What is suggested from the labelled decisions, beside their labels, and how quickly from a column of texts.

`python -m bench.suggesting [texts] [--wrong]`: `--wrong` lists what was suggested wrongly or missed. Both halves are
reported; words are chosen on `tuning` alone.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from bench.matching import wilson
from bench.measuring import in_turn, machine, table

if TYPE_CHECKING:
    from qingce.domain.removal.suggesting import Exceedance, Suggestion

ROOT = Path(__file__).resolve().parents[1]
LABELS = ROOT / "bench/data/suggesting"
DECISIONS = ROOT / "demo/penalty-decisions/decisions.csv"
REGISTERS = sorted((ROOT / "demo/shanghai-2020").glob("*.csv"))
HALVES = ("tuning", "held-out")
TEXTS = 100_000
RUNS = 5


@dataclass(frozen=True)
class Labelled:
    """A decision and what a person read in it."""

    id: str
    half: str
    texts: Mapping[str, str]
    matters: frozenset[str]
    may: frozenset[str]
    waste_t: Decimal | None
    exceedances: frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Count:
    """What was suggested rightly, wrongly, and not at all."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


def counted(found: Iterable[object], wanted: Iterable[object], may: Iterable[object] = ()) -> Count:
    """Two sets compared; what `may` be is neither right nor wrong."""
    found, wanted = set(found), set(wanted)
    return Count(len(found & wanted), len(found - wanted - set(may)), len(wanted - found))


def read_labels() -> list[Labelled]:
    """The labels with the texts they are about; the order of the demo file is checked."""
    demo = _rows(DECISIONS)
    over: dict[str, set[tuple[str, ...]]] = {}
    for row in _rows(LABELS / "exceedances.csv"):
        over.setdefault(row["id"], set()).add(
            tuple(row[name] for name in ("pollutant", "value", "unit", "limit", "times_over"))
        )
    return [_labelled(row, demo[int(row["row"]) - 1], over) for row in _rows(LABELS / "matters.csv")]


def _labelled(
    row: Mapping[str, str], decision: Mapping[str, str], over: Mapping[str, set[tuple[str, ...]]]
) -> Labelled:
    if not decision["description"].startswith(row["begins"]):
        raise ValueError(f"{row['id']} is not row {row['row']} of {DECISIONS.name} any more.")
    return Labelled(
        id=row["id"],
        half=row["half"],
        texts={name: decision[name] for name in ("description", "measure")},
        matters=_listed(row["matters"]),
        may=_listed(row["may"]),
        waste_t=Decimal(row["waste_t"]) if row["waste_t"] else None,
        exceedances=frozenset(over.get(row["id"], ())),
    )


def _listed(text: str) -> frozenset[str]:
    return frozenset(filter(None, text.split(";")))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def suggested(each: Labelled) -> list[Suggestion]:
    """All that description and measure suggest."""
    from qingce.domain.removal.suggesting import suggest

    return [found for name, text in each.texts.items() for found in suggest(text, field=name)]


def over_limits(each: Labelled) -> list[Exceedance]:
    """Every exceedance that description and measure speak of."""
    from qingce.domain.removal.suggesting import exceedances_in

    return [found for text in each.texts.values() for found in exceedances_in(text)]


def matters_of(each: Labelled) -> Count:
    """Choices of `matters`."""
    return counted(_matters(each), each.matters, each.may)


def waste_of(each: Labelled) -> Count:
    """Tonnes of hazardous waste, equal or not."""
    amounts = [found.value for found in suggested(each) if found.fact == "waste_t"]
    return counted(amounts, [] if each.waste_t is None else [each.waste_t])


def readings_of(each: Labelled) -> Count:
    """Pollutants with their readings."""
    return counted((one[:3] for one in _written(each)), (one[:3] for one in each.exceedances))


def limits_of(each: Labelled) -> Count:
    """The limit of each reading, where one is written."""
    return _part_of(each, 3)


def times_of(each: Labelled) -> Count:
    """How many times over each reading is, where it is written."""
    return _part_of(each, 4)


def _part_of(each: Labelled, place: int) -> Count:
    found, wanted = (
        {(*one[:3], one[place]) for one in ones if one[place]} for ones in (_written(each), each.exceedances)
    )
    return counted(found, wanted)


def _matters(each: Labelled) -> set[str]:
    return {str(found.value) for found in suggested(each) if found.fact == "matters"}


def _written(each: Labelled) -> list[tuple[str, ...]]:
    """Exceedances as the labels write them."""
    return [
        (one.pollutant, _figure(one.value), one.unit, _figure(one.limit), _figure(one.times_over))
        for one in over_limits(each)
    ]


def _figure(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


FACTS: Sequence[tuple[str, Callable[[Labelled], Count]]] = (
    ("matters: each choice", matters_of),
    ("waste_t: the amount", waste_of),
    ("exceedance: pollutant and reading", readings_of),
    ("… its limit", limits_of),
    ("… times over", times_of),
)


def by_fact(labels: Sequence[Labelled]) -> list[list[str]]:
    """Precision and recall per fact and half."""
    return [
        [fact, half, *_line(sum((count(each) for each in labels if each.half == half), Count()))]
        for fact, count in FACTS
        for half in HALVES
    ]


def by_choice(labels: Sequence[Labelled]) -> list[list[str]]:
    """Right, wrong and missed per choice that occurs, in both halves."""
    counts: dict[str, Counter[str]] = {}
    for each in labels:
        found = _matters(each)
        for choice in found | each.matters:
            what = "missed" if choice not in found else "right" if choice in each.matters else "wrong"
            if what != "wrong" or choice not in each.may:
                counts.setdefault(choice, Counter())[f"{what} {each.half}"] += 1
    columns = [f"{what} {half}" for half in HALVES for what in ("right", "wrong", "missed")]
    return [[choice, *(str(counts[choice][name] or "") for name in columns)] for choice in sorted(counts)]


def by_confidence(labels: Sequence[Labelled]) -> list[list[str]]:
    """How often a suggestion of a choice is right, by its confidence; what may be is left out."""
    graded = [
        (found.confidence, found.value in each.matters)
        for each in labels
        for found in suggested(each)
        if found.fact == "matters" and found.value not in each.may
    ]
    grades = sorted({grade for grade, _ in graded}, reverse=True)
    return [[str(grade), _share([is_right for other, is_right in graded if other == grade])] for grade in grades]


def without_violation() -> tuple[int, int]:
    """Texts of registers that state no violation: how many, and in how many something is suggested all the same."""
    from qingce.domain.removal.suggesting import suggest

    texts = {row.get(name, "") for path in REGISTERS for row in _rows(path) for name in ("title", "description")}
    return len(texts), sum(bool(suggest(text)) for text in texts)


def wrong(labels: Sequence[Labelled]) -> Iterator[str]:
    """Every decision that is not suggested as labelled."""
    for each in labels:
        for fact, count in FACTS:
            found = count(each)
            if found.wrong or found.missed:
                yield f"{each.id} {each.half} {fact}: {found} {each.texts['description']} {each.texts['measure']}"
                yield f"    {[(str(one.value), one.sign, one.words) for one in suggested(each)]} {_written(each)}"


def _line(count: Count) -> list[str]:
    of_found, of_wanted = count.right + count.wrong, count.right + count.missed
    return [_ratio(count.right, of_found), _ratio(count.right, of_wanted)]


def _share(rights: Sequence[bool]) -> str:
    return _ratio(sum(rights), len(rights))


def _ratio(hits: int, of: int) -> str:
    if not of:
        return "none"
    low, high = wilson(hits, of)
    return f"{hits}/{of} = {100 * hits / of:.0f} % ({100 * low:.0f}-{100 * high:.0f})"


def speed(count: int) -> list[list[str]]:
    """Texts a second, one by one and as a column; no text stands twice in the column."""
    import polars as pl

    from qingce.domain.removal.suggesting import exceedances_in, suggest
    from qingce.domain.removal.suggesting.columns import suggest_columns

    texts = [row["description"] for row in _rows(DECISIONS)]
    column = pl.Series([f"{text}({number})" for number in range(count // len(texts) + 1) for text in texts][:count])
    some = texts * 20
    suggest_columns(column.head(len(texts)))
    acts: Sequence[tuple[str, int, Callable[[], object]]] = (
        ("suggest, one by one", len(some), lambda: [suggest(text) for text in some]),
        ("exceedances_in, one by one", len(some), lambda: [exceedances_in(text) for text in some]),
        ("suggest_columns", count, lambda: suggest_columns(column)),
    )
    timings = in_turn([act for _, _, act in acts], runs=RUNS)
    return [
        [name, f"{size:,}", f"{timing.median:.2f}", timing.spread, f"{size / timing.median:,.0f}"]
        for (name, size, _), timing in zip(acts, timings, strict=True)
    ]


def measure(count: int = TEXTS, *, shows_wrong: bool = False) -> str:
    """All tables; returns the report."""
    _set_up()
    labels = read_labels()
    report = f"{len(labels)} labelled decisions; {machine()}\n\n"
    report += table(("fact", "half", "right of those suggested (95 %)", "found of those there (95 %)"), by_fact(labels))
    columns = ("choice", *(f"{what}, {half}" for half in HALVES for what in ("right", "wrong", "missed")))
    report += "\n\n" + table(columns, by_choice(labels))
    report += "\n\n" + table(("confidence", "right (95 %)"), by_confidence(labels))
    count_of, hit = without_violation()
    report += f"\n\nOf {count_of:,} texts of registers that state no violation, something is suggested in {hit}."
    report += "\n\n" + table(("what", "texts", "median s", "fastest-slowest", "texts/s"), speed(count))
    return "\n".join([report, "", *wrong(labels)]) if shows_wrong else report


def _set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingce.config.settings")
    os.environ.setdefault("QINGCE_SECRET_KEY", "bench-only-" + "x" * 40)
    django.setup()


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    print(measure(*map(int, words), shows_wrong="--wrong" in sys.argv))
