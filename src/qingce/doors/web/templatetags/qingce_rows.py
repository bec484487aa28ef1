"""Rows of records as lists show them, written here and not in a template: most of a page's time went there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingce.domain.records.enums import Status
from qingce.doors.web.templatetags.qingce_web import marked, place

if TYPE_CHECKING:
    from qingce.doors.web.rows import ShownRecord

register = template.Library()

_ANY = 987654321  # stands for a number in an address


@register.simple_tag
def record_rows(records: Iterable[ShownRecord], *, without_enterprise: bool = False) -> SafeString:
    """Records as list items.

    Args: without_enterprise: all are of one, which the page tells.
    """
    return SafeString("".join(_row(each, without_enterprise=without_enterprise) for each in records))  # nosec B703


def _row(shown: ShownRecord, *, without_enterprise: bool) -> str:
    row = shown.row
    return (
        f'<li class="row">{_date(shown)}<div class="row-main">'
        f'<a class="row-title" lang="zh-Hans" href="{_address("web:record", row.id)}">{marked(shown.title)}</a>'
        f'<p class="row-meta">{_about(shown, without_enterprise=without_enterprise)}</p>{_snippet(shown)}</div>'
        f'<span class="row-type">{escape(row.type.label)}</span>'
        f'<span class="row-status">{_status(row.status, get_language(), is_quiet=row.is_neutral)}</span></li>\n'
    )


def _date(shown: ShownRecord) -> str:
    row = shown.row
    if row.dated:
        return f'<time class="row-date" datetime="{row.dated:%Y-%m-%d}">{row.dated:%Y-%m-%d}</time>'
    known = str(row.year) if row.year else _("no date")
    return f'<span class="row-date">{escape(known)}</span>'


def _about(shown: ShownRecord, *, without_enterprise: bool) -> str:
    row = shown.row
    parts = []
    if not without_enterprise:
        address = _address("web:enterprise", row.enterprise_id)
        parts.append(f'<a lang="zh-Hans" href="{address}">{marked(shown.enterprise)}</a>')
    parts += [_chinese(marked(text)) for text in (shown.issuer, shown.doc_no) if text]
    if row.division and not without_enterprise:
        parts.append(_chinese(escape(place(row.region))))
    if row.is_synthetic:
        parts.append("<strong>" + escape(_("Synthetic")) + "</strong>")
    return "".join(parts)


def _chinese(text: str) -> str:
    return f'<span lang="zh-Hans">{text}</span>'


def _snippet(shown: ShownRecord) -> str:
    return f'<p class="row-snippet" lang="zh-Hans">{marked(shown.snippet)}</p>' if shown.snippet else ""


def _address(view: str, number: int) -> str:
    before, after = _around(view, get_language())
    return f"{before}{number}{after}"


@cache
def _around(view: str, language: str | None) -> tuple[str, str]:
    """What stands before and behind the number in the addresses of a view."""
    del language
    before, _, after = reverse(view, args=[_ANY]).partition(str(_ANY))
    return before, after


@cache
def _status(status: Status, language: str | None, *, is_quiet: bool) -> str:
    del language
    return render_to_string("web/_status.html", {"status": status, "quiet": is_quiet})
