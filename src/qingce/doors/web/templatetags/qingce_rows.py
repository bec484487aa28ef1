"""Rows of records and enterprises as lists show them: written here, for templates took most of a page's time."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape  # as Django's, without looking whether the text comes later
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from qingce.domain.enterprises.enums import Identity
from qingce.domain.enterprises.queries import region
from qingce.domain.records.enums import RecordType, Status
from qingce.doors.web.templatetags.qingce_web import marked, place, whole

if TYPE_CHECKING:
    from qingce.doors.web.rows import ShownEnterprise, ShownRecord

register = template.Library()

_ANY = 987654321  # stands for a number in an address


@register.simple_tag
def record_rows(records: Iterable[ShownRecord], *, without_enterprise: bool = False) -> SafeString:
    """Records as list items.

    Args: without_enterprise: all are of one, which the page tells.
    """
    language = get_language()
    rows = [_row(each, language, without_enterprise=without_enterprise) for each in records]
    return SafeString("".join(rows))  # nosec B703


@register.simple_tag
def enterprise_rows(enterprises: Iterable[ShownEnterprise]) -> SafeString:
    """Enterprises as list items."""
    language = get_language()
    return SafeString("".join([_enterprise(each, language) for each in enterprises]))  # nosec B703


def _enterprise(shown: ShownEnterprise, language: str | None) -> str:
    row = shown.row
    before, after = _around("web:enterprise", language)
    records = ngettext("%(number)s record", "%(number)s records", shown.count) % {"number": whole(shown.count)}
    return (
        f'<li class="row row-enterprise"><div class="row-main">'
        f'<a class="row-title" lang="zh-Hans" href="{before}{row.id}{after}">{marked(shown.name)}</a>'
        f'<p class="row-meta">{_about_enterprise(shown)}</p></div>'
        f'<span class="row-type" lang="zh-Hans">{_place(row.division, language) if row.division else ""}</span>'
        f'<span class="row-status">{escape(records)}</span></li>\n'
    )


def _about_enterprise(shown: ShownEnterprise) -> str:
    row = shown.row
    if row.identity == Identity.PSEUDONYM:
        parts = ["<span>" + escape(_("Pseudonym")) + "</span>"]
    else:
        parts = [f'<span class="code">{marked(shown.uscc)}</span>']
    if shown.other_name:
        parts.append("<span>" + escape(_("other name:")) + f" {_chinese(marked(shown.other_name))}</span>")
    if row.industry_entry:
        parts.append(_chinese(escape(row.industry_entry.name)))
    return "".join(parts)


def _row(shown: ShownRecord, language: str | None, *, without_enterprise: bool) -> str:
    row = shown.row
    before, after = _around("web:record", language)
    about = _about(shown, language, without_enterprise=without_enterprise)
    return (
        f'<li class="row">{_date(shown)}<div class="row-main">'
        f'<a class="row-title" lang="zh-Hans" href="{before}{row.id}{after}">{marked(shown.title)}</a>'
        f'<p class="row-meta">{about}</p>{_snippet(shown)}</div>'
        f'<span class="row-type">{_type(row.type, language)}</span>'
        f'<span class="row-status">{_status(row.status, language, is_quiet=row.is_neutral)}</span></li>\n'
    )


def _date(shown: ShownRecord) -> str:
    dated, year = shown.row.dated, shown.row.year
    if dated:
        return f'<time class="row-date" datetime="{dated}">{dated}</time>'
    known = str(year) if year else _("no date")
    return f'<span class="row-date">{escape(known)}</span>'


def _about(shown: ShownRecord, language: str | None, *, without_enterprise: bool) -> str:
    row = shown.row
    parts = []
    if not without_enterprise:
        before, after = _around("web:enterprise", language)
        parts.append(f'<a lang="zh-Hans" href="{before}{row.enterprise_id}{after}">{marked(shown.enterprise)}</a>')
    parts += [_chinese(marked(text)) for text in (shown.issuer, shown.doc_no) if text]
    if row.division and not without_enterprise:
        parts.append(_chinese(_place(row.division, language)))
    if row.is_synthetic:
        parts.append("<strong>" + escape(_("Synthetic")) + "</strong>")
    return "".join(parts)


def _chinese(text: str) -> str:
    return f'<span lang="zh-Hans">{text}</span>'


def _snippet(shown: ShownRecord) -> str:
    return f'<p class="row-snippet" lang="zh-Hans">{marked(shown.snippet)}</p>' if shown.snippet else ""


@cache
def _around(view: str, language: str | None) -> tuple[str, str]:
    """What stands before and behind the number in the addresses of a view."""
    del language
    before, _, after = reverse(view, args=[_ANY]).partition(str(_ANY))
    return before, after


@cache
def _place(division: str, language: str | None) -> str:
    del language
    return escape(place(region(division)))


@cache
def _type(record_type: RecordType, language: str | None) -> str:
    del language
    return escape(str(record_type.label))


@cache
def _status(status: Status, language: str | None, *, is_quiet: bool) -> str:
    del language
    return render_to_string("web/_status.html", {"status": status, "quiet": is_quiet})
