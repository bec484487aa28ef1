"""`docs/machines.md` and `docs/machines.zh.md` from the machines that rooms registered: picture and table of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qingce.pure.workflow.picturing import HEADINGS, diagram, table
from qingce.shared.ledger.registry import Stateful, machines
from qingce.shared.ledger.schemas import newest_schema


@dataclass(frozen=True)
class Edition:
    """What the page says in one language."""

    language: str
    title: str
    about: str
    rows: str
    headings: tuple[str, ...]


ENGLISH = Edition(
    language="en",
    title="Machines",
    about=(
        "中文：[状态机](machines.zh.md)\n\n"
        "Which step leads from where to where, and who takes it. Each picture and each table is made from the table\n"
        "in the code (`transitions.py` of its room); nothing else decides. A step is taken by one function, in one\n"
        "transaction or not at all; one that a state or a party does not have is refused, and changes nothing.\n"
        "What stands under “public act” is entered into the [ledger](architecture/ledger.md)."
    ),
    rows="`{name}` · rows: `{model}`, column `{column}`",
    headings=HEADINGS,
)
CHINESE = Edition(
    language="zh-hans",
    title="状态机",
    about=(
        "English: [Machines](machines.md)\n\n"
        "每一步从哪个状态到哪个状态、由谁进行。\n"
        "图和表都由代码中的表（各模块的 `transitions.py`）生成，除此之外没有别的规定。\n"
        "每一步由同一个函数在一个事务中完成：要么全部写入，要么什么都不写；\n"
        "当前状态或一方没有的步骤会被拒绝，不作任何改动。\n"
        "“公开行为”一栏中的行为记入[公开账本](architecture/ledger.md)。"
    ),
    rows="`{name}` · 数据表 `{model}`，字段 `{column}`",
    headings=("原状态", "步骤", "新状态", "由谁进行", "条件", "期限", "公开行为", "依据"),
)


def page(edition: Edition) -> str:
    """The page in one language."""
    from django.utils import translation

    with translation.override(edition.language):
        parts = [
            f"# {edition.title}",
            edition.about,
            *(part for each in machines() for part in _machine(each, edition)),
        ]
        return "\n\n".join(parts) + "\n"


def _machine(stateful: Stateful[Any], edition: Edition) -> Iterator[str]:
    words, machine = words_of(stateful), stateful.machine
    yield f"## {stateful.title}"
    yield edition.rows.format(name=machine.name, model=stateful.model._meta.label, column=stateful.column)
    yield f"```mermaid\n{diagram(machine, words)}```"
    yield table(machine, words, edition.headings).rstrip()


def words_of(stateful: Stateful[Any]) -> dict[str, str]:
    """What people call each state, step, party, guard, term and public act, in the language of now.

    Raises: ValueError: one name means two things that people call differently.
    """
    rows = stateful.machine.transitions
    named = [
        *stateful.states.items(),
        *((action, stateful.label(action)) for action in stateful.machine.actions),
        *stateful.parties.items(),
        *((name, guard.title) for name, guard in stateful.guards.items()),
        *((name, term.title) for name, term in stateful.terms.items()),
        *((each.public_act, newest_schema(each.public_act).title) for each in rows if each.public_act),
    ]
    words: dict[str, str] = {}
    for name, word in named:
        if words.setdefault(str(name), str(word)) != str(word):
            raise ValueError(f"{stateful.machine.name}: “{name}” is called “{words[str(name)]}” and “{word}”.")
    return words
