"""Every machine of the house is registered, and stands in the docs as it stands in the code."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from qingce.pure.workflow.machine import Machine
from qingce.shared.ledger.labels import label_of
from qingce.shared.ledger.registry import Stateful, machines
from tools import machines_page

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"


def made() -> list[str]:
    """The names of all machines that modules called `transitions` hold."""
    names = []
    for path in sorted(SOURCE.rglob("transitions.py")):
        module = import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))
        found = [each for each in vars(module).values() if isinstance(each, (Machine, Stateful))]
        names += [each.name if isinstance(each, Machine) else each.machine.name for each in found]
    return sorted(set(names))


def test_every_machine_is_registered() -> None:
    assert [each.machine.name for each in machines()] == made()
    assert {"batch", "claim", "correction-request", "draw", "organisation", "proposal", "record"} <= set(made())


def test_machines_are_made_in_modules_called_transitions_only() -> None:
    elsewhere = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if path.name not in {"transitions.py", "machine.py"} and "= Machine(" in path.read_text("utf-8")
    ]
    assert elsewhere == []


@pytest.mark.parametrize("edition", [machines_page.ENGLISH, machines_page.CHINESE], ids=lambda each: each.language)
def test_docs_show_every_machine_row_by_row(edition: machines_page.Edition) -> None:
    name = "machines.md" if edition.language == "en" else "machines.zh.md"
    text = (ROOT / "docs" / name).read_text("utf-8")
    for each in machines():
        _, _, after = text.partition(f"`{each.machine.name}` · ")
        part = after.partition("\n## ")[0]
        assert part.count(" --> ") == len(each.machine.transitions) + 1 + len(each.machine.ends), each.machine.name
        assert part.count("\n| ") == len(each.machine.transitions) + 2, each.machine.name


def test_english_page_is_as_the_machines_are() -> None:
    assert (ROOT / "docs/machines.md").read_text("utf-8") == machines_page.page(machines_page.ENGLISH)


def test_steps_that_are_journaled_have_an_act_with_a_name() -> None:
    written_in_bulk = {"batch"}
    for each in machines():
        if each.machine.name not in written_in_bulk:
            assert all(str(label_of(each.act_of(action))) for action in each.machine.actions)
