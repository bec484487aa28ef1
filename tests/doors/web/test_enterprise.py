"""The page of one enterprise."""

from __future__ import annotations

import csv

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import key_unit, penalty, pseudonymous, register, take_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-7")]


def test_enterprise_shows_identity_names_and_records(client: Client) -> None:
    record = register(penalty(former_names="柯桥式丁染整厂"))[0]
    text = client.get(f"/enterprises/{record.enterprise_id}/").content.decode()
    for told in ("91000000MA0000001R", "柯桥式丁染整厂", "浙江省绍兴市柯桥区", "废水超标排放行政处罚决定"):
        assert told in text
    assert "<b>1</b> 条记录" in text


def test_enterprise_does_not_take_a_name_under_its_code_for_its_own(client: Client) -> None:
    branch = penalty(enterprise_name="绍兴样甲印染有限公司滨海分厂", doc_no="柯环罚〔2024〕8号")
    record = register(penalty(former_names="柯桥式丁染整厂"), branch)[0]
    text = client.get(f"/enterprises/{record.enterprise_id}/").content.decode()
    assert '滨海分厂</span> <span class="soft small">同一代码下的其他名称</span>' in text
    assert '"alternateName": ["柯桥式丁染整厂"]' in text
    text = client.get(f"/en/enterprises/{record.enterprise_id}/").content.decode()
    assert '滨海分厂</span> <span class="soft small">Other names under the same code</span>' in text


def test_enterprise_without_a_code_says_not_known(client: Client) -> None:
    record = register(key_unit())[0]
    assert "<dd>不详</dd>" in client.get(f"/enterprises/{record.enterprise_id}/").content.decode()


def test_enterprise_under_a_pseudonym_explains_it(client: Client) -> None:
    record = register(pseudonymous())[0]
    text = client.get(f"/en/enterprises/{record.enterprise_id}/").content.decode()
    assert "This name is a pseudonym." in text
    assert '"@type": "Organization"' not in text


def test_timeline_has_years_down_and_types_across(client: Client) -> None:
    same = {"enterprise_name": "上海例乙化工有限公司", "county": "上海市金山区"}
    record = register(key_unit(), key_unit(year="2019", title="重点排污单位（废气）"), penalty(**same, uscc=""))[0]
    text = client.get(f"/enterprises/{record.enterprise_id}/").content.decode()
    table = text[text.index('<table class="timeline') : text.index("</table>")]
    assert table.index('scope="row">2024') < table.index('scope="row">2020') < table.index('scope="row">2019')
    assert table.count('<th scope="col">') == 3
    assert "<b>2019</b>—<b>2024</b> 年" in text


def test_records_of_one_type(client: Client) -> None:
    same = {"enterprise_name": "上海例乙化工有限公司", "county": "上海市金山区"}
    record = register(key_unit(), penalty(**same, uscc=""))[0]
    text = client.get(f"/enterprises/{record.enterprise_id}/?type=key-entity").content.decode()
    assert "重点排污单位（废水）" in text
    assert "废水超标排放" not in text


def test_enterprise_asks_the_database_equally_often_for_one_and_three(client: Client) -> None:
    first = register(penalty())[0]
    counts = []
    for more in (
        [],
        [penalty(doc_no="柯环罚〔2024〕8号"), penalty(doc_no="柯环罚〔2022〕9号", published_on="2022-01-05")],
    ):
        if more:
            take_in(*more)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/enterprises/{first.enterprise_id}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.requirement("REC-3")
def test_enterprise_with_2000_records_asks_the_database_as_often_as_with_three(client: Client) -> None:
    first = register(*(penalty(doc_no=f"柯环罚〔2024〕{number}号") for number in range(3)))[0]
    client.get(f"/enterprises/{first.enterprise_id}/")  # what is kept between requests is there
    counts = []
    for more in (0, 1_997):
        if more:
            take_in(*(penalty(doc_no=f"柯环罚〔2023〕{number}号", title=f"决定{number}") for number in range(more)))
        with CaptureQueriesContext(connection) as queries:
            text = client.get(f"/enterprises/{first.enterprise_id}/").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "2,000" in text or "2000" in text


def test_enterprise_download_has_all_its_records(client: Client) -> None:
    first = register(penalty(), penalty(doc_no="柯环罚〔2024〕8号"), key_unit())[0]
    response = client.get(f"/enterprises/{first.enterprise_id}/records.csv")
    rows = list(csv.reader(response.content.decode("utf-8-sig").splitlines()))
    assert sorted(row[5] for row in rows[1:]) == ["柯环罚〔2024〕7号", "柯环罚〔2024〕8号"]


@pytest.mark.parametrize(
    "path", ["/enterprises/999999/", "/enterprises/99999999999999999999999/", "/enterprises/999999/records.csv"]
)
def test_unknown_enterprise_helps_on(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "请按企业名称搜索" in response.content.decode()


@pytest.mark.parametrize(("query", "status"), [("page=2", 404), ("page=x", 400), ("type=nonsense", 200)])
def test_enterprise_with_a_bad_query(client: Client, query: str, status: int) -> None:
    record = register(penalty())[0]
    assert client.get(f"/enterprises/{record.enterprise_id}/?{query}").status_code == status
