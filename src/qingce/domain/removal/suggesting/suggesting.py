"""What one text seems to say of the facts of the removal rulebook."""

from __future__ import annotations

from collections.abc import Iterable

from qingce.domain.removal.suggesting.model import MATTERS, Suggestion
from qingce.domain.removal.suggesting.phrases import SET_ASIDE
from qingce.domain.removal.suggesting.setting_aside import set_aside
from qingce.domain.removal.suggesting.signs import Sign, signs_for
from qingce.domain.removal.suggesting.texts import Read, read_text
from qingce.domain.removal.suggesting.waste import waste_in


def suggest(text: str, *, field: str = "") -> tuple[Suggestion, ...]:
    """Facts that a text suggests, each with its words and how sure they are.

    Words that are negated, supposed, forbidden or the text of a law do not count (`data/set_aside.csv`).

    Args: text: description, measure or text of a violation, in simplified or traditional characters; never the laws
        cited. field: name of the field it comes from.
    Returns: per choice of `matters` the surest sign, of equally sure ones the first in the text; at most one amount of
        hazardous waste [t]; in the order of the text.
    """
    read = set_aside(read_text(text))
    found = _surest(_matters(text, read, field))
    waste = waste_in(text, read, field=field)
    return tuple(sorted([*found, *([waste] if waste else [])], key=lambda each: (each.span, each.sign)))


def _matters(text: str, read: Read, field: str) -> Iterable[Suggestion]:
    for sign in signs_for(read.text):
        if place := _place(sign, read):
            start, end = place
            yield Suggestion(MATTERS, sign.choice, place, text[start:end], sign.confidence, sign.id, field)


def _place(sign: Sign, read: Read) -> tuple[int, int] | None:
    """Where a sign matches in the original; setting aside makes no match where there was none, so it comes second."""
    match = sign.pattern.search(read.text)
    if match and sign.but:
        read = read.replaced_by(sign.but, SET_ASIDE)
        match = sign.pattern.search(read.text)
    return read.span(*match.span()) if match else None


def _surest(found: Iterable[Suggestion]) -> list[Suggestion]:
    best: dict[object, Suggestion] = {}
    for each in found:
        rival = best.get(each.value)
        if rival is None or (-each.confidence, each.span) < (-rival.confidence, rival.span):
            best[each.value] = each
    return list(best.values())
