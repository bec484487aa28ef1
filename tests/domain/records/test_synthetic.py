"""Synthetic records: the same ones for the same seed, like real ones in shape, and never to be taken for real."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.actions import Plan, ingest, ingest_synthetic, write_synthetic
from qingce.domain.records.actions.synthesizing import RealRecordsHere
from qingce.domain.records.enums import FIELDS, RecordType
from qingce.domain.records.models import Record
from qingce.domain.records.synthetic.codes import codes
from qingce.domain.records.synthetic.files import _texts
from qingce.domain.records.synthetic.pieces import Pieces
from qingce.domain.records.synthetic.rows import COLUMNS
from qingce.domain.records.synthetic.templates import Template, fill
from qingce.domain.records.synthetic.vocabulary import rows_of
from qingce.pure.kernel.divisions import get_division, provinces
from qingce.pure.kernel.divisions.model import UnknownDivision
from qingce.pure.kernel.industries import find_industry
from qingce.pure.kernel.names import name_key
from qingce.pure.kernel.uscc import UsccStatus, is_uscc, uscc_status
from qingce.shared.parties.queries import operator
from tests.factories import AT, penalty, register

PLAN = Plan(800, 4_000)


@pytest.fixture(scope="module")
def columns() -> dict[str, list[str]]:
    return Pieces(PLAN).columns(0)


def test_columns_are_ours_and_nothing_in_them_needs_quotes(columns: dict[str, list[str]]) -> None:
    assert set(COLUMNS) <= {each.name for each in FIELDS}
    assert {len(column) for column in columns.values()} == {4_000}
    assert not [text for column in columns.values() for text in column if re.search('[",\n]', text)]


def test_rows_are_the_same_for_the_same_seed_and_others_for_another(columns: dict[str, list[str]]) -> None:
    assert Pieces(PLAN).columns(0) == columns
    assert Pieces(Plan(800, 4_000, seed=2)).columns(0)["enterprise_name"] != columns["enterprise_name"]


def test_every_row_tells_that_it_is_synthetic(columns: dict[str, list[str]]) -> None:
    names = [*columns["enterprise_name"], *filter(None, columns["former_names"])]
    assert all("(合成)" in name_key(name) for name in names)
    assert set(columns["source_kind"]) == {"synthetic"}


def test_rows_are_of_all_types_all_provinces_and_all_years() -> None:
    columns = Pieces(Plan(2_000, 10_000)).columns(0)
    assert set(columns["type"]) == set(RecordType.values)
    known = {each.name for each in provinces()} - {"新疆生产建设兵团", "台湾省", "香港特别行政区", "澳门特别行政区"}
    assert set(columns["province"]) - {""} == known
    assert {int(year) for year in columns["year"]} == set(range(2004, 2027))


def test_no_day_is_later_than_the_plan_s() -> None:
    columns = Pieces(Plan(800, 4_000, until=date(2019, 6, 30))).columns(0)
    assert "2019-05" < max(columns["published_on"]) <= "2019-06-30"


def test_a_few_enterprises_have_many_records_and_everybody_has_one() -> None:
    pieces = Pieces(Plan(2_000, 10_000))
    counted = Counter(pieces._numbers(0, 10_000))
    assert len(counted) == 2_000
    assert counted.most_common(1)[0][1] > 100
    assert sorted(counted.values())[1_000] <= 5


def test_codes_are_valid_different_and_of_no_real_division() -> None:
    made = codes(range(3_000), ["33"] * 3_000, seed=1)
    assert all(map(is_uscc, made))
    assert len(set(made)) == 3_000
    with pytest.raises(UnknownDivision):
        get_division(made[0][2:8])
    assert not [code for code in map(str, range(110000, 660000)) if code[2:] == made[0][4:8] and _is_known(code)]


def _is_known(code: str) -> bool:
    try:
        return bool(get_division(code))
    except UnknownDivision:
        return False


def test_lists_hold_broken_codes_too(columns: dict[str, list[str]]) -> None:
    found = Counter(map(uscc_status, columns["uscc"]))
    assert found[UsccStatus.VALID] > 2_500
    assert set(found) >= {
        UsccStatus.EMPTY, UsccStatus.MASKED, UsccStatus.WRONG_CHECK_DIGIT, UsccStatus.OLD_REGISTRATION_NO,
    }  # fmt: skip


def test_common_phrases_are_in_a_twentieth_of_the_texts() -> None:
    texts = Pieces(Plan(2_000, 10_000)).columns(0)["description"]
    for phrase in ("排放标准限值", "污染防治设施", "防渗漏措施"):
        assert 0.03 < sum(phrase in text for text in texts) / 10_000 < 0.09


def test_trades_have_industries_of_the_standard() -> None:
    assert not [row["trade"] for row in rows_of("trades.csv") if find_industry(row["industry"]) is None]


def test_fill_takes_each_row_s_own_words_and_keeps_percent_signs() -> None:
    one, other = Template.read("{a}超过{b}的5%"), Template.read("5%")
    words = {"a": ["甲", "乙", "丙"], "b": ["1", "2", "3"]}
    assert fill([one, other, None], words.__getitem__) == ["甲超过1的5%", "5%", ""]


def test_files_hold_the_same_rows_however_many_there_are(tmp_path: Path) -> None:
    plan = Plan(3_000, 25_000)
    (whole,) = write_synthetic(plan, tmp_path / "whole.csv")
    parts = list(write_synthetic(plan, tmp_path / "part.csv", rows_per_file=7_000))
    assert [path.name for path in parts] == [f"part-00{number}.csv" for number in (1, 2, 3, 4)]
    lines = [path.read_text("utf-8").splitlines() for path in parts]
    assert [len(each) for each in lines] == [7_001, 7_001, 7_001, 4_001]
    assert [lines[0][0], *(line for each in lines for line in each[1:])] == whole.read_text("utf-8").splitlines()


def test_several_processes_write_what_one_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan(3_000, 25_000)
    alone = list(_texts(plan))
    monkeypatch.setattr("qingce.domain.records.synthetic.files._WORTH_PROCESSES", 2)
    assert list(_texts(plan)) == alone


@pytest.mark.django_db
@pytest.mark.requirement("REC-3")
def test_rows_are_taken_in_as_any_other_file(tmp_path: Path) -> None:
    reports = list(
        ingest_synthetic(
            Plan(200, 1_000), actor=operator("test"), at=datetime(2026, 11, 20, tzinfo=UTC), rows_per_file=600
        )
    )
    assert [report.rows_read for report in reports] == [600, 400]
    new, known = (sum(getattr(report, name) for report in reports) for name in ("rows_new", "rows_known"))
    assert new == Record.objects.count() > 900
    assert 10 < known < 80
    assert sum(report.rows_rejected for report in reports) < 20
    assert not Record.objects.filter(is_synthetic=False).exists()
    assert not Enterprise.objects.filter(is_synthetic=False).exists()
    (path,) = write_synthetic(Plan(200, 1_000), tmp_path / "again.csv")
    with path.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 1_000
    again = ingest(path, mapping="", actor=operator("test"), at=datetime(2026, 11, 20, tzinfo=UTC))
    assert again.rows_new == 0


@pytest.mark.django_db
def test_nothing_synthetic_stands_beside_a_real_enterprise() -> None:
    register(penalty())
    with pytest.raises(RealRecordsHere):
        next(ingest_synthetic(Plan(10, 20), actor=operator("test"), at=AT))
    assert Record.objects.count() == 1
