"""A whole batch undone: withdrawn with the reason, nothing deleted, and back when its file comes in again (REC-3)."""

from __future__ import annotations

import random
import re
import time
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingce.domain.records.actions import republish_record, undo_batch, undoing, withdraw_record
from qingce.domain.records.actions.changing import ReasonMissing
from qingce.domain.records.enums import PublicationState
from qingce.domain.records.models import Provenance, Record, StateChange
from qingce.domain.records.permissions import visible_to
from qingce.domain.records.queries import Depending, count_returning, depending_on, get_record
from qingce.domain.records.queries.depending import returning_with
from qingce.shared.changes.models import Change
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.queries import BatchNotDone, BatchNotFound, get_batch
from qingce.shared.parties.enums import NOBODY
from qingce.shared.parties.queries import operator
from tests.factories import key_unit, penalty, take_in
from tests.processes import SEEDS, Processes
from tests.query_plans import plan_of

LATER = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
QUERIES = 22  # one of them asks its questions no more, two count what is to be done
ROWS, PIECE = 1800, 50  # many transactions
TAKE_IN = f"""
from tests.factories import penalty, take_in
print(take_in(*(penalty(doc_no=f"柯环罚〔2024〕{{n}}号") for n in range({ROWS}))).batch_id, flush=True)
"""
UNDO = f"""
import sys
from django.utils import timezone
from qingce.domain.records.actions import undo_batch
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.models import Batch
from qingce.shared.parties.queries import operator
sys.modules[undo_batch.__module__].PIECE = {PIECE}
batch = Batch.objects.get()
print(batch.state)
if batch.state != BatchState.UNDONE:
    print(undo_batch(batch.pk, actor=operator("数据组"), reason=sys.argv[1], at=timezone.now()))
"""
COUNT = """
from qingce.domain.records.models import Record, StateChange
from qingce.domain.records.permissions import visible_to
from qingce.shared.parties.enums import NOBODY
print(Record.objects.count(), Record.objects.filter(visible_to(NOBODY)).count(), StateChange.objects.count(),
      StateChange.objects.values("record").distinct().count())
print(*StateChange.objects.values_list("reason", flat=True).distinct())
"""


def brought(*rows: dict[str, str]) -> int:
    batch = take_in(*rows).batch_id
    assert batch is not None
    return batch


def undo(batch: int) -> int:
    return undo_batch(batch, actor=operator("数据组"), reason="文件发错了地区", at=LATER)


def public() -> list[int]:
    return list(Record.objects.filter(visible_to(NOBODY)).order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db
@pytest.mark.requirement("REC-3", "REC-10")
def test_undo_batch_withdraws_its_records_with_who_and_why() -> None:
    kept = brought(key_unit())
    batch = brought(penalty(), penalty(doc_no="柯环罚〔2024〕8号"))
    assert undo(batch) == 2
    assert public() == list(Record.objects.filter(batch_id=kept).values_list("pk", flat=True))
    for record in Record.objects.filter(batch_id=batch):
        change = get_record(record.pk, actor=NOBODY).state_changes[-1]
        assert (change.current, change.reason, change.changed_by, change.changed_at, change.batch) == (
            PublicationState.WITHDRAWN, "文件发错了地区", "数据组", LATER, batch,
        )  # fmt: skip
    row = get_batch(batch)
    assert (row.state, row.undone_by, row.undo_reason) == (BatchState.UNDONE, "数据组", "文件发错了地区")
    assert Record.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.requirement("REC-3")
def test_undo_batch_tells_the_feed_of_records_and_enterprises() -> None:
    batch = brought(penalty())
    before = Change.objects.count()
    undo(batch)
    told = list(Change.objects.order_by("pk")[before:].values_list("kind", "first_id", "last_id"))
    record = Record.objects.get()
    assert told == [("record", record.pk, record.pk), ("enterprise", record.enterprise_id, record.enterprise_id)]


@pytest.mark.django_db
@pytest.mark.requirement("REC-3", "REC-5")
def test_a_record_that_another_batch_brought_as_well_stays() -> None:
    first = brought(penalty())
    second = brought(penalty(source_title="另一来源"), penalty(doc_no="柯环罚〔2024〕8号"))
    shared = Record.objects.get(batch_id=first)
    assert depending_on(first) == Depending(leaving=0, staying=1, corrected=0, enterprises=0, withdrawn=0)
    assert undo(first) == 0
    shared.refresh_from_db()
    assert (shared.batch_id, shared.pk in public()) == (second, True)
    # What is no longer taken for right is no longer shown as its source.
    assert [each.source_title for each in get_record(shared.pk, actor=NOBODY).provenances] == ["另一来源"]
    assert undo(second) == 2
    assert public() == []


@pytest.mark.django_db
@pytest.mark.requirement("REC-3")
def test_a_file_brought_in_again_puts_its_records_back() -> None:
    rows = (penalty(), penalty(doc_no="柯环罚〔2024〕8号"))
    batch = brought(*rows)
    numbers = public()
    undo(batch)
    report = take_in(*rows)
    assert (report.was_known, report.rows_new, report.rows_known) == (False, 0, 2)
    assert public() == numbers
    change = get_record(numbers[0], actor=NOBODY).state_changes[-1]
    assert (change.current, change.reason, change.batch) == (PublicationState.PUBLISHED, "rows.jsonl", report.batch_id)
    assert report.batch_id is not None
    assert undo(report.batch_id) == 2  # and once more
    assert public() == []


@pytest.mark.django_db
@pytest.mark.requirement("REC-10")
def test_what_was_withdrawn_for_its_own_reason_stays_withdrawn() -> None:
    rows = (penalty(), penalty(doc_no="柯环罚〔2024〕8号"))
    batch = brought(*rows)
    record = public()[0]
    withdraw_record(record, actor=operator("复核员"), reason="法院撤销", at=LATER)
    assert depending_on(batch) == Depending(leaving=1, staying=0, corrected=0, enterprises=1, withdrawn=1)
    assert undo(batch) == 1
    take_in(*rows)
    assert record not in public()
    assert len(public()) == 1
    assert get_record(record, actor=NOBODY).state_changes[-1].reason == "法院撤销"


@pytest.mark.django_db
@pytest.mark.requirement("REC-3")
def test_undo_batch_needs_a_batch_that_came_in_and_a_reason() -> None:
    batch = brought(penalty())
    with pytest.raises(ReasonMissing):
        undo_batch(batch, actor=operator("数据组"), reason="  ", at=LATER)
    with pytest.raises(BatchNotFound):
        undo(batch + 1)
    undo(batch)
    with pytest.raises(BatchNotDone):
        undo(batch)
    assert StateChange.objects.count() == 1
    assert Provenance.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_undo_batch_asks_as_often_for_one_record_as_for_three(count: int) -> None:
    batch = brought(*(penalty(doc_no=f"柯环罚〔2024〕{n}号") for n in range(1, count + 1)))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        undo(batch)
    assert len(asked) == QUERIES


@pytest.mark.requirement("REC-3")
@pytest.mark.parametrize("seed", SEEDS)
def test_undo_goes_on_after_a_kill(processes: Processes, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # which moment, not a secret
    run = processes.start(TAKE_IN + UNDO, "文件发错了地区")
    assert run.stdout is not None
    run.stdout.readline()
    time.sleep(chance.random() / 5)
    run.kill()
    run.wait()
    state, *undone, counted, reasons = processes.run(UNDO + COUNT, "另一个理由").splitlines()
    assert undone == ([] if state == BatchState.UNDONE else [str(ROWS)])
    assert counted.split() == [str(ROWS), "0", str(ROWS), str(ROWS)]
    # Begun before the kill: it went on with the reason it began with.
    assert reasons == ("另一个理由" if state == BatchState.DONE else "文件发错了地区")


@pytest.mark.django_db
@pytest.mark.requirement("REC-3")
def test_undoing_reads_each_record_once_and_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "PIECE", 2)
    batch = brought(*(penalty(doc_no=f"柯环罚〔2024〕{n}号") for n in range(5)))
    told: list[tuple[int, int]] = []
    with CaptureQueriesContext(connection) as asked:
        count = undo_batch(
            batch,
            actor=operator("数据组"),
            reason="文件有误",
            at=LATER,
            progress=lambda done, of: told.append((done, of)),
        )
    assert (count, told) == (5, [(0, 5), (2, 5), (4, 5)])
    numbers = list(Record.objects.order_by("pk").values_list("pk", flat=True))
    pieces = [each["sql"] for each in asked if f'"batch_id" = {batch}' in each["sql"] and "LIMIT 2" in each["sql"]]
    standing = [sql for sql in pieces if "EXISTS" not in sql]
    # Behind the last one each time, and once more from the first on.
    assert [int(re.findall(r'"id" > (\d+)', sql)[0]) for sql in standing] == [0, numbers[1], numbers[3], 0]


@pytest.mark.django_db
@pytest.mark.requirement("REC-3")
def test_a_record_published_again_meanwhile_leaves_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "PIECE", 1)
    batch = brought(penalty(), penalty(doc_no="柯环罚〔2024〕8号"))
    first = Record.objects.order_by("pk")[0].pk
    withdraw_record(first, actor=operator("复核员"), reason="法院撤销", at=LATER)

    def publish(done: int, total: int) -> None:
        del total
        if not done:
            republish_record(first, actor=operator("复核员"), reason="核对无误", at=LATER)

    undo_batch(batch, actor=operator("数据组"), reason="文件有误", at=LATER, progress=publish)
    assert public() == []


@pytest.mark.django_db
@pytest.mark.requirement("REC-3")
def test_records_come_back_a_piece_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [penalty(doc_no=f"柯环罚〔2024〕{n}号") for n in range(5)]
    undo(brought(*rows))
    monkeypatch.setattr(undoing, "PIECE", 2)
    assert public() == []
    with CaptureQueriesContext(connection) as asked:
        again = brought(*rows)
    assert len(public()) == 5
    assert {Record.objects.get(pk=pk).batch_id for pk in public()} == {again}
    pieces = [each["sql"] for each in asked if each["sql"].startswith("SELECT") and "LIMIT 2" in each["sql"]]
    assert [sql for sql in pieces if "records_provenance" in sql.partition("WHERE")[0]] != []


@pytest.mark.django_db
@pytest.mark.requirement("REC-3")
def test_those_that_wait_to_come_back_are_looked_for_among_the_withdrawn() -> None:
    batch = brought(penalty())
    assert count_returning(batch) == 0
    plan = plan_of(returning_with(batch).values("pk"), "record_withdrawn")
    assert "record_withdrawn" in plan
    assert "one_provenance_per_row" not in plan
    corrected = Record.objects.filter(batch_id=batch, is_corrected=True, state=PublicationState.PUBLISHED)
    assert "record_corrected" in plan_of(corrected.values("pk"), "record_corrected")
