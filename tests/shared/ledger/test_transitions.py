"""Taking a step of a machine: the whole table, what is written, two people at once, a kill in the middle."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from pytest_django.fixtures import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.workflow.errors import MachineWrong, StepNotOpen, StepOfAnother
from qingce.pure.workflow.machine import TIME, Machine, Transition
from qingce.shared.changes.models import Change
from qingce.shared.ledger import labels, schemas
from qingce.shared.ledger.actions import THE_CLOCK, Taker, Writes, apply_transition, hold
from qingce.shared.ledger.enums import Signatory, SignatoryRole
from qingce.shared.ledger.models import JournalEntry, LedgerEntry
from qingce.shared.ledger.registry import Guard, Stateful, Term, Touched, register_machine
from qingce.shared.ledger.schemas import ActSchema, Fact, FactKind
from qingce.shared.parties.models import Organisation
from tests.factories import AT, organisation, somebody
from tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("LED-2")]

ROWS = (
    Transition("draft", "notice-sent", "open", ("author",), guard="said", deadline="notice", public_act="notice-sent"),
    Transition("open", "notice-corrected", "open", ("author", "judge")),
    Transition("open", "notice-ended", "final", (TIME,)),
    Transition("open", "notice-dropped", "final", ("judge",)),
)
TERM = timedelta(days=15)
JUDGE = Taker("judge", person=7, signatory=Signatory(SignatoryRole.STAFF, "#P1"))
AUTHOR = Taker("author", person=8, signatory=Signatory(SignatoryRole.ORGANISATION, "#P2", "O2"))


class NothingSaid(InvalidValue):
    """No statement."""

    code = "ledger-key-missing"  # any that has a sentence


def _said(row: Organisation, _at: datetime) -> None:
    if not row.statement:
        raise NothingSaid("Say something.")


NOTICES = Stateful(
    machine=Machine("test-notice", "draft", ROWS, frozenset({"final"})),
    model=Organisation,
    kind="notice",
    title="Notices",
    states={"draft": "Draft", "open": "Open", "final": "Final"},
    parties={"author": "Author", "judge": "Judge"},
    guards={"said": Guard("Something is said", _said)},
    terms={"notice": Term("15 days", "decided_at", lambda _row, at: at + TERM)},
    touches=lambda row: Touched((("notice", row.pk), ("case", 3)), organisation=row.pk, concerned=8),
)


@pytest.fixture(autouse=True)
def acts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The acts of this machine are known to journal and ledger."""
    for action in NOTICES.machine.actions:
        monkeypatch.setitem(labels._acts, action, action)
    sent = ActSchema("notice-sent", "Sent", "notice", {"until": Fact(FactKind.DAY, "Until")}, words={"text": "Text"})
    monkeypatch.setitem(schemas._schemas, sent.name, sent)


@pytest.fixture
def row() -> Organisation:
    """A notice that nobody has sent yet."""
    found = Organisation.objects.get(pk=organisation(somebody(), statement="有话要说"))
    found.state = "draft"
    found.save()
    JournalEntry.objects.all().delete()
    Change.objects.all().delete()
    return found


def counts() -> tuple[int, int, int]:
    """How many changes, entries of the journal and of the ledger there are."""
    return Change.objects.count(), JournalEntry.objects.count(), LedgerEntry.objects.count()


def send(row: Organisation | int, by: Taker = AUTHOR) -> Organisation:
    """Sends a notice."""
    said = Writes(facts={"until": (AT + TERM).date()}, words={"text": "有话要说"})
    return apply_transition(NOTICES, row, "notice-sent", by=by, at=AT, writes=said)


def test_step_writes_state_term_change_journal_and_public_act(
    row: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(11), transaction.atomic():  # four of them for savepoints
        send(hold(NOTICES, row.pk))
    row.refresh_from_db()
    assert (row.state, row.decided_at) == ("open", AT + TERM)
    assert [*Change.objects.values_list("kind", "first_id")] == [("notice", row.pk), ("case", 3)]
    entry = JournalEntry.objects.get()
    assert (entry.act, entry.person_id, entry.concerned_id) == ("notice-sent", 8, None)
    assert (entry.organisation_id, entry.subject_kind, entry.subject_id) == (row.pk, "notice", row.pk)
    public = LedgerEntry.objects.get()
    assert (public.act, public.subject_kind, public.subject_id) == ("notice-sent", "notice", row.pk)
    assert (public.signed_by, public.words) == ("#P2", {"text": "有话要说"})


def test_step_that_concerns_another_person_says_whom(row: Organisation) -> None:
    send(row)
    apply_transition(NOTICES, row, "notice-dropped", by=JUDGE, at=AT, writes=Writes(detail={"count": 2}))
    entry = JournalEntry.objects.get(act="notice-dropped")
    assert (entry.concerned_id, entry.detail) == (8, {"count": 2})


@pytest.mark.parametrize("state", sorted(NOTICES.machine.states))
@pytest.mark.parametrize("action", [*NOTICES.machine.actions, "notice-danced"])
@pytest.mark.parametrize("party", ["author", "judge", TIME, "stranger"])
def test_only_what_the_table_says_is_done(row: Organisation, state: str, action: str, party: str) -> None:
    Organisation.objects.filter(pk=row.pk).update(state=state)
    before = Organisation.objects.filter(pk=row.pk).values().get()
    said = Writes(facts={"until": AT.date()}) if action == "notice-sent" else None
    found = next((each for each in ROWS if (each.source, each.action) == (state, action)), None)
    expected = StepNotOpen if found is None else StepOfAnother if party not in found.parties else None
    taker = replace(AUTHOR, party=party)
    if expected:
        with pytest.raises(expected):
            apply_transition(NOTICES, row.pk, action, by=taker, at=AT, writes=said)
        assert Organisation.objects.filter(pk=row.pk).values().get() == before
        assert counts() == (0, 0, 0)
    else:
        assert found is not None
        assert apply_transition(NOTICES, row.pk, action, by=taker, at=AT, writes=said).state == found.target


def test_refusal_names_step_and_state_as_people_call_them(row: Organisation) -> None:
    with pytest.raises(StepNotOpen) as told:
        apply_transition(NOTICES, row.pk, "notice-ended", by=THE_CLOCK, at=AT)
    assert told.value.params == {"action": "notice-ended", "state": "Draft"}


def test_room_may_refuse_in_its_own_words(row: Organisation) -> None:
    class Elsewhere(StepNotOpen):
        """The notice is elsewhere."""

    own = replace(NOTICES, not_open=lambda held: Elsewhere(f"It is {held.state}."))
    with pytest.raises(Elsewhere, match="It is draft"):
        apply_transition(own, row.pk, "notice-ended", by=THE_CLOCK, at=AT)


def test_guard_sees_what_the_step_writes_and_refuses_all_of_it(row: Organisation) -> None:
    said = Writes(columns={"statement": ""}, facts={"until": AT.date()})
    with pytest.raises(NothingSaid):
        apply_transition(NOTICES, row.pk, "notice-sent", by=AUTHOR, at=AT, writes=said)
    row.refresh_from_db()
    assert (row.state, row.statement, counts()) == ("draft", "有话要说", (0, 0, 0))


def test_row_that_was_read_before_another_step_is_told_so(row: Organisation) -> None:
    send(row.pk)
    assert row.state == "draft"
    with pytest.raises(StepNotOpen):
        send(row)


def test_mail_goes_out_once_all_is_committed_and_not_before(
    row: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    send(row)
    told: list[str] = []
    with django_capture_on_commit_callbacks() as waiting:
        apply_transition(NOTICES, row, "notice-ended", by=THE_CLOCK, at=AT, on_commit=lambda: told.append("ended"))
    assert not told
    for each in waiting:
        each()
    assert told == ["ended"]


@pytest.mark.parametrize(
    ("action", "by", "writes"),
    [
        ("notice-corrected", AUTHOR, Writes(facts={"until": AT.date()})),
        ("notice-sent", replace(AUTHOR, signatory=None), Writes(facts={"until": AT.date()})),
    ],
)
def test_our_own_mistakes_are_told_and_nothing_is_written(
    row: Organisation, action: str, by: Taker, writes: Writes
) -> None:
    if action == "notice-corrected":
        Organisation.objects.filter(pk=row.pk).update(state="open")
    with pytest.raises(TypeError, match="public act"):
        apply_transition(NOTICES, row.pk, action, by=by, at=AT, writes=writes)
    assert counts() == (0, 0, 0)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"states": {"draft": "Draft"}}, "states are"),
        ({"parties": {"author": "Author", "judge": "Judge", "king": "King"}}, "parties are"),
        ({"guards": {}}, "guards are"),
        ({"terms": {}}, "terms are"),
    ],
)
def test_machine_that_lacks_something_is_not_registered(changed: dict[str, dict[str, str]], told: str) -> None:
    with pytest.raises(MachineWrong, match=told):
        register_machine(replace(NOTICES, **changed))  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.django_db(transaction=True)
def test_of_two_steps_at_once_one_is_done_and_the_other_told(row: Organisation) -> None:
    Organisation.objects.filter(pk=row.pk).update(state="open")
    told = together(
        lambda: apply_transition(NOTICES, row.pk, "notice-dropped", by=JUDGE, at=AT),
        lambda: apply_transition(NOTICES, row.pk, "notice-ended", by=THE_CLOCK, at=AT),
    )
    assert [each for each in told if isinstance(each, type)] == [StepNotOpen]
    assert Organisation.objects.get(pk=row.pk).state == "final"
    assert counts() == (2, 1, 0)
