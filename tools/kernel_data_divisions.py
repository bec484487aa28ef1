"""Builds the shipped division, industry and tile tables from a folder of raw public tables.

Usage: python tools/kernel_data_divisions.py RAW_FOLDER

RAW_FOLDER holds `gb2260-history/`, `admin-divisions/`, `gb4754-industry/` and `province-tile-grid/`; what they
are and where they come from stands in `src/qingce/pure/kernel/data/SOURCES.divisions.md`. The curated tables
named there are written by hand and not touched.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OUT = Path(__file__).parent.parent / "src/qingce/pure/kernel/data"
CURRENT = "202306"  # the state that the 2023 tables describe
CLASS = "4"  # the deepest level of the industry table
Names = dict[str, str]
Revisions = dict[str, Names]


def is_pseudo(code: str, name: str) -> bool:
    """Rows that only group others ("市辖区", "县", "省直辖县级行政区划") are no divisions."""
    groups_counties = code[:2] in {"11", "12", "31", "50"} and code[2:] in {"0100", "0200"}
    return groups_counties or name in {"县", "市"} or re.search("市辖区$|[省区]直辖", name) is not None


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a raw table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_history(folder: Path) -> dict[str, Revisions]:
    """Returns: source → revision (year and month) → code → name."""
    sources: dict[str, Revisions] = defaultdict(lambda: defaultdict(dict))
    with gzip.open(folder / "gb2260_all_revisions.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not is_pseudo(row["code"], row["name"]):
                sources[row["source"]][row["revision"]][row["code"]] = row["name"]
    return sources


def read_current(folder: Path, history: Names) -> Names:
    """The codes of 2023; Hong Kong, Macao and Taiwan as in the last published list."""
    names = {code: name for code, name in history.items() if code[:2] in {"71", "81", "82"}}
    for file, zeros in (("provinces.csv", "0000"), ("cities.csv", "00"), ("areas.csv", "")):
        for row in read_csv(folder / file):
            code = row["code"] + zeros
            # A city without districts is listed once more as its own only county.
            repeats_city = not zeros and names.get(code[:4] + "00") == row["name"]
            if not is_pseudo(code, row["name"]) and not repeats_city:
                names[code] = row["name"]
    return names


def spans(revisions: Revisions, codes: Iterable[str]) -> list[list[str]]:
    """Runs of revisions in which a code keeps its name: code, name, absent, first, last, gone."""
    order = sorted(revisions)
    rows: list[list[str]] = []
    for code in sorted(codes):
        for index, revision in enumerate(order):
            name = revisions[revision].get(code)
            if name is None:
                continue
            if rows and rows[-1][0] == code and rows[-1][1] == name and rows[-1][4] == order[index - 1]:
                rows[-1][4] = revision
            else:
                rows.append([code, name, order[index - 1] if index else "", revision, revision])
    return [[*row, next((r for r in order if r > row[4]), "")] for row in rows]


def history_rows(raw: Path) -> list[list[str]]:
    """The ministry's lists decide; the statistics bureau adds codes that the ministry never listed."""
    sources = read_history(raw / "gb2260-history")
    ministry, bureau = sources["mca"], sources["stats"]
    current = read_current(raw / "admin-divisions", ministry[max(ministry)])
    ministry[CURRENT] = bureau[CURRENT] = current
    known = {code for revision, names in ministry.items() if revision != CURRENT for code in names}
    added = {code for names in bureau.values() for code in names} - known
    return sorted(spans(ministry, known) + spans(bureau, added), key=lambda row: (row[0], row[3]))


def industry_rows(raw: Path) -> list[list[str]]:
    """Sections carry their letter as code, the others their digits.

    The raw table leaves out the 199 groups that have a single class; in the standard they carry its name.
    """
    table = read_csv(raw / "gb4754-industry/gb4754_2017.csv")
    rows = {row["code"]: [row["level"], row["code"], row["section"], row["name"].strip()] for row in table}
    for code, (level, _, section, name) in list(rows.items()):
        if level == CLASS:
            rows.setdefault(code[:3], ["3", code[:3], section, name])
    return sorted(rows.values(), key=lambda row: (row[2], row[1] if row[0] != "1" else ""))


def crosswalk_rows(raw: Path) -> list[list[str]]:
    """Each class, group and division of 2011 with each of its codes of 2017."""
    table = read_csv(raw / "gb4754-industry/gb_2011_2017.csv")
    pairs = {(row["from_code"], row["to_code"]) for row in table}
    return [list(pair) for pair in sorted(pairs)]


def tile_rows(raw: Path) -> list[list[str]]:
    """One row per tile: code, name, abbreviation, row, column."""
    rows = read_csv(raw / "province-tile-grid/province_tile_grid.csv")
    return sorted([row["gb2260"], row["name"], row["abbr"], row["row"], row["col"]] for row in rows)


def write(name: str, header: str, rows: Sequence[Sequence[str]]) -> None:
    """Writes a table; a `.gz` carries no time stamp, so that the same rows give the same bytes."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(header.split(","))
    out.writerows(rows)
    data = text.getvalue().encode()
    path = OUT / name
    path.write_bytes(gzip.compress(data, 9, mtime=0) if name.endswith(".gz") else data)
    print(f"{name}: {len(rows)} rows, {path.stat().st_size} bytes")


def main(raw: Path) -> None:
    """Writes the four shipped tables."""
    write("division_history.csv.gz", "code,name,absent,first,last,gone", history_rows(raw))
    write("industries.csv.gz", "level,code,section,name", industry_rows(raw))
    write("industry_crosswalk.csv.gz", "code_2011,code_2017", crosswalk_rows(raw))
    write("tile_grid.csv", "code,name,abbr,row,col", tile_rows(raw))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
