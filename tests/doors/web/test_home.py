"""The first page."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from tests.factories import count, key_unit, penalty, pseudonymous, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def _counted(tmp_path: Path, settings: Settings) -> None:
    """Three records, counted in a home of their own."""
    settings.HOME = tmp_path
    register(penalty(), pseudonymous(), key_unit())
    count()


@pytest.mark.requirement("REC-6", "REC-8")
@pytest.mark.usefixtures("_counted")
def test_home_shows_what_there_is(client: Client) -> None:
    text = client.get("/").content.decode()
    assert "<dt>条记录</dt><dd>3</dd>" in text
    assert "<dt>家企业</dt><dd>3</dd>" in text
    assert "2024年3月2日" in text
    for message in ("浙江省最多：2 条，占 67%", "环境监管记录最多：2 条，占 67%"):
        assert message in text
    assert "废水超标排放行政处罚决定" in text


@pytest.mark.usefixtures("_counted")
def test_home_speaks_english(client: Client) -> None:
    text = client.get("/en/").content.decode()
    assert "Most records: Zhejiang, 2 (67% of all)" in text
    assert '<html lang="en">' in text


@pytest.mark.usefixtures("_counted")
def test_each_chart_of_home_has_its_table_and_files(client: Client) -> None:
    text = client.get("/en/").content.decode()
    for name in ("region", "type", "year"):
        assert f'aria-labelledby="by-{name}"' in text
        for path in (f"/en/trends/by-{name}.csv", f"/en/trends/by-{name}.svg"):
            assert f'href="{path}"' in text
            assert client.get(path).status_code == 200
    assert text.count("<caption>") == 3


def test_home_and_about_tell_that_records_are_being_counted(client: Client, tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path
    register(penalty())
    text = client.get("/en/").content.decode()
    assert "<dt>records</dt><dd>1</dd>" in text
    assert "The records are being counted" in text
    assert "At this moment" not in client.get("/en/about/").content.decode()
    count()
    assert "At this moment: 1 records of 1 enterprises" in client.get("/en/about/").content.decode()


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
    assert counts == [5, 5]
