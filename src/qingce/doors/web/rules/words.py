"""What a rulebook says, in the reader's language: quantities with their units, values of facts, clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext

from qingce.doors.web.templatetags.qingce_web import day, exact, is_chinese

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from qingce.pure.rules.errors import InvalidFact
    from qingce.pure.rules.schema import Cited, DatedValue, Fact, Text
    from qingce.pure.rules.values import Value

UNITS = {
    "working-days": ngettext_lazy("%(amount)s working day", "%(amount)s working days", "count"),
    "calendar-days": ngettext_lazy("%(amount)s calendar day", "%(amount)s calendar days", "count"),
    "months": ngettext_lazy("%(amount)s month", "%(amount)s months", "count"),
    "years": ngettext_lazy("%(amount)s year", "%(amount)s years", "count"),
    "percent": ngettext_lazy("%(amount)s %%", "%(amount)s %%", "count"),
    "points": ngettext_lazy("%(amount)s point", "%(amount)s points", "count"),
    "people": ngettext_lazy("%(amount)s person", "%(amount)s people", "count"),
}
WRITERS: dict[str, StrOrPromise] = {
    "enterprise": gettext_lazy("written by the enterprise"),
    "authority": gettext_lazy("issued by an authority"),
    "laboratory": gettext_lazy("issued by a laboratory"),
    "third-party": gettext_lazy("written by a third party"),
}
_BESIDE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”]*"  # what stands between hanzi belongs to them
_HANZI = re.compile(rf"({_BESIDE}[\u3400-\u9fff]{_BESIDE})")


def said(text: Text) -> str:
    """Our wording in the reader's language."""
    return text.zh if is_chinese() else text.en


def reason_of(cited: Cited | DatedValue) -> str:
    """Why something that no source fixes is as it is; empty: a source says it."""
    return said(cited.reason) if cited.reason else ""


def clause_words(clause: str) -> SafeString:
    """A clause as the source counts it; on English pages its Chinese words are marked as such."""
    if is_chinese():
        return conditional_escape(clause)
    parts = _HANZI.split(clause)
    marked = (format_html('<span lang="zh-Hans">{}</span>', part) if place % 2 else conditional_escape(part)
              for place, part in enumerate(parts))  # fmt: skip
    return mark_safe("".join(marked))  # noqa: S308  # nosec B308 B703  # every part is escaped above


def quantity(amount: Decimal | int, unit: str) -> str:
    """An amount with its unit: 3 years, 10 working days, 75 %, 2.5 t; of what is merely counted the number."""
    text = exact(Decimal(amount))
    if unit in UNITS:
        return str(UNITS[unit] % {"count": 1 if amount == 1 else 2, "amount": text})
    return text if unit in ("", "count") else f"{text} {unit}"


def fault_words(fact: Fact, error: InvalidFact) -> str:
    """What is wrong with an answer that was typed, and what would be right."""
    if fact.type == "date":
        return _("Enter a day such as 2026-11-20.")
    if fact.type not in {"whole", "number"}:
        return _("Choose one of the answers below.")
    kind = _("Enter a whole number.") if fact.type == "whole" else _("Enter a number such as 2.5.")
    if error.params.get("cause") == "digits":
        kind = _("Enter a number with fewer digits behind the point.")
    return (
        kind
        if fact.min is None or fact.max is None
        else _("%(what)s %(range)s") % {"what": kind, "range": _range(fact)}
    )


def _range(fact: Fact) -> str:
    least, most = (quantity(each, fact.unit) for each in (fact.min or 0, fact.max or 0))
    return _("It lies between %(least)s and %(most)s.") % {"least": least, "most": most}


def value_words(fact: Fact, value: Value | None) -> str:
    """A fact's value; None is “not known”."""
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal | int):
        return quantity(value, fact.unit)
    chosen = (value,) if isinstance(value, str) else value
    titles = {each.id: said(each.title) for each in fact.choice}
    return listed(titles.get(each, each) for each in chosen) or _("none of these")


def yes_no(value: bool) -> str:
    """Yes or no."""
    return pgettext("answer", "Yes") if value else pgettext("answer", "No")


def listed(texts: Iterable[str]) -> str:
    """Texts one after another."""
    return pgettext("list", "; ").join(texts)


def either(texts: Iterable[str]) -> str:
    """Texts of which one is enough."""
    return pgettext("list", " or ").join(texts)
