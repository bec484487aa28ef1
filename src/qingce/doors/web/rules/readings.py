"""Conditions, windows and parameters read out: with the figure that holds on a day, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingce.doors.web.rules.words import either, listed, quantity, said, value_words, yes_no
from qingce.pure.rules.book import value_on
from qingce.pure.rules.operators import members_of, operators_of, parameter_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import Condition, Item
    from qingce.pure.rules.values import Value

COMPARED: dict[str, StrOrPromise] = {
    "at_least": gettext_lazy("%(fact)s: at least %(limit)s"),
    "above": gettext_lazy("%(fact)s: more than %(limit)s"),
    "at_most": gettext_lazy("%(fact)s: at most %(limit)s"),
    "below": gettext_lazy("%(fact)s: less than %(limit)s"),
}
COMPOSED: dict[str, StrOrPromise] = {
    "all": gettext_lazy("All of these: %(conditions)s"),
    "any": gettext_lazy("At least one of these: %(conditions)s"),
    "not": gettext_lazy("Not: %(conditions)s"),
}


def condition_words(book: Book, name: str, *, on: date) -> str:
    """What a condition compares, with its figure: “Amount of hazardous waste: less than 3 t”."""
    condition = book.conditions[name]
    operator = operators_of(condition)[0]
    if operator in COMPOSED:
        titles = (said(book.conditions[each].title) for each in members_of(condition))
        return str(COMPOSED[operator] % {"conditions": listed(titles)})
    fact = said(book.facts[str(condition.fact)].title)
    if operator == "within":
        term = parameter_words(book, str(condition.within), on=on)
        until = said(book.facts[str(condition.until)].title)
        return _("From “%(fact)s” to “%(until)s”: within %(term)s") % {"fact": fact, "until": until, "term": term}
    if operator in COMPARED:
        return str(COMPARED[operator] % {"fact": fact, "limit": parameter_words(book, _parameter(condition), on=on)})
    return _("%(fact)s: %(value)s") % {"fact": fact, "value": _compared_with(book, condition)}


def parameter_words(book: Book, name: str, *, on: date) -> str:
    """What a parameter is on a day, with its unit; a dash where it has no value then."""
    parameter = book.parameters[name]
    value = value_on(parameter, on)
    return "—" if value is None else quantity(value.value, parameter.unit)


def window_words(book: Book, item: Item, *, on: date, facts: Mapping[str, Value]) -> str:
    """Which time a paper must cover; empty: any."""
    if item.window:
        return _("from the %(term)s before the application") % {"term": parameter_words(book, item.window, on=on)}
    if item.between:
        start, end = (_dated(book, each, facts) for each in item.between)
        return _("for the time from “%(start)s” to “%(end)s”") % {"start": start, "end": end}
    if item.of_day:
        return _("of the day: %(day)s") % {"day": _dated(book, item.of_day, facts)}
    return ""


def _dated(book: Book, name: str, facts: Mapping[str, Value]) -> str:
    fact = book.facts[name]
    title = said(fact.title)
    if name not in facts:
        return title
    return _("%(title)s (%(value)s)") % {"title": title, "value": value_words(fact, facts[name])}


def _compared_with(book: Book, condition: Condition) -> str:
    if isinstance(condition.is_, bool):
        return yes_no(condition.is_)
    fact = book.facts[str(condition.fact)]
    titles = {each.id: said(each.title) for each in fact.choice}
    wanted = condition.one_of or (condition.is_ or condition.contains or "",)
    return either(titles[each] for each in wanted)


def _parameter(condition: Condition) -> str:
    return parameter_of(condition) or ""
