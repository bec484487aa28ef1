"""Facts as columns: their names and types, and frames brought to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from qingce.pure.rules.errors import FactsUnreadable, InvalidFact
from qingce.pure.rules.fitting import DECIMALS, NUMERIC
from qingce.pure.rules.values import EARLIEST, LATEST, allowed, choice_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import TypeAlias

    import polars as pl

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import Fact

    FactFrame: TypeAlias = pl.DataFrame

DIGITS = 20


def columns_of(book: Book) -> pl.Schema:
    """The columns that hold the facts of a book, in its order.

    Returns: name to type. yes-no: Boolean; whole: Int64; number: Decimal with 6 digits behind the point, in the
        fact's unit; date: Date; choice: Enum of its choices; choices: one Boolean for each, `matters=exceedance`.
        Null is unknown in all of them.
    """
    import polars as pl

    types: dict[str, pl.DataType | type[pl.DataType]] = {}
    for name, fact in book.facts.items():
        if fact.type == "choices":
            types |= {choice_key(name, each.id): pl.Boolean() for each in fact.choice}
        else:
            types[name] = _type_of(fact)
    return pl.Schema(types)


def fitted(book: Book, wanted: list[str], frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of these facts, with the types of the book; those that are missing hold nulls.

    Text is taken for choices, any whole number or decimal for numbers.

    Args: wanted: facts.
    Raises: InvalidFact: a column is of another type, or holds what the fact cannot be.
    """
    import polars as pl

    types = columns_of(book)
    columns = []
    for name, kind in types.items():
        fact = name.partition("=")[0]
        if fact in wanted and name in frame.columns:
            columns.append(_fitted(fact, book.facts[fact], frame.get_column(name), kind))
        elif fact in wanted:
            columns.append(pl.repeat(None, frame.height, dtype=kind, eager=True).alias(name))
    ready = pl.DataFrame(columns)
    _check_ranges(book, ready)
    return ready


def read_fact_table(path: Path, books: Sequence[Book]) -> FactFrame:
    """A Parquet file with columns of facts, and perhaps others.

    Raises: FactsUnreadable: it is no Parquet, or no column is called like a fact of one of the books.
    """
    import polars as pl

    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise FactsUnreadable(str(path), "this is no Parquet") from error
    if not any(set(columns_of(book)) & set(frame.columns) for book in books):
        raise FactsUnreadable(str(path), "no column is called like a fact of the rulebook")
    return frame


def _type_of(fact: Fact) -> pl.DataType:
    import polars as pl

    if fact.type == "choice":
        return pl.Enum([each.id for each in fact.choice])
    simple = {"yes-no": pl.Boolean(), "whole": pl.Int64(), "date": pl.Date(), "number": pl.Decimal(DIGITS, DECIMALS)}
    return simple[fact.type]


def _fitted(name: str, fact: Fact, column: pl.Series, kind: pl.DataType) -> pl.Series:
    import polars as pl

    found = column.dtype
    if found == kind:
        return column
    fits = {
        "choice": found in (pl.String, pl.Categorical, pl.Enum),
        "whole": found.is_integer(),
        "number": found.is_integer() or found.is_decimal(),
    }
    if found != pl.Null and not fits.get(fact.type):
        _refuse(name, fact, f"a column of the type {found}", f"is no column for this fact; it takes {kind}.")
    try:
        made = column.cast(kind)
    except pl.exceptions.PolarsError:
        _refuse(name, fact, f"a column of the type {found}", f"holds what the fact cannot be: {allowed(fact)}.")
    if found.is_decimal() and not (made == column).all():
        _refuse(name, fact, f"a column of the type {found}", f"has more than {DECIMALS} digits behind the point.")
    return made


def _check_ranges(book: Book, ready: pl.DataFrame) -> None:
    """Looks once over all columns of numbers and dates, and again only at one that is wrong."""
    ranges = {name: _range(book.facts[name]) for name in ready.columns if name in book.facts}
    wrong = {name: _is_outside(name, each) for name, each in ranges.items() if each != (None, None)}
    found = ready.select(each.any().alias(name) for name, each in wrong.items())
    for name, outside in wrong.items():
        if found.item(0, name):
            fact = book.facts[name]
            value = ready.lazy().filter(outside).select(name).head(1).collect().item()
            _refuse(name, fact, str(value), f"lies outside of what it can be: {allowed(fact)}.")


def _is_outside(name: str, ends: tuple[Any, Any]) -> pl.Expr:
    import polars as pl

    low, high = ends
    below = [pl.col(name) < low] if low is not None else []
    return pl.any_horizontal(*below, *([pl.col(name) > high] if high is not None else []))


def _range(fact: Fact) -> tuple[Any, Any]:
    if fact.type == "date":
        return EARLIEST, LATEST
    return (fact.min, fact.max) if fact.type in NUMERIC else (None, None)


def _refuse(name: str, fact: Fact, value: str, why: str) -> NoReturn:
    raise InvalidFact(name, f"{value} {why}", allowed=allowed(fact), cause="column", value=value)
