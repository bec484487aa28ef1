"""From the columns of a file to canonical columns, column by column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from qingce.shared.intake.enums import FieldKind
from qingce.shared.intake.errors import MissingColumns
from qingce.shared.intake.mappings import template_columns
from qingce.shared.intake.tables import ROW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingce.shared.intake.enums import Field
    from qingce.shared.intake.mappings import ColumnMapping, ColumnRule
    from qingce.shared.intake.tables import Table

_SCALE = "(?P<scale>亿|千万|百万|万|千|百|)元"
_UNIT = rf"[（(\[【:：/，,\s]\s*(?:人民币|单位[:：])?\s*{_SCALE}"
_UNIT_OF_TABLE = rf"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*{_SCALE}"
_PLAIN_NUMBER = r"^[-+−]?[0-9０-９][0-9０-９,，.．]*$"
# A guard that our own downloads put before a text that a spreadsheet would run.
_GUARD = r"^'([=+\-@\t\r＝＋－＠])"


@dataclass(frozen=True)
class Usable:
    """The tables of a file that a mapping can follow, and the names of the sheets that were left out."""

    tables: tuple[Table, ...]
    left_out: tuple[str, ...]


def map_columns(table: Table, mapping: ColumnMapping, fields: Sequence[Field]) -> pl.DataFrame:
    """The rows of a table as canonical columns.

    Rows that could not be read (`table.problems`) and rows that the mapping filters out are not in it. Amounts that are
    plain numbers get the unit that their heading, or the text above the table (单位：万元), gives them.

    Returns: one String column per canonical column that the mapping gives, null where the file says nothing, and
        `__row__`.
    Raises: MissingColumns: the file lacks columns that the mapping, or a required field, needs.
    """
    needed = _needed_columns(mapping, fields)
    _check_columns(table, mapping, needed)
    if mapping.is_canonical:
        needed = {each.name for each in fields} & set(table.columns)
    rows = without_rows(table.frame, table.problems)
    texts = rows.select(ROW, *(_present(rows[name], mapping.empty) for name in sorted(needed)))
    texts = _taken(texts, mapping)
    if mapping.is_canonical:
        return texts.select(ROW, *(each.name for each in fields if each.name in needed))
    amounts = {each.name for each in fields if each.kind is FieldKind.AMOUNT_CNY}
    return texts.select(
        ROW,
        *(pl.lit(value).alias(name) for name, value in mapping.constants.items()),
        *(
            _in_unit(_column(rule), _unit(rule, table.title) if name in amounts else "").alias(name)
            for name, rule in mapping.columns.items()
        ),
    )


def usable_tables(tables: Sequence[Table], mapping: ColumnMapping, fields: Sequence[Field]) -> Usable:
    """The tables of a file that a mapping can follow; to be asked before anything is written.

    A sheet with none of the needed columns holds something else (说明) and is left out.

    Raises: MissingColumns: no table has all that is needed, or one has a part of it only.
    """
    needed = _needed_columns(mapping, fields)
    usable = [table for table in tables if not needed or needed & set(table.columns)]
    for table in usable or tables[:1]:
        _check_columns(table, mapping, needed)
    return Usable(tuple(usable), tuple(table.sheet for table in tables if needed and not needed & set(table.columns)))


def _taken(texts: pl.DataFrame, mapping: ColumnMapping) -> pl.DataFrame:
    if mapping.when is None:
        return texts
    column = pl.col(mapping.when.column)
    one_of = mapping.when.one_of
    return texts.filter(column.is_in(list(one_of)) if one_of else column.is_not_null())


def without_rows(frame: pl.DataFrame, problems: pl.DataFrame) -> pl.DataFrame:
    """The rows of a frame that have no problem."""
    if problems.is_empty():
        return frame
    return frame.filter(~pl.col(ROW).is_in(problems["row"].unique().implode()))


def _present(texts: pl.Series, empty: tuple[str, ...]) -> pl.Expr:
    """The texts of a column, null where they mean nothing; costly steps only where a text asks for them."""
    text = pl.col(texts.name).str.strip_chars()
    if texts.str.starts_with("'").any():
        text = text.str.replace(_GUARD, "$1")
    return pl.when(~text.is_in(["", *empty])).then(text).alias(texts.name)


def _unit(rule: ColumnRule, title: str) -> str:
    """The unit of amounts in a column, as its heading says, else as the text above the table does; empty: yuan."""
    if len(rule.sources) != 1 or rule.templates:
        return ""
    found = re.search(_UNIT, rule.sources[0]) or re.search(_UNIT_OF_TABLE, title)
    return found["scale"] + "元" if found and found["scale"] else ""


def _in_unit(text: pl.Expr, unit: str) -> pl.Expr:
    return pl.when(text.str.contains(_PLAIN_NUMBER)).then(text + unit).otherwise(text) if unit else text


def _column(rule: ColumnRule) -> pl.Expr:
    if rule.pairs or rule.always:
        return _pairs(rule)
    text = _templates(rule.templates) if rule.templates else _joined(rule)
    if rule.absent:
        text = pl.when(~text.str.contains(rule.absent)).then(text)
    if rule.match:
        pattern = rule.match if re.compile(rule.match).groups else f"({rule.match})"
        text = text.str.extract(pattern)
    return text.replace(rule.values) if rule.values else text


def _pairs(rule: ColumnRule) -> pl.Expr:
    """`name=text; …` of the columns that hold something; a semicolon inside a text parts no pairs."""
    fixed = [pl.lit(f"{name}={value}") for name, value in rule.always.items()]
    read = [
        pl.lit(f"{name}=") + pl.col(column).str.replace_all(";", "；", literal=True)
        for name, column in rule.pairs.items()
    ]
    return pl.concat_str([*fixed, *read], separator=";", ignore_nulls=True)


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


def _needed_columns(mapping: ColumnMapping, fields: Sequence[Field]) -> set[str]:
    if mapping.is_canonical:
        return {each.name for each in fields if each.is_required}
    needed = {name for rule in mapping.columns.values() for name in rule.sources}
    return needed | ({mapping.when.column} if mapping.when else set())


def _check_columns(table: Table, mapping: ColumnMapping, needed: set[str]) -> None:
    if missing := sorted(needed - set(table.columns)):
        where = f"Sheet {table.sheet}" if table.sheet else "The file"
        has = ", ".join(table.columns)
        raise MissingColumns(
            f"{where} has no column {', '.join(missing)}, which the mapping {mapping.name} reads. It has: {has}.",
            cause="sheet" if table.sheet else "file", columns=", ".join(missing), mapping=mapping.name,
            sheet=table.sheet, found=has,
        )  # fmt: skip


def follows(tables: Sequence[Sequence[str]], mapping: ColumnMapping, fields: Sequence[Field]) -> bool:
    """Whether a table of a file, told by its column names, has all columns that a mapping needs."""
    needed = _needed_columns(mapping, fields)
    return any(needed <= set(columns) for columns in tables)
