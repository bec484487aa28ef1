"""`qingce synth`: files of synthetic records, or the records themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qingce.domain.records.models import Record
from qingce.doors.cli.main import main
from tests.factories import penalty, register

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", "synth", *arguments])


@pytest.mark.requirement("REC-3")
def test_synth_takes_records_in_and_counts_them() -> None:
    told = run("--enterprises", "40", "--records", "100", "--rows-per-file", "60")
    assert told.exit_code == 0, told.output
    assert [line[:13] for line in told.stdout.splitlines() if "rows read" in line] == ["60 rows read:", "40 rows read:"]
    assert Record.objects.filter(is_synthetic=True).count() == Record.objects.count() > 80


def test_synth_writes_files_and_takes_nothing_in(tmp_path: Path) -> None:
    told = run("--enterprises", "40", "--records", "100", "--to", str(tmp_path / "rows.csv"))
    assert f"Written: {tmp_path / 'rows.csv'}" in told.stdout
    assert len((tmp_path / "rows.csv").read_text("utf-8").splitlines()) == 101
    assert Record.objects.count() == 0


def test_synth_refuses_a_database_that_holds_real_records() -> None:
    register(penalty())
    told = run("--enterprises", "4", "--records", "10")
    assert told.exit_code == 2
    assert "a database of their own only" in told.stderr
