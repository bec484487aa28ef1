"""What is suggested, and from which words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

MATTERS, WASTE_T = "matters", "waste_t"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value of a fact that a text or a field seems to say.

    Attributes:
        fact: fact of the removal rulebook: `matters` or `waste_t`.
        value: one choice of `matters`, or tonnes.
        span: first place and the place after the last in the text as given; of a field, the whole of `words`.
        words: what stands there.
        confidence: how sure the sign is, 0 to 1 (`data/README.md`).
        sign: id of the line of `data/signs.csv` or `data/amounts.csv`.
        field: field of the record that was read; "": not said.
    """

    fact: str
    value: str | Decimal
    span: tuple[int, int]
    words: str
    confidence: Decimal
    sign: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Exceedance:
    """A pollutant that a text says lay above a limit; None: the text does not say.

    Attributes:
        pollutant: name as it is usually listed.
        value: reading, in `unit`.
        unit: as the kernel writes it; "" without a value.
        limit: in `unit`; mg/m³ and mg/Nm³ are taken for each other here, as decisions do.
        times_over: (value - limit) / limit, as the text gives it.
        span: from the pollutant's name to the last figure, in the text as given.
        words: what stands there.
    """

    pollutant: str
    value: Decimal | None
    unit: str
    limit: Decimal | None
    times_over: Decimal | None
    span: tuple[int, int]
    words: str
