"""Trends and map: what the pages say, where their parts lead, and that the figures are the search's (REC-8)."""

from __future__ import annotations

import csv
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django.fixtures import Settings

from qingce.domain.records.models import Record
from qingce.domain.statistics.queries import NOT_STATED, count_records
from qingce.doors.web.asked import read_asked
from qingce.doors.web.trends.asked import TrendsAsked
from qingce.doors.web.trends.charts import CHARTS, chart
from qingce.doors.web.trends.drawing import compact, drawn, nice, shade, shortened
from qingce.doors.web.trends.sentences import share
from qingce.shared.search.queries import search
from tests.factories import count, key_unit, penalty, pseudonymous, register

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-8")]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path


def counted(*rows: dict[str, str]) -> None:
    register(*rows)
    count()


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return unescape(response.content.decode())


FIVE = (
    penalty(),
    penalty(doc_no="2号", published_on="2022-01-05", issuer="洛阳市生态环境局", county="河南省洛阳市偃师市"),
    penalty(doc_no="3号", published_on="2022-03-05", title="三"),
    pseudonymous(),
    key_unit(),
)


def test_page_says_what_each_chart_shows(client: Client) -> None:
    counted(*FIVE)
    text = text_of(client, "/en/trends/")
    assert "5 records" in text
    assert "Most records: Zhejiang, 3 (60% of all)" in text
    assert "Most records: Environmental supervision record, 4 (80% of all)" in text
    assert re.search(r'aria-label="Henan: 1 \(20%\)"', text)
    assert '<html lang="zh-Hans">' in text_of(client, "/trends/")


def test_chinese_page_says_the_same_in_chinese(client: Client) -> None:
    counted(*FIVE)
    with override("zh-hans"):
        said = chart("region", TrendsAsked(), count_records(TrendsAsked().question)).message
    assert said in text_of(client, "/trends/")
    assert "浙江省" in said


@pytest.mark.parametrize(
    "query",
    [
        "",
        "province=330000",
        "province=410000&prefecture=410300",
        "type=supervision&from=2021&to=2024",
        "from=2022&to=2022",
        "year=2022&status=open",
        "issuer=洛阳市生态环境局",
        "place=310000",
        "industry=17",
    ],
)
def test_every_bar_and_tile_leads_to_as_many_records(client: Client, query: str) -> None:
    counted(*FIVE)
    text = text_of(client, f"/trends/?{query}")
    links = re.findall(r'<a class="part" href="([^"]+)"[^>]*aria-label="[^"]*(?:：|: )([\d,]+)(?:（| \()', text)
    links += re.findall(r'<td class="num"><a href="([^"]+)" rel="nofollow">([\d,]+)</a>', text)
    links += [(address, number) for number, address in re.findall(r'<b>([\d,]+)[^<]*</b><a href="([^"]+)"', text)]
    assert links
    for address, number in links:
        assert found_by(client, address) == int(number.replace(",", "")), address


def found_by(client: Client, address: str) -> int:
    """How many records the search finds at an address."""
    asked = read_asked(QueryDict(urlsplit(address).query))
    assert client.get(address).status_code == 200
    return search(asked.kind, asked.request).total


def test_charts_add_up_to_all() -> None:
    counted(*FIVE, key_unit(enterprise_name="上海例戊有限公司", uscc="", industry="", issuer=""))
    asked = TrendsAsked()
    found = count_records(asked.question)
    for name in CHARTS:
        drawn = chart(name, asked, found)
        assert sum(each.count for each in drawn.items) + drawn.not_stated == found.total, name
    assert found.by["issuer"][NOT_STATED] == 1


def test_region_goes_down_to_prefectures_and_counties(client: Client) -> None:
    counted(*FIVE)
    assert "All records: 绍兴市, 3" in text_of(client, "/en/trends/?province=330000")
    assert 'aria-label="柯桥区: 3' in text_of(client, "/en/trends/?place=330600")
    assert 'aria-label="金山区: 1' in text_of(client, "/en/trends/?place=310000")


def test_not_stated_is_told_and_leads_nowhere(client: Client) -> None:
    counted(penalty(), penalty(doc_no="2号", title="二", issuer=""))
    text = text_of(client, "/en/trends/")
    assert "1 record (50%) does not state it." in text
    assert "The only one stated: 绍兴市生态环境局, 1 (50% of all)" in text


def test_one_record_is_told_in_the_singular(client: Client) -> None:
    counted(penalty())
    text = text_of(client, "/en/trends/")
    assert "1 record<" in text
    assert "Open this record<" in text
    assert "All records: Zhejiang, 1" in text


def test_equally_many_are_named_together(client: Client) -> None:
    counted(penalty(), key_unit())
    assert "Most records: Shanghai, Zhejiang, 1 each (50% of all each)" in text_of(client, "/en/trends/")


def test_last_whole_year_stands_beside_the_one_before(client: Client, settings: Settings) -> None:
    counted(*FIVE)
    last = count_records(TrendsAsked().question).until.year - 1
    Record.objects.update(year=last)
    Record.objects.filter(pk=Record.objects.earliest("pk").pk).update(year=last - 1)
    count()
    assert f"{last}: 4, 300% more than in {last - 1} (1)." in text_of(client, "/en/trends/")
    assert "300%" not in text_of(client, f"/en/trends/?to={last - 1}")


def test_synthetic_records_are_marked(client: Client) -> None:
    counted(penalty(), key_unit())
    Record.objects.filter(type="supervision").update(is_synthetic=True)
    count()
    assert "1 of these is synthetic" in text_of(client, "/en/trends/")
    assert "All of these are synthetic data" in text_of(client, "/en/trends/?type=supervision")
    assert "1 of them synthetic" in text_of(client, "/en/trends/by-type.svg")


def test_empty_database_says_what_will_be_here(client: Client) -> None:
    count()
    assert "No records yet" in text_of(client, "/en/trends/")
    assert len(text_of(client, "/trends/by-year.csv").splitlines()) == 1


@pytest.mark.parametrize(
    "query", ["type=no-such-type", "province=999999", "place=abc", "year=x", "status=gone", "from=1990&to=1991"]
)
def test_filter_that_nothing_fits_says_so_and_can_be_taken_off(client: Client, query: str) -> None:
    counted(penalty())
    text = text_of(client, f"/en/trends/?{query}")
    assert "No record fits these filters" in text
    assert '<a class="chip" href="/en/trends/"' in text


def test_before_the_first_count_the_page_says_so_and_files_answer_503(client: Client) -> None:
    assert "The records are being counted" in text_of(client, "/en/trends/")
    for path in ("by-region.csv", "by-year.svg", "trends.json"):
        assert client.get(f"/trends/{path}").status_code == 503, path


@pytest.mark.parametrize(
    ("query", "told", "wrong"),
    [
        ("from=abc&type=supervision", "“abc” is no year", "from"),
        ("to=20245", "“20245” is no year", "to"),
        ("from=2024&to=2020", "No year lies between 2024 and 2020", "from"),
    ],
)
def test_wrong_year_is_told_beside_its_field_and_nothing_is_lost(
    client: Client, query: str, told: str, wrong: str
) -> None:
    counted(penalty())
    text = text_of(client, f"/en/trends/?{query}", 400)
    assert f'<a href="#{wrong}">{told}' in text
    for name, value in parse_qsl(query):
        assert f'value="{value}"' in text, name
    assert text.count('aria-invalid="true"') == 1
    assert ('<option value="supervision" selected>' in text) == ("type" in query)


def test_too_many_filters_are_refused(client: Client) -> None:
    counted(penalty())
    query = "&".join(f"issuer={number}" for number in range(21))
    assert "too many filters" in text_of(client, f"/en/trends/?{query}", 400)


def test_csv_has_every_value_with_its_share(client: Client) -> None:
    counted(*FIVE)
    body = client.get("/en/trends/by-region.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(body.splitlines()))
    assert rows[0] == ["Code", "Region", "Records", "Share [%]"]
    assert ["330000", "Zhejiang", "3", "60.00"] in rows
    assert len([row for row in rows[1:] if row[0]]) == 35


def test_svg_is_a_picture_that_says_what_it_shows(client: Client) -> None:
    counted(*FIVE)
    for name in CHARTS:
        response = client.get(f"/en/trends/by-{name}.svg")
        assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
        root = ET.fromstring(response.content)  # noqa: S314  # our own
        title = root.findtext(f"{SVG}title", "")
        assert ": " in title, name
        links = [each.attrib["href"] for each in root.iter(f"{SVG}a")]
        assert links
        assert all(each.startswith("http://127.0.0.1:8000/en/search/?") for each in links), name


def test_json_has_the_figures_of_the_page(client: Client) -> None:
    counted(*FIVE)
    value = client.get("/en/trends/trends.json?province=330000").json()
    assert (value["records"], value["synthetic"], value["filters"]) == (3, 0, {"province": ["330000"]})
    assert (
        value["by"]["year"]
        == [
            {"value": "2022", "label": "2022", "records": 1},
            {"value": "2024", "label": "2024", "records": 1},
            {"value": "2023", "label": "2023", "records": 1},
        ]
        or sum(each["records"] for each in value["by"]["year"]) == 3
    )


def test_unknown_chart_is_not_found(client: Client) -> None:
    count()
    assert client.get("/trends/by-colour.csv").status_code == 404


def test_pages_ask_the_database_nothing_and_stay_light(client: Client) -> None:
    counted(*FIVE)
    client.get("/trends/")
    with CaptureQueriesContext(connection) as queries:
        body = client.get("/trends/").content
    assert len(queries) == 0
    assert len(body) < 100_000


def test_search_and_enterprise_lead_to_trends(client: Client) -> None:
    counted(penalty())
    assert 'href="/trends/?type=supervision"' in text_of(client, "/search/?type=supervision")
    assert "/trends/?" not in text_of(client, "/search/?type=supervision&q=印染")
    enterprise = Record.objects.get().enterprise_id
    assert "/trends/?place=330603" in text_of(client, f"/enterprises/{enterprise}/")


def test_names_of_issuers_cannot_be_markup(client: Client) -> None:
    counted(penalty(issuer="<script>alert(1)</script>局"))
    for path in ("/trends/", "/trends/by-issuer.svg"):
        assert b"<script>alert" not in client.get(path).content


@pytest.mark.parametrize(
    ("part", "total", "said"), [(0, 0, "0%"), (1, 1000, "<1%"), (999, 1000, ">99%"), (1, 8, "12%"), (5, 5, "100%")]
)
def test_share_is_true_of_few_and_of_nearly_all(part: int, total: int, said: str) -> None:
    assert share(part, total) == said


@pytest.mark.parametrize(("most", "end"), [(1, 2), (2, 2), (3, 4), (9, 10), (10, 10), (11, 20), (45, 60), (1427, 2000)])
def test_axis_ends_at_a_round_number_with_a_whole_half(most: int, end: int) -> None:
    assert nice(most) == end


def test_counts_are_short_in_narrow_places() -> None:
    with override("zh-hans"):
        assert [compact(each) for each in (9_999, 12_345, 1_234_567, 123_456_789)] == [
            "9,999",
            "1.2万",
            "123万",
            "1.2亿",
        ]
    with override("en"):
        assert [compact(each) for each in (9_999, 12_345, 1_234_567)] == ["9,999", "12k", "1.2M"]


def test_long_labels_are_shortened() -> None:
    assert shortened("绍兴市生态环境局") == "绍兴市生态环境局"
    assert shortened("局" * 30) == "局" * 20 + "…"


@pytest.mark.parametrize(("count", "most", "depth"), [(0, 100, 0), (1, 100, 1), (10, 100, 3), (100, 100, 5), (1, 1, 5)])
def test_shade_grows_with_the_logarithm(count: int, most: int, depth: int) -> None:
    assert shade(count, most) == depth


def test_map_shows_the_corps_beside_xinjiang(client: Client) -> None:
    counted(penalty(county="新疆维吾尔自治区伊犁哈萨克自治州伊宁市"))
    found = count_records(TrendsAsked().question)
    with override("zh-hans"):
        tiles = {each.name: each for each in drawn(chart("region", TrendsAsked(), found), on=found.until.date()).tiles}
    assert len(tiles) == 35
    assert (tiles["兵团"].y, tiles["新疆"].item is not None) == (tiles["新疆"].y, True)
    assert float(tiles["兵团"].x.rstrip("%")) < float(tiles["新疆"].x.rstrip("%"))
