"""A machine as a picture and as a table, for the docs."""

from __future__ import annotations

from collections.abc import Mapping

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


def table(machine: Machine, words: Mapping[str, str]) -> str:
    """The machine as a table in Markdown, row by row as it is written.

    Args: words: as above, for parties too.
    """
    rows = ["| from | step | to | by | if | term | public act | clause |", "| --- " * 8 + "|"]
    for each in machine.transitions:
        cells = (
            words.get(each.source, each.source),
            words.get(each.action, each.action),
            words.get(each.target, each.target),
            ", ".join(words.get(party, party) for party in each.parties),
            each.guard,
            each.deadline,
            each.public_act,
            each.clause,
        )
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"
