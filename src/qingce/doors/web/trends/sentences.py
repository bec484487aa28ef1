"""What a chart shows, in a sentence made from its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qingce.domain.statistics.queries import NOT_STATED, Counted
from qingce.doors.web.templatetags.qingce_web import whole
from qingce.doors.web.trends.asked import TrendsAsked

NAMED = 3  # of several with equally many


class HasCount(Protocol):
    """A value with its records."""

    @property
    def label(self) -> str: ...  # what it is called
    @property
    def count(self) -> int: ...  # its records


def share(count: int, total: int) -> str:
    """Per cent of all, in words that are true of few and of nearly all: 12%, <1%, >99%."""
    if not total:
        return "0%"
    rounded = round(100 * count / total)
    if count and not rounded:
        return "<1%"
    if count < total and rounded == 100:  # noqa: PLR2004  # per cent
        return ">99%"
    return f"{rounded}%"


def message(kind: str, items: Sequence[HasCount], counts: Mapping[str, int], total: int) -> str:
    """What a chart shows. Args: items: that occur; those with most records among them. counts: by every value."""
    if not items:
        return _("No record states it.")
    most = max(each.count for each in items)
    first = [each for each in items if each.count == most]
    words = {"name": first[0].label, "count": whole(most), "share": share(most, total)}
    if len([value for value in counts if value != NOT_STATED]) == 1:
        if most == total:
            return _("All records: %(name)s, %(count)s") % words
        return _("The only one stated: %(name)s, %(count)s (%(share)s of all)") % words
    if kind == "one" or len(first) == 1:
        return _("Most records: %(name)s, %(count)s (%(share)s of all)") % words
    words["name"] = _names(first)
    return _("Most records: %(name)s, %(count)s each (%(share)s of all each)") % words


def _names(items: Sequence[HasCount]) -> str:
    named = pgettext("list", ", ").join(each.label for each in items[:NAMED])
    more = len(items) - NAMED
    if more <= 0:
        return named
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
        "names": named,
        "more": whole(more),
    }


def told(name: str, asked: TrendsAsked, counts: Mapping[str, int], found: Counted) -> list[str]:
    """Further sentences of a chart."""
    said = [last_years(asked, counts, found)] if name == "year" else []
    return [each for each in (*said, not_stated(counts.get(NOT_STATED, 0), found.total)) if each]


def not_stated(count: int, total: int) -> str:
    """How many records do not say what a chart is about; empty: all do."""
    if not count:
        return ""
    return ngettext(
        "%(count)s record (%(share)s) does not state it.", "%(count)s records (%(share)s) do not state it.", count
    ) % {"count": whole(count), "share": share(count, total)}


def last_years(asked: TrendsAsked, counts: Mapping[str, int], found: Counted) -> str:
    """The last whole year beside the one before; empty where not both are asked for, or there is nothing in them."""
    last = found.until.year - 1
    years = (last - 1, last)
    if not all(is_asked(asked, year) for year in years):
        return ""
    before, now = (counts.get(str(year), 0) for year in years)
    words = {"year": last, "now": whole(now), "former": last - 1, "before": whole(before)}
    if not before or not now:
        return _("%(year)d: %(now)s, after %(before)s in %(former)d.") % words if before or now else ""
    if before == now:
        return _("%(year)d: %(now)s, as many as in %(former)d.") % words
    words["by"] = share(abs(now - before), before)
    if now > before:
        return _("%(year)d: %(now)s, %(by)s more than in %(former)d (%(before)s).") % words
    return _("%(year)d: %(now)s, %(by)s fewer than in %(former)d (%(before)s).") % words


def is_asked(asked: TrendsAsked, year: int) -> bool:
    """Whether records of a year are among those asked for."""
    named = asked.filters.get("year", ())
    lower = asked.first is None or asked.first <= year
    return lower and (asked.last is None or year <= asked.last) and (not named or str(year) in named)
