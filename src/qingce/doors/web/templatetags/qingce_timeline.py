"""The time line of an enterprise, a cell a year and type: written here, for a template takes ten times as long."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from qingce.doors.web.templatetags.qingce_web import whole

if TYPE_CHECKING:
    from qingce.doors.web.enterprise import Year

register = template.Library()

_NONE = '<span class="visually-hidden">0</span>'
_MANY, _SOME = 9, 3  # above these a dot is darker


@register.filter
def timeline_rows(years: Sequence[Year]) -> SafeString:
    """The years as rows of a table; all have the same types."""
    labels = [escape(str(lane.type.label)) for lane, _count in years[0].cells] if years else []
    return SafeString("".join(_row(year, labels) for year in years))  # nosec B703


def _row(year: Year, labels: Sequence[str]) -> str:
    known = str(year.year) if year.year else escape(_("no year"))
    cells = [_cell(label, count) for label, (_lane, count) in zip(labels, year.cells, strict=True)]
    return f'<tr><th scope="row">{known}</th>{"".join(cells)}</tr>\n'


def _cell(label: str, count: int) -> str:
    if not count:
        return f'<td data-label="{label}" class="is-none">{_NONE}</td>'
    shade = 5 if count > _MANY else 3 if count > _SOME else 2
    return f'<td data-label="{label}"><span class="dot shade-{shade}">{whole(count)}</span></td>'
