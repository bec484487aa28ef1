"""Parts of the page of trends of which there are hundreds: written here and not in a template, which is slower."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from qingce.doors.web.trends.charts import Item
    from qingce.doors.web.trends.form import Choice

register = template.Library()

AS_WRITTEN = ' lang="zh-Hans"'


@register.filter
def options(choices: Iterable[Choice]) -> SafeString:
    """The options of a list to choose from."""
    return _safe(map(_option, choices))


def _option(choice: Choice) -> str:
    chosen = " selected" if choice.is_chosen else ""
    written = AS_WRITTEN if choice.is_as_written else ""
    return f'<option value="{escape(choice.value)}"{chosen}{written}>{escape(choice.label)}</option>'


@register.filter
def table_rows(items: Iterable[Item]) -> SafeString:
    """The rows of a chart's table: a name narrows the page to it, a number opens its records."""
    return _safe(map(_row, items))


def _row(item: Item) -> str:
    number = f'<a href="{escape(item.search)}" rel="nofollow">{item.number}</a>' if item.search else item.number
    return (
        f'<tr><th scope="row"{AS_WRITTEN if item.is_as_written else ""}>'
        f'<a href="{escape(item.closer)}" rel="nofollow">{escape(item.label)}</a></th>'
        f'<td class="num">{number}</td><td class="num">{escape(item.share)}</td></tr>\n'
    )


def _safe(parts: Iterable[str]) -> SafeString:
    # Everything that comes from elsewhere is escaped where it is put in.
    return mark_safe("".join(parts))  # noqa: S308  # nosec B308 B703
