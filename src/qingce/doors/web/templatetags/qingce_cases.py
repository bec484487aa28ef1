"""What templates of cases look up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from qingce.domain.documents.queries import Placed
    from qingce.domain.removal.queries import LineStanding

register = template.Library()


@register.filter
def choices_of(choices: Mapping[str, Sequence[Placed]], standing: LineStanding) -> Sequence[Placed]:
    """The documents of the shelf that can be handed in for a line."""
    return choices.get(f"{standing.record}/{standing.line.key}", ())


@register.filter
def answer_of(verdict: Mapping[str, bool], check: str) -> str:
    """How a line of the review was answered: yes, no; empty: not yet."""
    return {True: "yes", False: "no", None: ""}[verdict.get(check)]
