"""Which requirement a page or a command serves: said beside it, read by what makes docs/requirements.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

ATTRIBUTE = "__requirements__"


def serves(*ids: str) -> Callable[[T], T]:
    """Say which requirements a view or a command lets a user reach, such as `@serves("REC-6")`.

    Args: ids: requirement ids as in docs/requirements.csv.
    Returns: a decorator that hands its target back unchanged but for the note.
    """

    def note(target: T) -> T:
        setattr(target, ATTRIBUTE, (*served(target), *ids))
        return target

    return note


def served(target: object) -> tuple[str, ...]:
    """The requirement ids noted on a view or a command; none: empty."""
    return tuple(getattr(target, ATTRIBUTE, ()))
