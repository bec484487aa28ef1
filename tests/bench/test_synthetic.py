"""What the measurements measure: invented records, the same each time, and questions that are answerable."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.search import CLASSES, questions
from bench.synthetic import COLUMNS, rows, write_csv
from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.actions import ingest
from qingce.shared.parties.queries import operator


def test_rows_are_the_same_each_time_and_tell_that_they_are_invented() -> None:
    first, again = list(rows(200)), list(rows(200))
    assert first == again
    assert all("合成" in str(row[COLUMNS.index("enterprise_name")]) for row in first)
    assert {row[COLUMNS.index("source_kind")] for row in first} == {"synthetic"}


@pytest.mark.django_db
def test_every_row_is_taken_in_as_a_record_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    write_csv(path, 200)
    report = ingest(path, mapping="", actor=operator("test"), at=datetime(2026, 11, 20, tzinfo=UTC))
    assert (report.rows_new, report.rows_known, report.rows_rejected) == (200, 0, 0)
    assert Enterprise.objects.filter(is_synthetic=False).count() == 0


@pytest.mark.parametrize("kind", CLASSES)
def test_questions_of_a_class_differ(kind: str) -> None:
    asked = [(question.text, tuple(question.filters.items())) for question in questions(kind, 10, 5_000)]
    assert len(asked) >= 5
    assert len(set(asked)) == len(asked)
    assert questions(kind, 10, 5_000) == questions(kind, 10, 5_000)
