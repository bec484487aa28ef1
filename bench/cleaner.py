"""A published roster of cleaner production from its file to the records; the peer is sqlite-utils with the same file.

`python -m bench.cleaner [rows [runs]]`
"""

from __future__ import annotations

import csv
import json
import sys
from itertools import islice
from pathlib import Path
from statistics import median

from bench import peer
from bench.house import House
from bench.ingest import temporary_folder
from bench.measuring import machine, spent, table

ROWS, RUNS = 20_000, 3
HEAD = ("序号", "企业名称", "统一社会信用代码", "设区市", "类型")
CITIES = ("南京市", "苏州市", "无锡市", "常州市", "南通市", "扬州市")
GROUNDS = ("1", "2", "3", "1+3", "2+3")
ROWS_OF_EACH = 5  # of the synthetic list
WORK = "bench.cleaner_work"
YEARS = ("a first roster, every enterprise new", "the next year's, every enterprise known")


def measure(rows: int = ROWS, runs: int = RUNS) -> str:
    """Both rosters part by part, each run from an empty database, the peer in turn with them; returns the report."""
    name = peer.install()
    with temporary_folder() as folder:
        path = _roster(folder, rows)
        ours: list[list[list[tuple[str, float]]]] = []
        theirs = []
        for run in range(runs):
            house = House(folder / f"home-{run}")
            house.migrate()
            ours.append(json.loads(house.python(WORK, path).splitlines()[-1]))
            theirs.append(spent([peer.PROGRAM, "insert", folder / f"peer-{run}.db", "roster", path, "--csv"]).seconds)
    lines = [
        [f"{year}: {what}", f"{median(run[place][part][1] for run in ours):.2f}", ""]
        for place, year in enumerate(YEARS)
        for part, (what, _) in enumerate(ours[0][place])
    ]
    for place, year in enumerate(YEARS):
        whole = median(sum(seconds for _, seconds in run[place]) for run in ours)
        lines.append([f"{year}: in all", f"{whole:.2f}", f"{whole / median(theirs):.1f}"])
    lines.append([f"{name}: `insert --csv`; checks and matches nothing", f"{median(theirs):.2f}", "1"])
    return f"{rows:,} rows, {runs} runs; {machine()}\n\n{table(('what', 'median s', 'times the peer'), lines)}"


def _roster(folder: Path, rows: int) -> Path:
    """A roster of enterprises that do not exist, one row each, as a province would publish it."""
    synthetic, path = folder / "synthetic.csv", folder / "roster.csv"
    House(folder / "writing").write_synthetic(synthetic, rows * ROWS_OF_EACH * 2)
    names: dict[str, str] = {}
    with synthetic.open(encoding="utf-8-sig", newline="") as lines:
        for each in csv.DictReader(lines):
            names.setdefault(each["enterprise_name"], each["uscc"])
    with path.open("w", encoding="utf-8", newline="") as made:
        out = csv.writer(made)
        out.writerow(HEAD)
        for place, (name, code) in enumerate(islice(names.items(), rows)):
            out.writerow((place + 1, name, code, CITIES[place % len(CITIES)], GROUNDS[place % len(GROUNDS)]))
    return path


if __name__ == "__main__":
    print(measure(*map(int, sys.argv[1:])))
