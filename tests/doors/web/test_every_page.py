"""What holds on every page, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from qingce.doors.web import machine
from tests.factories import count, penalty, register

pytestmark = pytest.mark.django_db
FIXED = ("/", "/search/", "/search/?kind=enterprise", "/dictionary/", "/about/", "/data/", "/data/cleaner-cells/")


def paths() -> list[str]:
    record = register(penalty())[0]
    provenance = record.provenances.get()
    return [
        *FIXED,
        f"/records/{record.pk}/",
        f"/enterprises/{record.enterprise_id}/",
        f"/records/{record.pk}/sources/{provenance.pk}/",
        "/nothing/",
    ]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_has_a_head_that_says_what_it_is(client: Client, prefix: str) -> None:
    titles = []
    for path in paths():
        text = client.get(prefix + path).content.decode()
        titles += re.findall("<title>(.+?)</title>", text.partition("</head>")[0])  # drawings have titles of their own
        assert len(re.findall("<h1", text)) == 1, path
        graphs = re.findall('<script type="application/ld\\+json">(.+?)</script>', text)
        assert json.loads(graphs[0])["@context"] == "https://schema.org", path
        if 'content="noindex"' not in text:
            assert '<meta name="description" content="' in text, path
            assert text.count('rel="canonical"') == 1, path
            assert re.findall('hreflang="([^"]+)" href="http', text) == ["zh-Hans", "en", "x-default"], path
    assert len(titles) == len(paths())
    assert len(set(titles)) == len(titles) - 1  # the two tabs of the search share one


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_page_has_styles_or_scripts_inside(client: Client, prefix: str) -> None:
    for path in paths():
        response = client.get(prefix + path)
        text = response.content.decode()
        assert re.findall(r"\sstyle=|\son\w+=\"|<style", text) == [], path
        scripts = re.findall(r"<script(?![^>]*(?:src=|application/ld\+json))", text)
        assert scripts == [], path
        assert "'unsafe-inline'" not in response["Content-Security-Policy"]


def test_canonical_address_keeps_the_search_and_the_language(client: Client) -> None:
    register(penalty())
    text = client.get("/en/search/?page=1&type=supervision&unknown=1").content.decode()
    assert '<link rel="canonical" href="http://127.0.0.1:8000/en/search/?type=supervision">' in text
    assert '<link rel="alternate" hreflang="zh-Hans" href="http://127.0.0.1:8000/search/?type=supervision">' in text


def test_language_switch_keeps_the_page(client: Client) -> None:
    register(penalty())
    assert (
        'href="/en/search/?q=%E5%8D%B0%E6%9F%93&amp;type=supervision"'
        in client.get("/search/?q=%E5%8D%B0%E6%9F%93&type=supervision").content.decode()
    )
    assert 'id="language" href="/"' in client.get("/en/").content.decode()


def test_pages_are_light(client: Client) -> None:
    for path in paths():
        assert len(client.get(path).content) < 100_000, path


@pytest.mark.parametrize(
    ("path", "told"), [("/nothing/", "没有找到"), ("/en/nothing/", "Not found"), ("/en/records/9/", "Not found")]
)
def test_unknown_address_answers_in_the_language_of_the_address(client: Client, path: str, told: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert told in response.content.decode()


def test_pages_only_answer_reading(client: Client) -> None:
    assert client.post("/search/").status_code == 405


@pytest.mark.requirement("REC-1")
def test_dictionary_names_all_types_and_columns(client: Client) -> None:
    text = client.get("/dictionary/").content.decode()
    assert text.count('class="type-spec"') == 18
    for told in ("重点监控单位", "key-entity", "enterprise_name", "三同时", "在册"):
        assert told in text
    assert "(None)" not in text


def test_about_says_how_far_the_records_reach(client: Client, tmp_path: Path, settings: Settings) -> None:
    settings.HOME = tmp_path
    register(penalty())
    count()
    text = client.get("/about/").content.decode()
    assert "没有记录，不等于守法合规。" in text
    assert "目前收录 1 家企业的 1 条记录，涉及 1 个省级地区。" in text
    assert "最近一次入库：2026年11月20日。" in text


def test_suggestions_begin_with_the_name(client: Client) -> None:
    record = register(penalty())[0]
    text = client.get("/suggest/?q=绍兴").content.decode()
    assert f'data-href="/enterprises/{record.enterprise_id}/"' in text
    assert "<mark>绍兴</mark>样甲印染有限公司" in text


@pytest.mark.parametrize("words", ["", "没有这个名字", "x" * 5000, '"'])
def test_suggestions_of_nothing_are_empty(client: Client, words: str) -> None:
    register(penalty())
    assert client.get("/suggest/", {"q": words}).content.decode().strip() == ""


def test_programs_are_told_what_there_is(client: Client) -> None:
    record = register(penalty())[0]
    assert client.get("/healthz").content == b"ok\n"
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").content.decode()
    maps = client.get("/sitemap.xml").content.decode()
    assert re.findall("<loc>(.+?)</loc>", maps) == [
        f"http://127.0.0.1:8000/sitemap-{kind}-1.xml" for kind in ("page", "enterprise", "record")
    ]
    part = client.get("/sitemap-record-1.xml").content.decode()
    assert f"<loc>http://127.0.0.1:8000/records/{record.pk}/</loc>" in part
    assert f'hreflang="en" href="http://127.0.0.1:8000/en/records/{record.pk}/"' in part
    for nothing in ("record-2", "record-0", "record-50001", f"record-{10**30}", "page-2", "nothing-1"):
        assert client.get(f"/sitemap-{nothing}.xml").status_code == 404, nothing


def test_site_maps_hold_every_page_by_its_number(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    records = register(*(penalty(doc_no=f"柯环罚〔2024〕{number}号") for number in range(7)))
    monkeypatch.setattr(machine, "PER_MAP", 3)
    numbers = [record.pk for record in records]
    parts = re.findall("sitemap-record-([0-9]+)", client.get("/sitemap.xml").content.decode())
    assert parts == [str(part) for part in range(1, -(-max(numbers) // 3) + 1)]
    maps = {part: client.get(f"/sitemap-record-{part}.xml").content.decode() for part in parts}
    listed = {part: [int(pk) for pk in re.findall(r"<loc>[^<]+/records/([0-9]+)/", maps[part])] for part in parts}
    assert sorted(pk for part in parts for pk in listed[part]) == numbers
    assert all((pk - 1) // 3 + 1 == int(part) for part in parts for pk in listed[part])


@pytest.mark.usefixtures("no_index")
def test_healthz_says_what_is_missing(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"missing: index\n")


def test_language_switch_never_leads_to_another_site(client: Client) -> None:
    text = client.get("/en//evil.example/").content.decode()
    assert 'href="//' not in text


def test_pages_are_compressed_and_answer_that_nothing_changed(client: Client) -> None:
    page = client.get("/dictionary/", headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    again = client.get("/dictionary/", headers={"accept-encoding": "gzip", "if-none-match": page["ETag"]})
    assert again.status_code == 304
