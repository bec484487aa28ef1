"""A log read from its tiles: what is believed, and what a lying, lazy or broken server may try."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingce.pure.merkle.checking import check_consistency
from qingce.pure.merkle.checkpoints import Checkpoint
from qingce.pure.merkle.errors import (
    LogOther,
    LogRewritten,
    LogShrank,
    LogSplit,
    TileMissing,
    TilesUnfit,
    TileWrong,
)
from qingce.pure.merkle.growth import check_first, check_growth
from qingce.pure.merkle.hashing import EMPTY_ROOT, leaf_hash
from qingce.pure.merkle.reading import CheckedTiles, Fetch, tile_reader
from qingce.pure.merkle.tiles import Tile, tiles_of
from tests.tile_log import TileLog, forked

pytestmark = pytest.mark.requirement("LED-1", "LED-2")
SIZES = (1, 2, 255, 256, 257, 511, 513, 700)


@pytest.fixture(scope="module")
def log() -> TileLog:
    made = TileLog()
    for former, size in pairwise((0, *SIZES)):
        made.grow(size - former)
    return made


def changed(fetch: Fetch, path: str, raw: bytes) -> Fetch:
    return lambda asked: raw if asked == path else fetch(asked)


def test_growth_between_all_sizes_is_shown_from_tiles(log: TileLog) -> None:
    for size in SIZES:
        new = log.checkpoint(size)
        check_first(new, tile_reader(log.fetch, size))
        for former in (0, *SIZES[: SIZES.index(size) + 1]):
            old = log.checkpoint(former)
            proof = check_growth(old, new, tile_reader(log.fetch, size))
            check_consistency(former, old.root, size, new.root, proof)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 600), st.integers(0, 300))
def test_growth_by_any_number_is_shown(former: int, more: int) -> None:
    grown = TileLog().grow(former + more)
    check_growth(grown.checkpoint(former), grown.checkpoint(), tile_reader(grown.fetch, former + more))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_other_history_is_caught(data: st.DataObject) -> None:
    """One entry is another one somewhere before the old size: the log itself shows that it was rewritten."""
    former = data.draw(st.integers(1, 400))
    at = data.draw(st.integers(0, former - 1))
    honest = TileLog().grow(former)
    other = forked(honest, at=at, count=former - at + data.draw(st.integers(1, 200)))
    with pytest.raises(LogRewritten):
        check_growth(honest.checkpoint(), other.checkpoint(), tile_reader(other.fetch, len(other.entries)))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_bit_of_a_tile_that_is_used_is_caught(log: TileLog, data: st.DataObject) -> None:
    former, size = data.draw(st.sampled_from(SIZES[:4])), 700
    used: list[str] = []

    def noting(path: str) -> bytes:
        used.append(path)
        return log.fetch(path)

    check_growth(log.checkpoint(former), log.checkpoint(size), tile_reader(noting, size))
    path = data.draw(st.sampled_from(sorted(set(used))))
    raw = bytearray(log.files[path])
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    lying = changed(log.fetch, path, bytes(raw))
    try:
        proof = check_growth(log.checkpoint(former), log.checkpoint(size), tile_reader(lying, size))
    except TilesUnfit:
        return
    # The changed hash was of no use: what was computed is the right proof all the same.
    check_consistency(former, log.checkpoint(former).root, size, log.checkpoint(size).root, proof)


def test_two_trees_of_one_size_are_a_split(log: TileLog) -> None:
    other = forked(log, at=100, count=600)
    with pytest.raises(LogSplit):
        check_growth(log.checkpoint(), other.checkpoint(), tile_reader(other.fetch, 700))
    assert check_growth(log.checkpoint(), log.checkpoint(), tile_reader(log.fetch, 700)) == []


def test_log_that_shrank_and_another_log_are_refused(log: TileLog) -> None:
    with pytest.raises(LogShrank):
        check_growth(log.checkpoint(700), log.checkpoint(513), tile_reader(log.fetch, 513))
    other = Checkpoint("other.example/ledger", 700, log.checkpoint().root)
    with pytest.raises(LogOther):
        check_growth(log.checkpoint(513), other, tile_reader(log.fetch, 700))


def test_tiles_that_lead_elsewhere_are_not_taken_for_a_rewritten_log(log: TileLog) -> None:
    other = forked(log, at=300, count=400)
    with pytest.raises(TilesUnfit):
        check_growth(log.checkpoint(513), log.checkpoint(700), tile_reader(other.fetch, 700))
    with pytest.raises(TilesUnfit):
        check_first(log.checkpoint(), tile_reader(other.fetch, 700))
    with pytest.raises(TilesUnfit):
        check_growth(Checkpoint(log.key.name, 0, EMPTY_ROOT), log.checkpoint(), tile_reader(other.fetch, 700))


def test_empty_log_that_was_never_empty_is_rewritten(log: TileLog) -> None:
    with pytest.raises(LogRewritten):
        check_growth(Checkpoint(log.key.name, 0, leaf_hash(b"")), log.checkpoint(1), tile_reader(log.fetch, 1))


@pytest.mark.parametrize("raw", [b"", b"x" * 31, b"x" * 33, b"x" * 8192])
def test_tile_of_another_length_is_refused(log: TileLog, raw: bytes) -> None:
    lying = changed(log.fetch, "tile/0/002.p/188", raw)
    with pytest.raises(TileWrong):
        check_first(log.checkpoint(), tile_reader(lying, 700))


def test_full_tile_serves_where_the_partial_one_is_gone() -> None:
    grown = TileLog().grow(300)
    old = grown.checkpoint()
    grown.grow(300)
    del grown.files["tile/0/001.p/44"]
    check_first(old, tile_reader(grown.fetch, 300))
    grown.files["tile/0/001"] += b"x"
    with pytest.raises(TileWrong):
        check_first(old, tile_reader(grown.fetch, 300))
    del grown.files["tile/0/001"]
    with pytest.raises(TileMissing, match=r"001\.p/44"):
        check_first(old, tile_reader(grown.fetch, 300))


def test_each_tile_is_fetched_once(log: TileLog) -> None:
    asked: list[str] = []

    def counting(path: str) -> bytes:
        asked.append(path)
        return log.fetch(path)

    check_growth(log.checkpoint(255), log.checkpoint(700), tile_reader(counting, 700))
    assert len(asked) == len(set(asked)) <= 4


def test_checked_tiles_are_those_of_the_log() -> None:
    big = TileLog().grow(66_000)
    tiles = CheckedTiles(big.fetch, big.checkpoint())
    for tile in tiles_of(66_000):
        if tile.level >= 0:
            assert b"".join(tiles.hashes(tile)) == big.files[tile.path]
    for path in ("tile/0/000", "tile/0/255", "tile/1/000"):
        raw = bytearray(big.files[path])
        raw[0] ^= 1
        lying = CheckedTiles(changed(big.fetch, path, bytes(raw)), big.checkpoint())
        with pytest.raises(TilesUnfit):
            [lying.hashes(tile) for tile in tiles_of(66_000) if tile.level >= 0]
    with pytest.raises(TilesUnfit):
        CheckedTiles(big.fetch, big.checkpoint()).hashes(Tile(0, 0, 3))
