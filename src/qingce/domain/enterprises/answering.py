"""Answers to questions: a known enterprise, or a new one; each can be answered otherwise later.

An answer makes an enterprise of its own for what was described; “the same as” merges it into the known one by alias,
so that no answer ever loses what it was about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from qingce.domain.enterprises.enums import WAITING, QuestionState
from qingce.domain.enterprises.merging import end_alias, make_alias
from qingce.domain.enterprises.models import Enterprise, MatchQuestion
from qingce.domain.enterprises.permissions import questions_visible_to
from qingce.domain.enterprises.questions import described
from qingce.domain.enterprises.resolving import make_enterprise
from qingce.pure.kernel.errors import InvalidValue, NotFound
from qingce.pure.kernel.text import clean
from qingce.shared.bulk.actions import one_at_a_time
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import name_behind


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
    """The note for the colleague is missing."""

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
    actor: Actor,
    reason: str,
    at: datetime,
    again: bool = False,
) -> Answered:
    """Says which enterprise a description means; equal questions that the actor sees get the same answer.

    Args: same_as: the known enterprise; None: a new one. again: an answer given before is changed.
    Raises: QuestionNotFound: also for one that the actor does not review; AnsweredAlready; NoLongerAsked; what merging
        raises.
    """
    with transaction.atomic():
        one_at_a_time("enterprises")
        question = _locked(pk, actor, again=again)
        own = question.enterprise_id or _made(question, at=at)
        _place(own, same_as, by=actor.signature, reason=clean(reason) or question.why, at=at)
        equal = MatchQuestion.objects.filter(questions_visible_to(actor), key=question.key).exclude(pk=pk)
        equal = equal.filter(enterprise=own) if again else equal.filter(state__in=WAITING)
        numbers = (pk, *equal.order_by("pk").values_list("pk", flat=True))
        MatchQuestion.objects.filter(pk__in=numbers).update(
            state=QuestionState.NEW if same_as is None else QuestionState.SAME,
            enterprise_id=own,
            reason=clean(reason),
            answered_by=actor.signature,
            answered_at=at,
        )
        journal(
            "question-answered", by=actor.person_id or None, subject=("question", pk), detail={"enterprise": own}, at=at
        )
    return Answered(own, numbers)


def pass_on(pk: int, *, note: str, actor: Actor, at: datetime) -> None:
    """Passes a question on to a colleague, with what one is not sure of.

    Raises: QuestionNotFound; AnsweredAlready; NoLongerAsked; AnswerUnsigned: the note is missing.
    """
    note = clean(note)
    if not note:
        raise AnswerUnsigned("Tell the colleague what you are not sure of.")
    with transaction.atomic():
        question = _locked(pk, actor, again=False)
        question.state, question.note = QuestionState.PASSED_ON, note
        question.answered_by, question.answered_at = actor.signature, at
        question.save(update_fields=["state", "note", "answered_by", "answered_at"])
        journal("question-passed-on", by=actor.person_id or None, subject=("question", pk), at=at)


def void_questions(batch_id: int) -> None:
    """Asks no more what a batch asked; what was answered stays answered."""
    MatchQuestion.objects.filter(batch_id=batch_id, state__in=WAITING).update(state=QuestionState.VOID)


def _place(own: int, same_as: int | None, *, by: str, reason: str, at: datetime) -> None:
    """Puts the enterprise of a description where the answer says: by itself, or into another one."""
    root: int | None = Enterprise.objects.filter(pk=own).values_list("canonical_id", flat=True).get()
    if root is not None and root != same_as:
        end_alias(own, by=by, reason=reason, at=at)
        root = None
    if same_as is not None and root is None:
        make_alias(own, into=same_as, by=by, reason=reason, at=at)


def _made(question: MatchQuestion, *, at: datetime) -> int:
    """An enterprise of its own; a code that is another one's already stays with that one."""
    description = described(question.description)
    if description.uscc and Enterprise.objects.filter(uscc=description.uscc).exists():
        description = replace(description, uscc=None, stated_code=description.uscc)
    return make_enterprise(description, at=at)


def _locked(pk: int, actor: Actor, *, again: bool) -> MatchQuestion:
    found = MatchQuestion.objects.select_for_update(of=("self",)).filter(questions_visible_to(actor), pk=pk)
    question = found.first()
    if question is None:
        raise QuestionNotFound(f"There is no question number {pk}.", number=pk)
    if question.state == QuestionState.VOID:
        raise NoLongerAsked(f"Question {pk} is not asked any more: its import was undone or discarded.", number=pk)
    if question.state not in WAITING and not again:
        by = name_behind(question.answered_by)
        raise AnsweredAlready(f"{by} has answered question {pk} already; look at the answer.", by=by, number=pk)
    return question
