"""Published lists for tests: brought, their columns said as proposed, tried and written, as the office does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.utils.timezone import localdate

from qingce.domain.cleaner_production.actions import RosterText, bring_roster, choose_roster_columns
from qingce.domain.cleaner_production.enums import ListKind, Obligation
from qingce.domain.cleaner_production.queries import propose
from qingce.domain.records.actions import queue_import
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.models import Batch
from qingce.shared.parties.queries import operator
from tests.factories import AT, work

Copy = tuple[str, Sequence[bytes]]
STAFF = operator("test")
ROSTER = RosterText(
    "320000", ListKind.ROSTER, 2022, 2022, "样例省2022年清洁生产审核名单", "江苏省生态环境厅",
    obligation=Obligation.MANDATORY, department="省生态环境厅", link="https://example.org/2022",
    published_on=date(2022, 3, 31),
)  # fmt: skip
RESULTS = replace(
    ROSTER, list=ListKind.RESULTS, title="样例省2022年清洁生产审核验收结果", obligation=None,
    published_on=date(2023, 2, 1), link="https://example.org/2022-results",
)  # fmt: skip
HEAD = ("序号", "企业名称", "统一社会信用代码", "设区市", "类型")
ONE = ("1", "样例甲化工有限公司", "91000000MA0000001R", "南京市", "1+3")
TWO = ("2", "样例乙冶炼有限公司", "91000000MA0000002W", "苏州市", "高耗能")


def csv_of(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a CSV."""
    return "".join(",".join(row) + "\n" for row in rows)


def write_csv(folder: Path, *rows: Sequence[str], name: str = "名单.csv") -> Path:
    """A file of these rows."""
    path = folder / name
    path.write_text(csv_of(rows), encoding="utf-8")
    return path


def bring(path: Path, said: RosterText = ROSTER, *, language: str = "zh", copy: Copy | None = None) -> int:
    """Brings a list and has its file looked into."""
    batch = bring_roster(STAFF, said, (path.name, path), language=language, at=AT, copy=copy)
    work()
    return batch


def say_columns(batch: int) -> Batch:
    """Says the columns as they are proposed, and has the file tried."""
    found = Batch.objects.get(pk=batch)
    assert found.state == BatchState.MAPPING, found.problem
    tables = found.inspection["tables"]
    longest = max(tables, key=lambda table: table["rows"])
    columns = {each.field: each.name for each in propose(longest["columns"], today=localdate(AT)) if each.field}
    choose_roster_columns(batch, columns, actor=STAFF, at=AT)
    work()
    return Batch.objects.get(pk=batch)


def take_in(path: Path, said: RosterText = ROSTER, *, copy: Copy | None = None) -> Batch:
    """Brings a list, says its columns, and writes it."""
    found = say_columns(bring(path, said, copy=copy))
    assert found.state == BatchState.TRIED, found.problem
    queue_import(found.pk, expected_mapping=found.mapping_sha256, actor=STAFF, at=AT)
    work()
    found.refresh_from_db()
    assert found.state == BatchState.DONE, found.problem
    return found
