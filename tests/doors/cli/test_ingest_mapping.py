"""`qingce ingest` of files whose columns are not named as ours: a mapping is proposed and asked about."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from qingce.domain.records.models import Record
from qingce.doors.cli import ingest_mapping
from qingce.doors.cli.main import main
from qingce.shared.intake.models import Batch, SavedMapping

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("REC-3")]
CSV = (
    "企业名称,处罚文号,处罚日期,违法事实,罚款金额（万元）,经办\n"
    "示例一染整有限公司,示环罚〔2024〕1号,2024-03-01,未按规定设置排污口,1.5,甲科\n"
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "处罚.csv"
    path.write_text(CSV, "utf-8")
    return str(path)


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *arguments], input=typed)


def test_ingest_takes_a_proposed_mapping_when_told_to(file: str) -> None:
    told = run("ingest", file, "--yes", "--set", "type=supervision", "--set", "issuer=示例县生态环境局")
    assert told.exit_code == 0, told.stderr
    record = Record.objects.get()
    assert (record.title, record.fine_cny, record.issuer) == (
        "环境监管记录 示环罚〔2024〕1号",
        15000,
        "示例县生态环境局",
    )
    assert "经办\t→ not read" in told.stderr


def test_ingest_with_nobody_to_ask_gives_the_mapping_to_keep(file: str, tmp_path: Path) -> None:
    told = run("ingest", file)
    assert (told.exit_code, Batch.objects.count()) == (2, 0)
    assert "says type" in told.stderr
    kept = tmp_path / "kept.toml"
    kept.write_text(told.stdout.replace('type = ""', 'type = "supervision"'), "utf-8")
    assert tomllib.loads(told.stdout)["columns"]["enterprise_name"] == "企业名称"
    assert run("ingest", file, "--mapping", str(kept)).exit_code == 0
    assert Record.objects.count() == 1


def test_ingest_with_nobody_to_confirm_writes_nothing(file: str) -> None:
    told = run("ingest", file, "--set", "type=supervision")
    assert (told.exit_code, Batch.objects.count()) == (2, 0)
    assert "--yes" in told.stderr


def test_ingest_asks_whoever_is_there(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_mapping, "_is_anybody_there", lambda: True)
    assert run("ingest", file, typed="supervision\nn\n").exit_code == 1
    assert Record.objects.count() == 0
    assert run("ingest", file, typed="supervision\ny\n").exit_code == 0
    assert Record.objects.count() == 1


def test_ingest_keeps_a_mapping_that_goes_by_its_name_title_and_version(file: str) -> None:
    run("ingest", file, "--yes", "--set", "type=supervision", "--save-mapping", "示例县处罚")
    saved = SavedMapping.objects.get()
    assert "示例县处罚" in run("mappings").stdout
    for name in (saved.name, "示例县处罚", f"{saved.name}@1"):
        again = run("ingest", file, "--mapping", name)
        assert (again.exit_code, Batch.objects.count()) == (0, 1), again.stderr
    assert run("ingest", file, "--mapping", f"{saved.name}@2").exit_code == 2


def test_ingest_knows_a_saved_mapping_by_the_columns(file: str) -> None:
    run("ingest", file, "--yes", "--set", "type=supervision", "--save-mapping", "示例县处罚")
    told = run("ingest", file, "--yes")
    assert (told.exit_code, Batch.objects.count()) == (0, 1)
    assert "are those of the mapping saved-" in told.stderr


def test_ingest_knows_a_mapping_of_the_house_by_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    names = (
        "record_type,doc_no,enterprise_name,uscc,address,issuing_body,province,city,county,inspection_date,"
        "decision_date,publish_date,violation_text,laws_cited,measure_text,fine_yuan,source_kind,source_ref"
    )
    row = f"行政处罚决定,示环罚〔2024〕1号,示例一染整有限公司{',' * 10}未按规定设置排污口{',' * 5}示例"
    path.write_text(f"{names}\n{row}\n", "utf-8")
    told = run("ingest", str(path), "--yes")
    assert (told.exit_code, Record.objects.count()) == (0, 1), told.stdout + told.stderr
    assert "penalty-decisions" in told.stderr


@pytest.mark.parametrize("text", ["type", "type=no-such", "title=x"])
def test_ingest_refuses_what_cannot_be_set(file: str, text: str) -> None:
    assert run("ingest", file, "--yes", "--set", text).exit_code == 2


@pytest.mark.parametrize("option", [("--set", "type=supervision"), ("--save-mapping", "示例县处罚")])
def test_ingest_refuses_what_a_given_mapping_would_pass_over(file: str, option: tuple[str, str]) -> None:
    told = run("ingest", file, "--mapping", "penalty-decisions", *option)
    assert (told.exit_code, "do not go with --mapping" in told.stderr) == (2, True)
