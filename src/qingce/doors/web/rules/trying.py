"""A form to try a table: one question at a time or all at once, and what the rules say so far. Nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from qingce.doors.web.messages import sentence
from qingce.doors.web.messages import status as status_of
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.rules.answers import Answers, Pair, address, read_answers
from qingce.doors.web.rules.books import SECTION, rules_crumb
from qingce.doors.web.rules.fields import Answered, Field, answered, field
from qingce.doors.web.rules.shown import shown
from qingce.doors.web.rules.versions import Version, version_named, version_on
from qingce.doors.web.rules.words import said
from qingce.pure.kernel.errors import InvalidValue, NotFound
from qingce.pure.kernel.requirements import serves
from qingce.pure.rules.compiling import CompiledTable, compile_table
from qingce.pure.rules.deciding import Decision, decide
from qingce.pure.rules.telling import decision_value
from qingce.pure.rules.values import read_facts

if TYPE_CHECKING:
    from django.http import QueryDict

WRONG = 422
ALL = "all"
OWN = ("on", "version", "table", ALL)  # what stands in the address beside the answers


class DayWrong(InvalidValue):
    """The day on which the rules are tried is no date."""

    code = "rules-day-wrong"


@dataclass(frozen=True)
class Tried:
    """What is tried: a table of a version, on a day, with the pairs of the address that say so."""

    version: Version
    table: CompiledTable
    on: date
    own: tuple[Pair, ...]


@serves("POL-2", "REM-1", "REM-2")
@require_safe
def try_table(request: HttpRequest, book: str) -> HttpResponse:
    """The form with the determination so far; the whole state is in the address."""
    tried = _tried(book, request.GET)
    answers = read_answers(tried.version.book, tried.table.facts, request.GET)
    decision = decide(tried.table, answers.facts, unasked=answers.unknown)
    is_all = ALL in request.GET
    context = {
        "found": tried.version,
        "tried": tried,
        "is_all": is_all,
        "answered": [] if is_all else _answered(request, tried, answers),
        "fields": _fields(tried, answers, decision, is_all=is_all),
        "hidden": [*tried.own, *([(ALL, "1")] if is_all else answers.pairs())],
        "faults": list(answers.faults.items()),
        "determination": shown(tried.version.book, decision, on=tried.on, table=tried.table.name, facts=answers.facts),
        "is_exhausted": bool(answers.unknown) and not decision.is_complete and decision.question is None,
        "start": address(request.path, tried.own),
        "other_way": address(request.path, [*tried.own, *([] if is_all else [(ALL, "1")]), *answers.pairs()]),
        "json": address(reverse("web:rules-decision", args=[book]), [*tried.own, *answers.pairs()]),
    }
    return show(
        request,
        _head(tried, is_plain=not request.GET),
        Shown("rules/try.html", context),
        status=WRONG if answers.faults else 200,
    )


@serves("POL-2", "REM-1", "REM-2")
@require_safe
def decision_json(request: HttpRequest, book: str) -> HttpResponse:
    """The same for programs; whatever is no fact of the book is refused."""
    try:
        tried = _tried(book, request.GET)
        raw = {name: _raw(tried, name, request.GET) for name in request.GET if name not in OWN}
        facts = read_facts(tried.version.book, raw)
        decision = decide(tried.table, facts)
    except (InvalidValue, NotFound) as error:
        return JsonResponse({"error": error.code, "detail": sentence(error)}, status=_status(error))
    return JsonResponse(decision_value(tried.table, decision, facts, on=tried.on), json_dumps_params=PLAIN)


PLAIN = {"ensure_ascii": False}


def _status(error: InvalidValue | NotFound) -> int:
    return status_of(error) if isinstance(error, NotFound) else WRONG


def _raw(tried: Tried, name: str, query: QueryDict) -> object:
    fact = tried.version.book.facts.get(name)
    texts = [text for text in query.getlist(name) if text]
    return texts if fact is not None and fact.type == "choices" else query[name]


def _tried(book: str, query: QueryDict) -> Tried:
    """Raises: NoSuchRulebook; DayWrong."""
    day, named, table = (str(query.get(name, "")) for name in ("on", "version", "table"))
    today = timezone.localdate()
    on = _day(day) if day else None
    version = version_on(book, on) if on and not named else version_named(book, named, today=today)[0]
    on = on or version.day_near(today)
    own = tuple((name, text) for name, text in (("on", day), ("version", named), ("table", table)) if text)
    return Tried(version, compile_table(version.book, table or next(iter(version.book.tables), ""), on=on), on, own)


def _day(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise DayWrong(f"“{text[:40]}” is no day; write it as 2026-11-20.", text=text[:40])
    return found


def _head(tried: Tried, *, is_plain: bool) -> Page:
    head = tried.version.book.head
    title = _("Try it: %(table)s") % {"table": said(tried.table.table.title)}
    return Page(
        title=title,
        description=_("Answer one question at a time and see what the rules say, clause by clause."),
        crumbs=(
            home_crumb(),
            rules_crumb(),
            Crumb(said(head.title), reverse("web:rules-version", args=[head.id, tried.version.book.version])),
            Crumb(pgettext("rules", "Try it")),
        ),
        section=SECTION,
        is_indexed=is_plain,
    )


def _answered(request: HttpRequest, tried: Tried, answers: Answers) -> list[Answered]:
    return [
        answered(tried.version.book, name, answers, address(request.path, [*tried.own, *answers.pairs(without=name)]))
        for name in answers.said
        if name not in answers.faults
    ]


def _fields(tried: Tried, answers: Answers, decision: Decision, *, is_all: bool) -> list[Field]:
    """All questions; or the one to ask now: first what has to be put right, then what narrows most."""
    wanted: tuple[str, ...] = tuple(answers.faults) or ((decision.question,) if decision.question else ())
    return [field(tried.version.book, name, answers) for name in (tried.table.facts if is_all else wanted)]
