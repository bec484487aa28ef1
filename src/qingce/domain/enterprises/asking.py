"""The questions that wait, as lists and pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum

from django.db.models import Count, Min, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from qingce.domain.enterprises.answering import QuestionNotFound
from qingce.domain.enterprises.describing import Description
from qingce.domain.enterprises.enums import WAITING, AskReason, MatchReason, QuestionState
from qingce.domain.enterprises.models import MatchQuestion
from qingce.domain.enterprises.permissions import questions_visible_to
from qingce.domain.enterprises.questions import described
from qingce.domain.enterprises.reading import EnterpriseRow, rows_by_ids
from qingce.domain.enterprises.scoring import weights
from qingce.shared.intake.enums import BatchState
from qingce.shared.parties.enums import Actor


@dataclass(frozen=True)
class QuestionRow:
    """A question as lists show it; `rows`: how many rows of the file wait for its answer."""

    id: int
    batch_id: int
    name: str
    uscc: str
    why: AskReason
    best_score: Decimal
    rows: int
    state: QuestionState
    note: str
    asked_at: datetime
    answered_by: str


@dataclass(frozen=True)
class Choice:
    """A known enterprise that may be meant, with the reasons for and against, the weightiest first."""

    enterprise: EnterpriseRow
    score: Decimal
    reasons: tuple[MatchReason, ...]


@dataclass(frozen=True)
class QuestionDetail:
    """A question on its own page.

    Args: answer_id: the enterprise made for the description when it was answered.
    """

    row: QuestionRow
    description: Description
    choices: tuple[Choice, ...]
    answer: EnterpriseRow | None
    reason: str


@dataclass(frozen=True)
class Wanted:
    """Which questions are looked at; empty: all that wait.

    Args: least_score: those whose likeliest enterprise has at least this score and stands out; where another one may
        be meant as well, or a colleague was not sure, a score decides nothing.
    """

    batch_id: int | None = None
    why: str = ""
    state: str = ""
    least_score: Decimal | None = None


def waiting_questions(wanted: Wanted, *, actor: Actor, start: int = 0, count: int = 50) -> list[QuestionRow]:
    """Questions that wait, those that colleagues passed on first, then the likeliest.

    Args: actor: who looks; what they passed on themselves comes last.
    Cost: at most three queries over an index in this order, two more with a start.
    """
    rows: list[QuestionRow] = []
    for turn in _turns(wanted, actor).values():
        if len(rows) == count:
            break
        found = [_row(each) for each in turn[start : start + count - len(rows)]]
        rows += found
        start = 0 if found or not start else max(0, start - turn.count())
    return rows


def count_waiting(wanted: Wanted, *, actor: Actor) -> tuple[int, int, datetime | None]:
    """How many questions and rows wait, and since when the oldest does; one query, mostly over an index alone."""
    found = _waiting(wanted, actor).aggregate(count=Count("pk"), rows=Sum("rows"), oldest=Min("asked_at"))
    return found["count"], found["rows"] or 0, found["oldest"]


def next_question(wanted: Wanted, *, actor: Actor, after: int | None = None) -> int | None:
    """The question that comes next in the list, behind one of it if that is given; None: none waits.

    Cost: two queries, at most five, each for a number or two over the index in the order of the list.
    """
    turns = _turns(wanted, actor)
    here = None if after is None else _waiting(wanted, actor).filter(pk=after).first()
    if here is None:
        return next(
            (pk for turn in turns.values() if (pk := turn.values_list("pk", flat=True).first()) is not None), None
        )
    return _behind(here, list(turns.values()), place=list(turns).index(_turn_of(here, actor)))


def _behind(here: MatchQuestion, turns: Sequence[QuerySet[MatchQuestion]], *, place: int) -> int | None:
    """The question behind one in the turn at a place; behind the last comes the first."""
    level = Q(best_score__lt=here.best_score) | Q(pk__gt=here.pk)
    rest = turns[place].filter(level, best_score__lte=here.best_score)
    others = (each.exclude(pk=here.pk) for each in turns[: place + 1])
    ways = [Subquery(each.values("pk")[:1]) for each in (rest, *turns[place + 1 :], *others)]
    found = MatchQuestion.objects.filter(pk=here.pk).values_list(Coalesce(*ways), flat=True)
    return found.first()


def question_detail(pk: int, *, actor: Actor) -> QuestionDetail:
    """A question with its candidates as they are now; three queries.

    Raises: QuestionNotFound: also for one that the actor does not review.
    """
    question = MatchQuestion.objects.filter(questions_visible_to(actor), pk=pk).first()
    if question is None:
        raise QuestionNotFound(f"There is no question number {pk}.", number=pk)
    numbers = [each["enterprise"] for each in question.ranked]
    rows = {row.id: row for row in rows_by_ids([*numbers, *filter(None, [question.enterprise_id])], actor=actor)}
    return QuestionDetail(
        row=_row(question),
        description=described(question.description),
        choices=tuple(_choices(question, rows)),
        answer=rows.get(question.enterprise_id or 0),
        reason=question.reason,
    )


def _choices(question: MatchQuestion, rows: dict[int, EnterpriseRow]) -> Sequence[Choice]:
    return [
        Choice(rows[each["enterprise"]], Decimal(each["score"]), tuple(map(MatchReason, each["reasons"])))
        for each in question.ranked
        if each["enterprise"] in rows
    ]


def _waiting(wanted: Wanted, actor: Actor) -> QuerySet[MatchQuestion]:
    states = [wanted.state] if wanted.state in WAITING else list(WAITING)
    return _wanted(wanted, actor).filter(state__in=states)


def _wanted(wanted: Wanted, actor: Actor) -> QuerySet[MatchQuestion]:
    found = MatchQuestion.objects.filter(questions_visible_to(actor), batch__state=BatchState.DONE)
    if wanted.batch_id is not None:
        found = found.filter(batch_id=wanted.batch_id)
    if wanted.why:
        found = found.filter(why=wanted.why)
    if wanted.least_score is not None:
        found = found.filter(_stands_out(), state=QuestionState.OPEN, best_score__gte=wanted.least_score)
    return found


def _stands_out() -> Q:
    """Whether the likeliest enterprise has no rival that would be asked about by itself."""
    return (Q(rival_score=None) | Q(rival_score__lt=weights().ask)) & ~Q(why=AskReason.SEVERAL)


class _Turn(IntEnum):
    """In which order questions come."""

    BY_OTHERS = 0  # passed on by colleagues
    OPEN = 1  # nobody has looked at them
    BY_ONESELF = 2  # passed on by whoever looks


_STATES = {
    _Turn.BY_OTHERS: QuestionState.PASSED_ON,
    _Turn.OPEN: QuestionState.OPEN,
    _Turn.BY_ONESELF: QuestionState.PASSED_ON,
}


def _turn_of(question: MatchQuestion, actor: Actor) -> _Turn:
    if question.state == QuestionState.OPEN:
        return _Turn.OPEN
    return _Turn.BY_ONESELF if question.answered_by == actor.signature else _Turn.BY_OTHERS


def _turns(wanted: Wanted, actor: Actor) -> dict[_Turn, QuerySet[MatchQuestion]]:
    """The questions wanted in their order, each turn the likeliest first."""
    found = _wanted(wanted, actor).order_by("-best_score", "pk")
    passed = found.filter(state=QuestionState.PASSED_ON)
    turns = {
        _Turn.BY_OTHERS: passed.exclude(answered_by=actor.signature),
        _Turn.OPEN: found.filter(state=QuestionState.OPEN),
        _Turn.BY_ONESELF: passed.filter(answered_by=actor.signature),
    }
    states = {wanted.state} & set(WAITING) or set(WAITING)
    if wanted.least_score is not None:  # a score decides only what nobody has looked at
        states -= {QuestionState.PASSED_ON}
    return {turn: found for turn, found in turns.items() if _STATES[turn] in states}


def _row(question: MatchQuestion) -> QuestionRow:
    return QuestionRow(
        id=question.pk,
        batch_id=question.batch_id,
        name=question.description["name"],
        uscc=question.description["uscc"] or question.description["stated_code"],
        why=AskReason(question.why),
        best_score=question.best_score,
        rows=question.rows,
        state=QuestionState(question.state),
        note=question.note,
        asked_at=question.asked_at,
        answered_by=question.answered_by,
    )
