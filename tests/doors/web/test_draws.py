"""Draws as everybody sees them, and the file that holds one again."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.doors.cli.draw_checking import check_draw_file
from qingce.shared.draws.actions import correct_value, replace_drawn, settle_draw, void_draw
from qingce.shared.draws.enums import Excluded
from qingce.shared.draws.queries import get_draw
from qingce.shared.ledger.actions import number_entries
from tests.factories import SCRIPT
from tests.shared.draws.making import (
    LATER,
    ONE,
    OTHER_VALUES,
    TWO,
    VALUES,
    due_now,
    frozen,
    not_due,
    settled,
    voided,
)

pytestmark = [pytest.mark.requirement("EXP-1", "LED-1"), pytest.mark.django_db]
READ = "https://example.org/result"


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_draw_that_waits_says_what_was_frozen_and_when_the_value_is_due(client: Client) -> None:
    number = not_due(exclusions=(Excluded("P03", "employer", "所评机构的员工"),))
    text = text_of(client, f"/en/draws/{number}/")
    for told in ("抽取第三方技术评估专家", "样例彩票 2026 年第 1 期", "P01 P02 P03", "所评机构的员工", "Employer"):
        assert told in text
    assert "The random value is due in 23" in text
    assert "before a value could be known" in text
    assert "/ledger/entries/" in text
    assert f"/en/draws/{number}/draw.json" in text


def test_draw_whose_source_has_spoken_says_so(client: Client) -> None:
    assert "the value waits to be entered" in text_of(client, f"/en/draws/{due_now()}/")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_settled_draw_shows_each_step(client: Client, prefix: str) -> None:
    number = settled()
    replace_drawn(number, "P07", reason="出差", by=ONE, at=LATER)
    text = text_of(client, f"{prefix}/draws/{number}/")
    for told in ("990dd0a5692a029a98b5e01aa28f3459", "9319./2.5.8.10.12./9.18.26.34.41.45./", "P17 P16 P02", "出差"):
        assert told in text


def test_corrected_and_void_draw_shows_all_that_it_was(client: Client) -> None:
    number = settled()
    correct_value(number, OTHER_VALUES, read=READ, reason="误读一位", by=TWO, at=LATER)
    void_draw(number, reason="来源公布错误", by=TWO, at=LATER)
    successor = frozen()
    text = text_of(client, f"/en/draws/{number}/")
    for told in ("P17 P07 P02", "误读一位", "Former value 1, corrected since", "来源公布错误", "Staff P7K2M9X4"):
        assert told in text
    assert f"Draw {successor} follows it" in text
    assert f"It follows draw {number}" in text_of(client, f"/en/draws/{successor}/")


def test_draw_that_no_checkpoint_covered_in_time_says_so(client: Client) -> None:
    number = frozen(covered=False)
    text = text_of(client, f"/en/draws/{number}/")
    assert "not yet" in text
    assert "draw.json" not in text
    assert client.get(f"/en/draws/{number}/draw.json").status_code == 503
    number_entries(at=LATER)
    assert "too late: a value could be known by then" in text_of(client, f"/en/draws/{number}/")


def test_file_holds_the_draw_again(client: Client) -> None:
    number = settled()
    replace_drawn(number, "P07", reason="出差", by=ONE, at=LATER)
    number_entries(at=LATER)
    answer = client.get(f"/draws/{number}/draw.json")
    assert answer["Content-Disposition"] == f'attachment; filename="qingce-draw-{number}.json"'
    found = check_draw_file(json.dumps(answer.json()), None)
    assert found.values[0].standing == ("P17", "P16", "P02")


def test_nothing_typed_is_markup(client: Client) -> None:
    number = settled(purpose=SCRIPT, occasion=SCRIPT, exclusions=(Excluded("P03", "other", SCRIPT),))
    current = get_draw(number).current
    assert current
    replace_drawn(number, current.standing[0], reason=SCRIPT, by=ONE, at=LATER)
    void_draw(number, reason=SCRIPT, by=TWO, at=LATER)
    for path in ("/draws/", f"/draws/{number}/"):
        assert "<script>alert" not in text_of(client, path)


def test_entry_of_the_ledger_leads_to_the_draw_with_its_words(client: Client) -> None:
    number = settled(exclusions=(Excluded("P03", "employer", "所评机构的员工"),))
    place = get_draw(number).entry.number
    text = text_of(client, f"/en/ledger/entries/{place}/")
    assert f'href="/en/draws/{number}/"' in text
    assert "所评机构的员工" in text
    assert f'href="/en/ledger/entries/{place}/"' in text_of(client, f"/en/draws/{number}/")


def test_missing_draw_is_not_found(client: Client) -> None:
    for path in ("/draws/999/", "/draws/999/draw.json", "/draws/99999999999999999999/"):
        assert client.get(path).status_code == 404, path


def test_list_and_page_cost_the_same_however_many(client: Client) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            text_of(client, path)
        return len(queries)

    for place in (2, 3):
        frozen(occasion=f"第 {place} 次")
    number = settled()
    replace_drawn(number, "P07", reason="出差", by=ONE, at=LATER)
    one = asked(f"/draws/{number}/")
    for declined in ("P17", "P02"):
        replace_drawn(number, declined, reason="出差", by=ONE, at=LATER)
    assert asked(f"/draws/{number}/") == one
    three = asked("/draws/")
    for place in (2, 3):
        settle_draw(number + 1 - place, VALUES, read=READ, by=ONE, at=LATER)
    assert asked("/draws/") == three


def test_list_is_narrowed_by_state(client: Client) -> None:
    number = voided()
    frozen(purpose="仍待随机数")
    text = text_of(client, "/en/draws/?state=voided")
    assert f"/en/draws/{number}/" in text
    assert "仍待随机数" not in text
    assert "No draw has been held yet" in text_of(client, "/en/draws/?state=settled")


def test_thousands_of_steps_are_cut_on_the_page_not_in_the_file(client: Client) -> None:
    pool = tuple(f"P{number}" for number in range(3_000))
    number = settled(pool=pool, count=1_000)
    text = text_of(client, f"/en/draws/{number}/")
    assert "The first 200 of 1,000 steps" in text
    file = client.get(f"/draws/{number}/draw.json").json()
    assert len(file["settled"][0]["says"]["result"]) == 1_000
