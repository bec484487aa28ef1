"""`qingce decide` and `qingce rules diff`: files in, reasons out, without database or settings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result
from pytest_django.fixtures import Settings

from qingce.domain.removal.columns.following import build_all
from qingce.doors.cli.language import choose_language
from qingce.doors.cli.main import main
from tests.factories import penalty, release_rules, take_in
from tests.pure.rules.small import HEAD, RULES

pytestmark = pytest.mark.requirement("POL-2")
ROOT = Path(__file__).resolve().parents[3]
RECENT = {"record_type": "supervision", "published_on": "2025-01-01", "applied_on": "2026-01-01", "exceedance_days": 0}
NOISE = {**RECENT, "matters": ["noise-disturbance"]}


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    choose_language("")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "QINGCE_RULEBOOKS"):
        monkeypatch.delenv(name, raising=False)


def run(*words: str, facts: object = None, language: str = "en") -> Result:
    said = facts if isinstance(facts, str) else json.dumps(facts)
    return CliRunner().invoke(main, ["--lang", language, *words], input=said)


def decide(facts: object, *words: str, language: str = "en") -> Result:
    return run("decide", "--rulebook", "removal", "--facts", "-", *words, facts=facts, language=language)


@pytest.mark.requirement("REM-1")
def test_a_decision_tells_outcome_rule_clause_documents_and_every_other_row() -> None:
    told = decide(NOISE, "--on", "2026-11-20").output
    assert "removal/2017-06-01 (IPE-2017) · 2026-11-20" in told
    assert "Outcome: Off-site document review (off-site)" in told
    assert "  - noise-disturbance  Noise that disturbs residents (IPE-2017 §2.1 噪声)\n" in told
    assert "Documents: Noise (IPE-2017 §2.1 噪声)\n  1. " in told
    assert "hidden-outlet  " in told
    assert "does not hold: " in told
    assert "Next question" not in told


def test_an_open_case_tells_what_is_possible_and_asks() -> None:
    told = decide({**RECENT, "matters": ["device-fault", "exceedance"]}).output
    assert "Outcome: not known yet; it may be: Third-party on-site audit (on-site), Off-site" in told
    assert "Next question: Do documents prove" in told
    assert "(is_device_fault_proven)\n    yes, no\n" in told
    assert "holds; whether it gives way to another is unknown" in told
    assert "[What it is about: device-fault, exceedance]" in told


def test_in_chinese_everything_is_chinese() -> None:
    told = decide(NOISE, language="zh").output
    assert "结论：非现场文件审阅 (off-site)" in told
    assert "不成立：" in told
    assert "does not hold" not in told


def test_json_holds_the_same_and_numbers_exactly() -> None:
    facts = '{"record_type": "supervision", "matters": ["waste-illegal-disposal"], "waste_t": 2.999999}'
    value = json.loads(decide(facts, "--format", "json", "--on", "2026-11-20").output)
    assert (value["rulebook"], value["version"], value["on"]) == ("removal", "2017-06-01", "2026-11-20")
    assert value["facts"]["waste_t"] == "2.999999"
    assert value["question"]["fact"]
    assert len(value["rows"]) == 49


def test_several_violations_are_taken_together() -> None:
    told = decide([NOISE, {"record_type": "exemplary"}]).output
    assert told.index("Outcome: Off-site") < told.index("Violation 1") < told.index("Violation 2")
    value = json.loads(decide([NOISE, RECENT], "--format", "json").output)
    assert (value["question"]["fact"], value["asked_of"]) == ("matters", 2)
    assert [each["outcome"] for each in value["violations"]] == ["off-site", None]


def test_a_draft_says_that_it_is_not_in_force() -> None:
    told = run(
        "decide", "--rulebook", "agencies", "--table", "scope", "--facts", "-", "--on", "2026-11-20", facts={}
    ).output
    assert "draft, not in force" in told


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("{", "- holds no facts"),
        ("3", "no object, and no list of 1 to 1000 objects"),
        ("[]", "no list of 1 to 1000 objects"),
        ("[[]]", "no list of 1 to 1000 objects"),
        ('{"waste_t": NaN}', "NaN is no number"),
        ('{"waste_t": 1, "waste_t": 2}', "“waste_t” stands there twice"),
        ("[" * 100_000, "holds no facts"),
        ('{"waste_t": -1}', "waste_t: “-1” lies outside of what it can be"),
        ('[{}, {"waste_t": "much"}]', r"[2].waste_t: “much” must be a number"),
        ('{"colour": "red"}', "removal/2017-06-01 knows no such fact"),
    ],
)
def test_facts_that_cannot_be_are_refused(facts: str, message: str) -> None:
    result = decide(facts)
    assert (result.exit_code, message in result.output) == (2, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--rulebook", "nothing"), "There is no rulebook “nothing”; there are: agencies, cleaner-production"),
        (("--rulebook", "../docs"), "There is no rulebook “..”"),
        (("--rulebook", "removal/2001-01-01"), "removal has no version “2001-01-01”; it has: 2017-06-01"),
        (("--rulebook", "removal", "--on", "2017-05-31"), "No version of removal holds on 2017-05-31"),
        (("--rulebook", "removal", "--table", "x"), "has no table “x”"),
    ],
)
def test_rules_that_are_not_there_are_refused(words: tuple[str, ...], message: str) -> None:
    result = run("decide", "--facts", "-", *words, facts={})
    assert (result.exit_code, message in result.output) == (2, True)


def test_it_works_without_settings_and_database(tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text(json.dumps(NOISE), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QINGCE_", "DJANGO_"))}
    words = ["decide", "--rulebook", "removal", "--facts", "facts.json", "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-m", "qingce.doors.cli.main", *words],
        cwd=tmp_path, env=kept | {"PYTHONPATH": str(ROOT / "src")}, text=True, capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["outcome"] == "off-site"


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """Two versions of the small book; the later has another limit, a row less and a row more."""
    rules = RULES.replace("value = 10", "value = 5").replace('id = "grave"', 'id = "very-grave"')
    later = HEAD.replace("2020-01-01", "2026-01-01") + 'supersedes = "2020-01-01"\n'
    for version, head, text in [("2020-01-01", HEAD, RULES), ("2026-01-01", later, rules)]:
        folder = tmp_path / "small" / version
        folder.mkdir(parents=True)
        (folder / "book.toml").write_text(head, encoding="utf-8")
        (folder / "rules.toml").write_text(text, encoding="utf-8")
    frame = pl.DataFrame(
        {"record": [7, 8], "kind": ["order"] * 2, "days": [6, 1], "published_on": [date(2025, 1, 1)] * 2}
    )
    lit = pl.lit(value=False)
    frame = frame.with_columns(lit.alias(f"matters={each}") for each in ("fault", "excess", "dumping"))
    frame.with_columns(applied_on=pl.lit(date(2026, 1, 1))).write_parquet(tmp_path / "facts.parquet")
    return tmp_path


def diff(versions: Path, old: str, new: str, *words: str, language: str = "en") -> Result:
    facts = ["--facts", str(versions / "facts.parquet"), "--folder", str(versions)]
    return run("rules", "diff", old, new, *facts, *words, language=language)


@pytest.mark.requirement("POL-3")
@pytest.mark.parametrize("by_folder", [False, True])
def test_a_diff_tells_what_differs_and_what_changes(versions: Path, *, by_folder: bool) -> None:
    new = str(versions / "small/2026-01-01") if by_folder else "small/2026-01-01"
    told = diff(versions, "small/2020-01-01", new).output
    assert "small/2020-01-01 → small/2026-01-01" in told
    assert "  changed  parameter.few\n  removed  table.removal/grave\n  added  table.removal/very-grave\n" in told
    assert "2 rows, of which 1 (50.00%) come to another outcome:" in told
    assert "1  A person decides (person) → Visit (visit)" in told
    assert "结论改变 1 行" in diff(versions, "small/2020-01-01", new, language="zh").output


@pytest.mark.requirement("POL-3")
def test_a_diff_as_json_and_its_rows_as_a_table(versions: Path, tmp_path: Path) -> None:
    rows = tmp_path / "changed.csv"
    said = diff(versions, "small/2020-01-01", "small/2026-01-01", "--format", "json", "--changed", str(rows))
    value = json.loads(said.output)
    assert (value["total"], value["changed"]) == (2, 1)
    assert value["counts"][0] == {"before": "person", "after": "visit", "count": 1}
    assert rows.read_text(encoding="utf-8") == "row,before,after,record\n0,person,visit,7\n"


@pytest.mark.requirement("POL-3")
def test_a_table_without_facts_is_refused(versions: Path) -> None:
    for content in (b"no parquet", None):
        if content:
            (versions / "facts.parquet").write_bytes(content)
        else:
            pl.DataFrame({"record": [1]}).write_parquet(versions / "facts.parquet")
        result = diff(versions, "small/2020-01-01", "small/2026-01-01")
        assert (result.exit_code, "holds no facts" in result.output) == (2, True)


def test_versions_that_are_the_same_differ_in_nothing(versions: Path) -> None:
    told = diff(versions, "small/2020-01-01", "small/2020-01-01").output
    assert "No rule differs." in told
    assert "of which 0 (0.00%)" in told


@pytest.mark.requirement("POL-3")
@pytest.mark.django_db(transaction=True)
def test_without_a_table_every_record_of_the_database_is_decided(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path
    release_rules()
    take_in(penalty())
    build_all()
    root = tmp_path / "rulebook"
    shutil.copytree(ROOT / "rulebook/removal", root / "removal")
    later = root / "removal/2027-01-01"
    later.mkdir()
    head = (root / "removal/2017-06-01/book.toml").read_text(encoding="utf-8").replace("2017-06-01", "2027-01-01")
    (later / "book.toml").write_text(head + 'supersedes = "2017-06-01"\n', encoding="utf-8")
    told = run("rules", "diff", "removal/2017-06-01", "removal/2027-01-01", "--folder", str(root)).output
    assert "No rule differs." in told
    assert "1 rows, of which 0" in told


@pytest.mark.django_db
def test_a_book_that_is_not_about_records_needs_a_table(versions: Path) -> None:
    result = run("rules", "diff", "small/2020-01-01", "small/2026-01-01", "--folder", str(versions))
    assert (result.exit_code, "The database keeps no facts for small" in result.output) == (2, True)
