"""A form to try a table: one question at a time or all at once, and what the rules say so far. Nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from qingce.doors.web.messages import sentence
from qingce.doors.web.messages import status as status_of
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.rules.answers import NOT_KNOWN, address
from qingce.doors.web.rules.books import SECTION, rules_crumb
from qingce.doors.web.rules.fields import Answered, Field, answered, field
from qingce.doors.web.rules.several import shown_violations
from qingce.doors.web.rules.shown import shown
from qingce.doors.web.rules.tried import ALL, BESIDE, Tried, read_tried
from qingce.doors.web.rules.words import said
from qingce.pure.kernel.errors import InvalidValue, NotFound
from qingce.pure.kernel.requirements import serves
from qingce.pure.rules.deciding import decide
from qingce.pure.rules.telling import decision_value
from qingce.pure.rules.values import read_facts

if TYPE_CHECKING:
    from django.http import QueryDict

WRONG = 422
PLAIN = {"ensure_ascii": False}


@serves("POL-2", "REM-1", "REM-2")
@require_safe
def try_table(request: HttpRequest, book: str) -> HttpResponse:
    """The form with the determination so far; the whole state is in the address."""
    tried = read_tried(request.path, book, request.GET)
    answers, decision = tried.answers, tried.decision
    context = {
        "found": tried.version,
        "tried": tried,
        "answered": [] if tried.is_all else _answered(tried),
        "fields": _fields(tried),
        "hidden": [*tried.kept, *([(ALL, "1")] if tried.is_all else answers.pairs())],
        "faults": list(answers.faults.items()),
        "determination": shown(tried.book, decision, on=tried.on, table=tried.table.name, facts=answers.facts),
        "several": shown_violations(tried) if tried.earlier else None,
        "is_exhausted": bool(answers.unknown) and not decision.is_complete and decision.question is None,
        "start": address(request.path, tried.own),
        "other_way": tried.address(answers.pairs(), is_all=not tried.is_all),
        "json": address(reverse("web:rules-decision", args=[book]), [*tried.own, *answers.pairs()]),
    }
    page = _head(tried, is_plain=not request.GET)
    return show(request, page, Shown("rules/try.html", context), status=WRONG if answers.faults else 200)


@serves("POL-2", "REM-1", "REM-2")
@require_safe
def decision_json(request: HttpRequest, book: str) -> HttpResponse:
    """One violation for programs; whatever is no fact of the book is refused."""
    try:
        tried = read_tried(request.path, book, request.GET)
        raw = {name: _raw(tried, name, request.GET) for name in request.GET if name not in BESIDE}
        unasked = frozenset(name for name, value in raw.items() if value == NOT_KNOWN)
        facts = read_facts(tried.book, {name: value for name, value in raw.items() if name not in unasked})
        decision = decide(tried.table, facts, unasked=unasked)
    except (InvalidValue, NotFound) as error:
        return JsonResponse({"error": error.code, "detail": sentence(error)}, status=_status(error))
    return JsonResponse(decision_value(tried.table, decision, facts, on=tried.on), json_dumps_params=PLAIN)


def _status(error: InvalidValue | NotFound) -> int:
    return status_of(error) if isinstance(error, NotFound) else WRONG


def _raw(tried: Tried, name: str, query: QueryDict) -> object:
    fact = tried.book.facts.get(name)
    texts = [text for text in query.getlist(name) if text]
    if NOT_KNOWN in texts:
        return NOT_KNOWN
    return texts if fact is not None and fact.type == "choices" else query[name]


def _head(tried: Tried, *, is_plain: bool) -> Page:
    head = tried.book.head
    title = _("Try it: %(table)s") % {"table": said(tried.table.table.title)}
    return Page(
        title=title,
        description=_("Answer one question at a time and see what the rules say, clause by clause."),
        crumbs=(
            home_crumb(),
            rules_crumb(),
            Crumb(said(head.title), reverse("web:rules-version", args=[head.id, tried.book.version])),
            Crumb(pgettext("rules", "Try it")),
        ),
        section=SECTION,
        is_indexed=is_plain,
    )


def _answered(tried: Tried) -> list[Answered]:
    answers = tried.answers
    return [
        answered(tried.book, name, answers, tried.address(answers.pairs(without=name)))
        for name in answers.said
        if name not in answers.faults
    ]


def _fields(tried: Tried) -> list[Field]:
    """All questions; or the one to ask now: first what has to be put right, then what narrows most."""
    answers, question = tried.answers, tried.decision.question
    wanted: tuple[str, ...] = tuple(answers.faults) or ((question,) if question else ())
    return [field(tried.table, name, answers) for name in (tried.table.facts if tried.is_all else wanted)]
