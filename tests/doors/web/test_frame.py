"""What is kept for all visitors says nothing of any of them, and is there in each language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override

import qingce.doors.web
from qingce.domain.records.enums import RecordType, Status
from qingce.doors.web.facets import facet_title, label_of
from qingce.doors.web.templatetags.qingce_frame import frame
from tests.factories import penalty, register, staff_member

PARTS = ("head", "menu", "foot")
FOLDER = Path(qingce.doors.web.__file__).parent / "templates" / "web" / "frame"
PATHS = ("/", "/search/", "/search/?kind=enterprise", "/about/", "/en/", "/en/search/", "/nothing/")


def around(text: str) -> list[str]:
    """The menu and the foot of a page, without the link to the same page in the other language."""
    text = re.sub('<a class="language".*?</a>', "", text, flags=re.DOTALL)
    return re.findall('<header class="site-head">.*?</header>|<footer class="site-foot">.*?</footer>', text, re.DOTALL)


@pytest.mark.django_db
@pytest.mark.requirement("ACC-1")
def test_frame_is_the_same_whoever_came_before(client: Client) -> None:
    register(penalty())
    before = {path: around(client.get(path).content.decode()) for path in PATHS}
    person = staff_member()
    visited = Client()
    visited.force_login(person)
    own = visited.get("/account/").content.decode()
    after = {path: client.get(path).content.decode() for path in PATHS}
    assert person.email in own
    assert {path: around(text) for path, text in after.items()} == before
    assert [path for path, text in after.items() if person.email in text or person.name in text] == []
    assert {len(parts) for parts in before.values()} == {2}


def test_frame_uses_nothing_but_the_section() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*")) == sorted(PARTS)
    for part in PARTS:
        source = (FOLDER / f"{part}.html").read_text(encoding="utf-8")
        assert "{{" not in source, part
        asked = set(re.findall(r"{% (?:if|for|with|elif) (.+?) %}", source))
        assert all(re.fullmatch('section == "[a-z]+"', each) for each in asked), part


def test_frame_marks_the_section_in_each_language() -> None:
    for language, name in (("zh-hans", "搜索"), ("en", "Search"), ("zh-hans", "搜索")):
        with override(language):
            assert re.findall('aria-current="page">(.+?)</a>', frame("menu", "results")) == [name]
            assert "aria-current" not in frame("menu")


def test_labels_of_filters_are_in_the_language_of_the_page() -> None:
    for language, title in (("zh-hans", "类型"), ("en", "Type"), ("zh-hans", "类型")):
        with override(language):
            assert facet_title("type") == title
            assert {label_of("type", each) for each in RecordType} == {str(each.label) for each in RecordType}
            assert label_of("status", "open") == str(Status.OPEN.label)
    with override("en"):
        assert label_of("province", "310000") == "Shanghai"
    with override("zh-hans"):
        assert label_of("province", "310000") == "上海市"
