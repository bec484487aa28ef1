"""Ten thousand rows at a time, as columns of text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, gcd

from qingce.domain.records.synthetic.chance import Draw, pool
from qingce.domain.records.synthetic.enterprises import Enterprises
from qingce.domain.records.synthetic.repeating import repeat_some
from qingce.domain.records.synthetic.rows import FIRST_DAY, Rows
from qingce.domain.records.synthetic.vocabulary import rows_of

PIECE = 10_000
LAST_DAY = date(2026, 10, 31)


@dataclass(frozen=True)
class Plan:
    """What is made: so many enterprises and rows, up to a day.

    Args: enterprises, records: > 0. until: the last day of publication.
    """

    enterprises: int
    records: int
    seed: int = 1
    until: date = LAST_DAY


class Pieces:
    """The rows of a plan; each piece can be made by itself."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._enterprises = Enterprises(plan.enterprises, seed=plan.seed)
        self._days = _days(plan.until)

    def __len__(self) -> int:
        return ceil(self._plan.records / PIECE)

    def columns(self, number: int) -> dict[str, list[str]]:
        """The rows of one piece, by the names of `COLUMNS`."""
        count = min(PIECE, self._plan.records - number * PIECE)
        rows = Rows((self._plan.seed, number), self._enterprises.columns(self._numbers(number, count)), self._days)
        columns = rows.columns()
        repeat_some(columns, Draw(self._plan.seed, "repeat", number), rows.filled("second"))
        return columns

    def _numbers(self, piece: int, count: int) -> list[int]:
        """Whom rows are about: a few have thousands, most a handful, and everybody one where there are rows enough."""
        every, known = self._plan.records // self._plan.enterprises, self._plan.enterprises
        chosen = Draw(self._plan.seed, "whom", piece).wide(count)
        numbers = [(word * word >> 32) * known >> 32 for word in chosen]
        if every:
            step, start = _step(known), piece * PIECE
            for row in range(-start % every, count, every):
                turn = (start + row) // every
                if turn < known:
                    numbers[row] = turn * step % known
        return numbers


def _step(count: int) -> int:
    """A number that has no divisor in common with the count: its multiples come to every number below it once."""
    step = max(int(count * 0.618), 1)
    while gcd(step, count) > 1:
        step += 1
    return step


def _days(until: date) -> tuple[int, ...]:
    """Days since the first one, as common as their years; none after the last."""
    weights = {int(row["year"]): float(row["weight"]) for row in rows_of("years.csv")}
    days = range((date(min(weights), 1, 1) - FIRST_DAY).days, (until - FIRST_DAY).days + 1)
    return pool(days, [weights.get((FIRST_DAY + timedelta(day)).year, 1.0) for day in days])
