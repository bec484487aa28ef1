"""Build the calendar and pollutant tables of the kernel from the public source files.

    python tools/kernel_data_codes.py FOLDER

FOLDER holds `cn-holidays/<year>.json` and `hj212-pollutant-codes/*.csv`; `SOURCES.codes.md` beside the tables says
where they come from. The hand-kept tables (legal forms, units, English names, aliases) are not touched.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "src" / "qingce" / "pure" / "kernel" / "data"

# The 2005 edition names some quantities otherwise than the 2017 edition; equal names need no line here.
SAME_UNDER_ANOTHER_NAME = {
    "B01": "w00000",
    "B02": "a00000",
    "06": "a21018",
    "07": "a21017",
    "31": "a20057",
    "32": "a20043",
    "33": "a20025",
    "34": "a20091",
    "35": "a20063",
    "36": "a20016",
}
# Names occur in both media; the 2005 codes 001 to 101 are water.
WATER_2005_LAST = "101"
OTHER_CODES = {"i00", "w27"}


def main(arguments: Sequence[str]) -> int:
    """Write the tables; returns the exit status."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    source = Path(arguments[0])
    notices, days = read_holidays(source / "cn-holidays")
    write_table("calendar_notices.csv", ("year", "notice"), notices)
    write_table("calendar.csv", ("date", "kind", "name", "year"), days)
    rows = read_pollutants(source / "hj212-pollutant-codes")
    write_table("pollutants.csv", ("code_2017", "code_2005", "name", "units", "sum_unit", "medium"), rows)
    print(f"{len(notices)} years, {len(days)} days, {len(rows)} pollutants and quantities")
    return 0


def read_holidays(folder: Path) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Years with a notice, and the days off and worked; a year without a notice gives nothing."""
    years = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("2*.json"))]
    announced = [year for year in years if year["papers"] and year["days"]]
    notices = [(year["year"], " ".join(year["papers"])) for year in announced]
    days = [
        (day["date"], "off" if day["isOffDay"] else "work", day["name"], year["year"])
        for year in announced
        for day in year["days"]
    ]
    return notices, sorted(days)


def read_pollutants(folder: Path) -> list[tuple[str, ...]]:
    """One row per quantity of the 2017 edition, then those only the 2005 edition has."""
    newer = read_rows(folder / "pollutant_codes_hj212-2017.csv")
    older = {row["code"]: row for row in read_rows(folder / "pollutant_codes_hj212-2005.csv")}
    code_by_name = {(row["name"].upper(), medium_2017(row["code"])): row["code"] for row in newer}
    replaced = {
        code: SAME_UNDER_ANOTHER_NAME.get(code) or code_by_name.get((row["name"].upper(), medium_2005(code)), "")
        for code, row in older.items()
    }
    # Where two 2005 codes mean one quantity (003 and w25), the first is its code and the other keeps a row.
    older_code = {new: old for old, new in reversed(replaced.items()) if new}
    rows: list[tuple[str, ...]] = [
        (row["code"], older_code.get(row["code"], ""), *facts(row), medium_2017(row["code"])) for row in newer
    ]
    return rows + [
        ("", code, *facts(row), medium_2005(code))
        for code, row in older.items()
        if older_code.get(replaced[code]) != code
    ]


def facts(row: dict[str, str]) -> tuple[str, str, str]:
    """Name, units and unit of the total; 无 means that there is no unit."""
    return row["name"], "" if row["units"] == "无" else row["units"], row["sum_unit"]


def medium_2017(code: str) -> str:
    """Medium by the letter of a 2017 code; the flows B01… are of water."""
    if code in OTHER_CODES:
        return ""
    return "air" if code.startswith("a") else "water"


def medium_2005(code: str) -> str:
    """Medium of a 2005 code: three digits are water up to 101, two digits, S and T are air."""
    if code in OTHER_CODES:
        return ""
    is_water = (
        code.startswith("w")
        or code in {"B00", "B01"}
        or (len(code) == len(WATER_2005_LAST) and code <= WATER_2005_LAST)
    )
    return "water" if is_water and not code.endswith("z") else "air"


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file as written."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write one table of the kernel with line feeds."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
