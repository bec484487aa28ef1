"""The words of letters, in both languages, and what hostile values cannot do to them."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django.fixtures import Settings

from qingce.shared.mail.enums import Language
from qingce.shared.mail.registry import MailKind, mail_kinds
from qingce.shared.mail.writing import Written, marked, paragraphs, written
from tests.shared.mail.conftest import SECRET

SCRIPT = "<script>alert('清册')</script>"


class Markup(HTMLParser):
    """Elements, links and `lang` attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.langs: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.links += [str(values[name]) for name in ("href", "src", "background") if name in values]
        self.langs += [str(values["lang"])] if "lang" in values else []


def sample(language: Language = Language.EN, *, name: str = "Chen", link: str = SECRET) -> Written:
    return written("sample", language, {"name": name, "link": link})


@pytest.mark.parametrize(("language", "heading", "lang"), [("en", "English", "en"), ("zh", "英文", "zh-Hans")])
def test_letter_is_written_in_its_language(language: str, heading: str, lang: str) -> None:
    words = sample(Language(language))
    assert words.subject == f"{heading}: Chen"
    assert Markup(words.html).langs == [lang, lang]
    assert f"\n{SECRET}\n\n-- \n" in words.text


def test_html_says_what_the_text_says_with_one_button() -> None:
    words = sample()
    markup = Markup(words.html)
    assert markup.links == [SECRET]
    assert ">Current name</a>" in words.html
    assert ">Current name:" not in words.html
    assert words.html.count(SECRET) == 2  # the button, and where it leads, to be read
    assert set(markup.tags) == {"html", "head", "meta", "title", "body", "table", "tr", "td", "p", "a", "div", "h1"}


@pytest.mark.parametrize(
    "name",
    [
        SCRIPT,
        f'"><img src="http://example.org/pixel.gif">{SCRIPT}',
        "{{ link }}{% load i18n %}",
        "&lt;b&gt;",
    ],
)
def test_markup_in_a_value_stays_text(name: str) -> None:
    words = sample(name=name)
    markup = Markup(words.html)
    assert (markup.links, set(markup.tags) & {"script", "img", "b"}) == ([SECRET], set())
    assert f"Simplified Chinese: {name}\n" in words.text


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_line_break_in_a_value_adds_neither_header_nor_paragraph(line_end: str) -> None:
    name = line_end.join(["Chen", "Bcc: b@example.org", "", "http://127.0.0.1:8000/log-out/"])
    words = sample(name=name)
    assert words.subject == "English: Chen Bcc: b@example.org http://127.0.0.1:8000/log-out/"
    assert Markup(words.html).links == [SECRET]
    assert len(words.text.split("\n\n")) == len(sample().text.split("\n\n"))
    message = EmailMessage(words.subject, words.text, to=["a@example.org"], connection=BaseEmailBackend())
    assert message.message()["Bcc"] is None


def test_direction_characters_in_a_value_are_dropped() -> None:
    assert sample(name="Ch\u202een\u200b").subject == "English: Chen"


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/phish/",
        "http://127.0.0.1:8000.example.com/",
        "http://127.0.0.1:80001/",
        "http://127.0.0.1:8000@example.com/",
        "javascript:alert(1)",
    ],
)
def test_link_to_another_site_is_no_button(link: str) -> None:
    words = sample(link=link)
    assert Markup(words.html).links == []
    assert link in words.html


def test_long_subject_is_cut() -> None:
    assert len(sample(name="清" * 5000).subject) == 200


def test_paragraphs_keep_lines_and_take_the_line_before_a_link_as_its_label(settings: Settings) -> None:
    settings.BASE_URL = "https://q.example.org"
    found = list(paragraphs("一\n二\n\n甲\n打开：\nhttps://q.example.org/x\n\nhttps://q.example.org", Language.ZH))
    assert [len(each.lines) for each in found] == [2, 1, 0, 0]
    assert [(each.link, each.label, each.has_label) for each in found[2:]] == [
        ("https://q.example.org/x", "打开", True),
        ("https://q.example.org", "https://q.example.org", False),
    ]


@pytest.mark.parametrize(("text", "is_code"), [("739210", True), ("XK7-QP4", True), ("Chen 7", False), ("12", False)])
def test_code_alone_is_set_large(text: str, is_code: bool) -> None:
    assert [each.is_code for each in paragraphs(f"Your code:\n\n{text}", Language.EN)] == [False, is_code]


def test_chinese_names_in_an_english_letter_are_marked() -> None:
    assert marked("From 绍兴样甲印染有限公司（甲） to <you>", Language.EN) == (
        'From <span lang="zh-Hans">绍兴样甲印染有限公司（甲）</span> to &lt;you&gt;'
    )
    assert Markup(sample(name="陈样本").html).langs == ["en", "en", "zh-Hans", "zh-Hans"]


def test_number_is_said_as_it_is() -> None:
    assert written("sample", Language.EN, {"name": 7, "link": SECRET}).subject == "English: 7"


NUMBERS = {
    "audit",
    "case",
    "claim",
    "document",
    "days",
    "disclosure",
    "notice",
    "number",
    "filing",
}  # that stand in an address, or are counted
IN_ADDRESSES = {"secret", "token"}  # as they are


@pytest.mark.parametrize("kind", mail_kinds(), ids=lambda each: each.name)
def test_every_registered_kind_is_whole_in_both_languages(kind: MailKind) -> None:
    params: dict[str, str | int] = {name: 4711 if name in NUMBERS else f"⟦{name}⟧" for name in kind.params}
    params |= {name: f"sample-{name}" for name in params if name in IN_ADDRESSES}
    said = [name for name in kind.params if name not in kind.switches]
    for language in Language:
        words = written(kind.name, language, params)
        assert words.subject
        assert [name for name in said if str(params[name]) not in words.subject + words.text] == []
        assert "{" not in words.text
