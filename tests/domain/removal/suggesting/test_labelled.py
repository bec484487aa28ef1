"""The labelled decisions: they are what they say, and the half that words are chosen on is suggested as labelled."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from bench.suggesting import FACTS, LABELS, Count, read_labels
from qingce.domain.removal.suggesting import suggest
from tests.domain.removal.suggesting.test_signs import choices


def test_labels_name_choices_of_the_rulebook_and_halves_follow_the_rule() -> None:
    for each in read_labels():
        assert each.matters | each.may <= set(choices()), each.id
        assert not each.matters & each.may, each.id
        is_even = hashlib.sha256(each.id.encode()).digest()[0] % 2 == 0
        assert each.half == ("tuning" if is_even else "held-out"), each.id


@pytest.mark.requirement("REM-1")
@pytest.mark.parametrize("half", ["tuning", "held-out"])
def test_labelled_decisions_keep_their_measure(half: str) -> None:
    labels = [each for each in read_labels() if each.half == half]
    counts = {fact: sum((count(each) for each in labels), Count()) for fact, count in FACTS}
    missed = {"tuning": 0, "held-out": 1}[half]
    assert counts["matters: each choice"].wrong == 0
    assert counts["matters: each choice"].missed <= missed
    assert counts["waste_t: the amount"].wrong == counts["waste_t: the amount"].missed == 0


def test_raw_decisions_suggest_what_their_pseudonymous_copies_do(public_data: Path) -> None:
    with (public_data / "penalty-decisions/decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        raw = {row["id"]: row["violation_text"] for row in csv.DictReader(file)}
    for each in read_labels():
        found, copied = suggest(raw[each.id]), suggest(each.texts["description"])
        assert [(one.fact, one.value) for one in found] == [(one.fact, one.value) for one in copied], each.id


def test_labels_lie_beside_their_readme() -> None:
    assert {path.name for path in LABELS.iterdir()} >= {"README.md", "matters.csv", "exceedances.csv"}
