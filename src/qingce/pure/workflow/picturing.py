"""A machine as a picture and as a table, for the docs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qingce.pure.workflow.machine import Machine


def diagram(machine: Machine, words: Mapping[str, str]) -> str:
    """The machine as a state diagram in Mermaid's notation, which code hosts draw.

    Args: words: name of a state or a step → what people call it; others stand as they are.
    """
    named = {state: f"s{place}" for place, state in enumerate(sorted(machine.states))}
    lines = ["stateDiagram-v2", f"    [*] --> {named[machine.initial]}"]
    lines += [f"    {name} : {words.get(state, state)}" for state, name in named.items()]
    lines += [
        f"    {named[each.source]} --> {named[each.target]} : {words.get(each.action, each.action)}"
        for each in machine.transitions
    ]
    lines += [f"    {named[state]} --> [*]" for state in sorted(machine.ends)]
    return "\n".join(lines) + "\n"


HEADINGS = ("from", "step", "to", "by", "if", "term", "public act", "clause")


def table(machine: Machine, words: Mapping[str, str], headings: Sequence[str] = HEADINGS) -> str:
    """The machine as a table in Markdown, row by row as it is written; a column that says nothing is left out.

    Args: words: as above, for parties, guards, terms and public acts too. headings: as `HEADINGS`, in that order.
    """
    columns = [[heading, "---", *cells] for heading, *cells in zip(headings, *_cells(machine, words), strict=True)]
    shown = [column for column in columns if any(column[2:])]
    return "".join("| " + " | ".join(line) + " |\n" for line in zip(*shown, strict=True))


def _cells(machine: Machine, words: Mapping[str, str]) -> list[tuple[str, ...]]:
    return [
        (
            *(words.get(name, name) for name in (each.source, each.action, each.target)),
            " / ".join(words.get(party, party) for party in each.parties),
            *(words.get(name, name) if name else "" for name in (each.guard, each.deadline, each.public_act)),
            each.clause,
        )
        for each in machine.transitions
    ]
