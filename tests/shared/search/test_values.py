"""Values of facets as numbers: the same ones for whoever reads them, whatever was killed while writing."""

from __future__ import annotations

from pathlib import Path

from qingce.shared.search.values import Values


def test_values_have_numbers_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    values = Values(tmp_path)
    assert [values.number(*each) for each in (("type", "甲"), ("type", "乙\n"), ("year", "甲"), ("type", "甲"))] == [
        0,
        1,
        0,
        0,
    ]
    values.keep()
    assert [Values(tmp_path).value("type", number) for number in (0, 1)] == ["甲", "乙\n"]


def test_values_that_were_not_kept_are_forgotten(tmp_path: Path) -> None:
    values = Values(tmp_path)
    values.number("type", "甲")
    values.keep()
    values.number("type", "乙")
    assert Values(tmp_path).number("type", "丙") == 1


def test_values_go_on_behind_what_a_killed_process_left_unfinished(tmp_path: Path) -> None:
    values = Values(tmp_path)
    values.number("type", "甲")
    values.keep()
    with (tmp_path / "values.jsonl").open("ab") as file:
        file.write(b'["type", "unfin')
    later = Values(tmp_path)
    assert later.number("type", "乙") == 1
    later.keep()
    values.read_on()
    assert [values.value("type", number) for number in (0, 1)] == ["甲", "乙"]


def test_sets_have_numbers_whatever_the_order_of_their_values(tmp_path: Path) -> None:
    values = Values(tmp_path)
    first, second, none = (values.number_of_set("type", each) for each in ((3, 12), (12, 3), ()))
    values.keep()
    read = Values(tmp_path)
    assert (first == second, read.count_sets("type"), read.count_sets("year")) == (True, 2, 0)
    assert [read.members("type", each) for each in (first, none)] == [[3, 12], []]


def test_the_value_of_what_has_none_is_nothing_to_ask_for(tmp_path: Path) -> None:
    values = Values(tmp_path)
    assert (values.number("type", ""), values.known("type", "")) == (0, None)
