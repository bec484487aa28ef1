"""Which enterprise a row means: our decisions beside exact names and a plain similarity of names, on labelled pairs.

`python -m bench.matching [held-out|tuning] [--wrong]`: `--wrong` lists what was decided wrongly or asked.
Every known enterprise of the half goes into an empty database; then each row is looked for among all of them, alone.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import machine, table

if TYPE_CHECKING:
    from qingce.domain.enterprises.actions import Description

PAIRS = Path(__file__).parent / "data/matching/pairs.csv"
AT = datetime(2026, 1, 1, tzinfo=UTC)
NEW, ASK = "new", "ask"
Row = Mapping[str, str]
Answer = str  # who the row was taken for, NEW or ASK
SHOWN = ("name", "former", "uscc", "code", "address", "division")
PEER_RATIO = 90  # a usual threshold of rapidfuzz's token_sort_ratio
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Judged:
    """A pair and what was answered; `is_ranked`: a question named the right enterprise."""

    row: Row
    answer: Answer
    is_ranked: bool = False
    reasons: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether the enterprise of the row is among the known ones."""
        return self.row["is_known"] == "yes"

    @property
    def is_right(self) -> bool:
        """Whether an automatic answer is true."""
        return self.answer == (self.row["b_is"] if self.is_known else NEW)


def read_half(half: str) -> list[dict[str, str]]:
    """The pairs of one half; `is_known` says whether the row's enterprise is among the known ones of that half."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["half"] == half]
    known = {row["a_is"] for row in rows}
    return [{**row, "is_known": "yes" if row["b_is"] in known else "no"} for row in rows]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % confidence interval of a share (E. B. Wilson, 1927)."""
    if not of:
        return 0.0, 1.0
    share, z2 = hits / of, Z95 * Z95
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    reach = Z95 / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def describe(row: Row, side: str) -> Description:
    """One side as intake describes an enterprise."""
    from qingce.domain.enterprises.actions import Description
    from qingce.pure.kernel.names import is_telling, name_key, normalise_name

    name = row[f"{side}_name"]
    key = name_key(name)
    return Description(
        name=name,
        name_key=key if is_telling(name) or row[f"{side}_uscc"] else f"{key}#{row['id']}{side}",
        uscc=row[f"{side}_uscc"] or None,
        is_company=bool(normalise_name(name).legal_form),
        former_names=tuple(filter(None, [row[f"{side}_former"]])),
        address=row[f"{side}_address"],
        division=row[f"{side}_division"],
        stated_code=row[f"{side}_code"],
    )


def ours(rows: Sequence[Row]) -> list[Judged]:
    """Each row through `resolve_enterprises`, taken back afterwards so that none learns from another.

    Where pairs describe one enterprise in different ways (with a former name, without), each has its own turn in which
    the others stand aside.
    """
    from django.db import transaction

    judged: list[Judged] = []
    for known, turn in _turns(rows):
        with transaction.atomic():
            judged += _one_turn(known, turn)
            transaction.set_rollback(True)
    return judged


def _turns(rows: Sequence[Row]) -> list[tuple[dict[str, Description], list[Row]]]:
    """What is known in each turn, by who it is, and the rows whose pair describes it so."""
    ways: dict[str, list[Description]] = {}
    turns: list[list[Row]] = []
    for row in rows:
        way, known = describe(row, "a"), ways.setdefault(row["a_is"], [])
        if way not in known:
            known.append(way)
        turns += [[] for _ in range(len(known) - len(turns))]
        turns[known.index(way)].append(row)
    return [({who: way[min(turn, len(way) - 1)] for who, way in ways.items()}, each) for turn, each in enumerate(turns)]


def _one_turn(known: Mapping[str, Description], rows: Sequence[Row]) -> Iterator[Judged]:
    from django.db import transaction

    from qingce.domain.enterprises.actions import resolve_enterprises

    numbers = resolve_enterprises(list(known.values()), at=AT).decided()
    who = dict(zip(numbers, known, strict=True))
    for row in rows:
        with transaction.atomic():
            found = resolve_enterprises([describe(row, "b")], at=AT, may_ask=True)
            transaction.set_rollback(True)
        ranked = found.asks[0].ranked if found.asks else ()
        number = found.ids[0]
        answer = ASK if number is None else NEW if number in found.created else who[number]
        is_ranked = any(who.get(each.enterprise_id) == row["b_is"] for each in ranked)
        yield Judged(row, answer, is_ranked, tuple(f"{each.score} {' '.join(each.reasons)}" for each in ranked))


def exact_names(rows: Sequence[Row]) -> list[Judged]:
    """The peer that most people start with: the code, else the name as written."""
    by_code = {row["a_uscc"]: row["a_is"] for row in rows if row["a_uscc"]}
    by_name = {row["a_name"]: row["a_is"] for row in rows}
    return [Judged(row, by_code.get(row["b_uscc"]) or by_name.get(row["b_name"], NEW)) for row in rows]


def similar_names(rows: Sequence[Row]) -> list[Judged]:
    """The code, else the most alike name by rapidfuzz's token_sort_ratio from `PEER_RATIO` on."""
    from rapidfuzz import fuzz, process

    by_code = {row["a_uscc"]: row["a_is"] for row in rows if row["a_uscc"]}
    names = {row["a_is"]: row["a_name"] for row in rows}

    def answer(row: Row) -> Answer:
        if row["b_uscc"] in by_code:
            return by_code[row["b_uscc"]]
        found = process.extractOne(row["b_name"], names, scorer=fuzz.token_sort_ratio, score_cutoff=PEER_RATIO)
        return str(found[2]) if found else NEW

    return [Judged(row, answer(row)) for row in rows]


def _share(hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{hits}/{of} = {100 * hits / max(of, 1):.2f} % ({100 * low:.2f}-{100 * high:.2f})"


def line(what: str, judged: Sequence[Judged]) -> list[str]:
    """Precision and recall of one way of deciding."""
    matched = [each for each in judged if each.answer not in (NEW, ASK)]
    known = [each for each in judged if each.is_known]
    asked = [each for each in judged if each.answer == ASK]
    return [
        what,
        _share(sum(each.is_right for each in matched), len(matched)),
        _share(sum(each.is_right for each in known), len(known)),
        _share(len(asked), len(judged)),
        f"{sum(each.is_ranked for each in asked if each.is_known)}/{sum(each.is_known for each in asked)}",
        str(sum(each.answer == NEW and each.is_known for each in judged)),
    ]


def by_kind(judged: Iterable[Judged]) -> list[list[str]]:
    """Per kind: how many, matched rightly and wrongly, asked, made new rightly and wrongly."""
    counts: dict[str, Counter[str]] = {}
    for each in judged:
        what = each.answer if each.answer in (NEW, ASK) else "matched"
        side = "" if what == ASK else " rightly" if each.is_right else " wrongly"
        counts.setdefault(each.row["kind"], Counter())[what + side] += 1
    columns = ("matched rightly", "matched wrongly", "new rightly", "new wrongly", ASK)
    return [[kind, str(found.total()), *(str(found[name] or "") for name in columns)] for kind, found in counts.items()]


def _shown(judged: Judged) -> str:
    row = judged.row
    sides = (" ".join(filter(None, (row[f"{side}_{name}"] for name in SHOWN))) for side in "ab")
    return f"{row['id']} {row['kind']}: {judged.answer}: {' | '.join(sides)} {judged.reasons}"


WAYS: Sequence[tuple[str, Callable[[Sequence[Row]], list[Judged]]]] = (
    ("Qingce", ours),
    ("exact name or code", exact_names),
    (f"rapidfuzz token_sort_ratio ≥ {PEER_RATIO} or code", similar_names),
)


def measure(half: str = "held-out", *, shows_wrong: bool = False) -> str:
    """All ways on the same rows; returns the report."""
    rows = read_half(half)
    with temporary_folder() as folder:
        house = House(folder / "home")
        house.migrate()
        house.enter()
        judged = {name: way(rows) for name, way in WAYS}
    header = (
        "what",
        "matches right (95 %)",
        "known ones found (95 %)",
        "left to people (95 %)",
        "asked: in list",
        "missed",
    )
    report = f"{len(rows):,} pairs, the {half} half; {machine()}\n\n"
    report += table(header, [line(name, each) for name, each in judged.items()]) + "\n\n"
    kinds = ("kind", "pairs", "matched rightly", "wrongly", "new rightly", "wrongly", "asked")
    report += table(kinds, by_kind(judged["Qingce"]))
    if shows_wrong:
        wrong = [each for each in judged["Qingce"] if not each.is_right]
        report += "\n\n" + "\n".join(map(_shown, wrong))
    return report


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    print(measure(*words, shows_wrong="--wrong" in sys.argv))
