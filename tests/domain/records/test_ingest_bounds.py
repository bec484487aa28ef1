"""Values that no column holds: a row is put aside, and nothing else suffers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.actions import IngestReport, ingest
from qingce.domain.records.models import Measurement, Quantity, Record
from qingce.shared.parties.queries import operator

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-5")]
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
GOOD = {
    "enterprise_name": "示例印染有限公司",
    "type": "supervision",
    "title": "行政处罚决定",
    "doc_no": "某环罚〔2024〕7号",
    "issuer": "某市生态环境局",
    "published_on": "2024-03-02",
    "description": "废水总排放口化学需氧量超过排放标准",
    "source_title": "行政处罚公示",
}


def take_in(folder: Path, *lines: str) -> IngestReport:
    path = folder / "rows.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return ingest(path, mapping="", actor=operator("test"), at=AT)


def line(**change: object) -> str:
    return json.dumps(GOOD | change)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"longitude": "1214737"}, "longitude"),
        ({"longitude": "5e30"}, "longitude"),
        ({"latitude": "90.5"}, "latitude"),
        ({"latitude": "-91"}, "latitude"),
        ({"fine_cny": "99999999999999.99"}, "fine_cny"),
        ({"fine_cny": "999999999999999"}, "fine_cny"),
        ({"year": "1948"}, "year"),
        ({"year": "2027"}, "year"),
        ({"measurements": "化学需氧量|5e30"}, "measurements"),
        ({"measurements": "化学需氧量|1|99999999999999.99"}, "measurements"),
        ({"measurements": "化学需氧量|1|1|mg/L||1e9"}, "measurements"),
        ({"measurements": "氧" * 61}, "measurements"),
        ({"measurements": "[" * 3000}, "measurements"),
        ({"measurements": [{"pollutant": "\ud800\x00"}]}, "measurements"),
        ({"quantities": f"污泥|1|{'t' * 21}"}, "quantities"),
        ({"quantities": "污泥|-1e20|t"}, "quantities"),
        ({"details": "{" * 3000}, "details"),
    ],
)
def test_row_with_a_value_that_no_column_holds_is_put_aside(
    tmp_path: Path, change: dict[str, object], column: str
) -> None:
    report = take_in(tmp_path, line(), line(doc_no="某环罚〔2024〕8号", **change))
    assert (report.rows_new, report.rows_rejected) == (1, 1)
    (problem,) = report.problems
    assert (problem.row, problem.column) == (2, column)
    assert problem.detail.endswith("。")


def test_line_nested_without_end_is_put_aside(tmp_path: Path) -> None:
    report = take_in(tmp_path, line(), '{"details": ' + "[" * 3000)
    assert (report.rows_new, [problem.code for problem in report.problems]) == (1, ["json-line"])


def test_characters_that_no_database_stores_are_dropped(tmp_path: Path) -> None:
    bad = "\x00\ud800"
    texts = {name: f"{text}{bad}" for name, text in GOOD.items() if name not in {"type", "published_on"}}
    measured = json.dumps([{"pollutant": f"化学需氧量{bad}", "unit": f"mg/L{bad}", "value": 93}])
    details = json.dumps({"media": f"废水{bad}"})
    row = GOOD | texts | {"type": "key-entity", "measurements": measured, "details": details}
    report = take_in(tmp_path, json.dumps(row))
    assert (report.rows_new, report.problems) == (1, ())
    record = Record.objects.get()
    assert (record.title, record.details) == (GOOD["title"], {"media": "废水"})
    assert [(each.pollutant, each.unit) for each in Measurement.objects.all()] == [("化学需氧量", "mg/L")]


def test_farthest_values_come_back_as_written(tmp_path: Path) -> None:
    most = "99999999999999"
    report = take_in(
        tmp_path,
        line(
            longitude="-180", latitude="90", fine_cny=most, quantities=f"污泥|-{most}|t",
            measurements=f"化学需氧量|{most}|0.000001|mg/L|口|99999999",
        ),
    )  # fmt: skip
    assert (report.rows_new, report.problems) == (1, ())
    enterprise, measured = Enterprise.objects.get(), Measurement.objects.get()
    assert (enterprise.longitude, enterprise.latitude) == (Decimal(-180), Decimal(90))
    assert (measured.value, measured.limit) == (Decimal(most), Decimal("0.000001"))
    assert (measured.times_over, Quantity.objects.get().amount) == (Decimal(99999999), -Decimal(most))
    assert Record.objects.get().fine_cny == Decimal(most)
