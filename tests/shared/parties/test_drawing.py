"""Who may hold draws, and what two people decide about one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from qingce.pure.workflow.errors import StepNotOpen
from qingce.shared.draws.enums import DrawState
from qingce.shared.draws.errors import DrawNotFound
from qingce.shared.draws.queries import get_draw
from qingce.shared.ledger.actions import number_entries
from qingce.shared.ledger.models import JournalEntry, LedgerEntry
from qingce.shared.parties.actions import (
    confirm_proposal,
    freeze_draw,
    propose_value,
    propose_void_draw,
    replace_drawn,
    settle_draw,
)
from qingce.shared.parties.enums import Actor, StaffRole
from qingce.shared.parties.errors import DutyMissing, OutOfArea, ProposalOutdated, SamePerson
from qingce.shared.parties.queries import get_proposal
from tests.factories import AT, acting, staff_member
from tests.shared.draws.making import DRAWN, LATER, NEXT, OTHER_VALUES, TEXT, VALUES

pytestmark = [pytest.mark.requirement("EXP-1", "ACC-2"), pytest.mark.django_db]
HERE, ELSEWHERE = "320500", "330100"
READ = "https://example.org/result"


def actor(role: StaffRole = StaffRole.SENIOR_REVIEWER, *, area: str = "", name: str = "one") -> Actor:
    return acting(staff_member(role, email=f"{name}@example.org", area=area))


def frozen(by: Actor, *, area: str = HERE) -> int:
    number = freeze_draw(by, replace(TEXT, area=area), at=AT)
    number_entries(at=AT)
    return number


def settled(by: Actor) -> int:
    number = frozen(by)
    settle_draw(by, number, VALUES, read=READ, at=LATER)
    return number


@pytest.mark.parametrize("role", [StaffRole.SENIOR_REVIEWER, StaffRole.ADMINISTRATOR])
def test_draw_is_held_by_whoever_has_the_duty_there(role: StaffRole) -> None:
    who = actor(role, area=HERE)
    number = settled(who)
    assert replace_drawn(who, number, "P07", reason="出差", at=LATER) == NEXT[0]
    acts = list(JournalEntry.objects.filter(subject_kind="draw").order_by("pk").values_list("act", "person_id"))
    assert acts == [(act, who.person_id) for act in ("draw-frozen", "draw-settled", "draw-replaced")]
    signed = set(LedgerEntry.objects.filter(subject_kind="draw").values_list("signed_by", flat=True))
    assert signed == {who.signature}


ACTS: dict[str, Any] = {
    "freeze": lambda who, pk: freeze_draw(who, replace(TEXT, area=HERE, occasion=f"另一次 {pk}"), at=AT),
    "settle": lambda who, pk: settle_draw(who, pk, VALUES, read=READ, at=LATER),
    "replace": lambda who, pk: replace_drawn(who, pk, "P07", reason="出差", at=LATER),
    "void": lambda who, pk: propose_void_draw(who, pk, reason="名单有误", at=LATER),
    "correct": lambda who, pk: propose_value(who, pk, OTHER_VALUES, read=READ, reason="误读", at=LATER),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("role", "area", "error"),
    [
        (StaffRole.REVIEWER, "", DutyMissing),
        (StaffRole.BRAND_LIAISON, "", DutyMissing),
        (StaffRole.ADMINISTRATOR, ELSEWHERE, OutOfArea),
    ],
)
def test_wrong_person_changes_nothing(act: str, role: StaffRole, area: str, error: type[Exception]) -> None:
    number = settled(actor())
    before = LedgerEntry.objects.count(), JournalEntry.objects.count()
    other = actor(role, area=area, name="other")
    with pytest.raises(error):
        ACTS[act](other, number)
    assert (LedgerEntry.objects.count(), JournalEntry.objects.filter(act__startswith="draw-").count()) == (before[0], 2)


@pytest.mark.parametrize("act", sorted(set(ACTS) - {"freeze"}))
def test_draw_that_does_not_exist(act: str) -> None:
    with pytest.raises(DrawNotFound):
        ACTS[act](actor(), 999)


def test_two_people_declare_a_draw_void() -> None:
    first, second = actor(), actor(name="two")
    number = settled(first)
    proposal = propose_void_draw(first, number, reason="来源公布错误", at=LATER)
    assert [(str(line.before), str(line.after)) for line in _effect(proposal, second)][1] == (" ".join(DRAWN), "")
    with pytest.raises(SamePerson):
        confirm_proposal(first, proposal, at=LATER)
    assert get_draw(number).row.state == DrawState.SETTLED
    confirm_proposal(second, proposal, at=LATER)
    found = get_draw(number)
    assert (found.row.state, found.void_reason) == (DrawState.VOIDED, "来源公布错误")
    assert found.void
    assert found.void.signed_by == f"{first.signature} + {second.signature}"
    with pytest.raises(StepNotOpen):
        propose_void_draw(first, number, reason="再次", at=LATER)


def test_two_people_correct_a_value_that_was_read_wrongly() -> None:
    first, second = actor(), actor(name="two")
    number = settled(first)
    proposal = propose_value(first, number, OTHER_VALUES, read=READ, reason="误读一位", at=LATER)
    lines = _effect(proposal, second)
    assert (lines[0].before, lines[0].after) == (
        "9319 / 2 5 12 8 10 / 9 18 26 34 41 45",
        "9318 / 2 5 12 8 10 / 9 18 26 34 41 45",
    )
    assert get_draw(number).values[0].is_current
    confirm_proposal(second, proposal, at=LATER)
    former, current = get_draw(number).values
    assert (former.is_current, current.is_current, current.reason) == (False, True, "误读一位")
    assert current.standing != former.standing


def test_proposal_is_outdated_once_somebody_was_replaced() -> None:
    first, second = actor(), actor(name="two")
    number = settled(first)
    proposal = propose_value(first, number, OTHER_VALUES, read=READ, reason="误读一位", at=LATER)
    replace_drawn(second, number, "P07", reason="出差", at=LATER)
    with pytest.raises(ProposalOutdated):
        confirm_proposal(second, proposal, at=LATER)
    assert len(get_draw(number).values) == 1


def _effect(proposal: int, who: Actor) -> Any:
    effect = get_proposal(proposal, actor=who).effect
    assert effect
    return effect.lines
