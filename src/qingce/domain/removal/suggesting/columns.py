"""The same signs over a whole column of texts.

Words without which a sign cannot match are found for all signs in one pass; a sign is then looked for only in the rows
that have one of its words. The patterns are those of the single way, so both agree.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import cache

import polars as pl

from qingce.domain.removal.suggesting.model import MATTERS, WASTE_T
from qingce.domain.removal.suggesting.phrases import SET_ASIDE
from qingce.domain.removal.suggesting.signs import Sign, asides, shared_words, signs
from qingce.domain.removal.suggesting.texts import PARAGRAPH, SPACES, STOP, TITLE_MARKS, TITLES
from qingce.domain.removal.suggesting.waste import tonnes_in
from qingce.pure.kernel.numerals import NUMERAL_CHARACTERS
from qingce.pure.kernel.text import folding_changes

# Texts in a slice: each slice costs the reading of all patterns once, and the memory of its hits.
LEAST, MOST = 20_000, 250_000
# As `rules.columns_of` has numbers.
_TONNES = pl.Decimal(20, 6)
_MAYBE_AMOUNT = f"[0-9{NUMERAL_CHARACTERS}] ?(?:公?吨|公斤|千克|kg|t|克)"


def suggest_columns(texts: pl.Series) -> pl.DataFrame:
    """Facts that each text of a column suggests: as `suggest`, without spans.

    Args: texts: strings; null counts as empty.
    Returns: one row per text, as `rules.decide_columns` takes them: `matters=<choice>` for each choice, true where
        found, false where only others were, null where none was, for then `matters` is unknown; `waste_t` [t], null:
        none found.
    """
    threads = os.cpu_count() or 1
    length = min(max(-(-len(texts) // threads), LEAST), MOST)
    slices = [texts.slice(start, length) for start in range(0, max(len(texts), 1), length)]
    with ThreadPoolExecutor(threads) as pool:
        return pl.concat(pool.map(_of_slice, slices))


def read_column(texts: pl.Series) -> pl.Series:
    """What `read_text` makes of each text."""
    before, after = _folding()
    read = _where(texts.fill_null(""), "\n", lambda some: some.str.replace_all(PARAGRAPH, f"{STOP} "))
    read = read.str.replace_many(before, after)
    read = _where(read, " ", _with_spaces_dropped)
    return _where(read, TITLE_MARKS, lambda some: _replaced(some, TITLES))


def set_aside_column(read: pl.Series) -> pl.Series:
    """What `set_aside` makes of each text."""
    return _set_aside(read, _hits(read))


def _set_aside(read: pl.Series, hits: pl.DataFrame) -> pl.Series:
    rows = hits.filter(pl.col("word") < len(_aside_words())).get_column("row").unique()
    is_in = _true_at([rows], len(read))
    pairs = ((aside.pattern.pattern, SET_ASIDE) for aside in asides())
    return _put_back(read, is_in, _replaced(read.filter(is_in), pairs))


def _of_slice(texts: pl.Series) -> pl.DataFrame:
    read = read_column(texts)
    hits = _hits(read)
    read = _set_aside(read, hits)
    found = _rows_by_choice(read, hits)
    columns = [_true_at(found.get(choice, []), len(read)).alias(f"{MATTERS}={choice}") for choice in _choices()]
    frame = pl.DataFrame(columns)
    known = frame.select(pl.any_horizontal(pl.all())).to_series()
    matters = frame.select(pl.when(known).then(pl.all()))
    return matters.with_columns(pl.Series(WASTE_T, _waste(read), dtype=_TONNES))


@cache
def _choices() -> tuple[str, ...]:
    """The choices that have signs, in the order of the table."""
    return tuple(dict.fromkeys(sign.choice for sign in signs()))


@cache
def _folding() -> tuple[list[str], list[str]]:
    changes = folding_changes()
    return list(changes), list(changes.values())


def _with_spaces_dropped(read: pl.Series) -> pl.Series:
    read = read.str.replace_all(" +", " ").str.strip_chars(" ")
    return _replaced(read, SPACES)


def _replaced(read: pl.Series, pairs: Iterable[tuple[str, str]]) -> pl.Series:
    for pattern, by in pairs:
        read = read.str.replace_all(pattern, by)
    return read


def _where(read: pl.Series, pattern: str, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """The column with the rows changed that have a pattern."""
    is_in = read.str.contains(pattern)
    return _put_back(read, is_in, change(read.filter(is_in)))


def _put_back(read: pl.Series, is_in: pl.Series, changed: pl.Series) -> pl.Series:
    """`changed` holds the rows where `is_in` is true, in their order."""
    if changed.is_empty():
        return read
    places = is_in.cum_sum().cast(pl.Int64).clip(1) - 1
    return changed.gather(places).zip_with(is_in, read)


def _rows_by_choice(read: pl.Series, hits: pl.DataFrame) -> dict[str, list[pl.Series]]:
    """Per choice the rows in which one of its signs matches.

    The hits may be those of the texts before something was set aside: they only choose where to look.
    """
    found: defaultdict[str, list[pl.Series]] = defaultdict(list)
    for number, rows in _candidates(hits):
        sign = signs()[number]
        found[sign.choice].append(_matching(read, rows, sign))
    return found


def _matching(read: pl.Series, rows: pl.Series, sign: Sign) -> pl.Series:
    """Setting aside makes no match where there was none, so it is done only to rows that match before it."""
    pattern = sign.pattern.pattern
    rows = rows.filter(read.gather(rows).str.contains(pattern))
    if not sign.but or rows.is_empty():
        return rows
    view = read.gather(rows).str.replace_all(sign.but.pattern, SET_ASIDE)
    return rows.filter(view.str.contains(pattern))


def _candidates(hits: pl.DataFrame) -> Iterator[tuple[int, pl.Series]]:
    """Number of each sign, and the rows with a word without which it cannot match."""
    rows = hits.join(_signs_of_words(), on="word").group_by("sign").agg(pl.col("row").unique())
    yield from zip(rows["sign"], rows["row"], strict=True)


def _hits(read: pl.Series) -> pl.DataFrame:
    """`row` and number of each word in it by which texts are chosen."""
    words = _words()
    found = pl.DataFrame({"word": read.str.extract_many(words, overlapping=True)}).with_row_index("row")
    found = found.explode("word").drop_nulls()
    return found.with_columns(pl.col("word").cast(pl.Enum(words)).to_physical().cast(pl.UInt32))


@cache
def _aside_words() -> list[str]:
    return sorted({anchor for aside in asides() for anchor in aside.anchors})


@cache
def _words() -> list[str]:
    """Every word without which nothing would have to be set aside, then those of the signs."""
    of_signs = {anchor for sign in signs() for anchor in sign.anchors}
    return [*_aside_words(), *sorted(of_signs.difference(_aside_words()))]


@cache
def _signs_of_words() -> pl.DataFrame:
    """Numbers of words and of the signs they belong to."""
    place = {word: number for number, word in enumerate(_words())}
    pairs = [(place[anchor], number) for number, sign in enumerate(signs()) for anchor in sign.anchors]
    return pl.DataFrame(pairs, schema={"word": pl.UInt32, "sign": pl.UInt16}, orient="row")


def _true_at(rows: list[pl.Series], count: int) -> pl.Series:
    column = pl.repeat(False, count, dtype=pl.Boolean, eager=True)
    for each in rows:
        column = column.scatter(each, True)
    return column


def _waste(read: pl.Series) -> list[Decimal | None]:
    """Amounts row by row, only where waste and a unit are named."""
    maybe = read.str.contains_any(sorted(shared_words()["waste"].anchors)) & read.str.contains(_MAYBE_AMOUNT)
    amounts: list[Decimal | None] = [None] * len(read)
    for row, text in zip(maybe.arg_true(), read.filter(maybe), strict=True):
        amounts[row] = tonnes_in(text)
    return amounts
