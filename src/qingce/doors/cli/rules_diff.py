"""`qingce rules diff`: what another version of a rulebook would change, over a table of facts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qingce.doors.cli.errors import FactsNotKept
from qingce.doors.cli.language import language, say
from qingce.doors.cli.rule_files import book_at, day_of, folder_option, on_option
from qingce.pure.kernel.requirements import serves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.compiling import CompiledTable
    from qingce.pure.rules.diffing import Diff, PartChange
    from qingce.pure.rules.fact_columns import FactFrame
    from qingce.pure.rules.schema import Table

KINDS = {"added": ("新增", "added"), "removed": ("删去", "removed"), "changed": ("改动", "changed")}


@serves("POL-3")
@click.command(
    "diff",
    help=say(
        "比较规则的两个版本：OLD 和 NEW 如 removal/2017-06-01，或版本的文件夹。"
        "显示改动了哪些规则、会有多少条结论改变。",
        "Compare two versions of a rulebook: OLD and NEW such as removal/2017-06-01, or a version's folder. Tells "
        "which rules differ, how many outcomes would change, and how.",
    ),
)
@click.argument("old")
@click.argument("new")
@click.option(
    "--facts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PARQUET",
    help=say(
        "事实表，每列一个事实（如 waste_t、matters=exceedance）。", "A column per fact: waste_t, matters=exceedance."
    ),
)
@click.option("--table", default="", help=say("规则表；只有一张时不必写。", "The table; not needed if there is one."))
@on_option
@folder_option
@click.option(
    "--changed",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="CSV",
    help=say("把结论改变的各行写入此文件。", "Write the rows that change into this file."),
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def diff_rules(
    *,
    old: str,
    new: str,
    facts: Path | None,
    table: str,
    on: datetime | None,
    folder: Path | None,
    changed: Path | None,
    form: str,
) -> None:
    """Decides every row by both versions, with the figures of one day."""
    from qingce.pure.rules.compiling import compile_table
    from qingce.pure.rules.diffing import changed_rows, diff, parts_changed

    books = [book_at(each, folder) for each in (old, new)]
    day = max(day_of(on), *(each.head.effective_on for each in books))
    tables = [compile_table(each, table, on=day) for each in books]
    frame = _frame(facts, tables, day)
    found = diff(tables[0], tables[1], frame)
    parts = parts_changed(*books)
    if changed is not None:
        _write(changed, changed_rows(found, frame, books).write_csv())
    if form == "json":
        click.echo(json.dumps(_value(books, day, found, parts), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(books, table, day, found, parts)))


def _frame(facts: Path | None, tables: Sequence[CompiledTable], day: date) -> FactFrame:
    """The table that was named, else what the database keeps of its records.

    Raises: FactsUnreadable; FactsNotKept: the rules are not about records.
    """
    if facts is not None:
        from qingce.pure.rules.fact_columns import read_fact_table

        return read_fact_table(facts, [each.book for each in tables])
    from qingce.doors.cli.main import start_django

    start_django()
    from qingce.domain.removal.enums import BOOK
    from qingce.domain.removal.queries import facts_for

    for each in tables:
        if each.book.head.id != BOOK:
            raise FactsNotKept(each.book.head.id)
    return facts_for(*tables, on=day)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(path), error.strerror) from error


def _value(books: list[Book], day: date, found: Diff, parts: tuple[PartChange, ...]) -> dict[str, Any]:
    return {
        "old": books[0].key,
        "new": books[1].key,
        "on": day.isoformat(),
        "parts": [{"kind": each.kind, "section": each.section, "name": each.name} for each in parts],
        "total": found.total,
        "changed": found.changed,
        "counts": [{"before": each.before, "after": each.after, "count": each.count} for each in found.counts],
    }


def _lines(books: list[Book], table: str, day: date, found: Diff, parts: tuple[PartChange, ...]) -> Iterator[str]:
    yield f"{books[0].key} → {books[1].key} ({day})"
    yield say("规则的差别：", "Rules that differ:") if parts else say("规则没有差别。", "No rule differs.")
    for part in parts:
        yield f"  {say(*KINDS[part.kind])}  {part.section}.{part.name}"
    share = f"{found.changed / found.total:.2%}" if found.total else "0 %"
    yield say(
        f"共 {found.total:,} 行，结论改变 {found.changed:,} 行（{share}）：",
        f"{found.total:,} rows, of which {found.changed:,} ({share}) come to another outcome:",
    )
    titles = _titles(books, table)
    for each in found.counts:
        mark = "→" if each.is_change else "＝"
        yield f"  {each.count:>12,}  {titles[each.before]} {mark} {titles[each.after]}"


def _titles(books: list[Book], table: str) -> dict[str | None, str]:
    tables: list[Table] = [book.table(table)[1] for book in books]
    zh = language() == "zh"
    titles: dict[str | None, str] = {None: say("未知", "unknown")}
    for each in (each for one in tables for each in one.outcome):
        titles[each.id] = f"{each.title.zh if zh else each.title.en} ({each.id})"
    return titles
