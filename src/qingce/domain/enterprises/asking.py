"""The questions that wait, as lists and pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Case, IntegerField, Min, Q, QuerySet, Sum, Value, When

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
    """Questions that wait, those that colleagues passed on first, then the likeliest; one query.

    Args: actor: who looks; what they passed on themselves comes last.
    """
    return [_row(each) for each in _ordered(wanted, actor)[start : start + count]]


def count_waiting(wanted: Wanted, *, actor: Actor) -> tuple[int, int, datetime | None]:
    """How many questions and rows wait, and since when the oldest does; two queries."""
    found = _waiting(wanted, actor).aggregate(rows=Sum("rows"), oldest=Min("asked_at"))
    return _waiting(wanted, actor).count(), found["rows"] or 0, found["oldest"]


def next_question(wanted: Wanted, *, actor: Actor, after: int | None = None) -> int | None:
    """The question that comes next in the list, behind one of it if that is given; None: none waits.

    Cost: one query for numbers only.
    """
    ordered = list(_ordered(wanted, actor).values_list("pk", flat=True)[:2_000])
    if after in ordered:
        place = ordered.index(after) + 1
        ordered = ordered[place:] + ordered[: place - 1]
    return ordered[0] if ordered else None


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
    found = MatchQuestion.objects.filter(questions_visible_to(actor), batch__state=BatchState.DONE, state__in=states)
    if wanted.batch_id is not None:
        found = found.filter(batch_id=wanted.batch_id)
    if wanted.why:
        found = found.filter(why=wanted.why)
    if wanted.least_score is not None:
        found = found.filter(_stands_out(), state=QuestionState.OPEN, best_score__gte=wanted.least_score)
    return found


def _stands_out() -> Q:
    """Whether the likeliest enterprise has no rival that would be asked about by itself; scores have three places."""
    rival = Q(ranked__1__isnull=True) | Q(ranked__1__score__lt=f"{weights().ask:.3f}")
    return rival & ~Q(why=AskReason.SEVERAL)


def _ordered(wanted: Wanted, actor: Actor) -> QuerySet[MatchQuestion]:
    turn = Case(
        When(state=QuestionState.PASSED_ON, answered_by=actor.signature, then=Value(2)),
        When(state=QuestionState.PASSED_ON, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return _waiting(wanted, actor).order_by(turn, "-best_score", "pk")


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
