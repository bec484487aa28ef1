"""How surveys are done, from the rulebook that holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingce.domain.cleaner_production.laws import BOOK
from qingce.shared.rulebooks.queries import book_at

STEPS = "survey-steps"


@dataclass(frozen=True)
class MethodStep:
    """A step with its clause. Args: text_zh, text_en: may be empty."""

    zh: str
    en: str
    text_zh: str
    text_en: str
    clause: str


def method_steps(*, on: date) -> list[MethodStep]:
    """The steps in their order; one query, two for a rulebook that is not in memory.

    Raises: NoReleaseInForce.
    """
    return [
        MethodStep(
            each.title.zh,
            each.title.en,
            each.text.zh if each.text else "",
            each.text.en if each.text else "",
            each.clause or "",
        )
        for each in book_at(BOOK, on=on).lists[STEPS].item
    ]
