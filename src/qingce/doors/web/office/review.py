"""Match review: which enterprise do these rows mean? One decision a screen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.enterprises.actions import pass_on
from qingce.domain.enterprises.enums import WAITING, AskReason, QuestionState
from qingce.domain.enterprises.queries import (
    Choice,
    QuestionDetail,
    Wanted,
    count_waiting,
    next_question,
    question_detail,
    rows_named,
    waiting_questions,
)
from qingce.domain.records.actions import accept_questions, answer_question
from qingce.domain.records.queries import held_samples
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of

SHOWN = 50
WRONG = 422
Segments = list[tuple[str, bool]]
DEFAULT_SCORE = "0.9"


@dataclass(frozen=True)
class Compared:
    """A candidate beside what the row says; what differs is marked."""

    number: int
    choice: Choice
    name: Segments
    address: Segments
    percent: int


def wanted_of(query: QueryDict) -> Wanted:
    """Which questions the address asks for; what cannot be meant is passed over."""
    why, state = query.get("why", ""), query.get("state", "")
    return Wanted(
        batch_id=number_in(query.get("batch", "")),
        why=why if why in AskReason.values else "",
        state=state if state in WAITING else "",
    )


def _query(wanted: Wanted, **further: object) -> str:
    pairs = {"batch": wanted.batch_id or "", "why": wanted.why, "state": wanted.state, **further}
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in pairs.items() if value})
    return f"?{query.urlencode()}" if query else ""


@serves("REC-4")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*roles_of(Duty.REVIEW_MATCHES))
def review(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The questions that wait, the likeliest first; and the acceptance of all above a score."""
    wanted = wanted_of(request.GET)
    score, told = _score(request)
    chosen = Wanted(wanted.batch_id, wanted.why, wanted.state, score)
    if request.method == "POST" and not told:
        count = accept_questions(chosen, actor=actor, reason=_("Accepted by its score of %s or more") % score)
        return redirect(reverse("web:review") + _query(wanted, accepted=count))
    questions, rows, _oldest = count_waiting(wanted, actor=actor)
    context = {
        "wanted": wanted,
        "questions": waiting_questions(wanted, actor=actor, count=SHOWN),
        "count": questions,
        "rows": rows,
        "likely": count_waiting(chosen, actor=actor)[0],
        "samples": waiting_questions(chosen, actor=actor, count=5),
        "score": str(score),
        "whys": AskReason.choices,
        "states": [(state.value, state.label) for state in WAITING],
        "query": _query(wanted),
        "told": told,
        "accepted": request.GET.get("accepted", "")[:9],
    }
    return show(request, _page(_("Match review")), Shown("office/review.html", context), status=WRONG if told else 200)


def _score(request: HttpRequest) -> tuple[Decimal, str]:
    text = (request.POST.get("score") or request.GET.get("score") or DEFAULT_SCORE).strip()
    try:
        score = Decimal(text)
    except InvalidOperation:
        score = Decimal(-1)
    if Decimal("0.5") <= score <= 1:
        return score, ""
    return Decimal(DEFAULT_SCORE), _("A score is a number from 0.5 to 1, such as 0.9.")


@serves("REC-4")
@require_safe
@staff_only(*roles_of(Duty.REVIEW_MATCHES))
def next_one(request: HttpRequest, actor: Actor) -> HttpResponse:
    """To the question that comes next."""
    return _to_next(wanted_of(request.GET), actor)


def _to_next(wanted: Wanted, actor: Actor, *, after: int | None = None, answered: int | None = None) -> HttpResponse:
    number = next_question(wanted, actor=actor, after=after)
    if number is None:
        return redirect(reverse("web:review") + _query(wanted, answered=answered or ""))
    return redirect(reverse("web:question", args=[number]) + _query(wanted, answered=answered or ""))


@serves("REC-4")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*roles_of(Duty.REVIEW_MATCHES))
def question(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """One question: what the row says beside each enterprise that may be meant."""
    wanted = wanted_of(request.GET)
    told = ""
    if request.method == "POST":
        try:
            _answer(number, request.POST, actor)
        except QingceError as error:
            told = sentence(error)
        else:
            return _to_next(wanted, actor, after=number, answered=number)
    return _shown(request, actor, question_detail(number, actor=actor), wanted, told=told)


def _answer(number: int, said: QueryDict, actor: Actor) -> None:
    act, reason, at = said.get("act", ""), said.get("reason", ""), timezone.now()
    again = said.get("again") == "yes"
    if act == "pass":
        pass_on(number, note=said.get("note", ""), actor=actor, at=at)
    elif act == "new":
        answer_question(number, same_as=None, actor=actor, reason=reason, at=at, again=again)
    elif same_as := number_in(act):
        answer_question(number, same_as=same_as, actor=actor, reason=reason, at=at, again=again)


def _shown(request: HttpRequest, actor: Actor, found: QuestionDetail, wanted: Wanted, *, told: str) -> HttpResponse:
    looked_for = request.GET.get("q", "").strip()[:200]
    answered = request.GET.get("answered", "")
    following = next_question(wanted, actor=actor, after=found.row.id)
    context: dict[str, Any] = {
        "found": found,
        "compared": [_compared(place, each, found) for place, each in enumerate(found.choices, 1)],
        "rows": held_samples(found.row.id),
        "others": rows_named(looked_for, actor=actor) if looked_for else [],
        "looked_for": looked_for,
        "is_open": found.row.state in WAITING,
        "is_void": found.row.state == QuestionState.VOID,
        "wanted": wanted,
        "query": _query(wanted),
        "answered": answered if answered.isdecimal() else "",
        "next": following if following != found.row.id else None,
        "note": request.POST.get("note", ""),
        "told": told,
    }
    page = _page(found.row.name, is_one=True)
    return show(request, page, Shown("office/question.html", context), status=WRONG if told else 200)


def _compared(number: int, choice: Choice, found: QuestionDetail) -> Compared:
    said = found.description
    return Compared(
        number=number,
        choice=choice,
        name=differing(said.name, choice.enterprise.name),
        address=differing(said.address, choice.enterprise.address),
        percent=round(100 * choice.score),
    )


def differing(said: str, known: str) -> Segments:
    """The known text in segments, those marked that the said one does not have there."""
    if not said:
        return [(known, False)]
    matcher = SequenceMatcher(None, said, known, autojunk=False)
    parts = [(known[start:end], tag != "equal") for tag, _a, _b, start, end in matcher.get_opcodes()]
    return [part for part in parts if part[0]]


def _page(title: str, *, is_one: bool = False) -> Page:
    crumbs = [Crumb(_("Office"), reverse("web:office"))]
    if is_one:
        crumbs.append(Crumb(_("Match review"), reverse("web:review")))
    return Page(title=title, crumbs=(*crumbs, Crumb(title, is_data=is_one)), is_indexed=False, section="office")


def _waiting(actor: Actor) -> Waiting:
    count, _rows, oldest = count_waiting(Wanted(), actor=actor)
    return Waiting(count, oldest)


register_queue(
    Queue(
        "review",
        gettext_lazy("Match review"),
        gettext_lazy("Rows of which nobody could say by rule whom they are about."),
        "web:review",
        _waiting,
        frozenset(roles_of(Duty.REVIEW_MATCHES)),
    )
)
