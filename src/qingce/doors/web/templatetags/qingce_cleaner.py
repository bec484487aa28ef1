"""Cells of the disclosure matrix: written here, for a template took most of the time of a page of many years."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape  # as Django's, without looking whether the text comes later
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from qingce.doors.web.cleaner.shown import ShownCell

register = template.Library()


@register.simple_tag
def year_cells(cells: Iterable[ShownCell]) -> SafeString:
    """A list of cells, a year each: year and sign for eyes, the same in words for who does not see them."""
    return SafeString(f'<ul class="cells">{"".join(map(_cell, cells))}</ul>')  # nosec B703  # escaped below


def _cell(cell: ShownCell) -> str:
    note = f", {cell.note}" if cell.note else ""
    inside = (
        f'<span aria-hidden="true">{cell.year}</span><b aria-hidden="true">{escape(cell.sign)}{"*" if note else ""}</b>'
        f'<span class="visually-hidden">{cell.year} {escape(cell.said + note)}</span>'
    )
    if cell.address:
        inside = f'<a href="{escape(cell.address)}">{inside}</a>'
    return f'<li class="is-{cell.state}">{inside}</li>'
