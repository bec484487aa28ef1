"""The rules' measurements: facts that are the same each time, and a table by hand that says what the rulebook says."""

from __future__ import annotations

from bench.rules import removal
from bench.rules_by_hand import by_hand
from bench.rules_facts import earliest_recent, facts
from qingce.pure.rules.columns import columns_of, decide_columns

ROWS = 30_000


def test_facts_are_the_same_each_time_and_fit_the_book() -> None:
    book = removal().book
    first = facts(book, 500)
    assert first.equals(facts(book, 500))
    assert first.schema == columns_of(book)
    assert facts(book, 500, with_unknowns=False).null_count().sum_horizontal().item() == 0


def test_the_table_by_hand_says_what_the_rulebook_says() -> None:
    compiled = removal()
    for with_unknowns in (True, False):
        frame = facts(compiled.book, ROWS, with_unknowns=with_unknowns)
        decided = decide_columns(compiled, frame).get_column("outcome")
        assert decided.equals(by_hand(frame, recent_from=earliest_recent()))
        assert decided.n_unique() == (5 if with_unknowns else 4)
