"""Answers of a form: revisions, what is sent twice, two who write at once; nothing that was written is lost."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingce.pure.kernel.errors import QingceError
from qingce.shared.checklists.actions import remark_on, save_answer
from qingce.shared.checklists.enums import AnswerText, Device, Edit, Place, Saved, VersionState
from qingce.shared.checklists.errors import (
    ChecklistAnswerWrong,
    ChecklistClosed,
    ChecklistEditReused,
    ChecklistItemUnknown,
    ChecklistNotFound,
    ChecklistNotYours,
)
from qingce.shared.checklists.models import Answer, Version
from qingce.shared.checklists.queries import history_of, sheet_of
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.parties.actions import export_person
from qingce.shared.parties.enums import Actor, MemberRole
from tests.factories import AT, acting, member, organisation, release_rules, somebody
from tests.shared.checklists.sampling import ITEM, NAME, OTHER, answer, closed
from tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-4", "REM-7")]
K, A, C, S = VersionState.KEPT, VersionState.AGREED, VersionState.CONFLICT, VersionState.SETTLED


@pytest.fixture
def team() -> tuple[int, Actor, Actor]:
    """An organisation with two editors."""
    return a_team()


def a_team() -> tuple[int, Actor, Actor]:
    release_rules()
    one, two = somebody("one@example.org"), somebody("two@example.org")
    pk = organisation(one, name="样例审核有限公司")
    member(pk, two, MemberRole.EDITOR)
    return pk, acting(one), acting(two)


def shown(actor: Actor, pk: int) -> tuple[int, str, list[str]]:
    """Revision, what holds, and what stands beside it."""
    row = next(each for each in sheet_of(actor, NAME, pk).items if each.item.id == ITEM)
    return row.revision, row.text.finding, [each.text.finding for each in row.conflicts]


def test_answers_follow_each_other_and_each_is_in_the_history(team: tuple[int, Actor, Actor]) -> None:
    pk, one, two = team
    assert answer(one, pk, "无规程", base=0) == Saved(K, 1)
    assert answer(two, pk, "规程过期", base=1) == Saved(K, 2)
    assert shown(one, pk) == (2, "规程过期", [])
    history = [(each.revision, each.text.finding, each.by) for each in history_of(one, NAME, pk, ITEM)]
    assert history == [(2, "规程过期", two.signature), (1, "无规程", one.signature)]
    acts = list(JournalEntry.objects.filter(subject_kind=NAME).order_by("pk").values_list("act", "detail"))
    assert acts == [
        ("checklist-answered", {"item": ITEM, "revision": 1}),
        ("checklist-answered", {"item": ITEM, "revision": 2}),
    ]


def test_edit_that_is_sent_twice_is_kept_once_whatever_happened_since(team: tuple[int, Actor, Actor]) -> None:
    pk, one, two = team
    edit = uuid4()
    assert answer(one, pk, "甲", base=0, edit=edit) == Saved(K, 1)
    answer(two, pk, "乙", base=1)
    closed.add(pk)
    assert answer(one, pk, "甲", base=0, edit=edit) == Saved(K, 2)
    assert Version.objects.count() == 2
    for actor, finding in ((two, "甲"), (one, "丙")):
        with pytest.raises(ChecklistEditReused):
            answer(actor, pk, finding, base=0, edit=edit)
    with pytest.raises(ChecklistEditReused):
        save_answer(one, Place(NAME, pk, OTHER), Edit(edit, 0, AnswerText("minor", "甲")), at=AT)
    with pytest.raises(ChecklistClosed):
        answer(one, pk, "丁", base=2)


def test_two_versions_stand_beside_each_other_until_one_is_chosen(team: tuple[int, Actor, Actor]) -> None:
    pk, one, two = team
    answer(one, pk, "甲", base=0)
    mine = uuid4()
    assert answer(two, pk, "乙", base=0, edit=mine) == Saved(C, 1)
    assert shown(one, pk) == (1, "甲", ["乙"])
    assert not sheet_of(one, NAME, pk).is_judged
    assert answer(two, pk, "甲、乙", base=0, settles=(mine,)) == Saved(C, 1)  # still not on what holds
    assert shown(one, pk)[2] == ["乙", "甲、乙"]
    both = tuple(Version.objects.filter(state=C).values_list("edit", flat=True))
    assert answer(two, pk, "甲和乙", base=1, settles=both) == Saved(K, 2)
    assert shown(one, pk) == (2, "甲和乙", [])
    states = [(each.text.finding, each.state) for each in history_of(one, NAME, pk, ITEM)]
    assert states == [("甲和乙", K), ("甲、乙", S), ("乙", S), ("甲", K)]
    assert set(Version.objects.filter(state=S).values_list("settled_by__revision", flat=True)) == {2}


def test_who_says_the_same_as_another_is_in_no_conflict(team: tuple[int, Actor, Actor]) -> None:
    pk, one, two = team
    answer(one, pk, "甲", base=0)
    assert answer(two, pk, "甲", base=0) == Saved(A, 1)
    assert shown(one, pk) == (1, "甲", [])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 4), st.integers(0, 2)), min_size=1, max_size=12))
def test_whatever_two_write_in_whatever_order_nothing_is_lost(
    team: tuple[int, Actor, Actor], said: list[tuple[int, int, int]]
) -> None:
    pk, *people = team
    Answer.objects.update(held=None)
    Version.objects.all().delete()
    Answer.objects.all().delete()
    sent: dict[UUID, str] = {}
    for who, base, word in said:
        edit, finding = uuid4(), "甲乙丙"[word]
        before = shown(people[0], pk)
        result = answer(people[who], pk, finding, base=base, edit=edit)
        assert answer(people[who], pk, finding, base=base, edit=edit) == result
        sent[edit] = finding
        expected = K if base == before[0] else A if finding == before[1] else C
        assert result == Saved(expected, before[0] + (expected == K))
    history = history_of(people[0], NAME, pk, ITEM)
    assert {each.edit: each.text.finding for each in history} == sent
    numbers = sorted(each.revision for each in history if each.revision is not None)
    assert numbers == list(range(1, len(numbers) + 1))
    assert shown(people[0], pk)[0] == len(numbers)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_both_find_their_words() -> None:
    pk, one, two = a_team()
    answer(one, pk, "先", base=0)
    done = together(lambda: answer(one, pk, "甲", base=1), lambda: answer(two, pk, "乙", base=1))
    assert sorted(each.state for each in done if isinstance(each, Saved)) == [C, K]
    revision, held, beside = shown(one, pk)
    assert (revision, {held, *beside}) == (2, {"甲", "乙"})


@pytest.mark.django_db(transaction=True)
def test_same_edit_twice_at_the_same_moment_is_kept_once() -> None:
    pk, one, _ = a_team()
    edit = uuid4()
    done = together(*[lambda: answer(one, pk, "甲", base=0, edit=edit)] * 2)
    assert done == [Saved(K, 1), Saved(K, 1)]
    assert Version.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (AnswerText("excellent", "x"), "grade"),
        (AnswerText("minor", " \u200b "), "finding"),
        (AnswerText("not-applicable"), "finding"),
        (AnswerText("conforms", "x" * 4001), "long"),
        (AnswerText("conforms", action="x" * 4001), "long"),
        (AnswerText("conforms", deadline=date(1999, 12, 31)), "deadline"),
        (AnswerText("conforms", deadline=date(9999, 12, 31)), "deadline"),
    ],
)
def test_answer_that_cannot_be_meant_is_refused(team: tuple[int, Actor, Actor], text: AnswerText, cause: str) -> None:
    pk, one, _ = team
    with pytest.raises(ChecklistAnswerWrong) as raised:
        save_answer(one, Place(NAME, pk, ITEM), Edit(uuid4(), 0, text), at=AT)
    assert raised.value.params["cause"] == cause
    assert not Version.objects.exists()


def test_strangers_readers_and_unknown_items_are_refused(team: tuple[int, Actor, Actor]) -> None:
    pk, one, _ = team
    reader = somebody("reader@example.org")
    member(pk, reader)
    stranger = acting(somebody("stranger@example.org"))
    refused: list[tuple[Actor, str, str, type[QingceError]]] = [
        (stranger, NAME, ITEM, ChecklistNotFound),
        (acting(reader), NAME, ITEM, ChecklistNotYours),
        (one, NAME, "gold", ChecklistItemUnknown),
        (one, "unknown", ITEM, ChecklistNotFound),
    ]
    for actor, kind, item, error in refused:
        with pytest.raises(error):
            save_answer(actor, Place(kind, pk, item), Edit(uuid4(), 0, AnswerText()), at=AT)
    with pytest.raises(ChecklistNotFound):
        sheet_of(stranger, NAME, pk)
    assert shown(acting(reader), pk) == (0, "", [])


def test_clock_of_a_device_is_noted_beside_our_own(team: tuple[int, Actor, Actor]) -> None:
    pk, one, _ = team
    device = Device(made_at=AT + timedelta(days=7), now=AT + timedelta(days=7, seconds=30))
    answer(one, pk, "甲", base=0, device=device)
    row = history_of(one, NAME, pk, ITEM)[0]
    assert (row.made_at, row.clock_s, row.received_at) == (device.made_at, 7 * 86400 + 30, AT)


def test_observer_confirms_what_was_read_and_no_other_revision(team: tuple[int, Actor, Actor]) -> None:
    pk, one, _ = team
    person = somebody("reader@example.org")
    member(pk, person)
    observer, place = acting(person), Place(NAME, pk, ITEM)
    answer(one, pk, "甲", base=0)
    assert not sheet_of(one, NAME, pk).are_findings_confirmed
    with pytest.raises(ChecklistNotYours):
        remark_on(one, place, revision=1, is_agreed=True, at=AT)
    for revision, is_agreed, text, cause in ((2, True, "", "changed"), (1, False, " ", "objection")):
        with pytest.raises(ChecklistAnswerWrong) as raised:
            remark_on(observer, place, revision=revision, is_agreed=is_agreed, text=text, at=AT)
        assert raised.value.params["cause"] == cause
    remark_on(observer, place, revision=1, is_agreed=False, text="少写一处", at=AT)
    assert not sheet_of(one, NAME, pk).are_findings_confirmed
    remark_on(observer, place, revision=1, is_agreed=True, at=AT)
    assert sheet_of(one, NAME, pk).are_findings_confirmed
    answer(one, pk, "甲和乙", base=1)
    assert not sheet_of(one, NAME, pk).are_findings_confirmed


def test_form_asks_as_often_for_three_items_as_for_one(team: tuple[int, Actor, Actor]) -> None:
    pk, one, two = team
    counts = []
    for items in ((ITEM,), (OTHER, "major-changes")):
        for item in items:
            for actor, finding in ((one, "甲"), (two, "乙")):
                edit = Edit(uuid4(), 0, AnswerText("minor", finding))
                save_answer(actor, Place(NAME, pk, item), edit, at=AT)
        with CaptureQueriesContext(connection) as queries:
            sheet_of(one, NAME, pk)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_export_of_a_person_holds_what_was_written(team: tuple[int, Actor, Actor]) -> None:
    pk, one, _ = team
    answer(one, pk, "甲", base=0)
    held = export_person(one, at=AT)["held"]
    assert isinstance(held, dict)
    assert [row["finding"] for row in held["forms"]] == ["甲"]
