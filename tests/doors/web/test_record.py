"""The page of one record, its sources, and what is left of a withdrawn one."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.records.actions import correct_record, move_record, republish_record, undo_batch, withdraw_record
from qingce.shared.parties.queries import operator
from tests.factories import AT, hostile, key_unit, penalty, pseudonymous, register, take_in

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("REC-2")
def test_record_shows_all_that_is_known(client: Client) -> None:
    record = register(penalty())[0]
    text = client.get(f"/records/{record.pk}/").content.decode()
    for told in (
        "柯环罚〔2024〕7号",
        "绍兴市生态环境局",
        "2024年3月2日",
        "棉印染精加工（C1713）",
        "水污染",
        "125,000",
        "罚款十二万五千元",
        "污泥",
        "https://example.org/penalties",
        "官方文件",
    ):
        assert told in text


def test_record_says_that_categories_were_assigned_from_the_text(client: Client) -> None:
    stated, assigned = register(penalty(), penalty(doc_no="柯环罚〔2024〕8号", violations=""))
    note = "（由系统按文字归类）"
    assert note not in client.get(f"/records/{stated.pk}/").content.decode()
    text = client.get(f"/records/{assigned.pk}/").content.decode()
    assert re.findall(f'水污染[^<]* <span class="soft small">{note}</span></dd>', text) != []
    assert "(assigned from the text)</span>" in client.get(f"/en/records/{assigned.pk}/").content.decode()


def test_record_shows_pollutants_with_a_dash_where_the_source_says_nothing(client: Client) -> None:
    record = register(penalty())[0]
    text = client.get(f"/records/{record.pk}/").content.decode()
    cells = '<td class="num" data-label="{}">{}</td>'
    assert cells.format("数值", "300") in text
    assert cells.format("超标倍数", "0.5") in text
    assert cells.format("限值", "—") in text


def test_record_can_be_cited(client: Client) -> None:
    record = register(penalty())[0]
    text = client.get(f"/en/records/{record.pk}/").content.decode()
    address = f"http://127.0.0.1:8000/records/{record.pk}/"
    assert "绍兴市生态环境局. 废水超标排放行政处罚决定：柯环罚〔2024〕7号[EB/OL]. 清册, (2024-03-02)[" in text
    assert f"Qingce, record {record.pk}. {address} (accessed " in text


def test_record_of_a_pseudonym_says_so(client: Client) -> None:
    record = register(pseudonymous())[0]
    text = client.get(f"/records/{record.pk}/").content.decode()
    assert "（化名，真实名称不公开）" in text
    assert '"about"' not in text


@pytest.mark.requirement("REC-2")
def test_source_shows_the_row_as_received(client: Client) -> None:
    record = register(penalty())[0]
    provenance = record.provenances.get()
    text = client.get(f"/records/{record.pk}/sources/{provenance.pk}/").content.decode()
    assert '<dt>fine_cny</dt><dd class="told">125000</dd>' in text
    assert provenance.batch.sha256 in text
    assert client.get(f"/records/{record.pk}/sources/{provenance.pk + 1}/").status_code == 404


@pytest.mark.requirement("REC-10")
def test_record_shows_what_was_corrected(client: Client) -> None:
    record = register(penalty())[0]
    correct_record(record.pk, {"fine_cny": "120000"}, actor=operator("值班编辑"), reason="与原文不符", at=AT)
    text = client.get(f"/records/{record.pk}/").content.decode()
    for told in ("在册（有更正）", "罚款（元）", "125000.00", "120000", "与原文不符", "值班编辑"):
        assert told in text


@pytest.mark.requirement("REC-10")
def test_withdrawn_record_says_why_when_and_clause_and_nothing_else(client: Client) -> None:
    record = register(penalty())[0]
    provenance = record.provenances.get()
    withdraw_record(record.pk, actor=operator("值班编辑"), reason="发布单位已撤回", clause="第五条", at=AT)
    for path in (f"/records/{record.pk}/", f"/records/{record.pk}/sources/{provenance.pk}/"):
        response = client.get(path)
        text = response.content.decode()
        assert response.status_code == 410
        for told in (f"记录 {record.pk} 已撤下", "发布单位已撤回", "2026年11月20日", "第五条", "值班编辑"):
            assert told in text
        for hidden in ("绍兴", "柯环罚", "废水", "125000", "125,000", "十二万"):
            assert hidden not in text


@pytest.mark.parametrize(
    "path", ["/records/999999/", "/records/99999999999999999999999/", "/records/999999/sources/1/"]
)
def test_unknown_record_helps_on(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "请核对编号" in response.content.decode()


def test_record_asks_the_database_equally_often_for_one_and_three_of_everything(client: Client) -> None:
    one = penalty(measurements="氨氮|9|5|mg/L||", quantities="污泥|1|t")
    three = penalty(
        doc_no="柯环罚〔2024〕8号",
        violations="water;air;noise",
        measurements="氨氮|9|5|mg/L||;总磷|2|1|mg/L||;总氮|20|15|mg/L||",
        quantities="污泥|1|t;废油|2|t;废水|3|t",
    )
    counts = []
    for record in register(one, three):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/records/{record.pk}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_markup_in_a_record_is_shown_as_text(client: Client) -> None:
    record = register(hostile())[0]
    provenance = record.provenances.get()
    for path in (
        f"/records/{record.pk}/",
        f"/enterprises/{record.enterprise_id}/",
        f"/records/{record.pk}/sources/{provenance.pk}/",
    ):
        text = client.get(path).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


@pytest.mark.requirement("REC-5")
def test_record_shows_what_a_second_source_states_otherwise(client: Client) -> None:
    record = register(penalty())[0]
    take_in(penalty(fine_cny="130000", source_title="某报", source_kind="media"))
    text = client.get(f"/records/{record.pk}/").content.decode()
    assert "此来源说法不同之处" in text
    assert '<td lang="zh-Hans" data-label="此来源">130000.00</td>' in text
    assert "125,000" in text


def test_record_that_states_no_violation_has_a_quiet_status(client: Client) -> None:
    unit, decision = sorted(register(key_unit(), penalty()), key=lambda record: record.type)
    assert "status-quiet" in client.get(f"/records/{unit.pk}/").content.decode()
    assert "status-quiet" not in client.get(f"/records/{decision.pk}/").content.decode()


@pytest.mark.requirement("REC-10")
def test_record_published_again_shows_both_changes_and_who_decided(client: Client) -> None:
    record = register(penalty())[0]
    withdraw_record(record.pk, actor=operator("复核员"), reason="待核实", clause="IPE-2017 §2", at=AT)
    assert "复核员" in client.get(f"/records/{record.pk}/").content.decode()
    republish_record(record.pk, actor=operator("主任"), reason="已核实", at=AT)
    text = client.get(f"/records/{record.pk}/").content.decode()
    for told in ("撤出公开列表与恢复", "待核实", "IPE-2017 §2", "复核员", "已核实", "主任"):
        assert told in text


@pytest.mark.requirement("REC-3", "REC-10")
def test_record_of_a_file_taken_back_says_so_and_when_it_came_in_again(client: Client) -> None:
    record = register(penalty())[0]
    undo_batch(record.batch_id, actor=operator("数据组"), reason="文件发错了地区", at=AT)
    response = client.get(f"/records/{record.pk}/")
    assert response.status_code == 410
    assert '所在文件整体撤销： <span lang="zh-Hans">文件发错了地区</span>' in response.content.decode()
    take_in(penalty())
    text = client.get(f"/en/records/{record.pk}/").content.decode()
    for told in (
        "The whole file it came in was taken back:",
        "文件发错了地区",
        "Its file came in again:",
        "rows.jsonl",
    ):
        assert told in text


@pytest.mark.requirement("REC-2", "REC-4")
def test_moved_record_shows_both_enterprises(client: Client) -> None:
    wrong, other = register(penalty(), key_unit())
    move_record(wrong.pk, to=other.enterprise_id, actor=operator("复核员"), reason="同名企业", at=AT)
    text = client.get(f"/records/{wrong.pk}/").content.decode()
    for told in ("绍兴样甲印染有限公司（91000000MA0000001R）", "上海例乙化工有限公司", "同名企业", "复核员"):
        assert told in text


def test_record_says_how_far_over_the_limit_it_computed(client: Client) -> None:
    record = register(penalty(measurements="氨氮|28.3|15|mg/L"))[0]
    assert '0.89 <span class="soft small">（计算得出）</span>' in client.get(f"/records/{record.pk}/").content.decode()


def test_record_without_a_publication_date_is_cited_without_one(client: Client) -> None:
    record = register(penalty(published_on="", decided_on="2024-03-02"))[0]
    text = client.get(f"/records/{record.pk}/").content.decode()
    assert "[EB/OL]. 清册[" in text
    assert "datePublished" not in text
