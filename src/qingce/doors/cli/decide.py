"""`qingce decide`: what a rulebook says of the facts in a file, with all reasons; no database, no settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from qingce.doors.cli.decision_words import Words
from qingce.doors.cli.language import language, say
from qingce.doors.cli.offline_files import FILE, plain
from qingce.doors.cli.rule_files import book_named, day_of, facts_in, folder_option, on_option
from qingce.pure.kernel.requirements import serves
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import combine
from qingce.pure.rules.deciding import decide as decided
from qingce.pure.rules.errors import InvalidFact
from qingce.pure.rules.telling import case_value, decision_value
from qingce.pure.rules.values import read_facts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path
    from typing import Any

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.values import Value


@serves("POL-2", "REM-1")
@click.command(
    help=say(
        "按规则判定：FILE.json 是一项违规的事实，或多项违规的列表。显示结论、依据、条款、所需材料、"
        "每一行为何不成立，以及下一个要问的问题。",
        "Decide by a rulebook: FILE.json holds the facts of one violation, or a list of several. Tells the outcome, "
        "the rules and clauses, the documents, what stopped every other row, and what to ask next.",
    )
)
@click.option(
    "--rulebook",
    required=True,
    metavar="NAME",
    help=say(
        "规则书，如 removal，或某一版本 removal/2017-06-01。", "Such as removal, or one version: removal/2017-06-01."
    ),
)
@click.option(
    "--facts",
    required=True,
    type=FILE,
    metavar="FILE.json",
    help=say("事实；- 为标准输入。", "- reads standard input."),
)
@on_option
@click.option("--table", default="", help=say("规则表；只有一张时不必写。", "The table; not needed if there is one."))
@click.option("--place", default="", help=say("行政区划代码。", "Code of the division for which it is decided."))
@folder_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def decide(
    *, rulebook: str, facts: str, on: datetime | None, table: str, place: str, folder: Path | None, form: str
) -> None:
    """Decides what is in one file."""
    day = day_of(on)
    book = book_named(rulebook, folder, on=day, jurisdiction=place)
    compiled = compile_table(book, table, on=day)
    said, is_list = facts_in(facts)
    cases = [_facts(book, each, number if is_list else 0) for number, each in enumerate(said, start=1)]
    decisions = [decided(compiled, each) for each in cases]
    whole = combine(compiled, decisions) if is_list else None
    if form == "json":
        value = (
            decision_value(compiled, decisions[0], cases[0], on=day)
            if whole is None
            else case_value(compiled, whole, cases, on=day)
        )
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        words = Words(compiled, day, language())
        lines = words.decision(decisions[0]) if whole is None else words.case(whole)
        click.echo(plain("\n".join(lines)))


def _facts(book: Book, raw: Mapping[str, Any], number: int) -> dict[str, Value]:
    """Args: number: place of the violation, from 1; 0 if it is the only one."""
    try:
        return read_facts(book, raw)
    except InvalidFact as error:
        raise (error.of_violation(number) if number else error) from error
