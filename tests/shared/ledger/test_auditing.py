"""The whole log computed anew: what was changed behind its back is named."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.actions import correct_record, undo_batch, withdraw_record
from qingce.domain.records.models import Record, Violation
from qingce.shared.ledger.actions import number_entries, publish_log, recover_entries
from qingce.shared.ledger.enums import Difference, Fault
from qingce.shared.ledger.errors import DatabaseTooOld, NothingToRecover
from qingce.shared.ledger.models import Checkpoint, Cosignature, LedgerEntry, LogKey, LogState, RowBlock, Tile
from qingce.shared.ledger.queries import audit_log, audit_rows
from qingce.shared.ledger.tasks import ledger_step
from qingce.shared.parties.queries import operator
from tests.factories import penalty, take_in

pytestmark = [pytest.mark.requirement("LED-1", "LED-2"), pytest.mark.django_db]
LATER = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WHO = operator("数据组")
MODELS = (LogKey, LogState, LedgerEntry, RowBlock, Tile, Checkpoint, Cosignature)


@pytest.fixture(autouse=True)
def log(settings: Settings, tmp_path: Path) -> None:
    """Some records, changed in each way, all of it numbered and published."""
    settings.HOME = tmp_path
    take_in(*(penalty(doc_no=f"柯环罚〔2024〕{n}号") for n in range(1, 5)))
    batch = take_in(penalty(doc_no="柯环罚〔2024〕50号")).batch_id or 0
    pks = list(Record.objects.order_by("pk").values_list("pk", flat=True))
    correct_record(pks[0], {"title": "新题"}, actor=WHO, reason="录入有误", at=LATER)
    number_entries(at=LATER)
    withdraw_record(pks[1], actor=WHO, reason="决定被撤销", at=LATER)
    undo_batch(batch, actor=WHO, reason="文件有误", at=LATER)
    number_entries(at=LATER)
    publish_log()


def differences() -> list[Difference]:
    """All that an audit finds."""
    return [*audit_log().differences, *audit_rows()]


def entry(act: str) -> LedgerEntry:
    """The first entry of a kind."""
    return LedgerEntry.objects.filter(act=act).order_by("number")[0]


def test_log_that_nobody_touched_audits_clean() -> None:
    found = audit_log()

    assert (found.differences, list(audit_rows())) == ([], [])
    assert (found.entries, found.checkpoints) == (LogState.read().size, 2)


def test_changed_byte_of_an_entry_is_named() -> None:
    changed = entry("record-corrected")
    body = bytearray(bytes(changed.body))
    body[-3] ^= 1
    LedgerEntry.objects.filter(pk=changed.pk).update(body=bytes(body))

    assert audit_log().differences[0] == Difference(Fault.ENTRY_CHANGED, changed.number)


def test_words_columns_and_person_beside_an_entry_are_compared() -> None:
    changed = entry("record-withdrawn")
    LedgerEntry.objects.filter(pk=changed.pk).update(words={"reason": "企业要求"})
    assert audit_log().differences == [Difference(Fault.WORDS_CHANGED, changed.number)]
    LedgerEntry.objects.filter(pk=changed.pk).update(words=changed.words, subject_id=999)
    assert audit_log().differences == [Difference(Fault.COLUMNS_DIFFER, changed.number)]
    LedgerEntry.objects.filter(pk=changed.pk).update(subject_id=changed.subject_id, signed_by="别人")
    assert audit_log().differences == [Difference(Fault.PERSON_CHANGED, changed.number)]


def test_record_changed_behind_the_ledger_is_named_with_its_last_entry() -> None:
    corrected = entry("record-corrected")
    pk = corrected.subject_id or 0
    Record.objects.filter(pk=pk).update(published_on="2020-01-01")

    assert differences() == [Difference(Fault.CONTENT_DIFFERS, corrected.number, ("record", pk))]


def test_quietly_removed_part_state_and_enterprise_are_named() -> None:
    published = entry("records-published")
    other = Record.objects.order_by("pk")[2]
    Violation.objects.filter(record=other).delete()
    assert differences() == [Difference(Fault.CONTENT_DIFFERS, published.number, ("record", other.pk))]
    take_back = Record.objects.order_by("pk")[3]
    Record.objects.filter(pk=take_back.pk).update(state="withdrawn")
    assert differences()[1:] == [Difference(Fault.STATE_DIFFERS, published.number, ("record", take_back.pk))]
    named = entry("enterprises-named")
    Enterprise.objects.update(name="别的企业")
    assert differences()[0].fault == Fault.CONTENT_DIFFERS
    assert differences()[0].number == named.number


def test_dropped_row_of_a_bulk_act_is_named() -> None:
    published = entry("records-published")
    tile = Tile.objects.get(tree=published.pk, level=0)
    Tile.objects.filter(pk=tile.pk).update(hashes=bytes(tile.hashes)[32:])

    assert audit_log().differences == [Difference(Fault.ROWS_DIFFER, published.number)]


def test_restored_database_goes_on_from_the_published_files(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(NothingToRecover):
        recover_entries(at=LATER)
    kept = {model: list(model.objects.all()) for model in MODELS}
    gone = Record.objects.order_by("pk")[2].pk
    withdraw_record(gone, actor=WHO, reason="复议撤销", at=LATER)
    number_entries(at=LATER)
    publish_log()
    size = LogState.read().size
    _restore(kept)
    Record.objects.filter(pk=gone).update(state="published")
    with pytest.raises(DatabaseTooOld):
        publish_log()
    with pytest.raises(DatabaseTooOld), caplog.at_level("ERROR"):
        ledger_step(LATER)
    assert "qingce ledger recover" in caplog.text

    assert recover_entries(at=LATER) == 1
    number_entries(at=LATER)
    publish_log()

    found = audit_log()
    assert (found.differences, found.lost) == ([], 1)
    assert LogState.read().size == size + 1
    assert list(audit_rows()) == [Difference(Fault.STATE_DIFFERS, size - 1, ("record", gone))]
    shutil.rmtree(tmp_path / "ledger")
    publish_log()
    assert audit_log().differences == []


def _restore(kept: dict[type, list[object]]) -> None:
    """As if a backup of these tables had been put back."""
    for model in reversed(MODELS):
        model.objects.all().delete()
    for model in MODELS:
        model.objects.bulk_create(kept[model])
