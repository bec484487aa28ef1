"""One rule: its wording, its clause, worked examples, what became of it from version to version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.rules.books import SECTION, rules_crumb
from qingce.doors.web.rules.contents import FACT_TYPES, ORIGINS, shown_list, shown_parameter
from qingce.doors.web.rules.documents import shown_requirement
from qingce.doors.web.rules.examples import examples_of
from qingce.doors.web.rules.history import history_of
from qingce.doors.web.rules.parts import KINDS, part_address, part_title, wanted_part
from qingce.doors.web.rules.questions import shown_question
from qingce.doors.web.rules.readings import condition_words
from qingce.doors.web.rules.shown import NO_FACTS
from qingce.doors.web.rules.table_words import book_address, table_words
from qingce.doors.web.rules.tables import shown_table
from qingce.doors.web.rules.uses import ROW, Part, users_of
from qingce.doors.web.rules.versions import Version, version_named
from qingce.doors.web.rules.words import WRITERS, clause_words, reason_of, said
from qingce.pure.kernel.requirements import serves
from qingce.pure.rules.operators import members_of, parameter_of

if TYPE_CHECKING:
    from datetime import date

    from qingce.pure.rules.book import Book


@serves("POL-1")
@require_safe
def row(request: HttpRequest, book: str, version: str, table: str, row: str) -> HttpResponse:
    """A row of a decision table."""
    return _page(request, book, version, Part(ROW, f"{table}/{row}"))


@serves("POL-1")
@require_safe
def rule(request: HttpRequest, book: str, version: str, kind: str, name: str) -> HttpResponse:
    """Any other part of a book: a table, a condition, a figure, a list, a document, a fact."""
    return _page(request, book, version, Part(kind, name))


def _page(request: HttpRequest, book: str, version: str, part: Part) -> HttpResponse:
    today = timezone.localdate()
    found, every = version_named(book, version, today=today)
    stated = wanted_part(found.book, part)
    title, base = said(stated.title), book_address(found.book.head.id, found.book.version)
    page = Page(
        title=title,
        description=_("%(kind)s of the rulebook “%(book)s”: wording, clause, examples, history.")
        % {"kind": KINDS[part.kind], "book": said(found.book.head.title)},
        crumbs=(home_crumb(), rules_crumb(), Crumb(said(found.book.head.title), base), Crumb(title)),
        section=SECTION,
    )
    examples, total = examples_of(found.book, part, base)
    context = {
        "found": found,
        "today": today,
        "kind": KINDS[part.kind],
        "part": part,
        "stated": stated,
        "clause": clause_words(stated.clause),
        "reason": reason_of(stated),
        "base": base,
        "uses": [
            (KINDS[each.kind], part_title(found.book, each), part_address(base, each))
            for each in users_of(found.book).get(part, ())
        ],
        "history": history_of(part, every),
        "examples": examples,
        "total": total,
        **CONTENTS[part.kind](found, part, found.day_near(today)),
    }
    return show(request, page, Shown("rules/rule.html", context))


def _table(found: Version, part: Part, on: date) -> dict[str, Any]:
    return {"table": shown_table(found.book, part.id, on=on)}


def _row(found: Version, part: Part, on: date) -> dict[str, Any]:
    table, _slash, row = part.id.partition("/")
    stated = wanted_part(found.book, part)
    words = table_words(found.book, table, on=on)
    documents = shown_requirement(found.book, stated.requires, on=on, facts=NO_FACTS) if stated.requires else None
    return {
        "row": words.rows[row],
        "in_table": words,
        "beats": [words.rows[each] for each in stated.beats],
        "beats_when": [words.conditions[each] for each in stated.beats_when],
        "yields": stated.yields,
        "documents": documents,
    }


def _condition(found: Version, part: Part, on: date) -> dict[str, Any]:
    stated = found.book.conditions[part.id]
    used = [Part("parameter", each) for each in (parameter_of(stated),) if each]
    used += [Part("fact", each) for each in (stated.fact, stated.until) if each]
    used += [Part("condition", each) for each in members_of(stated)]
    base = _base(found.book)
    return {
        "reading": condition_words(found.book, part.id, on=on),
        "parts": [(part_title(found.book, each), part_address(base, each)) for each in used],
    }


def _parameter(found: Version, part: Part, on: date) -> dict[str, Any]:
    del on  # every value is shown with its days
    return {"parameter": shown_parameter(found.book, part.id, _base(found.book))}


def _requirement(found: Version, part: Part, on: date) -> dict[str, Any]:
    return {"documents": shown_requirement(found.book, part.id, on=on, facts=NO_FACTS)}


def _document(found: Version, part: Part, on: date) -> dict[str, Any]:
    del on
    stated = found.book.documents[part.id]
    return {"document": stated, "writer": WRITERS.get(stated.written_by, "")}


def _list(found: Version, part: Part, on: date) -> dict[str, Any]:
    del on
    return {"list": shown_list(found.book, part.id, _base(found.book))}


def _fact(found: Version, part: Part, on: date) -> dict[str, Any]:
    del on
    stated = found.book.facts[part.id]
    return {
        "question": shown_question(found.book, part.id),
        "type": FACT_TYPES[stated.type],
        "origin": ORIGINS[stated.origin],
    }


def _base(book: Book) -> str:
    return book_address(book.head.id, book.version)


CONTENTS: Mapping[str, Callable[[Version, Part, date], dict[str, Any]]] = {
    "table": _table,
    ROW: _row,
    "condition": _condition,
    "parameter": _parameter,
    "requirement": _requirement,
    "document": _document,
    "list": _list,
    "fact": _fact,
}
