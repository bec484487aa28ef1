"""Canonical columns checked and typed, column by column: the kernel's parsers see each different text once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from qingce.pure.kernel.wording import sentence
from qingce.shared.intake.enums import FieldKind
from qingce.shared.intake.errors import TextTooLong, ValueMissing
from qingce.shared.intake.mapped import without_rows
from qingce.shared.intake.parsers import DTYPES, Outcome, parser_of
from qingce.shared.intake.tables import PROBLEM_SCHEMA, ROW, no_problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from qingce.pure.kernel.errors import InvalidValue
    from qingce.shared.intake.enums import Field

_LONGEST_SHOWN = 200
_SUFFIX_AS_WRITTEN = "_as_written"
# Control characters, zero-width and direction marks: never seen by a reader, often pasted along.
_NEVER_STORED = r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
_UNCLEAN = r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff]|\s\s"
_CJK = r"[\p{Han}\x{3001}-\x{303f}\x{ff01}-\x{ff5e}]"
_BREAK_IN_WORD = rf"({_CJK})[^\S\n]*\n\s*({_CJK})"
_LINE_ENDS = r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"


@dataclass(frozen=True)
class Checked:
    """What a check leaves.

    Args:
        frame: the rows without a problem: `__row__` and one column per field, typed by its kind (`DTYPES`), null where
            nothing is said; a field the file does not bring is null throughout. A field of kind USCC has beside it
            `<name>_as_written` [String]: the text when it is masked or malformed.
        problems: row, column, code, value, detail; several per row are possible.
    """

    frame: pl.DataFrame
    problems: pl.DataFrame


def check_columns(frame: pl.DataFrame, fields: Sequence[Field], *, today: date, language: str = "en") -> Checked:
    """Canonical text columns as typed columns, and what is wrong with them, row by row.

    A problem in one column puts the whole row aside.

    Args:
        frame: `__row__` and String columns; columns that are no field are dropped.
        today: the last day a date may have.
        language: zh or en, of what is said about a problem.
    """
    given = frame.select(ROW, *(_cleaned(frame, each).alias(each.name) for each in fields))
    columns: list[pl.Series] = [given[ROW]]
    problems = [_required(given, fields, language)]
    for each in fields:
        checked, found = _check_column(given, each, today, language)
        columns += checked
        problems.append(found)
    all_problems = pl.concat(problems).sort("row", maintain_order=True)
    return Checked(without_rows(pl.DataFrame(columns), all_problems), all_problems)


def _cleaned(frame: pl.DataFrame, field: Field) -> pl.Expr:
    """Text as `kernel.text.clean` leaves it; in one-line fields a run of white space is one space."""
    if field.name not in frame.columns:
        return pl.lit(None, dtype=pl.String)
    text = pl.col(field.name)
    # One look at the column spares most columns three rewritings.
    if frame[field.name].str.contains(_UNCLEAN).any():
        text = text.str.replace_all(_LINE_ENDS, "\n").str.replace_all(_NEVER_STORED, "")
        if field.kind is not FieldKind.LONG_TEXT:
            # A name broken into lines has no space there. Twice: a character between two breaks belongs to both.
            text = text.str.replace_all(_BREAK_IN_WORD, "$1$2").str.replace_all(_BREAK_IN_WORD, "$1$2")
            text = text.str.replace_all(r"\s+", " ")
    text = text.str.strip_chars()
    return pl.when(text != "").then(text)


def _required(frame: pl.DataFrame, fields: Sequence[Field], language: str) -> pl.DataFrame:
    missing = [
        _problems(frame.filter(pl.col(each.name).is_null()), each, ValueMissing(each.name), language)
        for each in fields
        if each.is_required
    ]
    return pl.concat([no_problems(), *missing])


def _check_column(
    frame: pl.DataFrame, field: Field, today: date, language: str
) -> tuple[list[pl.Series], pl.DataFrame]:
    if field.kind in {FieldKind.TEXT, FieldKind.LONG_TEXT}:
        return [frame[field.name]], _too_long(frame, field, language)
    parse = parser_of(field, today)
    texts = frame[field.name].drop_nulls().unique()
    outcomes = _table(texts, [parse(text) for text in texts], DTYPES[field.kind], language)
    joined = frame.select(ROW, pl.col(field.name).alias("text")).join(
        outcomes, on="text", how="left", maintain_order="left"
    )
    columns = [joined["value"].alias(field.name)]
    if field.kind is FieldKind.USCC:
        columns.append(joined["as_written"].alias(field.name + _SUFFIX_AS_WRITTEN))
    return columns, _parse_problems(joined, field)


def _table(texts: pl.Series, outcomes: list[Outcome], dtype: pl.DataType, language: str) -> pl.DataFrame:
    problems = [each.problem for each in outcomes]
    return pl.DataFrame(
        {
            "text": texts,
            "value": pl.Series([each.value for each in outcomes], dtype=dtype),
            "as_written": pl.Series([each.as_written for each in outcomes], dtype=pl.String),
            "code": pl.Series([each and each.code for each in problems], dtype=pl.String),
            "detail": pl.Series([each and sentence(each, language) for each in problems], dtype=pl.String),
        }
    )


def _parse_problems(joined: pl.DataFrame, field: Field) -> pl.DataFrame:
    return joined.filter(pl.col("code").is_not_null()).select(
        pl.col(ROW).alias("row"),
        pl.lit(field.name).alias("column"),
        "code",
        _shown("text"),
        "detail",
    )


def _too_long(frame: pl.DataFrame, field: Field, language: str) -> pl.DataFrame:
    if not field.max_length:
        return no_problems()
    length = pl.col(field.name).str.len_chars()
    problem = TextTooLong(field.name, field.max_length)
    return _problems(frame.filter(length > field.max_length), field, problem, language)


def _problems(rows: pl.DataFrame, field: Field, problem: InvalidValue, language: str) -> pl.DataFrame:
    return rows.select(
        pl.col(ROW).alias("row"),
        pl.lit(field.name).alias("column"),
        pl.lit(problem.code).alias("code"),
        _shown(field.name),
        pl.lit(sentence(problem, language)).alias("detail"),
    ).cast(PROBLEM_SCHEMA)


def _shown(name: str) -> pl.Expr:
    return pl.col(name).fill_null("").str.slice(0, _LONGEST_SHOWN).alias("value")
