"""Answers to questions: a known enterprise, or a new one; each can be answered otherwise later.

An answer makes an enterprise of its own for what was described; “the same as” merges it into the known one by alias,
so that no answer ever loses what it was about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from qingce.domain.enterprises.enums import WAITING, QuestionState
from qingce.domain.enterprises.merging import merge_enterprises, split_enterprise
from qingce.domain.enterprises.models import Enterprise, MatchQuestion
from qingce.domain.enterprises.questions import described
from qingce.domain.enterprises.resolving import make_enterprise
from qingce.pure.kernel.errors import InvalidValue, NotFound
from qingce.pure.kernel.text import clean
from qingce.shared.bulk.actions import one_at_a_time

LONGEST_NAME = 100


class QuestionNotFound(NotFound):
    """No question has this number."""

    code = "question-not-found"


class AnsweredAlready(InvalidValue):
    """Somebody else was faster."""

    code = "answered-already"


class NoLongerAsked(InvalidValue):
    """The batch was undone, or brings these rows no more."""

    code = "no-longer-asked"


class AnswerUnsigned(InvalidValue):
    """Who answers is missing, or the note for the colleague."""

    code = "answer-unsigned"


@dataclass(frozen=True)
class Answered:
    """What an answer settled: the enterprise made for the description, and all questions that it answers."""

    enterprise_id: int
    questions: tuple[int, ...]


def answer_question(
    pk: int,
    *,
    same_as: int | None,
    by: str,
    reason: str,
    at: datetime,
    again: bool = False,
) -> Answered:
    """Says which enterprise a description means; equal questions of other batches get the same answer.

    Args: same_as: the known enterprise; None: a new one. again: an answer given before is changed.
    Raises: QuestionNotFound; AnsweredAlready; NoLongerAsked; AnswerUnsigned; what merging raises.
    """
    by = _signed(by)
    with transaction.atomic():
        one_at_a_time("enterprises")
        question = _locked(pk, again=again)
        own = question.enterprise_id or _made(question, at=at)
        _place(own, same_as, by=by, reason=clean(reason) or question.why, at=at)
        equal = MatchQuestion.objects.filter(key=question.key).exclude(pk=pk)
        equal = equal.filter(enterprise=own) if again else equal.filter(state__in=WAITING)
        numbers = (pk, *equal.order_by("pk").values_list("pk", flat=True))
        MatchQuestion.objects.filter(pk__in=numbers).update(
            state=QuestionState.NEW if same_as is None else QuestionState.SAME,
            enterprise_id=own,
            reason=clean(reason),
            answered_by=by,
            answered_at=at,
        )
    return Answered(own, numbers)


def pass_on(pk: int, *, note: str, by: str, at: datetime) -> None:
    """Passes a question on to a colleague, with what one is not sure of.

    Raises: QuestionNotFound; AnsweredAlready; NoLongerAsked; AnswerUnsigned: the note or the name is missing.
    """
    by, note = _signed(by), clean(note)
    if not note:
        raise AnswerUnsigned("Tell the colleague what you are not sure of.", cause="note")
    with transaction.atomic():
        question = _locked(pk, again=False)
        question.state, question.note = QuestionState.PASSED_ON, note
        question.answered_by, question.answered_at = by, at
        question.save(update_fields=["state", "note", "answered_by", "answered_at"])


def void_questions(batch_id: int) -> None:
    """Asks no more what a batch asked; what was answered stays answered."""
    MatchQuestion.objects.filter(batch_id=batch_id, state__in=WAITING).update(state=QuestionState.VOID)


def _place(own: int, same_as: int | None, *, by: str, reason: str, at: datetime) -> None:
    """Puts the enterprise of a description where the answer says: by itself, or into another one."""
    root: int | None = Enterprise.objects.filter(pk=own).values_list("canonical_id", flat=True).get()
    if root is not None and root != same_as:
        split_enterprise(own, by=by, reason=reason, at=at)
        root = None
    if same_as is not None and root is None:
        merge_enterprises(own, into=same_as, by=by, reason=reason, at=at)


def _made(question: MatchQuestion, *, at: datetime) -> int:
    """An enterprise of its own; a code that is another one's already stays with that one."""
    description = described(question.description)
    if description.uscc and Enterprise.objects.filter(uscc=description.uscc).exists():
        description = replace(description, uscc=None, stated_code=description.uscc)
    return make_enterprise(description, at=at)


def _locked(pk: int, *, again: bool) -> MatchQuestion:
    question = MatchQuestion.objects.select_for_update().filter(pk=pk).first()
    if question is None:
        raise QuestionNotFound(f"There is no question number {pk}.", number=pk)
    if question.state == QuestionState.VOID:
        raise NoLongerAsked(f"Question {pk} is not asked any more: its import was undone or discarded.", number=pk)
    if question.state not in WAITING and not again:
        raise AnsweredAlready(
            f"{question.answered_by} has answered question {pk} already; look at the answer.",
            by=question.answered_by, number=pk,
        )  # fmt: skip
    return question


def _signed(by: str) -> str:
    if not clean(by):
        raise AnswerUnsigned("Say who answers.")
    return clean(by)[:LONGEST_NAME]
