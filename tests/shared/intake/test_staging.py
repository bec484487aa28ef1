"""Rows that need not fit in memory, copies, and a disk without room."""

from __future__ import annotations

import gc
import os
import resource
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest

from qingce.pure.kernel.wording import sentence
from qingce.shared.intake import staging
from qingce.shared.intake.copies import copy_path, save_copy
from qingce.shared.intake.enums import Problem
from qingce.shared.intake.errors import DiskFull
from qingce.shared.intake.problem_logs import ProblemLog
from qingce.shared.intake.rejects import write_rejects
from qingce.shared.intake.staging import StagingFolder
from qingce.shared.intake.tables import problems_frame, read_tables
from tests.shared.intake.making import table, write_docx

ROWS = 500


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    return settings.HOME


@pytest.fixture
def spilling(monkeypatch):
    monkeypatch.setattr(staging, "SPILL_BYTES", 1000)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "rows.csv"
    lines = [f"{number},{'x' * 50}" if number % 7 else f"{number}" for number in range(ROWS)]
    file.write_text("a,b\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return file


def folders(home: Path) -> list[Path]:
    return [each for each in (home / "staging").iterdir() if each.is_dir()] if (home / "staging").exists() else []


def test_small_table_touches_no_disk(path, home):
    read_tables(path)
    assert not home.exists()


@pytest.mark.requirement("REC-5")
def test_staged_table_is_the_table_in_memory(path, home, monkeypatch):
    (held,) = read_tables(path)
    frame, problems = held.frame, held.problems
    monkeypatch.setattr(staging, "SPILL_BYTES", 1000)
    (table,) = read_tables(path)
    assert len(folders(home)) == 1
    assert (table.height, table.frame.equals(frame), table.problems.equals(problems)) == (ROWS, True, True)
    for rows in (1, 99, ROWS, 10 * ROWS):
        parts = list(table.slices(rows))
        assert pl.concat([part.frame for part in parts]).equals(frame)
        assert pl.concat([part.problems for part in parts]).equals(problems)
        assert max(part.height for part in parts) <= rows


def test_staging_goes_with_its_last_user(path, home, spilling):
    part = read_tables(path)[0].head(3)
    gc.collect()
    assert (folders(home), part.height) == ([], 3)


def test_staging_of_a_killed_program_is_swept_away_and_no_other(path, home, spilling):
    living = read_tables(path)
    script = (
        "from qingce.shared.intake.staging import StagingFolder; import os, signal; folder = StagingFolder();"
        "folder.next_file().write_bytes(b'x'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = {**os.environ, "QINGCE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "qingce.config.settings"}
    killed = subprocess.run([sys.executable, "-c", script], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(folders(home)) == 2
    StagingFolder().next_file()
    gc.collect()
    assert (len(folders(home)), living[0].height, living[0].frame.height) == (1, ROWS, ROWS)


def test_copy_and_rejects_of_a_staged_table_are_those_of_one_in_memory(path, tmp_path, monkeypatch):
    held = read_tables(path)
    write_rejects(tmp_path / "held.csv", held[0], held[0].problems.clear())
    monkeypatch.setattr(staging, "SPILL_BYTES", 1000)
    staged = read_tables(path)
    log = ProblemLog()
    for part in staged[0].slices(90):
        log.add(part.problems)
    assert write_rejects(tmp_path / "staged.csv", staged[0], log) == log.rows == ROWS // 7 + 1
    assert (tmp_path / "staged.csv").read_bytes() == (tmp_path / "held.csv").read_bytes()
    sha256 = save_copy(path, staged)
    (quick,) = copy_path(sha256).parent.glob("*.parquet")
    assert pl.read_parquet(quick).equals(held[0].frame)


def test_problem_log_gives_back_what_was_put_down(spilling):
    problems = [Problem(row, "c", f"code-{row % 3}", "v" * 40, "d") for row in range(1, 200)]
    log = ProblemLog()
    for start in range(0, len(problems), 20):
        log.add(problems_frame(problems[start : start + 20]))
    assert list(log) == problems
    assert (log.height, log.rows, log.codes["code-1"]) == (199, 199, 67)
    assert log.between(20, 22)["row"].to_list() == [20, 21, 22]


@contextmanager
def no_file_above(size: int):
    """As a full disk does: the system refuses what is written beyond."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


@pytest.mark.requirement("REC-5")
def test_full_disk_while_staging_is_told(path, home, spilling):
    with no_file_above(100), pytest.raises(DiskFull) as caught:
        read_tables(path)
    assert sentence(caught.value, "zh").startswith(f"存放 {home}/staging/")
    del caught
    gc.collect()
    assert folders(home) == []


@pytest.mark.requirement("REC-5")
@pytest.mark.parametrize("size", [100, 10_000])
def test_full_disk_while_keeping_a_copy_leaves_nothing_half_written(path, home, size):
    tables = read_tables(path)
    path.write_bytes(os.urandom(20_000))
    with no_file_above(size), pytest.raises(DiskFull):
        save_copy(path, tables)
    assert [each for each in home.rglob("*") if each.is_file()] == []


@pytest.mark.requirement("REC-5")
def test_full_disk_while_rejects_are_written_leaves_the_file_that_was_there(path, tmp_path):
    out = tmp_path / "out" / "rejects.csv"
    out.parent.mkdir()
    out.write_text("before", encoding="utf-8")
    (table,) = read_tables(path)
    with no_file_above(100), pytest.raises(DiskFull):
        write_rejects(out, table, table.problems)
    assert [(each.name, each.read_text()) for each in out.parent.iterdir()] == [("rejects.csv", "before")]


@pytest.mark.requirement("REC-5")
def test_full_disk_while_a_workbook_of_rejects_is_written_leaves_nothing(tmp_path):
    path = write_docx(tmp_path / "a.docx", table(["a", "b"], *[["1", "x" * 200]] * 50))
    (read,) = read_tables(path)
    out = tmp_path / "out" / "rejects.xlsx"
    out.parent.mkdir()
    problems = problems_frame([Problem(row, "", "required", "", "d") for row in range(2, 52)])
    for size in (100, 2000):
        with no_file_above(size), pytest.raises(DiskFull):
            write_rejects(out, read, problems)
        gc.collect()
        assert list(out.parent.iterdir()) == []
    assert write_rejects(out, read, problems) == 50


@pytest.mark.requirement("REC-5")
def test_full_disk_while_rows_are_kept_leaves_no_half_of_them(path, home):
    tables = read_tables(path)
    path.write_bytes(b"few")
    with no_file_above(200), pytest.raises(DiskFull):
        save_copy(path, tables)
    assert [each.read_bytes() for each in home.rglob("*") if each.is_file()] == [b"few"]
