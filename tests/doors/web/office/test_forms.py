"""Real tables through the office, in every form in which authorities publish them (REC-3)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qingce.shared.intake.models import Batch
from tests.demo.test_raw_decisions import raw_row
from tests.doors.web.office.test_imports import proposed
from tests.factories import staff_member, work
from tests.shared.intake.making import paragraph, table, write_docx

pytestmark = pytest.mark.django_db
DECISIONS = Path(__file__).parents[4] / "demo/penalty-decisions/decisions.csv"
TITLE = "行政处罚决定一览表"
Rows = Sequence[Sequence[str]]
# What no column says, for each table of the platform; the type's own fields among it.
SHANGHAI = {
    "enterprises": ("key-entity", "list_name=上海市重点排污单位名录"),
    "cleaner_production_companies": ("cleaner-production", "obligation=mandatory"),
    "eia_followup_projects": ("eia", "stage=follow-up"),
    "licence_construction_project": ("eia", "stage=approval"),
    "licence_hazardous_waste": ("key-entity", "list_name=危险废物经营许可"),
    "licence_other": ("key-entity", "list_name=其他许可"),
    "licence_pollutant_discharge": ("key-entity", "list_name=排污许可证"),
}


def as_csv(rows: Rows, path: Path) -> None:
    text = StringIO()
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), "utf-8")


def as_gbk_workbook(rows: Rows, path: Path) -> None:
    """A title over the table, and a header whose cells are merged over two rows."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("处罚")
        sheet.merge_range(0, 0, 0, len(rows[0]) - 1, TITLE)
        for place, name in enumerate(rows[0]):
            sheet.merge_range(1, place, 2, place, name)
        for number, row in enumerate(rows[1:], 3):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text)


def as_gbk_csv(rows: Rows, path: Path) -> None:
    text = StringIO()
    csv.writer(text).writerows([[TITLE, *[""] * (len(rows[0]) - 1)], *rows])
    path.write_bytes(text.getvalue().encode("gb18030"))


def as_document(rows: Rows, path: Path) -> None:
    write_docx(path, paragraph(TITLE), table(*rows))


def through_the_office(office: Client, path: Path, **said: str) -> Batch:
    """The file taken in as the page proposes it, with what a person adds."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    assert office.post("/office/imports/", {"file": file}).status_code == 302
    work()
    batch = Batch.objects.latest("pk")
    address = f"/office/imports/{batch.pk}/"
    shown = proposed(office.get(f"{address}columns/").content.decode())
    answer = office.post(f"{address}columns/", shown | said)
    assert answer.status_code == 302, answer.content.decode()
    work()
    batch.refresh_from_db()
    office.post(address, {"act": "run", "mapping": batch.mapping_sha256})
    work()
    batch.refresh_from_db()
    return batch


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(staff_member())
    return client


@pytest.mark.requirement("REC-3")
@pytest.mark.parametrize(
    ("suffix", "write"),
    [("csv", as_csv), ("csv", as_gbk_csv), ("xlsx", as_gbk_workbook), ("docx", as_document)],
    ids=["csv", "gbk-with-title", "workbook-with-merged-header", "document"],
)
def test_decisions_go_in_through_the_page_in_every_form(
    office: Client, tmp_path: Path, suffix: str, write: Callable[[Rows, Path], None]
) -> None:
    with DECISIONS.open(encoding="utf-8-sig", newline="") as file:
        raw = [raw_row(number, row) for number, row in enumerate(csv.DictReader(file), 1)]
    rows = [list(raw[0]), *(list(row.values()) for row in raw)]
    path = tmp_path / f"decisions.{suffix}"
    write(rows, path)
    batch = through_the_office(office, path)
    assert (batch.state, batch.mapping, batch.rows_new, batch.rows_rejected) == ("done", "penalty-decisions", 57, 0)
    assert batch.trial["rows_new"] == 57


@pytest.mark.requirement("REC-3", "REC-4")
def test_shanghai_tables_go_in_through_the_page_as_they_are(office: Client, public_data: Path) -> None:
    counts = {}
    for name, (record_type, details) in SHANGHAI.items():
        path = public_data / "shanghai-env-disclosure-2020" / f"{name}.csv"
        said = {"type": record_type, "details": details, "source_title": "上海市企事业单位环境信息公开平台"}
        batch = through_the_office(office, path, **said)
        done = [getattr(batch, f"rows_{fate}") for fate in ("read", "new", "known", "held", "rejected")]
        assert done == [batch.trial[f"rows_{fate}"] for fate in ("read", "new", "known", "held", "rejected")]
        counts[name] = done
    read, held, rejected = (sum(each[place] for each in counts.values()) for place in (0, 3, 4))
    assert (read, rejected) == (10_430, 1)
    assert held / read < 0.05
