"""The filters beside a list; their links are two hundred a page, and a template takes three times as long for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from qingce.doors.web.facets import Facet, Value

register = template.Library()


@register.filter
def sections(facets: Iterable[Facet]) -> SafeString:
    """Each filter as a section with its title and values."""
    return SafeString("".join(map(_section, facets)))  # nosec B703


def _section(facet: Facet) -> str:
    return (
        f'<section class="facet" aria-labelledby="facet-{facet.name}">\n'
        f'<h3 id="facet-{facet.name}">{escape(facet.title)}</h3>\n'
        f"<ul>{_links(facet.values)}</ul>\n{_more(facet.more, facet.left_out)}</section>\n"
    )


def _more(values: Sequence[Value], left_out: int) -> str:
    """What is shown on demand; `left_out`: how many are not shown at all."""
    if not values:
        return ""
    count = ngettext("%(more)s more", "%(more)s more", len(values)) % {"more": len(values)}
    told = _("Search for a name to find those that are not listed here.") if left_out else ""
    note = f'<p class="soft small">{escape(told)}</p>' if told else ""
    return f"<details><summary>{escape(count)}</summary><ul>{_links(values)}</ul>{note}</details>\n"


def _links(values: Iterable[Value]) -> str:
    return "".join(map(_link, values))


def _link(value: Value) -> str:
    facet, name, label, address, number, is_chosen, is_as_written, depth = value
    deeper = ' class="deeper"' if depth else ""
    chosen = ' aria-current="true"' if is_chosen else ""
    written = ' lang="zh-Hans"' if is_as_written else ""
    count = "" if number is None else f"{number:,}"
    return (
        f'<li><a{deeper} id="{facet}-{escape(name)}" href="{escape(address)}" rel="nofollow"'
        f'{chosen}><span{written}>{escape(label)}</span> <span class="count">{count}</span></a></li>'
    )
