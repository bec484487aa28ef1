"""What the words of an address ask for of a data set; whatever cannot be meant is refused, nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from qingce.domain.statistics.datasets.shapes import Asked, Dataset, Filter, Key
from qingce.domain.statistics.errors import DataParameterWrong

MOST_ROWS, USUAL_ROWS = 1_000, 100
CURSOR, LIMIT = "cursor", "limit"
_NUMBER = re.compile(r"[0-9]{1,19}")
_CURSOR = re.compile(r"[0-9]{1,18}(-[0-9]{1,18}){0,3}")


def read_asked(dataset: Dataset, given: Mapping[str, Sequence[str]], *, on: date) -> Asked:
    """Which rows are wanted.

    Args: given: name of each parameter → its values as written.
    Raises: DataParameterWrong.
    """
    filters = {each.name: each for each in dataset.filters}
    known = [*filters, LIMIT, CURSOR]
    for name, values in given.items():
        if name not in known:
            listed = ", ".join(known)
            raise DataParameterWrong(
                f"“{name[:60]}” is no parameter of this data set. These are: {listed}.",
                name=name, cause="unknown", wanted=listed,
            )  # fmt: skip
        if len(values) != 1:
            raise DataParameterWrong(f"Give “{name}” once.", name=name, cause="twice")
    said = {name: values[0] for name, values in given.items()}
    return Asked(
        on=on,
        filters={name: _value(filters[name], text) for name, text in said.items() if name in filters},
        after=_place(said[CURSOR], dataset.depth) if CURSOR in said else (),
        limit=_limit(said[LIMIT]) if LIMIT in said else USUAL_ROWS,
    )


def cursor_of(after: Key) -> str:
    """How a place is written in an address."""
    return "-".join(map(str, after))


def _value(asked: Filter, text: str) -> str | int:
    if asked.is_number:
        number = int(text) if _NUMBER.fullmatch(text) else -1
        if not asked.least <= number <= asked.most:
            wanted = f"{asked.least}-{asked.most}"
            raise DataParameterWrong(
                f"“{text[:60]}” is no value of “{asked.name}”. Give a whole number of {wanted}.",
                name=asked.name, cause="number", wanted=wanted, value=text,
            )  # fmt: skip
        return number
    if text not in asked.choices:
        wanted = ", ".join(asked.choices)
        raise DataParameterWrong(
            f"“{text[:60]}” is no value of “{asked.name}”. Give one of: {wanted}.",
            name=asked.name, cause="choice", wanted=wanted, value=text,
        )  # fmt: skip
    return text


def _limit(text: str) -> int:
    number = int(text) if _NUMBER.fullmatch(text) else 0
    if not 1 <= number <= MOST_ROWS:
        raise DataParameterWrong(
            f"“{text[:60]}” is no number of rows. Give a whole number from 1 to {MOST_ROWS}.",
            name=LIMIT, cause="limit", wanted=str(MOST_ROWS), value=text,
        )  # fmt: skip
    return number


def _place(text: str, depth: int) -> Key:
    numbers = tuple(map(int, text.split("-"))) if _CURSOR.fullmatch(text) else ()
    if len(numbers) != depth:
        raise DataParameterWrong(
            f"“{text[:60]}” is no place in this data set. Take the address under “next” of the page before as it is, "
            "or leave the cursor out to begin anew.",
            name=CURSOR, cause="cursor", value=text,
        )  # fmt: skip
    return numbers
