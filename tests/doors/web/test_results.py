"""The results page: finding, filtering, paging, and everything that can be wrong with an address."""

from __future__ import annotations

import csv
import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.doors.web import csv_files
from tests.factories import SCRIPT, hostile, key_unit, penalty, pseudonymous, register

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-6")]


def page(client: Client, path: str = "/search/", *, status: int = 200, htmx: bool = False, **parameters: object) -> str:
    headers = {"HX-Request": "true"} if htmx else {}
    response = client.get(f"{path}?{urlencode(parameters, doseq=True)}", headers=headers)
    assert response.status_code == status
    return response.content.decode()


def test_results_mark_the_word_and_link_record_and_enterprise(client: Client) -> None:
    record = register(penalty(), key_unit())[0]
    text = page(client, q="印染")
    assert "绍兴样甲<mark>印染</mark>有限公司" in text
    assert f'href="/records/{record.pk}/"' in text
    assert f'href="/enterprises/{record.enterprise_id}/"' in text
    assert "记录 <b>1</b>" in text
    assert "企业 <b>1</b>" in text


def test_results_show_the_text_around_the_word(client: Client) -> None:
    register(penalty())
    assert "废水总排放口<mark>化学需氧量</mark>为300mg/L，超过排放标准。" in page(client, q="化学需氧量")


def test_results_filter_with_counts_and_chips(client: Client) -> None:
    register(penalty(), pseudonymous(), key_unit())
    text = page(client, type="supervision", year=["2024", "2023"])
    assert "记录 <b>2</b>" in text
    assert 'id="chip-type-supervision" href="/search/?year=2024&amp;year=2023"' in text
    assert 'id="chip-year-2024" href="/search/?type=supervision&amp;year=2023"' in text


def test_results_show_the_places_below_a_chosen_one(client: Client) -> None:
    register(penalty(), key_unit())
    assert 'id="prefecture-330600" href="/search/?province=330000&amp;prefecture=330600"' in page(
        client, province="330000"
    )
    below = page(client, province="330000", prefecture="330600")
    assert 'id="county-330603"' in below
    assert 'id="county-310116"' in page(client, province="310000")


def test_results_list_enterprises_with_the_name_that_was_looked_for(client: Client) -> None:
    register(penalty(former_names="柯桥式丁染整厂"))
    text = page(client, kind="enterprise", q="式丁染整")
    assert "其他名称：" in text
    assert "柯桥<mark>式丁染整</mark>厂" in text


def test_results_for_htmx_are_the_same_part_with_a_title(client: Client) -> None:
    register(penalty())
    part = page(client, q="印染", htmx=True)
    assert part.lstrip().startswith("<title>印染 的搜索结果")
    assert "<html" not in part
    assert '<div class="result-head">' in part
    assert 'hx-swap-oob="true"' in part
    assert '<div class="result-head">' in page(client, q="印染")


def test_results_say_how_a_query_was_understood(client: Client) -> None:
    register(penalty())
    assert "引号没有成对" in page(client, q='"印染')
    for alone in ("印染 -", "-", "－", "- -"):
        assert "单独的减号已忽略" in page(client, q=alone)
    assert "A minus that stands alone was left out." in page(client, "/en/search/", q="-")


@pytest.mark.parametrize("written", ["91000000MA0000001A", "9100 0000 MA00 0000 1a", "印染 91000000MA0000001A"])
def test_results_say_which_check_digit_a_code_should_have(client: Client, written: str) -> None:
    register(penalty())
    assert "91000000MA0000001A 的校验码不对：末位是 A，按前 17 位计算应为 R" in page(client, q=written)
    told = "The check digit is A but the other characters ask for R"
    assert told in page(client, "/en/search/", q=written)
    assert told in page(client, "/en/search/", q=written, kind="enterprise")


@pytest.mark.parametrize("written", ["910000********001R", "91000000XXXXXXXXXX"])
def test_results_say_that_a_masked_code_finds_nothing(client: Client, written: str) -> None:
    register(penalty())
    assert "代码中有被遮盖的字符" in page(client, q=written)
    assert "Some characters of this code are masked." in page(client, "/en/search/", q=written)


def test_results_say_that_a_code_only_fills_the_field(client: Client) -> None:
    register(penalty())
    assert "000000000000000000 只是占位的数字，不是统一社会信用代码" in page(client, q="0" * 18)
    assert "fills the field but is no one&#x27;s code" in page(client, "/en/search/", q="0" * 18)


@pytest.mark.parametrize(
    "written", ["91000000MA0000001R", "91000000MA", "绍兴样甲印染有限公司废水超标排放处罚", "0" * 17]
)
def test_results_say_nothing_of_words_that_are_no_wrong_code(client: Client, written: str) -> None:
    register(penalty())
    assert 'class="notice"' not in page(client, q=written)


@pytest.mark.parametrize(
    ("parameters", "status", "told"),
    [
        ({"q": "长" * 10_000}, 400, "搜索内容有 10000 个字符，最多 200 个"),
        ({"q": " ".join(f"词{n}" for n in range(30))}, 400, "搜索内容有 30 个词"),
        ({"page": 1_000_000}, 404, "只能翻看前 10000 条"),
        ({"page": 7}, 404, "没有第 7 页，最后一页是第 1 页"),
        ({"page": "零"}, 400, "“零”不是页码"),
        ({"page": "-1"}, 400, "“-1”不是页码"),
        ({"page": "9" * 5000}, 400, "不是页码"),
        ({"type": "nonsense"}, 200, "没有类型为“nonsense”的内容"),
        ({"year": "2999"}, 200, "没有年份为“2999”的内容"),
        ({"province": "999999"}, 200, "没有省级为“999999”的内容"),
        ({"county": "310116' OR 1=1 --"}, 200, "没有县级为"),
        ({"q": "DROP TABLE records; --"}, 200, "没有找到"),
    ],
)
def test_results_tell_what_is_wrong_and_keep_the_query(
    client: Client, parameters: dict[str, Any], status: int, told: str
) -> None:
    register(penalty())
    assert told in page(client, status=status, **parameters)


def switch(text: str) -> str:
    """The address of the same page in the other language: it keeps what was asked, whatever it was."""
    return str(re.findall('id="language" [^>]+>', text)[0])


@pytest.mark.parametrize("more", [{}, {"page": "零"}, {"kind": "enterprise"}])
def test_results_with_too_many_filters_say_so_and_leave_them_out(client: Client, more: dict[str, Any]) -> None:
    register(penalty())
    wanted = [str(990000 + number) for number in range(400)]
    text = page(client, status=400, q="印染", county=wanted, **more)
    assert "不是页码" in text if "page" in more else "筛选条件过多" in text
    assert len(text) < 30_000
    assert ("990001" in text.replace(switch(text), ""), 'value="印染"' in text) == (False, True)
    response = client.get("/en/search/download.csv?" + urlencode({"county": wanted}, doseq=True))
    assert response.status_code == 400
    assert "There are too many filters" in response.content.decode()


def test_results_with_too_long_filters_say_so_and_leave_them_out(client: Client) -> None:
    register(penalty())
    text = page(client, status=400, q="印染", issuer="长" * 6_000)
    assert "筛选条件太长，在网址中合计最多 6000 个字符" in text
    assert len(text) < 130_000  # the switch to the other language keeps the address


def test_results_with_more_parameters_than_are_read_are_a_page_that_says_so(client: Client) -> None:
    assert "无法识别" in page(client, status=400, county=[str(number) for number in range(1_200)])


def test_results_name_each_chosen_value_once(client: Client) -> None:
    register(penalty())
    text = page(client, type=["supervision"] * 300, year="2024")
    assert text.count('id="chip-type-supervision"') == 1
    assert text.count("type=supervision&amp;year=2024") < 20


def test_results_tell_it_in_english_too(client: Client) -> None:
    register(penalty())
    assert "The query has 10000 characters; at most 200" in page(client, "/en/search/", status=400, q="x" * 10_000)


@pytest.mark.parametrize("path", ["/search/?q=%00", "/en/records/1/?x=a%00b", "/suggest/?q=%00", "/nix%00/"])
def test_nul_characters_are_refused_clearly(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 400
    assert "NUL" in response.content.decode()


def test_markup_in_texts_and_queries_is_shown_as_text(client: Client) -> None:
    register(hostile())
    for text in (page(client, q=SCRIPT), page(client, q="印染"), page(client, issuer=f"+cmd {SCRIPT}")):
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


@pytest.mark.usefixtures("no_index")
def test_results_without_an_index_say_so(client: Client) -> None:
    assert "搜索索引（record）尚未建立" in page(client, status=503, q="印染")


def test_results_ask_the_database_equally_often_for_one_and_three(client: Client) -> None:
    counts = []
    for rows in ([penalty()], [pseudonymous(), key_unit()]):
        register(*rows)
        for kind in ("record", "enterprise"):
            with CaptureQueriesContext(connection) as queries:
                page(client, kind=kind)
            counts.append((kind, len(queries)))
    assert counts == [("record", 2), ("enterprise", 4)] * 2


def lines(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response.status_code == 200
    body = response.content
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(body.decode("utf-8-sig").splitlines()))


def test_download_has_what_the_page_lists(client: Client) -> None:
    record = register(penalty(), key_unit())[0]
    rows = lines(client, f"/search/download.csv?q={quote('印染')}")
    assert rows[0][:5] == ["记录", "永久网址", "类型", "状态", "标题"]
    assert [row[:5] for row in rows[1:]] == [
        [
            str(record.pk),
            f"http://127.0.0.1:8000/records/{record.pk}/",
            "环境监管记录",
            "在册",
            "废水超标排放行政处罚决定",
        ]
    ]
    assert rows[1][-1] == "125000.00"


def test_download_carries_no_formula(client: Client) -> None:
    register(hostile())
    cells = [cell for row in lines(client, "/search/download.csv") for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert f"'+cmd {SCRIPT}" in cells


def test_download_of_enterprises_in_english(client: Client) -> None:
    register(penalty())
    rows = lines(client, "/en/search/download.csv?kind=enterprise")
    assert rows[0][2:4] == ["Name", "Unified social credit code"]
    assert rows[1][2] == "绍兴样甲印染有限公司"


def test_download_that_would_be_too_large_is_a_page_that_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(penalty())
    assert len(lines(client, "/search/download.csv")) == 2
    monkeypatch.setattr(csv_files, "MOST_BYTES", 400)
    response = client.get("/search/download.csv")
    assert (response.status_code, response["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "无法一次下载；请缩小范围，分次下载。" in response.content.decode()


def test_download_of_a_bad_query_is_a_page_that_says_so(client: Client) -> None:
    register(penalty())
    response = client.get("/search/download.csv?q=" + "x" * 300)
    assert response.status_code == 400
    assert "搜索内容有 300 个字符" in response.content.decode()
