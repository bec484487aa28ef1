"""A file's way in through the office, and dry runs whose counts are those of the run (REC-3)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings

from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.actions import (
    MAPPINGS,
    choose_mapping,
    discard_import,
    ingest,
    queue_import,
    queue_undo,
    receive_file,
    stop_import,
)
from qingce.domain.records.actions.running import NotWanted, run_batch
from qingce.domain.records.models import Provenance, Record
from qingce.domain.records.permissions import visible_to
from qingce.shared.intake.enums import BatchState, BatchStep
from qingce.shared.intake.errors import BatchElsewhere, FileIsIn, MappingChanged
from qingce.shared.intake.models import Batch
from qingce.shared.intake.queries import (
    BadMapping,
    batch_detail,
    batches_of_file,
    get_batch,
    queue_place,
    rejects_files,
)
from qingce.shared.intake.transitions import MACHINE
from qingce.shared.parties.enums import NOBODY
from qingce.shared.parties.queries import SYSTEM, operator
from tests.factories import key_unit, penalty, work

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MAPPING = """
name = "own"
title = { zh = "自有列名", en = "Own names" }
[constants]
type = "supervision"
source_title = "示例县处罚信息"
source_kind = "government-site"
[columns]
enterprise_name = "单位"
title = { template = "行政处罚 {文号}" }
doc_no = "文号"
decided_on = "日期"
description = "事由"
issuer = "机关"
"""
CSV = "单位,文号,日期,事由,机关\n" + "".join(
    f"示例{n % 3}染整有限公司,示环罚〔2024〕{n}号,2024-03-0{n % 9 + 1},未按规定设置排污口,示例县生态环境局\n"
    for n in range(12)
)


def received(tmp_path: Path, text: str = CSV, name: str = "处罚.csv") -> int:
    path = tmp_path / "upload"
    path.write_text(text, "utf-8")
    batch = receive_file(path, file_name=name, actor=operator("数据组"), language="zh", at=AT)
    path.unlink()
    work()
    return batch


def tried(tmp_path: Path, text: str = CSV) -> tuple[int, str]:
    batch = received(tmp_path, text)
    mapping = choose_mapping(batch, MAPPING, name="own", actor=SYSTEM, at=AT)
    work()
    return batch, mapping


def brought_in(tmp_path: Path, text: str = CSV) -> int:
    batch, mapping = tried(tmp_path, text)
    queue_import(batch, expected_mapping=mapping, at=AT, actor=SYSTEM)
    work()
    return batch


def visible() -> int:
    return Record.objects.filter(visible_to(NOBODY)).count()


@pytest.mark.requirement("REC-3")
def test_file_received_is_looked_into_under_its_own_name(tmp_path: Path) -> None:
    detail = batch_detail(received(tmp_path), actor=SYSTEM)
    assert (detail.row.state, detail.row.file_name) == (BatchState.MAPPING, "处罚.csv")
    (table,) = detail.inspection["tables"]
    assert (table["rows"], [each["name"] for each in table["columns"]]) == (
        12,
        ["单位", "文号", "日期", "事由", "机关"],
    )
    assert table["columns"][3] == {"name": "事由", "filled": 1.0, "samples": ["未按规定设置排污口"]}


def test_file_that_cannot_be_read_is_refused_by_its_own_name(tmp_path: Path) -> None:
    detail = batch_detail(received(tmp_path, "", name="空.csv"), actor=SYSTEM)
    assert (detail.row.state, detail.problem["code"]) == (BatchState.REFUSED, "file-empty")
    assert detail.problem["params"]["file"] == "空.csv"


@pytest.mark.requirement("REC-3")
def test_import_tried_and_queued_is_in(tmp_path: Path) -> None:
    batch, mapping = tried(tmp_path)
    trial = batch_detail(batch, actor=SYSTEM).trial
    assert (trial["rows_read"], trial["rows_new"], trial["rows_known"], trial["rows_held"]) == (12, 12, 0, 0)
    assert (trial["enterprises_new"], len(trial["new"]), visible()) == (3, 5, 0)
    assert Enterprise.objects.count() == 0
    queue_import(batch, expected_mapping=mapping, at=AT, actor=SYSTEM)
    assert (get_batch(batch).state, queue_place(batch)) == (BatchState.QUEUED, 0)
    work()
    row = get_batch(batch)
    assert (row.state, row.rows_read, row.rows_new, row.rows_rejected) == (BatchState.DONE, 12, 12, 0)
    assert (row.rows_done, row.rows_total, visible()) == (12, 12, 12)


def test_second_batch_of_a_file_is_told_where_the_first_is(tmp_path: Path) -> None:
    first = brought_in(tmp_path)
    second, mapping = tried(tmp_path)
    assert batch_detail(second, actor=SYSTEM).trial["rows_known"] == 12
    assert [row.id for row in batches_of_file(get_batch(second).sha256, but=second, actor=SYSTEM)] == [first]
    with pytest.raises(FileIsIn) as told:
        queue_import(second, expected_mapping=mapping, at=AT, actor=SYSTEM)
    assert told.value.params == {"batch": first}
    assert get_batch(second).state == BatchState.TRIED


def test_mapping_changed_after_the_dry_run_is_not_run(tmp_path: Path) -> None:
    batch, seen = tried(tmp_path)
    choose_mapping(batch, MAPPING.replace('"own"', '"other"'), name="other", actor=SYSTEM, at=AT)
    with pytest.raises(MappingChanged):
        queue_import(batch, expected_mapping=seen, at=AT, actor=SYSTEM)
    work()
    assert batch_detail(batch, actor=SYSTEM).trial_sha256 == get_batch(batch).mapping_sha256 != seen


def test_mapping_changed_during_the_dry_run_is_tried_instead(tmp_path: Path) -> None:
    batch = received(tmp_path)
    choose_mapping(batch, MAPPING.replace("日期", "没有这列"), name="own", actor=SYSTEM, at=AT)
    choose_mapping(batch, MAPPING, name="own", actor=SYSTEM, at=AT)
    work()
    assert (get_batch(batch).state, batch_detail(batch, actor=SYSTEM).problem) == (BatchState.TRIED, {})


def test_mapping_that_does_not_fit_is_asked_for_again(tmp_path: Path) -> None:
    batch = received(tmp_path)
    choose_mapping(batch, MAPPING.replace("日期", "没有这列"), name="own", actor=SYSTEM, at=AT)
    work()
    detail = batch_detail(batch, actor=SYSTEM)
    assert (detail.row.state, detail.problem["code"]) == (BatchState.MAPPING, "columns-missing")
    with pytest.raises(BadMapping):
        choose_mapping(batch, "columns = 1", name="own", actor=SYSTEM, at=AT)


def test_rejected_rows_lie_ready_in_the_shape_of_the_file(tmp_path: Path) -> None:
    batch, _ = tried(tmp_path, CSV.replace("2024-03-01", "2024-13-01"))
    trial = batch_detail(batch, actor=SYSTEM).trial
    assert (trial["rows_rejected"], trial["rows_new"]) == (2, 10)
    (group,) = trial["groups"]
    assert (group["column"], group["code"], group["count"], group["rows"]) == (
        "decided_on",
        "date-no-such-day",
        2,
        [2, 11],
    )
    (file,) = rejects_files(batch)
    assert file.name == "处罚-退回行.csv"
    assert file.read_text("utf-8-sig").splitlines()[0] == "单位,文号,日期,事由,机关,问题,怎么改"


def test_import_stopped_by_a_person_goes_on(tmp_path: Path) -> None:
    batch, mapping = tried(tmp_path)
    queue_import(batch, expected_mapping=mapping, at=AT, actor=SYSTEM)

    def stop(_done: int, _total: int) -> None:
        stop_import(batch, actor=operator("数据组"), at=AT)
        raise NotWanted

    with pytest.raises(NotWanted):
        run_batch(batch, at=AT, progress=stop)
    assert (get_batch(batch).state, visible()) == (BatchState.STOPPED, 0)
    assert batch_detail(batch, actor=SYSTEM).problem["params"] == {"by": "数据组"}
    queue_import(batch, expected_mapping=mapping, at=AT, actor=SYSTEM)
    work()
    assert (get_batch(batch).rows_new, visible()) == (12, 12)


def test_import_whose_file_is_gone_stops_and_says_so(tmp_path: Path) -> None:
    batch, mapping = tried(tmp_path)
    queue_import(batch, expected_mapping=mapping, at=AT, actor=SYSTEM)
    sha256 = get_batch(batch).sha256
    (Path(settings.HOME) / "copies" / sha256[:2] / sha256).unlink()
    work()
    assert (get_batch(batch).state, batch_detail(batch, actor=SYSTEM).problem["code"]) == (
        BatchState.STOPPED,
        "row-not-saved",
    )


def test_batch_discarded_is_never_seen_and_frees_its_file(tmp_path: Path) -> None:
    batch, mapping = tried(tmp_path)
    discard_import(batch, actor=SYSTEM, at=AT)
    with pytest.raises(BatchElsewhere):
        queue_import(batch, expected_mapping=mapping, at=AT, actor=SYSTEM)
    assert get_batch(brought_in(tmp_path)).rows_new == 12
    with pytest.raises(BatchElsewhere):
        discard_import(batch, actor=SYSTEM, at=AT)


def test_records_of_a_discarded_run_come_out_with_the_next(tmp_path: Path) -> None:
    batch, mapping = tried(tmp_path)
    queue_import(batch, expected_mapping=mapping, at=AT, actor=SYSTEM)

    def stop(done: int, total: int) -> None:
        if done == total:
            stop_import(batch, actor=operator("数据组"), at=AT)
            raise NotWanted

    with pytest.raises(NotWanted):
        run_batch(batch, at=AT, progress=stop)
    discard_import(batch, actor=SYSTEM, at=AT)
    assert (Record.objects.count(), visible()) == (12, 0)
    again = brought_in(tmp_path)
    assert (get_batch(again).rows_new, visible(), Provenance.objects.filter(batch_id=again).count()) == (12, 12, 12)


@pytest.mark.requirement("REC-3")
def test_import_undone_by_the_worker_leaves_the_public_list(tmp_path: Path) -> None:
    batch = brought_in(tmp_path)
    queue_undo(batch, actor=operator("数据组"), reason="文件发错了地区", at=AT)
    assert get_batch(batch).state == BatchState.UNDOING
    work()
    row = get_batch(batch)
    assert (row.state, row.undone_by, row.undo_reason, visible()) == (BatchState.UNDONE, "数据组", "文件发错了地区", 0)


def rows_of_many_kinds() -> list[dict[str, str]]:
    """Rows in which enterprises and records recur in every way that the file itself makes."""
    name, code = "示例纺织印染有限公司", "91310000QCE000019Q"
    return [
        penalty(enterprise_name=name, uscc="", doc_no="示环罚〔2024〕1号"),
        penalty(enterprise_name=name, uscc="", doc_no="示环罚〔2024〕2号"),
        penalty(enterprise_name=name, uscc="", doc_no="示环罚〔2024〕1号"),
        penalty(enterprise_name="示例纺织印染有限责任公司", uscc="", doc_no="示环罚〔2024〕3号"),
        penalty(enterprise_name="示列纺织印染有限公司", uscc="", doc_no="示环罚〔2024〕4号"),
        penalty(enterprise_name="另一化工有限公司", uscc="", former_names=name, doc_no="示环罚〔2024〕5号"),
        key_unit(enterprise_name=name, uscc=code),
        key_unit(enterprise_name=name, uscc=code),
        penalty(enterprise_name="毫不相干机械厂", uscc=code, doc_no="示环罚〔2024〕6号"),
        penalty(enterprise_name=name, uscc="", doc_no="示环罚〔2024〕7号", type="无此类型"),
        penalty(enterprise_name="某某公司", uscc="", doc_no="", title="示例"),
    ]


@pytest.mark.requirement("REC-3")
@pytest.mark.parametrize("turn", range(11))
@pytest.mark.parametrize("piece", [1, 2, 2_000])
def test_dry_run_counts_what_the_run_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, turn: int, piece: int
) -> None:
    for module in ("trying", "ingest"):
        monkeypatch.setattr(import_module(f"qingce.domain.records.actions.{module}"), "PIECE", piece)
    rows = rows_of_many_kinds()
    rows = rows[turn:] + rows[:turn]
    _write(tmp_path / "first.jsonl", rows[:3])
    _write(tmp_path / "rows.jsonl", rows)
    ingest(tmp_path / "first.jsonl", mapping="", actor=operator("t"), at=AT)
    before = Enterprise.objects.count(), Record.objects.count()
    dry = ingest(tmp_path / "rows.jsonl", mapping="", actor=operator("t"), at=AT, dry_run=True)
    assert (Enterprise.objects.count(), Record.objects.count()) == before
    done = ingest(tmp_path / "rows.jsonl", mapping="", actor=operator("t"), at=AT)
    assert _counts(dry) == _counts(done)


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")


def _counts(report: object) -> list[int]:
    return [getattr(report, f"rows_{name}") for name in ("read", "new", "known", "held", "rejected")]


def test_steps_lead_from_every_state_but_the_last_ones() -> None:
    begun = {state for step in BatchStep for state in MACHINE.sources(step)}
    assert set(BatchState) - begun == {BatchState.UNDONE, BatchState.DISCARDED} == MACHINE.ends
    assert set(MACHINE.actions) == set(BatchStep)
    assert {MACHINE.target(step) for step in BatchStep} < set(BatchState)


def test_every_mapping_of_the_house_is_the_same_mapping_as_text(tmp_path: Path) -> None:
    from qingce.domain.records.actions.ingest import find_mapping
    from qingce.domain.records.enums import FIELDS
    from qingce.shared.intake.queries import mapping_text, parse_mapping

    for file in MAPPINGS.glob("*.toml"):
        text = mapping_text(file.stem, folder=MAPPINGS)
        assert parse_mapping(text, name="x", fields=FIELDS) == find_mapping(file.stem)
    assert Batch.objects.count() == 0
