"""Two people at the same moment: one request, one answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qingce.domain.records.actions import answer_request, note_request
from qingce.domain.records.enums import Answer, Outcome
from qingce.domain.records.errors import AlreadyAnswered
from qingce.domain.records.models import CorrectionRequest, Record
from qingce.domain.records.queries import staff_request
from qingce.shared.parties.queries import SYSTEM, operator
from qingce.shared.tallies.errors import CameTooOften
from qingce.shared.tallies.models import HourTally
from tests.factories import AT, ask, penalty, take_in
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("REC-2")]


def record() -> Record:
    take_in(penalty())
    return Record.objects.get()


def test_form_sent_twice_at_once_is_one_request() -> None:
    asked = record()
    links = together(*[lambda: ask(asked)] * 4)
    assert (len(set(links)), CorrectionRequest.objects.count()) == (1, 1)


def test_two_answers_at_once_are_one_answer() -> None:
    ask(record())
    pk = CorrectionRequest.objects.get().pk
    seen = staff_request(pk, today=AT.date(), actor=SYSTEM).version

    def answer(by: str) -> Callable[[], object]:
        return lambda: answer_request(pk, Answer(Outcome.DECLINED, "原文如此"), seen=seen, actor=operator(by), at=AT)

    assert sorted(map(str, together(answer("甲"), answer("乙")))) == sorted([str(AlreadyAnswered), "None"])


def test_count_of_an_address_holds_when_all_come_at_once() -> None:
    told = together(*[lambda: note_request("192.0.2.7", at=AT)] * 8)
    assert (told.count(None), told.count(CameTooOften)) == (5, 3)
    assert HourTally.objects.get().count == 5
