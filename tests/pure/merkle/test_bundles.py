"""Entries as files: every length, and files that are cut off or filled up."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingce.pure.merkle.bundles import (
    LONGEST_ENTRY,
    check_entries,
    fetch_entries,
    read_bundle,
    write_bundle,
)
from qingce.pure.merkle.errors import BundleWrong, EntryRewritten, EntryTooLong, TileMissing
from qingce.pure.merkle.hashing import leaf_hash
from qingce.pure.merkle.tiles import Tile
from tests.tile_log import TileLog

pytestmark = pytest.mark.requirement("LED-1", "LED-2")
some_entries = st.lists(st.binary(max_size=300), max_size=20)


def test_bundle_is_written_as_the_standard_says() -> None:
    assert write_bundle([b"abc", b"", b"d" * 258]) == b"\0\3abc\0\0\1\2" + b"d" * 258


@given(some_entries)
def test_entries_survive_being_written(entries: list[bytes]) -> None:
    assert read_bundle(write_bundle(entries), len(entries)) == entries


@given(some_entries.filter(bool), st.data())
def test_file_that_is_cut_off_or_filled_up_is_refused(entries: list[bytes], data: st.DataObject) -> None:
    raw = write_bundle(entries)
    cut = data.draw(st.integers(0, len(raw) - 1))
    wrong = [(raw[:cut], len(entries)), (raw, len(entries) - 1), (raw, len(entries) + 1), (raw + b"\0", len(entries))]
    for each, count in wrong:
        with pytest.raises(BundleWrong):
            read_bundle(each, count)


@given(st.binary(max_size=2000), st.integers(0, 256))
def test_no_bytes_break_the_reader(raw: bytes, count: int) -> None:
    with suppress(BundleWrong):
        assert write_bundle(read_bundle(raw, count)) == raw


def test_entry_of_the_longest_length_fits_and_no_longer_one() -> None:
    assert read_bundle(write_bundle([b"x" * LONGEST_ENTRY]), 1) == [b"x" * LONGEST_ENTRY]
    with pytest.raises(EntryTooLong):
        write_bundle([b"x" * (LONGEST_ENTRY + 1)])


def test_rewritten_entry_is_named_by_its_number() -> None:
    tile, entries = Tile(0, 2, 3), [b"a", b"b", b"c"]
    hashes = [leaf_hash(each) for each in entries]
    check_entries(entries, tile, hashes)
    with pytest.raises(EntryRewritten) as error:
        check_entries([b"a", b"B", b"c"], tile, hashes)
    assert error.value.params == {"number": 513}


def test_full_bundle_serves_where_the_partial_one_is_gone() -> None:
    log = TileLog().grow(10).grow(300)
    assert fetch_entries(log.fetch, Tile(0, 0, 10)) == log.entries[:10]
    del log.files["tile/entries/000.p/10"]
    assert fetch_entries(log.fetch, Tile(0, 0, 10)) == log.entries[:10]
    with pytest.raises(TileMissing):
        fetch_entries(log.fetch, Tile(0, 9, 10))
