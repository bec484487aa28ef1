"""What a search finds, in which order, and what it counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qingce.shared.search import queries
from qingce.shared.search.enums import FacetCount, Notice, SearchRequest, Unknown
from qingce.shared.search.errors import (
    IndexMissing,
    PageTooFar,
    QueryTooLong,
    TooManyFilters,
    TooManyTerms,
    UnknownKind,
)
from qingce.shared.search.queries import has_index, ids_after, iterate_ids, search, suggest

if TYPE_CHECKING:
    from tests.shared.search.conftest import Shelf


@pytest.mark.requirement("REC-6")
@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("污", [1]),
        ("污染", [1]),
        ("水污染", [1]),
        ("放水污染", [1]),
        ("超标排放水污染物", [1]),
        ("物", [1]),
        ("臺灣", [2]),
        ("台湾", [2]),
        ("TAIWAN Steel", [2]),
        ("“taiwan steel”", [2]),
        ("aiwan", [2]),
        ("９１３１０１１５ＭＡ", [3]),
        ("ma1k4", [3]),
        ("〔2021〕12号", [3]),
        ("𠀀", [3]),
        ("公司 -化工", [3, 2]),
        ("-公司", [1]),
        ("-公司 -污染", []),
        ("公司 沪", [3]),
        ("没有", []),
        ("公司 污染", []),
        ("100%", [3]),
        ("(x)", [3]),
        ("' OR 1=1", []),
        ("*", []),
    ],
)
def test_search_finds_substrings(shelf: Shelf, text: str, ids: list[int]) -> None:
    shelf.put(1, "超标排放水污染物", title="化工")
    shelf.put(2, "台灣鋼鐵公司 ＴａｉＷａｎ　Ｓｔｅｅｌ")
    shelf.put(3, "91310115MA1K4\n100% (x) 𠀀", title="沪环罚〔2021〕12号", name="公司")
    shelf.build()
    assert sorted(shelf.ids(text), reverse=True) == ids


def test_term_does_not_reach_from_one_text_into_the_next(shelf: Shelf) -> None:
    shelf.put(1, "丙丁", name="甲乙", title="乙丙")
    shelf.build()
    assert [shelf.ids(text) for text in ("甲乙", "乙丙", "丙丁", "甲乙乙", "乙丙丙", "甲乙乙丙")] == [
        [1], [1], [1], [], [], [],
    ]  # fmt: skip


def test_parts_of_a_term_apart_do_not_match(shelf: Shelf) -> None:
    shelf.put(1, "甲乙丙丁 乙丙丁戊")
    shelf.put(2, "甲乙丙丁戊")
    shelf.build()
    assert shelf.ids("甲乙丙丁戊") == [2]


def test_relevance_puts_heavier_texts_first_then_boost_then_newest_then_id(shelf: Shelf) -> None:
    shelf.put(1, "化工", day=9)
    shelf.put(2, title="化工", day=5)
    shelf.put(3, name="化工", day=1)
    shelf.put(4, name="化工", day=2)
    shelf.put(5, name="化工", day=2)
    shelf.put(6, name="化工", day=1, boost=2.0)
    shelf.put(7, "化工", boost=0.5, day=99)
    shelf.build()
    assert shelf.ids("化工") == [6, 5, 4, 3, 2, 1, 7]


def test_relevance_of_several_words_goes_by_the_lightest_text_needed(shelf: Shelf) -> None:
    shelf.put(1, "上海", name="化工", day=3)
    shelf.put(2, name="上海", title="化工", day=2)
    shelf.put(3, name="上海化工", day=1)
    shelf.build()
    assert shelf.ids("上海 化工") == [3, 2, 1]


def test_newest_orders_by_day_then_id_with_unknown_days_last(shelf: Shelf) -> None:
    for number, day in ((1, 5), (2, 0), (3, 7), (4, 5)):
        shelf.put(number, "化工", name="化工" if number == 2 else "", day=day)
    shelf.build()
    assert shelf.ids("化工", newest=True) == [3, 4, 1, 2]
    assert shelf.ids("") == [3, 4, 1, 2]


@pytest.mark.parametrize("newest", [False, True])
def test_pages_together_are_the_whole_list(shelf: Shelf, newest: bool) -> None:
    for number in range(1, 48):
        field = ("name", "title", "body")[number % 3]
        shelf.put(number, **{field: "化工"}, day=number * 7 % 11)
    shelf.build()
    pages = [shelf.page("化工", page=page, size=10, newest=newest) for page in range(1, 7)]
    ids = [each for page in pages for each in page.ids]
    assert {page.total for page in pages} == {47}
    assert [len(page.ids) for page in pages] == [10, 10, 10, 10, 7, 0]
    assert ids == list(iterate_ids("note", SearchRequest("化工", order="newest" if newest else "relevance"), 99))
    assert sorted(ids) == list(range(1, 48))
    by_day = {number: number * 7 % 11 for number in ids}
    key = (lambda n: (by_day[n], n)) if newest else (lambda n: (-(n % 3), by_day[n], n))
    assert ids == sorted(ids, key=key, reverse=True)


def test_download_walks_in_chunks(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qingce.shared.search.queries._CHUNK", 4)
    for number in range(1, 31):
        shelf.put(number, "化工", title="化工" if number % 2 else "", day=number % 3)
    shelf.build()
    whole = shelf.ids("化工", size=100)
    assert list(iterate_ids("note", SearchRequest("化工"), 1_000)) == whole
    assert list(iterate_ids("note", SearchRequest("化工"), 17)) == whole[:17]
    assert list(iterate_ids("note", SearchRequest("化工"), 0)) == []


def test_facets_ignore_their_own_filter_only(shelf: Shelf) -> None:
    shelf.put(1, "化工", type="a", region=["31", "3101"])
    shelf.put(2, "化工", type="a", region=["11"])
    shelf.put(3, "化工", type="b", region=["31", "3102"])
    shelf.put(4, "别的", type="b", region="31")
    shelf.put(5, "化工")
    shelf.build()
    page = shelf.page("化工", filters={"type": ["a"], "region": ["31"]}, facets=["type", "region"])
    assert (page.total, page.ids) == (1, [1])
    assert page.facets == {
        "type": [FacetCount("a", 1), FacetCount("b", 1)],
        "region": [FacetCount("11", 1), FacetCount("31", 1), FacetCount("3101", 1)],
    }


def test_what_has_no_value_is_in_no_count(shelf: Shelf) -> None:
    for number, (kind, regions) in enumerate((("a", []), ("", ["31"]), ("", ["31", "11"]), ("", [])), 1):
        shelf.put(number, "化工", type=kind, region=regions)
    shelf.build()
    counts = {"type": [FacetCount("a", 1)], "region": [FacetCount("31", 2), FacetCount("11", 1)]}
    for text in ("", "化工"):
        assert shelf.page(text, facets=["type", "region"]).facets == counts
        assert shelf.page(text, facets=["type", "region"], most_values=1).facets == {
            name: values[:1] for name, values in counts.items()
        }
    assert shelf.page(filters={"type": [""]}).total == 0


def test_newest_of_many_hits_are_looked_for_in_the_last_years_only(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [date(2010 + number % 9, 1 + number % 12, 1 + number % 28).toordinal() for number in range(120)]
    for number, day in enumerate([*days, 0, 0, 0], 1):
        shelf.put(number, "化工" if number % 3 else "别的", type=str(number % 2), day=day)
    shelf.build()
    asked = [
        {"text": text, "newest": newest, "page": page, "size": size, "filters": filters, "facets": ["year", "type"]}
        for text in ("化工", "化", "")
        for newest in (True, False)
        for page, size in ((1, 5), (2, 20), (1, 100), (9, 14))
        for filters in ({}, {"type": ["1"]}, {"year": ["2011", "2012"]})
    ]
    plain = [shelf.page(**each) for each in asked]
    monkeypatch.setattr(queries, "_FEW", 0)
    last: list[int] = []
    real = queries._last_of
    monkeypatch.setattr(queries, "_last_of", lambda *each: last.append(len(found := real(*each))) or found)
    assert [replace(shelf.page(**each), took_ms=0) for each in asked] == [replace(each, took_ms=0) for each in plain]
    assert {0, 1} <= set(last)
    found = shelf.page("化工", facets=["year"])
    told = {each.value: each.count for each in found.facets["year"]}
    wanted = Counter(str(date.fromordinal(day).year) for number, day in enumerate(days, 1) if number % 3)
    assert (told, found.total - sum(told.values())) == (wanted, 2)


def test_values_of_one_filter_add_up(shelf: Shelf) -> None:
    for number, kind in enumerate(("a", "b", "c", ""), 1):
        shelf.put(number, "化工", type=kind)
    shelf.build()
    assert sorted(shelf.ids(filters={"type": ["a", "c"]})) == [1, 3]
    assert sorted(shelf.ids(filters={"type": []})) == [1, 2, 3, 4]


def test_unknown_filters_are_told(shelf: Shelf) -> None:
    shelf.put(1, "化工", type="a")
    shelf.build()
    page = shelf.page("化工", filters={"colour": ["red"], "type": ["zz", "a", "\ud800"]}, facets=["size", "type"])
    assert (page.ids, page.facets) == ([1], {"type": [FacetCount("a", 1)]})
    assert page.unknown == [
        Unknown("colour"), Unknown("type", "zz"), Unknown("type", "?"), Unknown("size"),
    ]  # fmt: skip
    assert shelf.page(filters={"type": ["zz"]}).total == 0


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (SearchRequest("污" * 10_000), QueryTooLong),
        (SearchRequest(" ".join(map(str, range(100, 121)))), TooManyTerms),
        (SearchRequest(page=1_000_000), PageTooFar),
        (SearchRequest(page=502), PageTooFar),
    ],
)
def test_too_much_is_refused(shelf: Shelf, request_: SearchRequest, error: type[Exception]) -> None:
    shelf.build()
    with pytest.raises(error):
        search("note", request_)


@pytest.mark.parametrize(
    "filters",
    [
        {"type": [str(number) for number in range(21)]},
        {"colour": ["red"] * 21},
        {"type": ["a"] * 20, "region": ["b"] * 20, "colour": ["c"] * 11},
        {str(number): ["a"] for number in range(51)},
    ],
)
def test_too_many_filters_are_refused(shelf: Shelf, filters: dict[str, list[str]]) -> None:
    shelf.build()
    with pytest.raises(TooManyFilters) as caught:
        search("note", SearchRequest(filters=filters))
    assert caught.value.params == {"of_one": 20, "in_all": 50}
    with pytest.raises(TooManyFilters):
        list(iterate_ids("note", SearchRequest(filters=filters), 10))


def test_as_many_filters_as_are_allowed_are_answered(shelf: Shelf) -> None:
    shelf.put(1, "化工", type="a", region=["b"])
    shelf.build()
    filters = {"type": ["a", *map(str, range(19))], "region": ["b", *map(str, range(19))], "colour": ["c"] * 10}
    assert shelf.ids(filters=filters) == [1]


@pytest.mark.parametrize("request_", [SearchRequest(page=501), SearchRequest(page=-3), SearchRequest(size=10**9)])
def test_odd_pages_are_answered(shelf: Shelf, request_: SearchRequest) -> None:
    shelf.build()
    assert search("note", request_).total == 0


@pytest.mark.parametrize("text", ["\ud800", "\x00", '"', "-", "\U0010ffff", "“-”", "\x1f化"])
def test_odd_text_is_answered(shelf: Shelf, text: str) -> None:
    shelf.put(1, "化工" + text, type="\ud800")
    shelf.build()
    assert shelf.ids(text) == [1]


@pytest.mark.parametrize("text", ["-", "－", "−", " - ", "- -", "-\u3000", "-\u200b", "-\x00"])
def test_lone_minus_is_left_out_and_told(shelf: Shelf, text: str) -> None:
    shelf.put(1, "化工")
    shelf.put(2, "化-工")
    shelf.build()
    page = shelf.page(text, facets=["type"])
    assert (page.total, page.ids, page.notices) == (2, [2, 1], [Notice.LONE_MINUS])
    assert list(iterate_ids("note", SearchRequest(text), 9)) == [2, 1]
    assert suggest("note", text) == []


@pytest.mark.parametrize("text", ["-“”", '-""', "“-", "--", '-"-"', "-'", "-\u0301", "-\u00ad", "–"])
def test_minus_before_nothing_much_is_answered(shelf: Shelf, text: str) -> None:
    shelf.put(1, "化工")
    shelf.build()
    assert shelf.page(text, facets=["type"]).total in {0, 1}
    assert suggest("note", text) == []


def test_has_index_says_whether_there_is_one(shelf: Shelf) -> None:
    assert not has_index("note")
    shelf.build()
    assert has_index("note")
    with pytest.raises(UnknownKind):
        has_index("nothing")


def test_ids_after_walks_all_ids_in_rising_order(shelf: Shelf) -> None:
    numbers = [1, 2, 9, 10, 11, 40, 2**34 - 1]
    for number in numbers:
        shelf.put(number, "化工", day=99 - number % 7)
    shelf.build()
    del shelf.rows[10]
    shelf.apply((10, 10))
    walked: list[int] = []
    while chunk := ids_after("note", walked[-1] if walked else 0, 2):
        walked += chunk
    assert walked == [number for number in numbers if number != 10]
    assert ids_after("note", 2, 100) == [9, 11, 40, 2**34 - 1]
    assert [ids_after("note", *asked) for asked in ((0, 0), (0, -1), (2**34, 5))] == [[], [], []]


def test_search_without_index_says_what_to_do(shelf: Shelf) -> None:
    with pytest.raises(IndexMissing) as caught:
        shelf.ids("化工")
    assert "qingce reindex" in caught.value.detail


def test_unknown_kind_is_told(shelf: Shelf) -> None:
    with pytest.raises(UnknownKind):
        search("nothing", SearchRequest())


def test_suggestions_begin_with_the_text_then_hold_it(shelf: Shelf) -> None:
    shelf.put(1, name="上海化工")
    shelf.put(2, name="上海化工总厂", boost=3.0)
    shelf.put(3, name="大上海化工", boost=9.0)
    shelf.put(4, "上海化工")
    shelf.put(5, name="北京")
    shelf.build()
    assert [suggest("note", text) for text in ("上", "上海", "上海化工", "上海化工总", "工", " ", "上海無")] == [
        [2, 1, 3], [2, 1, 3], [2, 1, 3], [2], [3, 2, 1], [], [],
    ]  # fmt: skip
    assert suggest("note", "上海", limit=2) == [2, 1]
    assert suggest("note", "上海", limit=1) == [2]
    assert suggest("note", "污" * 10_000) == []
