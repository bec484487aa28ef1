"""The rules of removal over millions of rows and for one case, beside Polars by hand, zen-engine and rule-engine.

`python -m bench.rules [rows] [cases of the peers]`. All have to give the same answers. The peers know no unknown
facts: they decide cases of which everything is known, and dates are compared for them beforehand.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import peer
from bench.measuring import Timing, in_turn, machine, table
from bench.rules_by_hand import by_hand
from bench.rules_facts import DAY, earliest_recent, facts
from qingce.pure.kernel.shipped import shipped_folder
from qingce.pure.rules.columns import decide_columns
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import decide
from qingce.pure.rules.diffing import diff
from qingce.pure.rules.library import Library, read_versions
from qingce.pure.rules.values import read_facts
from tools.steps import Stop, run

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from qingce.pure.rules.compiling import CompiledRow, CompiledTable, Test

OURS = (
    "Qingce: columns, from the rulebook",
    "Polars, written by hand for this table",
    "Qingce: the policy diff of two versions",
)
ROWS, FULL, PEER_CASES, ONE_BY_ONE, RUNS = 1_000_000, 5_000_000, 2_000, 2_000, 5
PEERS = ("zen-engine", "rule-engine")
WORK = Path(__file__).with_name("rules_peer_work.py")
RECENT = "is_recent"


def measure(rows: int = ROWS, peer_cases: int = PEER_CASES) -> str:
    """All of it, one after the other; returns the report."""
    peer.install()
    compiled = removal()
    frame = facts(compiled.book, rows)
    known = facts(compiled.book, peer_cases, with_unknowns=False)
    _check_the_same(compiled, frame)
    acts = [
        lambda: decide_columns(compiled, frame),
        lambda: by_hand(frame, recent_from=earliest_recent()),
        lambda: diff(compiled, compiled, frame),
    ]
    processor: list[list[float]] = [[] for _ in acts]
    whole = in_turn([partial(_noted, act, seconds) for act, seconds in zip(acts, processor, strict=True)], runs=RUNS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    runs = [(timing, Timing(tuple(seconds)), rows) for timing, seconds in zip(whole, processor, strict=True)]
    runs += [(clock, used, peer_cases) for clock, used in _peers(compiled, known)]
    ours = runs[0][1].median / rows
    header = [
        "what",
        "rows",
        "median s",
        "fastest-slowest",
        "processor s",
        "rows a second of processor",
        "times Qingce's",
    ]
    lines = [_line(name, *each, ours) for name, each in zip((*OURS, *PEERS), runs, strict=True)]
    about = (
        f"{len(compiled.rows)} rows, {len(compiled.conditions)} conditions; {RUNS} runs in turn; {machine()}; "
        f"{peer.versions(PEERS)}; memory at most {peak:.1f} GB, the facts themselves included"
    )
    return "\n\n".join([about, table(header, lines), _one_case(compiled, facts(compiled.book, ONE_BY_ONE))])


def _noted(act: Callable[[], object], seconds: list[float]) -> None:
    """Does it, and notes what it took of a processor [s]."""
    started = time.process_time()
    act()
    seconds.append(time.process_time() - started)


def removal() -> CompiledTable:
    """The table of removal as it is on the day."""
    library = Library({"removal": read_versions(shipped_folder() / "rulebook/removal")})
    return compile_table(library.at("removal", on=DAY), "removal", on=DAY)


def _check_the_same(compiled: CompiledTable, frame: pl.DataFrame) -> None:
    if not decide_columns(compiled, frame).get_column("outcome").equals(by_hand(frame, recent_from=earliest_recent())):
        raise Stop("The table written by hand does not say what the rulebook says; nothing was measured.")


def _one_case(compiled: CompiledTable, frame: pl.DataFrame) -> str:
    """Case by case with all reasons and the next question, each another; nothing is known of the case before."""
    cases = [read_facts(compiled.book, each) for each in frame.to_dicts()]
    seconds = []
    for case in cases:
        started = time.perf_counter()
        decide(compiled, case)
        seconds.append(time.perf_counter() - started)
    timing = Timing(tuple(seconds))
    asked = sum(decide(compiled, case).question is not None for case in cases)
    return (
        f"One case with every row, every condition and the next question, {len(cases):,} different cases of which "
        f"{asked:,} have one: median {statistics.median(seconds) * 1000:.2f} ms, 95 % {timing.p95 * 1000:.2f} ms."
    )


def _peers(compiled: CompiledTable, known: pl.DataFrame) -> list[tuple[Timing, Timing]]:
    """By the clock and of the processor, for each peer."""
    ours = decide_columns(compiled, known).get_column("outcome").to_list()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.json"
        file.write_text(json.dumps({**_as_text(compiled), "cases": _cases(known)}), encoding="utf-8")
        told = {name: [_peer(name, file, ours) for _ in range(RUNS)] for name in PEERS}
    return [
        (Timing(tuple(clock for clock, _ in each)), Timing(tuple(used for _, used in each))) for each in told.values()
    ]


def _peer(name: str, file: Path, ours: list[str]) -> tuple[float, float]:
    told = json.loads(run([peer.FOLDER / "bin" / "python", WORK, name, file]))
    if told["outcomes"] != ours:
        raise Stop(f"{name} does not say what the rulebook says; nothing was measured.")
    return float(told["seconds"]), float(told["processor"])


def _as_text(compiled: CompiledTable) -> dict[str, Any]:
    """The table for engines that know expressions, not unknowns: conditions by name, rows, the strongest first."""
    conditions = {RECENT: RECENT}
    for tests in compiled.tests.values():
        conditions |= {test.name: _expression(test) for test in tests}
    conditions |= {span.name: RECENT for span in compiled.spans}
    for each in compiled.composites:
        members = [name for place, name in enumerate(compiled.conditions) if each.members >> place & 1]
        joined = {"all": " and ", "any": " or ", "not": ""}[each.operator].join(f"({conditions[m]})" for m in members)
        conditions[each.name] = f"not ({joined})" if each.operator == "not" else joined
    rows = []
    for row in sorted(compiled.rows, key=lambda each: each.outcome):
        needs = [compiled.conditions[place] for place in row.conditions]
        beaters = [other for other in compiled.beating if other.beats & row.bit]
        for other in beaters:
            conditions[f"not-{other.row.id}"] = f"not ({' and '.join(_needs(compiled, other, conditions))})"
        rows.append({"needs": [*needs, *(f"not-{other.row.id}" for other in beaters)], "outcome": row.group.outcome})
    return {"conditions": conditions, "rows": [*rows, {"needs": [], "outcome": compiled.default}]}


def _needs(compiled: CompiledTable, row: CompiledRow, conditions: dict[str, str]) -> list[str]:
    bits = row.needs | row.beats_when
    return [f"({conditions[name]})" for place, name in enumerate(compiled.conditions) if bits >> place & 1]


def _expression(test: Test) -> str:
    fact = _plain_name(test.fact)
    if test.expects is not None:
        return fact if test.expects else f"not ({fact})"
    if test.operator == "contains":
        return _plain_name(f"{test.fact}={test.choices[0]}")
    if test.choices:
        return " or ".join(f'{fact} == "{each}"' for each in test.choices)
    sign = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}[test.operator]
    return f"{fact} {sign} {test.limit}"


def _cases(known: pl.DataFrame) -> list[dict[str, Any]]:
    recent = known.get_column("published_on") >= earliest_recent()
    dated = {name: kind for name, kind in known.schema.items() if kind.is_temporal()}
    plain = known.drop(dated).with_columns(recent.alias(RECENT))
    numbers = [name for name, kind in plain.schema.items() if kind.is_decimal()]
    plain = plain.with_columns(known.get_column(name).cast(float) for name in numbers)
    return [{_plain_name(name): value for name, value in case.items()} for case in plain.to_dicts()]


def _plain_name(name: str) -> str:
    return name.replace("=", "_").replace("-", "_")


def _line(what: str, clock: Timing, used: Timing, rows: int, ours: float) -> list[str]:
    """Args: ours: of Qingce's columns, for a row, of a processor [s]."""
    each = used.median / rows
    return [
        what, f"{rows:,}", f"{clock.median:.2f}", clock.spread, f"{used.median:.2f}", f"{1 / each:,.0f}",
        f"{each / ours:,.2f}",
    ]  # fmt: skip


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
