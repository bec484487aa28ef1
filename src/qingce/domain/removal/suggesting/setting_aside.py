"""Stretches of a text that are not said of the record: negated, supposed, forbidden, the text of a law."""

from __future__ import annotations

from qingce.domain.removal.suggesting.phrases import SET_ASIDE
from qingce.domain.removal.suggesting.signs import asides_for
from qingce.domain.removal.suggesting.texts import Read


def set_aside(read: Read) -> Read:
    """The text in which one mark stands for each stretch named by `data/set_aside.csv`, line by line."""
    for aside in asides_for(read.text):
        read = read.replaced_by(aside.pattern, SET_ASIDE)
    return read
