"""Random facts for a book, and random small books."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import assume
from hypothesis import strategies as st

from qingce.pure.rules.compiling import CompiledTable, compile_table
from qingce.pure.rules.errors import InvalidRulebook
from qingce.pure.rules.values import choice_key
from tests.pure.rules.small import DAY, RULES, small_book

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import Fact

LIMITS = [Decimal(each) for each in ("0", "2.999999", "3", "3.000001", "10")]
DAYS = [DAY - timedelta(days=each) for each in (0, 1, 365, 1094, 1095, 1096, 1097, 3000)] + [date(2024, 2, 29)]
ROWS = RULES[RULES.index("[[table.removal.group]]") :]
CONDITIONS = [
    "praised", "serious-kind", "fault", "excess", "dumping", "proven", "much", "little", "often", "seldom", "recent",
    "old", "grave", "big-dump",
]  # fmt: skip
# What nothing uses is refused; so a second table uses all.
EVERY_CONDITION = """
[table.every]
title = { zh = "全部", en = "All" }
clause = "S 5"
default = "other"
outcome = [{ id = "one", title = { zh = "一", en = "One" } }, { id = "other", title = { zh = "二", en = "Other" } }]

[[table.every.group]]
id = "all"
title = { zh = "全部", en = "All" }
clause = "S 5"
outcome = "one"
""" + "\n".join(
    f'''[[table.every.group.row]]
id = "{name}"
title = {{ zh = "行", en = "Row" }}
clause = "S 5"
when = ["{name}"]
'''
    for name in CONDITIONS
)


@st.composite
def facts_of(draw: st.DrawFn, book: Book) -> dict[str, Any]:
    """Facts as they could be written; each may be unknown, and so may each single choice."""
    facts: dict[str, Any] = {}
    for name, fact in book.facts.items():
        if fact.type == "choices":
            facts |= draw(_choices(name, fact))
        else:
            facts[name] = draw(st.none() | _value(fact))
    return facts


def _choices(name: str, fact: Fact) -> st.SearchStrategy[dict[str, Any]]:
    ids = [each.id for each in fact.choice]
    some = st.lists(st.sampled_from(ids), max_size=4, unique=True)
    single = st.dictionaries(st.sampled_from([choice_key(name, each) for each in ids]), st.booleans(), max_size=6)
    most = some.map(lambda few: {choice_key(name, each): each not in few for each in ids[1:]})
    return st.one_of(some.map(lambda chosen: {name: chosen}), single, most)


def _value(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.type == "yes-no":
        return st.booleans()
    if fact.type == "choice":
        return st.sampled_from([each.id for each in fact.choice])
    if fact.type == "date":
        return st.sampled_from(DAYS) | st.dates(date(2015, 1, 1), date(2030, 12, 31))
    if fact.type == "whole":
        return st.sampled_from([0, 9, 10, 11, 100])
    return st.sampled_from([each for each in LIMITS if fact.min is None or each >= fact.min])


@st.composite
def random_tables(draw: st.DrawFn) -> CompiledTable:
    """A table of random rows over the conditions of the small book; what is refused is drawn anew."""
    written: list[str] = []
    count = 0
    for number in range(draw(st.integers(1, 4))):
        shared = draw(_some_conditions(0, 1))
        outcome = draw(st.sampled_from(["none", "visit", "papers", "person"]))
        written.append(_part("group", f"group-{number}", f'outcome = "{outcome}"', f"when = {shared}"))
        for _ in range(draw(st.integers(1, 4))):
            own = [each for each in draw(_some_conditions(1, 3)) if each not in shared]
            written.append(_part("group.row", f"row-{count}", f"when = {own}", *draw(_precedence(count))))
            count += 1
    try:
        book = small_book((ROWS, "\n".join([*written, EVERY_CONDITION])))
    except InvalidRulebook:
        assume(condition=False)
        raise
    return compile_table(book, "removal", on=DAY)


def _some_conditions(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(CONDITIONS), min_size=least, max_size=most, unique=True)


@st.composite
def _precedence(draw: st.DrawFn, before: int) -> list[str]:
    """A row beats one that stands before it, or yields, or neither."""
    kind = draw(st.sampled_from(["beats", "beats", "yields", "neither"]))
    if kind == "yields":
        return ["yields = true"]
    if kind == "neither" or not before:
        return []
    return [f'beats = ["row-{draw(st.integers(0, before - 1))}"]', f"beats_when = {draw(_some_conditions(0, 1))}"]


def _part(kind: str, name: str, *lines: str) -> str:
    said = ['title = { zh = "行", en = "Row" }', 'clause = "S 5"', f'id = "{name}"', *lines]
    return "\n".join([f"[[table.removal.{kind}]]", *said, ""])
