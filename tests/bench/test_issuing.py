"""The measurements of writing documents: texts that differ from run to run and are the same each time."""

from __future__ import annotations

import pytest

from bench.issuing import ROWS, made_up, measure
from tools.steps import Stop


def test_texts_are_the_same_each_time_and_differ_by_run() -> None:
    assert made_up(3) == made_up(3)
    assert made_up(3) != made_up(4)
    assert len(made_up(3)["sources"]) == ROWS


def test_few_runs_are_refused() -> None:
    with pytest.raises(Stop, match="5 at least"):
        measure(4)
