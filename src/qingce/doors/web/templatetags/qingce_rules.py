"""What the pages of the rules need: a rulebook's wording in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qingce.doors.web.rules import words

if TYPE_CHECKING:
    from qingce.doors.web.rules.shown import ShownCondition, ShownRow
    from qingce.pure.rules.schema import Text

register = template.Library()


@register.filter
def said(text: Text) -> str:
    """Our wording in the reader's language."""
    return words.said(text)


@register.filter
def stopped_lines(rows: Iterable[ShownRow], heading: str) -> SafeString:
    """Rows of a table with what stopped each; here and not in a template, for there are dozens on many pages."""
    return format_html_join(
        "",
        '<tr>{}<td data-label="{}"><ul class="bare">{}{}</ul></td></tr>',
        ((row.words.cells, heading, _stops(row), _others(row)) for row in rows),
    )


def _stops(row: ShownRow) -> SafeString:
    return format_html_join("", "<li>{}{}</li>", ((each.words.line, _known(each)) for each in row.stops))


def _known(each: ShownCondition) -> SafeString | str:
    if not each.value:
        return ""
    return format_html(' <span class="small soft">{} {}</span>', _("known:"), each.value)


def _others(row: ShownRow) -> SafeString:
    told = _("may give way to")
    return format_html_join(
        "", '<li>{} <a href="{}">{}</a></li>', ((told, each.address, each.title) for each in row.beaten_by)
    )


@register.filter
def clause(text: str) -> SafeString:
    """A clause, its Chinese words marked on English pages."""
    return words.clause_words(text)
