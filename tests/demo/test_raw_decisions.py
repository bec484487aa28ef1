"""The transcribed decisions come in by one command under the columns of their source, as anyone would bring them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from qingce.domain.records.models import Record
from qingce.doors.cli.main import main

pytestmark = pytest.mark.django_db(transaction=True)
DECIDED = Path(__file__).resolve().parents[2] / "demo/penalty-decisions/decisions.csv"
# Column of the source ← column of the demo, where only the name differs.
RENAMED = {
    "doc_no": "doc_no",
    "enterprise_name": "enterprise_name",
    "address": "address",
    "issuing_body": "issuer",
    "province": "province",
    "city": "city",
    "county": "county",
    "inspection_date": "inspected_on",
    "decision_date": "decided_on",
    "violation_text": "description",
    "laws_cited": "laws",
    "measure_text": "measure",
    "fine_yuan": "fine_cny",
    "source_ref": "source_title",
}
# The longer before what it ends with.
KINDS = ("不予行政处罚决定", "行政处罚决定", "责令改正决定", "典型案例/媒体通报")
PUBLISHERS = {"government-site": "政府网站", "mirror": "镜像站(非官方域名)", "media": "媒体或转载"}


def raw_row(number: int, row: dict[str, str]) -> dict[str, str]:
    """A row of the demo as its source wrote it, still under the pseudonym."""
    # The source gives some dates as year and month; the demo keeps their year.
    published = row["published_on"] or (row["year"] and f"{row['year']}-01")
    return {
        "id": f"PD{number:04}",
        "record_type": next(kind for kind in KINDS if kind in row["title"]),
        "uscc": "",
        **{theirs: row[ours] for theirs, ours in RENAMED.items()},
        "publish_date": published,
        "source_kind": PUBLISHERS[row["source_kind"]],
        "uscc_check": "",
    }


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def take_in(path: Path) -> tuple[int, int, int, int]:
    """What the command reports: read, new, known and rejected rows."""
    told = CliRunner().invoke(main, ["ingest", str(path), "--mapping", "penalty-decisions", "--format", "json"])
    assert told.exit_code == 0, told.output
    report = json.loads(told.stdout)
    return tuple(report[f"rows_{name}"] for name in ("read", "new", "known", "rejected"))


def fines(rows: list[dict[str, str]], column: str) -> list[float]:
    return sorted(float(row[column]) for row in rows if row[column])


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """The demo's decisions in the layout of their source."""
    rows = [raw_row(number, row) for number, row in enumerate(rows_of(DECIDED), start=1)]
    path = tmp_path / "decisions.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.requirement("REC-1", "REC-2", "REC-3")
def test_decisions_in_the_columns_of_their_source_load_by_one_command(raw: Path) -> None:
    assert take_in(raw) == (57, 57, 0, 0)
    held = Record.objects.filter(fine_cny__isnull=False).values_list("fine_cny", flat=True)
    assert sorted(map(float, held)) == fines(rows_of(DECIDED), "fine_cny")


@pytest.mark.requirement("REC-5")
def test_decisions_brought_again_add_nothing(raw: Path) -> None:
    take_in(raw)
    take_in(raw)
    assert Record.objects.count() == 57


def test_raw_columns_are_those_of_the_public_file(raw: Path, public_data: Path) -> None:
    assert set(rows_of(raw)[0]) == set(rows_of(public_data / "penalty-decisions/decisions.csv")[0])


@pytest.mark.requirement("REC-1", "REC-2", "REC-3")
def test_public_decisions_load_by_one_command(public_data: Path) -> None:
    path = public_data / "penalty-decisions/decisions.csv"
    assert take_in(path) == (57, 57, 0, 0)
    held = Record.objects.filter(fine_cny__isnull=False).values_list("fine_cny", flat=True)
    assert sorted(map(float, held)) == fines(rows_of(path), "fine_yuan")
