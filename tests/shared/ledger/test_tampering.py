"""Somebody with the database and the key falsifies the log: for each way, who sees it and what is named (LED-1, LED-2).

Three look: `audit` at the database, `verify` at files that were kept or are fetched, a witness at what it saw before.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from qingce.domain.records.models import Record
from qingce.domain.records.queries import statement_of
from qingce.pure.kernel.errors import QingceError
from qingce.pure.merkle.bundles import check_entries, fetch_entries
from qingce.pure.merkle.checkpoints import Checkpoint as Signed
from qingce.pure.merkle.checkpoints import read_checkpoint
from qingce.pure.merkle.errors import EntryRewritten, LogRewritten, LogShrank, LogSplit, ProofWrong, TilesUnfit
from qingce.pure.merkle.growth import check_growth
from qingce.pure.merkle.hashing import SIZE_BYTES, leaf_hash
from qingce.pure.merkle.notes import new_signer, read_note, read_verifier
from qingce.pure.merkle.proof_files.checking_files import check_file
from qingce.pure.merkle.proof_files.errors import ContentWrong
from qingce.pure.merkle.reading import CheckedTiles, tile_reader
from qingce.pure.merkle.tiles import tiles_of
from qingce.shared.ledger.actions import number_entries, publish_log
from qingce.shared.ledger.enums import Difference, Fault
from qingce.shared.ledger.errors import LedgerEntryNotFound, LogForked
from qingce.shared.ledger.finding import entries_of
from qingce.shared.ledger.models import Checkpoint, LedgerEntry, LogKey, LogState, Tile
from qingce.shared.ledger.proving import growth, proof_of_entry, proof_of_row
from qingce.shared.ledger.publishing import folder
from qingce.shared.ledger.queries import audit_log, audit_rows
from tests.factories import AT, penalty, take_in
from tests.ledger_acts import log_of, show_all, tale, tell

pytestmark = [pytest.mark.requirement("LED-1", "LED-2"), pytest.mark.django_db]
BEFORE, AFTER, TOUCHED = 6, 10, 3  # entries when somebody looked first, in the end, and which is falsified


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> str:
    """A published log; the checkpoint that a witness or a reader kept when it was shorter."""
    settings.HOME = tmp_path
    log_of(BEFORE - 1)
    publish_log()
    note = (folder() / "checkpoint").read_text()
    log_of(AFTER - BEFORE)
    publish_log()
    assert (witness(note), verify(TOUCHED), audit()) == (None, None, None)
    return note


def audit() -> Difference | None:
    """The first entry that an audit of the database names."""
    return min(audit_log().differences, key=lambda each: each.number or 0, default=None)


def witness(note: str) -> QingceError | None:
    """What a witness finds in the published files who saw this checkpoint before and looks at every entry."""
    new = published()
    try:
        check_growth(checkpoint_in(note), new, tile_reader(fetch, new.size))
        tiles = CheckedTiles(fetch, new)
        for tile in tiles_of(new.size):
            if tile.level == 0:
                check_entries(fetch_entries(fetch, tile), tile, tiles.hashes(tile))
    except QingceError as error:
        return error
    return None


def verify(number: int) -> QingceError | None:
    """What `qingce verify` finds in the proof of an entry that is downloaded today."""
    return verified(lambda: proof_of_entry(number))


def verified(file: Callable[[], object]) -> QingceError | None:
    """What a check of a file finds, by the key that the log always had."""
    keys = [read_verifier(key) for key in LogKey.objects.values_list("key", flat=True)]
    try:
        check_file(json.dumps(file()), keys)
    except QingceError as error:
        return error
    return None


def grown_from(note: str) -> QingceError | None:
    """What a reader finds who asks for the growth of the log since the checkpoint that was kept."""
    served = growth(Checkpoint.objects.order_by("size")[0].size, published().size)
    return verified(lambda: served | {"from": note})


def published() -> Signed:
    return checkpoint_in((folder() / "checkpoint").read_text())


def checkpoint_in(note: str) -> Signed:
    return read_checkpoint(read_note(note).text)


def fetch(path: str) -> bytes:
    return (folder() / path).read_bytes()


def publish_anew() -> None:
    """What whoever falsifies would do as well: the former files go."""
    shutil.rmtree(folder(), ignore_errors=True)
    publish_log()


def cut(size: int) -> None:
    """The log as it was when it was shorter; nothing tells that it had been longer."""
    LedgerEntry.objects.filter(number__gte=size).delete()
    Checkpoint.objects.filter(size__gt=size).delete()
    for tile in Tile.objects.filter(tree=Tile.LOG):
        Tile.objects.filter(pk=tile.pk).update(hashes=bytes(tile.hashes)[: size * SIZE_BYTES])
    LogState.objects.update(size=size)
    shutil.rmtree(folder())


def test_flipped_byte_of_an_entry_is_seen_by_all_three(kept: str) -> None:
    entry = LedgerEntry.objects.get(number=TOUCHED)
    body = bytes(entry.body).replace(b'"number":3', b'"number":4')
    assert sum(one != other for one, other in zip(body, bytes(entry.body), strict=True)) == 1
    LedgerEntry.objects.filter(pk=entry.pk).update(body=body)
    publish_anew()

    assert audit() == Difference(Fault.ENTRY_CHANGED, TOUCHED)
    assert isinstance(verify(TOUCHED), ProofWrong)
    found = witness(kept)
    assert isinstance(found, EntryRewritten)
    assert found.params["number"] == TOUCHED


def test_flipped_byte_with_its_hash_renewed_is_seen_by_all_three(kept: str) -> None:
    entry = LedgerEntry.objects.get(number=TOUCHED)
    body = bytes(entry.body).replace(b'"number":3', b'"number":4')
    LedgerEntry.objects.filter(pk=entry.pk).update(body=body, leaf=leaf_hash(body), subject_id=4)
    publish_anew()

    assert audit() == Difference(Fault.TREE_DIFFERS, TOUCHED)
    assert isinstance(verify(TOUCHED), ProofWrong)
    assert isinstance(witness(kept), EntryRewritten)


def test_flipped_byte_of_a_hash_in_the_tree_is_seen_by_all_three(kept: str) -> None:
    tile = Tile.objects.get(tree=Tile.LOG)
    hashes = bytearray(bytes(tile.hashes))
    hashes[TOUCHED * SIZE_BYTES] ^= 1
    Tile.objects.filter(pk=tile.pk).update(hashes=bytes(hashes))
    publish_anew()

    assert audit() == Difference(Fault.TREE_DIFFERS, TOUCHED)
    assert isinstance(verify(TOUCHED - 1), ProofWrong)
    assert isinstance(witness(kept), TilesUnfit)
    tell(20)
    with pytest.raises(LogForked):
        number_entries(at=AT)


def test_dropped_entry_is_named_by_the_audit_and_cannot_be_published(kept: str) -> None:
    LedgerEntry.objects.filter(number=TOUCHED).delete()

    assert audit() == Difference(Fault.MISSING, TOUCHED)
    assert isinstance(verify(TOUCHED), LedgerEntryNotFound)
    assert witness(kept) is None  # what it reads was published before
    shutil.rmtree(folder())
    with pytest.raises(QingceError):
        publish_log()


def test_dropped_entry_with_the_others_moved_up_is_seen_by_all_three(kept: str) -> None:
    LedgerEntry.objects.filter(number=TOUCHED).delete()
    for number in range(TOUCHED + 1, AFTER):
        LedgerEntry.objects.filter(number=number).update(number=number - 1)

    assert audit() == Difference(Fault.TREE_DIFFERS, TOUCHED)
    assert isinstance(verify(TOUCHED), ProofWrong)
    assert witness(kept) is None  # what it reads was published before


def test_swapped_entries_are_seen_by_all_three(kept: str) -> None:
    for former, number in ((TOUCHED, 1_000), (TOUCHED + 1, TOUCHED), (1_000, TOUCHED + 1)):
        LedgerEntry.objects.filter(number=former).update(number=number)
    publish_anew()

    assert audit() == Difference(Fault.TREE_DIFFERS, TOUCHED)
    assert isinstance(verify(TOUCHED), ProofWrong)
    assert isinstance(verify(TOUCHED + 1), ProofWrong)
    found = witness(kept)
    assert isinstance(found, EntryRewritten)
    assert found.params["number"] == TOUCHED


def test_rewritten_tail_signed_anew_is_seen_by_whoever_kept_anything(kept: str) -> None:
    file = json.dumps(proof_of_entry(TOUCHED))
    keys = [read_verifier(key) for key in LogKey.objects.values_list("key", flat=True)]
    cut(TOUCHED)
    log_of(AFTER - TOUCHED + 1)
    publish_log()

    assert audit() is None  # all of it fits; only what others hold tells
    assert verify(TOUCHED) is None
    found = witness(kept)
    assert isinstance(found, LogRewritten)
    assert isinstance(grown_from(kept), ProofWrong)
    assert check_file(file, keys).texts[0].text != proof_of_entry(TOUCHED)["entry"]  # two entries, one key, one place


def test_rewritten_tail_as_long_as_before_is_a_split(kept: str) -> None:
    cut(TOUCHED)
    log_of(BEFORE - TOUCHED)
    publish_log()

    assert audit() is None
    found = witness(kept)
    assert isinstance(found, LogSplit)
    assert isinstance(grown_from(kept), ProofWrong)


def test_cut_off_tail_is_a_log_that_shrank(kept: str) -> None:
    cut(TOUCHED)
    tell(30)
    number_entries(at=AT)
    publish_log()

    assert audit() is None
    assert isinstance(witness(kept), LogShrank)


@pytest.mark.usefixtures("kept")
def test_rewritten_tail_is_refused_where_the_published_files_stayed() -> None:
    former = folder().rename(folder().with_name("former"))
    folder().mkdir()
    cut(TOUCHED)
    log_of(AFTER - TOUCHED + 1)
    shutil.rmtree(folder(), ignore_errors=True)
    former.rename(folder())

    assert audit() == Difference(Fault.PUBLISHED_DIFFERS, AFTER - 1)
    tell(50)
    with pytest.raises(LogForked):
        number_entries(at=AT)


@pytest.mark.usefixtures("kept")
def test_checkpoint_signed_by_a_key_of_another_is_named() -> None:
    newest = Checkpoint.objects.order_by("-size")[0]
    text = read_note(newest.note).text
    stranger = new_signer("qingce.test/ledger").sign(text)
    Checkpoint.objects.filter(pk=newest.pk).update(note=f"{text}\n{stranger.line}")
    publish_anew()

    assert audit() == Difference(Fault.SIGNATURE_WRONG, AFTER - 1)
    assert isinstance(verify(TOUCHED), QingceError)


@pytest.mark.parametrize("how", ["dropped", "swapped"])
@pytest.mark.usefixtures("kept")
def test_row_of_a_bulk_act_is_seen_by_audit_and_verify(how: str) -> None:
    show_all(*range(300, 310))
    number_entries(at=AT)
    bulk = LedgerEntry.objects.get(act="tales-shown")
    tile = Tile.objects.get(tree=bulk.pk)
    rows = [bytes(tile.hashes)[start : start + SIZE_BYTES] for start in range(0, len(tile.hashes), SIZE_BYTES)]
    changed = rows[:3] + rows[4:] if how == "dropped" else [rows[1], rows[0], *rows[2:]]
    Tile.objects.filter(pk=tile.pk).update(hashes=b"".join(changed))

    assert audit() == Difference(Fault.ROWS_DIFFER, bulk.number)
    (found,) = entries_of("tale", 300)
    if how == "swapped":
        assert isinstance(verified(lambda: proof_of_row(found.entry, found.place, tale(300))), ProofWrong)


@pytest.mark.usefixtures("kept")
def test_record_changed_behind_the_ledger_is_seen_by_audit_and_verify() -> None:
    take_in(penalty())
    number_entries(at=AT)
    pk = Record.objects.values_list("pk", flat=True)[0]
    (found,) = entries_of("record", pk)
    mine = proof_of_row(found.entry, found.place, statement_of(pk))
    Record.objects.filter(pk=pk).update(fine_cny=1)

    assert list(audit_rows()) == [Difference(Fault.CONTENT_DIFFERS, found.entry.number, ("record", pk))]
    today = verified(lambda: proof_of_row(found.entry, found.place, statement_of(pk)))
    assert isinstance(today, ProofWrong | ContentWrong)
    assert verified(lambda: mine) is None  # what it said is still proved
