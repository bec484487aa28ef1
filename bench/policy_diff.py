"""What a changed rule would change over a whole database, from the facts kept as columns: the pages' own way.

`python -m bench.policy_diff [violations]`. The facts are invented, the same each time, and laid down as the follower
of changes lays them; the other way is to decide each violation by itself, twice, measured on a sample.
"""

from __future__ import annotations

import resource
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.house import House
from bench.measuring import in_turn, machine, seconds_of, table
from bench.rules_facts import facts

if TYPE_CHECKING:
    import polars as pl

    from qingce.pure.rules.book import Book

VIOLATIONS = 1_000_000
SAMPLE = 2_000
RUNS = 5
ON = date(2026, 11, 21)
FIGURE = b"[{ from = 2017-06-01, value = 3 }]"  # the years of [parameter.removal-period]


def measure(violations: int = VIOLATIONS) -> str:
    """The table and the machine, as Markdown."""
    with TemporaryDirectory() as folder:
        house = House(Path(folder) / "home")
        house.migrate()
        house.command("rules", "release")
        return house.python("bench.policy_diff", violations)


def main(violations: str) -> None:
    """In a process of its own: lay the columns down, then compare."""
    from qingce.domain.removal.columns.following import columns_folder
    from qingce.domain.removal.queries import facts_for, policy_diff
    from qingce.pure.rules.columns import decide_columns
    from qingce.pure.rules.compiling import compile_table
    from qingce.pure.rules.library import read_library
    from qingce.shared.rulebooks.queries import rulebook_folder

    old = read_library(rulebook_folder()).versions("removal")[0]
    new = changed(old)
    laid = seconds_of(lambda: lay(old, int(violations), columns_folder()))
    table_now = compile_table(old, "removal", on=ON)
    decided, ours, single = in_turn(
        [
            lambda: decide_columns(table_now, facts_for(table_now, on=ON)),
            lambda: policy_diff(old, new, on=ON),
            lambda: one_by_one(old, new),
        ],
        runs=RUNS,
    )
    found = policy_diff(old, new, on=ON)
    per_violation = single.median / SAMPLE * int(violations)
    rows = [
        ["the table alone, facts kept as columns", f"{decided.median:.2f}", decided.spread],
        ["facts kept as columns, both versions", f"{ours.median:.2f}", ours.spread],
        [f"one by one with reasons ({SAMPLE:,} decided, reckoned up)", f"{per_violation:.0f}", single.spread],
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    moved = sum(each.count for each in found.counts if each.is_change)
    sys.stdout.write(
        f"{table(['policy diff', 'seconds', 'fastest-slowest'], rows)}\n\n"
        f"{found.total:,} violations, {moved:,} would come to another outcome; columns laid down in {laid:.0f} s; "
        f"peak memory {peak:.1f} GB. {machine()}\n"
    )


def changed(old: Book) -> Book:
    """The same rules, but a record is old after two years: one figure of the released files."""
    from qingce.pure.rules.loading import read_book
    from qingce.pure.rules.packing import unpack

    files = {name: content for name, content in unpack(old.packed).items() if not name.startswith("cases/")}
    before, name, after = files["parameters.toml"].partition(b"[parameter.removal-period]")
    files["parameters.toml"] = before + name + after.replace(FIGURE, FIGURE.replace(b"3", b"2"), 1)
    return read_book(files)


def lay(book: Book, violations: int, folder: Path) -> None:
    """Facts as the follower lays them: a file for each range of record numbers."""
    from qingce.domain.removal.columns.keeping import PART

    folder.mkdir(parents=True, exist_ok=True)
    for part, first in enumerate(range(0, violations, PART)):
        kept_facts(book, first, min(PART, violations - first)).write_ipc(
            folder / f"{part}.arrow", compression="uncompressed"
        )


def kept_facts(book: Book, first: int, count: int) -> pl.DataFrame:
    """Invented facts of so many records, one violation each, as the follower keeps them."""
    import polars as pl

    from qingce.domain.removal.columns.keeping import OWN

    own = {
        "record": pl.Series(range(first, first + count)),
        "violation": pl.repeat(1, count, eager=True),
        "is_confirmed": pl.repeat(None, count, eager=True).is_not_null(),
    }
    return pl.DataFrame(own, schema=OWN).hstack(facts(book, count))


def one_by_one(old: Book, new: Book) -> None:
    """Some violations by both versions with all reasons."""
    from qingce.pure.rules.compiling import compile_table
    from qingce.pure.rules.deciding import decide
    from qingce.pure.rules.values import read_facts

    cases = [
        {"record_type": "supervision", "published_on": "2024-03-02", "applied_on": ON, "matters": [choice.id]}
        for choice in old.facts["matters"].choice
    ]
    for book in (old, new):
        compiled = compile_table(book, "removal", on=ON)
        read = [read_facts(book, each) for each in cases]
        for number in range(SAMPLE):
            decide(compiled, read[number % len(read)])


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
