"""The first page."""

from __future__ import annotations

import csv

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.doors.web.home import map_tiles, shade
from tests.factories import key_unit, penalty, pseudonymous, register

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("REC-6")
def test_home_shows_what_there_is(client: Client) -> None:
    register(penalty(), pseudonymous(), key_unit())
    text = client.get("/").content.decode()
    assert "<dt>条记录</dt><dd>3</dd>" in text
    assert "<dt>家企业</dt><dd>3</dd>" in text
    assert "2024年3月2日" in text
    assert "浙江省最多，2 条，占 67%。" in text
    assert "环境监管记录最多，2 条，占 67%。" in text
    assert "废水超标排放行政处罚决定" in text


def test_home_speaks_english(client: Client) -> None:
    register(penalty())
    text = client.get("/en/").content.decode()
    assert "Most records are in Zhejiang: 1 (100%)." in text
    assert '<html lang="en">' in text


@pytest.mark.usefixtures("no_index")
def test_home_without_an_index_says_what_will_be_here(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "还没有记录" in response.content.decode()


def test_home_asks_the_database_equally_often_for_one_and_three(client: Client) -> None:
    counts = []
    for rows in ([penalty()], [pseudonymous(), key_unit()]):
        register(*rows)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/")
        counts.append(len(queries))
    assert counts == [3, 3]


def test_by_region_download_lists_every_province_level_unit(client: Client) -> None:
    register(penalty())
    body = client.get("/by-region.csv").content
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(body.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["代码", "地区", "记录"]
    assert len(rows) == 1 + 35
    assert ["330000", "浙江省", "1"] in rows
    assert ["660000", "新疆生产建设兵团", "0"] in rows


def test_by_type_download_counts_types(client: Client) -> None:
    register(penalty(), key_unit())
    body = client.get("/en/by-type.csv").content
    rows = list(csv.reader(body.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["Code", "Type", "Records"]
    assert sorted(rows[1:]) == [
        ["key-entity", "Key monitored entity", "1"],
        ["supervision", "Environmental supervision record", "1"],
    ]


@pytest.mark.parametrize(("count", "most", "depth"), [(0, 100, 0), (1, 100, 1), (10, 100, 3), (100, 100, 5), (1, 1, 5)])
def test_shade_grows_with_the_logarithm(count: int, most: int, depth: int) -> None:
    assert shade(count, most) == depth


def test_map_tiles_show_the_corps_beside_xinjiang() -> None:
    tiles = {tile.code: tile for tile in map_tiles({})}
    assert len(tiles) == 35
    assert (tiles["660000"].row, tiles["660000"].col + 1) == (tiles["650000"].row, tiles["650000"].col)
