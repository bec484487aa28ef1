"""The peers of the rules, run by the interpreter of the peers' own environment: zen-engine and rule-engine, row by row.

`rules_peer_work.py NAME FILE`: the file holds the rows of the table, the strongest outcome first, each as conditions
and as an expression, and the facts of the cases, all of them known. Prints seconds by the clock and of the
processor, and outcomes, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Decide = Callable[[dict[str, Any]], str]


def main(name: str, file: str) -> None:
    """Everything is made ready before the clock starts."""
    said = json.loads(Path(file).read_text("utf-8"))
    decide: Decide = {"zen-engine": _zen, "rule-engine": _rule_engine}[name](said["conditions"], said["rows"])
    cases = said["cases"]
    decide(cases[0])
    clock, processor = time.perf_counter(), time.process_time()
    outcomes = [decide(case) for case in cases]
    told = {"seconds": time.perf_counter() - clock, "processor": time.process_time() - processor}
    sys.stdout.write(f"{json.dumps({**told, 'outcomes': outcomes})}\n")


def _rule_engine(conditions: dict[str, str], rows: list[dict[str, Any]]) -> Decide:
    """One rule for each row; the first that matches."""
    import rule_engine  # type: ignore[import-not-found]  # of another environment

    rules = [
        (rule_engine.Rule(" and ".join(f"({conditions[each]})" for each in row["needs"])), row["outcome"])
        for row in rows
        if row["needs"]
    ]
    default = rows[-1]["outcome"]

    def decide(case: dict[str, Any]) -> str:
        return str(next((outcome for rule, outcome in rules if rule.matches(case)), default))

    return decide


def _zen(conditions: dict[str, str], rows: list[dict[str, Any]]) -> Decide:
    """One decision table, a column for each condition; the first row that matches."""
    import zen  # type: ignore[import-not-found]  # of another environment

    place = {name: f"c{number}" for number, name in enumerate(conditions)}
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": place[name], "name": name, "field": text} for name, text in conditions.items()],
        "outputs": [{"id": "o", "name": "outcome", "field": "outcome"}],
        "rules": [
            {
                "_id": f"r{number}",
                **{place[name]: "true" if name in row["needs"] else "" for name in conditions},
                "o": f'"{row["outcome"]}"',
            }
            for number, row in enumerate(rows)
        ],
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {"id": "t", "type": "decisionTableNode", "name": "t", "content": content, "position": {"x": 1, "y": 0}},
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "a", "type": "edge", "sourceId": "in", "targetId": "t"},
        {"id": "b", "type": "edge", "sourceId": "t", "targetId": "out"},
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def decide(case: dict[str, Any]) -> str:
        return str(decision.evaluate(case)["result"]["outcome"])

    return decide


if __name__ == "__main__":
    main(*sys.argv[1:])
