"""Machines: each state with each step and each party, and tables that contradict themselves."""

from __future__ import annotations

import pytest

from qingce.pure.workflow.errors import MachineWrong, StepNotOpen, StepOfAnother
from qingce.pure.workflow.machine import TIME, Machine, Transition
from qingce.pure.workflow.picturing import diagram, table

ROWS = (
    Transition("draft", "send", "open", ("author",), clause="X §1"),
    Transition("open", "object", "disputed", ("anybody",), guard="gives-reason"),
    Transition("open", "end", "final", (TIME,), deadline="appeal", public_act="ended"),
    Transition("disputed", "settle", "open", ("judge", "author")),
)
MACHINE = Machine("notice", "draft", ROWS, frozenset({"final"}))


@pytest.mark.parametrize("state", sorted(MACHINE.states))
@pytest.mark.parametrize("action", MACHINE.actions)
@pytest.mark.parametrize("party", MACHINE.parties)
def test_only_what_the_table_says_is_open(state: str, action: str, party: str) -> None:
    row = next((each for each in ROWS if (each.source, each.action) == (state, action)), None)
    if row is None:
        with pytest.raises(StepNotOpen):
            MACHINE.step(state, action, party)
    elif party not in row.parties:
        with pytest.raises(StepOfAnother):
            MACHINE.step(state, action, party)
    else:
        assert MACHINE.step(state, action, party) == row
        assert row in MACHINE.open_to(state, party)


@pytest.mark.parametrize(
    ("rows", "ends", "told"),
    [
        ((*ROWS, Transition("open", "end", "draft", ("author",))), {"final"}, "more than one row"),
        ((*ROWS, Transition("lost", "go", "final", ("author",))), {"final"}, "nothing leads to"),
        ((*ROWS, Transition("open", "fall", "pit", ("author",))), {"final"}, "no way from"),
        ((*ROWS, Transition("final", "go", "draft", ("author",))), {"final"}, "are ends"),
        ((*ROWS, Transition("open", "drop", "final", ())), {"final"}, "belongs to nobody"),
        (ROWS, set(), "no step leads on from"),
    ],
)
def test_table_that_contradicts_itself_is_refused(rows: tuple[Transition, ...], ends: set[str], told: str) -> None:
    with pytest.raises(MachineWrong, match=told):
        Machine("notice", "draft", rows, frozenset(ends))


def test_machine_without_an_end_goes_round() -> None:
    lamp = Machine(
        "lamp", "dark", (Transition("dark", "on", "light", ("all",)), Transition("light", "off", "dark", ("all",)))
    )
    assert lamp.step("light", "off", "all").target == "dark"


def test_step_says_where_it_begins_and_where_it_leads() -> None:
    moved = Machine(
        "notice", "draft", (*ROWS, Transition("disputed", "end", "draft", ("judge",))), frozenset({"final"})
    )
    assert (MACHINE.sources("end"), MACHINE.target("end")) == (("open",), "final")
    assert moved.sources("end") == ("open", "disputed")
    for action in ("end", "dance"):
        with pytest.raises(MachineWrong, match="leads to"):
            moved.target(action)


def test_machine_is_drawn_and_written_row_by_row() -> None:
    words = {"draft": "Entwurf", "send": "absenden"}
    picture = diagram(MACHINE, words)
    assert picture.startswith("stateDiagram-v2\n    [*] --> s1\n")
    assert "    s1 : Entwurf\n" in picture
    assert "    s1 --> s3 : absenden\n" in picture
    assert "    s2 --> [*]\n" in picture
    lines = table(MACHINE, words).splitlines()
    assert len(lines) == 2 + len(ROWS)
    assert lines[4] == "| open | end | final | time |  | appeal | ended |  |"
    assert lines[0] == "| from | step | to | by | if | term | public act | clause |"
    lamp = Machine("lamp", "dark", (Transition("dark", "on", "light", ("all",)),), frozenset({"light"}))
    said = table(lamp, {"dark": "dunkel"}, ("von", "Schritt", "nach", "durch", "falls", "Frist", "Akt", "Satz"))
    assert said.splitlines() == [
        "| von | Schritt | nach | durch |",
        "| --- | --- | --- | --- |",
        "| dunkel | on | light | all |",
    ]
