"""Names of rows against known enterprises, all at once: ours beside splink, both with what they find and what it takes.

`python -m bench.names [names] [enterprises]`. The enterprises and the ways in which rows name them are invented
(`bench.names_made`); most names are easy, as in real files. The peer gets names that are normalised already.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bench import peer
from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import machine, table
from bench.names_made import Firm, Said, firm, said
from tools.steps import run

NAMES, ENTERPRISES = 20_000, 20_000
PEERS = ("splink", "duckdb")
WORK = Path(__file__).with_name("names_peer_work.py")
COLUMNS = ("id", "name", "code", "city", "division", "address")
NEW, ASK = "new", "ask"


def measure(names: int = NAMES, enterprises: int = ENTERPRISES) -> str:
    """Both, one after the other; returns the report."""
    with temporary_folder() as folder:
        own, own_answers = _ours(folder, names, enterprises)
        other, peer_answers = _theirs(folder, names, enterprises)
    rows = [said(row, known=enterprises) for row in range(names)]
    header = ("what", "seconds", "processor s", "µs a name", "memory MB", "matches right", "known found", "asked")
    lines = [
        _line("Qingce: looking for the names", own["sought"], own["memory_mb"], rows, own_answers),
        _line(f"{peer.versions(PEERS)}: training and linking", other, other["memory_mb"], rows, peer_answers),
    ]
    made = own["made"]
    report = f"{names:,} names against {enterprises:,} enterprises; {machine()}\n\n{table(header, lines)}\n\n"
    report += f"Making the enterprises with their names and pieces took {made['seconds']:.1f} s before "
    report += f"({made['processor'] / enterprises * 1e6:.0f} µs of processor each).\n\n"
    kinds = ("kind of name", "rows", "right", "wrong", "asked", "splink: right", "wrong")
    return report + table(kinds, _by_kind(rows, own_answers, peer_answers))


def _ours(folder: Path, names: int, enterprises: int) -> tuple[dict[str, Mapping[str, float]], list[str]]:
    house = House(folder / "home")
    house.migrate()
    answers = folder / "ours.txt"
    told = json.loads(house.python("bench.names_ours_work", names, enterprises, answers))
    return told, answers.read_text("utf-8").split()


def _theirs(folder: Path, names: int, enterprises: int) -> tuple[dict[str, float], list[str]]:
    peer.install()
    known, meant, answers = (folder / name for name in ("known.csv", "said.csv", "theirs.csv"))
    _write(known, ((str(number), each) for number in range(enterprises) for each in _with_former(firm(number))))
    _write(meant, ((str(row), said(row, known=enterprises).firm) for row in range(names)))
    # -P: the folder of the file, in which there is a module `http`, is not where modules are looked for.
    told = json.loads(run([peer.FOLDER / "bin" / "python", "-P", WORK, known, meant, answers]).splitlines()[-1])
    with answers.open(encoding="utf-8", newline="") as file:
        found = {row: number for row, number, _ in csv.reader(file)}
    return told, [found.get(str(row), NEW) for row in range(names)]


def _with_former(known: Firm) -> Sequence[Firm]:
    from dataclasses import replace

    return (known, replace(known, name=known.former)) if known.former else (known,)


def _write(path: Path, rows: Iterable[tuple[str, Firm]]) -> None:
    from qingce.pure.kernel.names import name_key

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number, each in rows:
            code = each.uscc or each.stated_code
            writer.writerow([number, name_key(each.name), code, each.division[:4], each.division, each.address])


def _is_right(row: Said, answer: str) -> bool:
    return answer == (NEW if row.number is None else str(row.number))


def _line(
    what: str, took: Mapping[str, float], memory: object, rows: Sequence[Said], answers: Sequence[str]
) -> list[str]:
    both = list(zip(rows, answers, strict=True))
    matched = [_is_right(row, answer) for row, answer in both if answer not in (NEW, ASK)]
    known = [_is_right(row, answer) for row, answer in both if row.number is not None]
    asked = sum(answer == ASK for answer in answers)
    return [
        what,
        f"{took['seconds']:.1f}",
        f"{took['processor']:.1f}",
        f"{took['processor'] / len(rows) * 1e6:.0f}",
        f"{memory}",
        f"{100 * sum(matched) / max(1, len(matched)):.2f} %",
        f"{100 * sum(known) / max(1, len(known)):.2f} %",
        f"{100 * asked / len(rows):.2f} %",
    ]


def _by_kind(rows: Sequence[Said], ours: Sequence[str], theirs: Sequence[str]) -> list[list[str]]:
    counts: dict[str, Counter[str]] = {}
    for row, own, other in zip(rows, ours, theirs, strict=True):
        found = counts.setdefault(row.kind, Counter())
        found["asked" if own == ASK else "right" if _is_right(row, own) else "wrong"] += 1
        found["their right" if _is_right(row, other) else "their wrong"] += 1
    columns = ("right", "wrong", "asked", "their right", "their wrong")
    return [
        [kind, str(found["right"] + found["wrong"] + found["asked"]), *(str(found[each]) for each in columns)]
        for kind, found in counts.items()
    ]


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
