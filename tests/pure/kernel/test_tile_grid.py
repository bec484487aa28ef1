"""The schematic of the provinces."""

from __future__ import annotations

from qingce.pure.kernel.divisions import provinces
from qingce.pure.kernel.tile_grid import tiles


def test_every_province_but_the_corps_has_a_tile() -> None:
    codes = {tile.province_code for tile in tiles()}
    assert codes == {province.code for province in provinces()} - {"660000"}
    assert len(tiles()) == 34


def test_no_two_tiles_share_a_cell_or_an_abbreviation() -> None:
    assert len({(tile.row, tile.col) for tile in tiles()}) == 34
    assert len({tile.abbr for tile in tiles()}) == 34


def test_tiles_lie_on_the_grid() -> None:
    assert all(0 <= tile.row < 8 and 0 <= tile.col < 12 for tile in tiles())
