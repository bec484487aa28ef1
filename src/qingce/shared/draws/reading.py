"""What the rows of a draw say, as values."""

from __future__ import annotations

import json

from qingce.pure.draw.announcing import Announced
from qingce.pure.draw.drawing import Values
from qingce.pure.draw.reading import read_announced, read_values
from qingce.shared.draws.errors import DrawNotFound
from qingce.shared.draws.models import Draw, DrawValue


def found_draw(pk: int) -> Draw:
    """A draw; one query.

    Raises: DrawNotFound.
    """
    row = Draw.objects.filter(pk=pk).first()
    if row is None:
        raise DrawNotFound(f"There is no draw number {pk}.", number=pk)
    return row


def announced_of(row: Draw) -> Announced:
    """The draw as it was frozen."""
    return read_announced(json.loads(row.says))


def values_of(value: DrawValue) -> Values:
    """The numbers of each source."""
    return read_values(json.loads(value.says)["values"])


def standing(value: DrawValue) -> list[str]:
    """Who is drawn now, each in the place of who was drawn there first.

    Args: value: with its replacements.
    """
    found = list(json.loads(value.says)["result"])
    for each in sorted(value.replacements.all(), key=lambda row: row.place):
        found[found.index(each.declined)] = each.drawn
    return found
