"""The words of a letter: one plain text per kind, and the HTML made from it.

The text is written in paragraphs with blank lines between. A line that is nothing but a link to our own pages becomes
a button, which takes the line before it as its label. Links elsewhere stay text: somebody else's name may be a link.
A paragraph that is nothing but a code is set large.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qingce.pure.kernel.text import clean
from qingce.shared.mail.enums import Language

LONGEST_SUBJECT = 200
_HANZI = re.compile(r"([\u3400-\u9fff\uff01-\uff60\u3001-\u303f]+)")
_CODE = re.compile(r"[A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8}){0,3}")
_LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class Written:
    """A letter in words."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Paragraph:
    """Lines as HTML, or a link with its label, or a code."""

    lines: tuple[SafeString, ...] = ()
    link: str = ""
    label: SafeString = SafeString("")  # noqa: RUF009  # it cannot be changed
    has_label: bool = False
    is_code: bool = False


def written(kind: str, language: Language, params: Mapping[str, str | int]) -> Written:
    """The words of a letter in its language.

    Args: params: put in as one line each, so that none can add a paragraph or a header.
    Raises: TemplateDoesNotExist: the kind has no template.
    """
    said = {name: one_line(str(value)) for name, value in params.items()}
    with translation.override(language.code):
        values = said | {"site": _("Qingce"), "base_url": settings.BASE_URL}
        subject = one_line(_plain(f"mail/{kind}.txt#subject", values))[:LONGEST_SUBJECT]
        body = _tidied(_plain(f"mail/{kind}.txt#body", values))
        foot = one_line(_plain("mail/_foot.txt", values | {"contact": settings.CONTACT}))
        context = {
            "lang": language.tag,
            "subject": subject,
            "heading": marked(subject, language),
            "site": values["site"],
            "paragraphs": list(paragraphs(body, language)),
            "foot": marked(foot, language),
        }
        html = render_to_string("mail/_letter.html", context)
    return Written(subject, f"{body}\n\n-- \n{foot}\n", html)


def one_line(text: str) -> str:
    """A text without control and direction characters, every run of white space one space."""
    return " ".join(clean(text).split())


def paragraphs(body: str, language: Language) -> Iterator[Paragraph]:
    """The paragraphs of a text as the HTML shows them."""
    for block in body.split("\n\n"):
        lines = block.split("\n")
        if not _is_own_link(lines[-1]):
            is_code = bool(_CODE.fullmatch(block))
            yield Paragraph(lines=tuple(marked(line, language) for line in lines), is_code=is_code)
            continue
        if len(lines) > 2:  # noqa: PLR2004  # what stands before the label
            yield Paragraph(lines=tuple(marked(line, language) for line in lines[:-2]))
        label = lines[-2].rstrip(":： ") if len(lines) > 1 else lines[-1]
        yield Paragraph(link=lines[-1], label=marked(label, language), has_label=len(lines) > 1)


def marked(text: str, language: Language) -> SafeString:
    """A line as HTML: escaped, and Chinese names within an English letter marked as such."""
    if language == Language.ZH:
        return escape(text)
    parts = enumerate(_HANZI.split(text))
    return format_html_join("", "{}", ((_hanzi(part) if place % 2 else part,) for place, part in parts))


def _hanzi(text: str) -> SafeString:
    return format_html('<span lang="{}">{}</span>', Language.ZH.tag, text)


def _is_own_link(line: str) -> bool:
    base = settings.BASE_URL
    return bool(_LINK.fullmatch(line)) and (line == base or line.startswith(f"{base}/"))


def _plain(template: str, values: Mapping[str, str]) -> str:
    """A template as text: nothing is escaped, since nothing here is HTML."""
    # The part of a file that template-partials hands out has no `render` of a backend's template.
    found = get_template(template).template  # type: ignore[attr-defined]  # not declared by the stubs
    return str(found.render(Context(dict(values), autoescape=False)))


def _tidied(text: str) -> str:
    """Lines without space at their ends, one blank line between paragraphs, none at the ends."""
    lines = "\n".join(line.strip() for line in text.strip().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines)
