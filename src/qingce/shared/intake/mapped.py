"""From the columns of a file to canonical columns, column by column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from qingce.shared.intake.errors import MissingColumns
from qingce.shared.intake.mappings import template_columns
from qingce.shared.intake.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingce.shared.intake.enums import Field
    from qingce.shared.intake.mappings import ColumnMapping, ColumnRule
    from qingce.shared.intake.tables import Table

# A guard that our own downloads put before a text that a spreadsheet would run.
_GUARD = r"^'([=+\-@\t\r＝＋－＠])"


def map_columns(table: Table, mapping: ColumnMapping, fields: Sequence[Field]) -> pl.DataFrame:
    """The rows of a table as canonical columns.

    Rows that could not be read (`table.problems`) and rows that the mapping filters out are not in it.

    Returns: one String column per canonical column that the mapping gives, null where the file says nothing, and
        `__row__`.
    Raises: MissingColumns: the file lacks columns that the mapping, or a required field, needs.
    """
    _check_columns(table, mapping, fields)
    rows = table.frame.join(table.problems.select(pl.col("row").alias(ROW)).unique(), on=ROW, how="anti")
    texts = rows.with_columns(_present(pl.col(name), mapping.empty) for name in table.columns)
    texts = _taken(texts, mapping)
    if mapping.is_canonical:
        return texts.select(ROW, *(each.name for each in fields if each.name in table.columns))
    return texts.select(
        ROW,
        *(pl.lit(value).alias(name) for name, value in mapping.constants.items()),
        *(_column(rule).alias(name) for name, rule in mapping.columns.items()),
    )


def _taken(texts: pl.DataFrame, mapping: ColumnMapping) -> pl.DataFrame:
    if mapping.when is None:
        return texts
    column = pl.col(mapping.when.column)
    one_of = mapping.when.one_of
    return texts.filter(column.is_in(list(one_of)) if one_of else column.is_not_null())


def _present(column: pl.Expr, empty: tuple[str, ...]) -> pl.Expr:
    text = column.str.strip_chars().str.replace(_GUARD, "$1")
    return pl.when((text != "") & ~text.is_in(list(empty))).then(text)


def _column(rule: ColumnRule) -> pl.Expr:
    text = _templates(rule.templates) if rule.templates else _joined(rule)
    if rule.absent:
        text = pl.when(~text.str.contains(rule.absent)).then(text)
    if rule.match:
        pattern = rule.match if re.compile(rule.match).groups else f"({rule.match})"
        text = text.str.extract(pattern)
    return text.replace(rule.values) if rule.values else text


def _joined(rule: ColumnRule) -> pl.Expr:
    if len(rule.sources) == 1:
        return pl.col(rule.sources[0])
    joined = pl.concat_str([pl.col(name) for name in rule.sources], separator=rule.join, ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _templates(templates: tuple[str, ...]) -> pl.Expr:
    """The first template whose columns all hold something: a null makes the whole text null."""
    return pl.coalesce([_template(each) for each in templates])


def _template(template: str) -> pl.Expr:
    names = template_columns(template)
    return pl.format(re.sub(r"\{[^{}]*\}", "{}", template), *(pl.col(name) for name in names))


def _check_columns(table: Table, mapping: ColumnMapping, fields: Sequence[Field]) -> None:
    needed = {name for rule in mapping.columns.values() for name in rule.sources}
    if mapping.when:
        needed.add(mapping.when.column)
    if mapping.is_canonical:
        needed = {each.name for each in fields if each.is_required}
    if missing := sorted(needed - set(table.columns)):
        where = f"Sheet {table.sheet}" if table.sheet else "The file"
        has = ", ".join(table.columns)
        raise MissingColumns(
            f"{where} has no column {', '.join(missing)}, which the mapping {mapping.name} reads. It has: {has}.",
            columns=", ".join(missing), mapping=mapping.name, sheet=table.sheet, found=has,
        )  # fmt: skip
