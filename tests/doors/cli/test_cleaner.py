"""`qingce cleaner` on the command line (CPA-3)."""

from __future__ import annotations

import csv
import io

import pytest
from click.testing import CliRunner

from qingce.doors.cli.main import main
from tests.domain.cleaner_production import printed

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-3")]


def qingce(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--lang", "en", *words])
    return result.exit_code, result.output


def test_matrix_and_totals_of_the_survey() -> None:
    assert qingce("cleaner", "survey") == (0, "333 findings of the survey taken in.\n")
    assert qingce("cleaner", "survey")[0] == 2
    rows = list(csv.DictReader(io.StringIO(qingce("cleaner", "matrix", "--format", "csv")[1])))
    found = {(row["unit"], int(row["year"]), kind): row[kind] for row in rows for kind in ("roster", "results")}
    assert found == printed.matrix()
    lines = qingce("cleaner", "totals", "--format", "csv")[1].splitlines()
    assert lines[0] == "year,list,published,computed,differs"
    assert "2021,roster,27,26,yes" in lines
    assert "2022,results,6,6,no" in lines
    assert len(lines) == 11
    every = qingce("cleaner", "totals", "--all")[1].splitlines()
    assert "2018,roster,3,,unknown,both-kinds" in every
    assert len(every) == 41


def test_without_findings_both_tables_have_headings_only_or_nothing_computed() -> None:
    assert qingce("cleaner", "matrix")[1] == "unit,year,roster,results\n"
    assert qingce("cleaner", "totals")[1].splitlines()[1] == "2018,roster,19,,unknown"
