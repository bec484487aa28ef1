"""What is written in bulk is, field by field, what the models would have written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, models

from qingce.domain.enterprises.models import Enterprise, EnterpriseName
from qingce.domain.records.actions import ingest
from qingce.domain.records.models import Measurement, Provenance, Quantity, Record, Source, Violation
from qingce.shared.parties.queries import operator
from tests.factories import key_unit, penalty

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
TABLES = (Enterprise, EnterpriseName, Source, Record, Violation, Measurement, Quantity, Provenance)


def rows(model: type[models.Model]) -> Iterator[dict[str, object]]:
    """Rows as the database has them, without Django's reading."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY id')  # noqa: S608  # our own table
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            yield {name: bytes(value) if isinstance(value, memoryview) else value
                   for name, value in zip(names, row, strict=True)}  # fmt: skip


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_a_row_written_in_bulk_is_the_row_its_model_saves(tmp_path: Path, model: type[models.Model]) -> None:
    path = tmp_path / "rows.jsonl"
    retold = penalty(title="处罚", fine_cny="130000", source_title="某报")
    texts = [json.dumps(row, ensure_ascii=False) for row in (penalty(), key_unit(), retold)]
    path.write_text("\n".join(texts), "utf-8")
    ingest(path, mapping="", actor=operator("test"), at=AT)
    written = list(rows(model))
    assert written
    for each in model._default_manager.all():
        # Saved anew from what it says alone: what it does not say is the model's own default.
        plain = model(pk=each.pk, **{name: value for name, value in said(each).items() if value not in ("", None)})
        plain.save()
    assert list(rows(model)) == written


def said(row: models.Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname != "id"}
