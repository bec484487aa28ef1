"""From text to place: addresses, the names of issuing bodies, separate province, city and county columns."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from qingce.pure.kernel.divisions.gazetteer import (
    MIN_INSIDE,
    Meaning,
    Places,
    gazetteer,
    latest_of_one_unit,
    place_of,
)
from qingce.pure.kernel.divisions.model import DivisionPath, Level
from qingce.pure.kernel.divisions.successions import stem, successors
from qingce.pure.kernel.divisions.tables import CORPS, XINJIANG, get_division, words
from qingce.pure.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingce.pure.kernel.divisions.gazetteer import Place

SEPARATORS = " ,.、/·-—|>:;()"


@cache
def _corps() -> re.Pattern[str]:
    return re.compile(words()["corps"])


@cache
def _after_place() -> re.Pattern[str]:
    return re.compile(words()["after_short_name"])


@cache
def _not_after_place() -> re.Pattern[str]:
    return re.compile(words()["not_after_short_name"])


@cache
def _branch_office() -> re.Pattern[str]:
    return re.compile(words()["branch_office"])


@cache
def _fillers() -> re.Pattern[str]:
    between = "|".join(fold(filler) for filler in words()["fillers"])
    return re.compile(f"(?:{between}|[{re.escape(SEPARATORS)}])*")


def _narrow(known: Places, places: Places) -> Places:
    """The places that agree with what is known: of each pair where one lies in the other, the deeper one."""
    if not known:
        return places
    found: dict[str, Place] = {}
    for place in places:
        for other in known:
            if other.code in place.codes:
                found[place.code] = place
            elif place.code in other.codes:
                found[other.code] = other
    return tuple(found.values())


@cache
def _heirs(place: Place) -> Places:
    """Today's places of a vanished one."""
    return tuple(place_of(get_division(code)) for code in successors(place.code))


def _narrow_by_name(known: Places, meaning: Meaning) -> Places:
    """Today's places before vanished ones; a vanished name beside a new parent means what became of it."""
    found = _narrow(known, meaning.full)
    if found or not meaning.former:
        return found
    former = _narrow(known, meaning.former)
    if former:
        return former if len(former) == 1 else latest_of_one_unit(former)
    return _narrow(known, tuple(heir for place in meaning.former for heir in _heirs(place)))


def _by_short_name_alone(places: Places, *, is_trusted: bool) -> Places:
    """A province before all else; a prefecture before districts; counties only where the text says it is a place."""
    levels = {place.path.deepest.level for place in places}
    if Level.PROVINCE in levels:
        return places[:1]
    if Level.PREFECTURE not in levels:
        return places if is_trusted else ()
    short = stem(places[0].path.deepest.name, places[0].path.deepest.level)
    if short in words()["contested_short_names"]:
        return places
    return tuple(place for place in places if not _is_district(place))


def _is_district(place: Place) -> bool:
    return place.path.county is not None and place.path.county.name.endswith("区")


def _narrow_by_short_name(known: Places, meaning: Meaning, *, is_trusted: bool) -> Places:
    places = meaning.short
    if not known:
        return _by_short_name_alone(places, is_trusted=is_trusted)
    # What is known already is not told again: "吉林" after 吉林省 is the city.
    codes = {place.code for place in known}
    return _narrow(known, tuple(place for place in places if place.code not in codes)) or _narrow(known, places)


def _match(text: str, at: int, known: Places) -> tuple[Places, int]:
    """The longest name at a place of the text that agrees with what is known, and where it ends."""
    index = gazetteer()
    for length in index.lengths.get(text[at : at + 2], ()):
        end = at + length
        meaning = index.meanings.get(text[at:end]) if end <= len(text) else None
        if meaning is None:
            continue
        found = () if meaning.needs_parent and not known else _narrow_by_name(known, meaning)
        if not found and meaning.short:
            found = _match_short_name(text, end, known, meaning)
        if found:
            return found, end
    return (), at


def _match_short_name(text: str, end: int, known: Places, meaning: Meaning) -> Places:
    """A short name counts unless it begins the name of a street or a hill; 广东中山 is no hill but a city."""
    is_trusted = end == len(text) or _after_place().match(text, end) is not None
    found = _narrow_by_short_name(known, meaning, is_trusted=is_trusted)
    if found and _not_after_place().match(text, end) and not _match(text, end, found)[0]:
        return ()
    return found


def _skip(text: str, at: int) -> int:
    """The next place that can begin a name."""
    between = _fillers().match(text, at)
    return between.end() if between else at


def _is_settled(known: Places) -> bool:
    return len(known) == 1 and known[0].path.county is not None


def _read_start(text: str, known: Places) -> tuple[Places, int]:
    """Names that follow each other from the start of the text."""
    at, end = _skip(text, 0), 0
    told: Places = ()
    while at < len(text):
        found, stop = _match(text, at, told or known)
        if not found:
            break
        told, end = found, stop
        if _is_settled(told):
            break
        at = _skip(text, stop)
    return told, end


def _read_inside(text: str, start: int, known: Places) -> Places:
    """Full names anywhere in the rest of the text, each within what the former ones told."""
    index = gazetteer()
    told: Places = ()
    at = start
    while at < len(text) - 1:
        step = 1
        for length in index.lengths.get(text[at : at + 2], ()):
            meaning = index.meanings.get(text[at : at + length]) if length >= MIN_INSIDE else None
            found = _narrow_by_name(told or known, meaning) if meaning else ()
            if found:
                told, step = found, length
                break
        if _is_settled(told):
            break
        at += step
    return told


def _read_branch(text: str, known: Places) -> Places:
    """The county of a branch office: 清远市生态环境局清城分局."""
    office = _branch_office().search(text) if known and "局" in text else None
    if office is None:
        return ()
    found, end = _match(office["place"], 0, known)
    return found if end == len(office["place"]) else ()


def _read(text: str, known: Places) -> Places:
    """What one folded text tells within what is known; several places where it cannot be told which."""
    told, end = _read_start(text, known)
    if _is_settled(told):
        return told
    told = _read_branch(text, told or known) or told
    if _is_settled(told):
        return told
    return _read_inside(text, end, told or known) or told


def _common(places: Places) -> DivisionPath | None:
    """What all places share; nothing when they lie in different provinces."""
    if len(places) == 1:
        return places[0].path
    first, *others = (place.path for place in places)
    if any(other.province.code != first.province.code for other in others):
        return None
    if any(other.prefecture != first.prefecture for other in others):
        return DivisionPath(first.province)
    if any(other.county != first.county for other in others):
        return DivisionPath(first.province, first.prefecture)
    return first


def _with_corps(path: DivisionPath | None) -> DivisionPath | None:
    """The Corps as the province, where the rest does not lie in another one."""
    corps = get_division(CORPS)
    if path is None:
        return DivisionPath(corps)
    return replace(path, province=corps) if path.province.code == XINJIANG else path


def _tells_corps(texts: Sequence[str], *, within: str | None) -> bool:
    may_be = within is None or within in {CORPS, XINJIANG}
    return may_be and any(_corps().search(text) for text in texts)


def _locate_folded(texts: Sequence[str], within: Places) -> DivisionPath | None:
    known: Places = ()
    for text in texts:
        told = _read(text, known or within)
        if told:
            known = told
        elif known and (other := _read(text, within)):
            return _common((*known, *other))
    return _common(known) if known else None


def _within(code: str | None) -> Places:
    """The Corps lies in Xinjiang, and so do the names that are read within it."""
    if code is None:
        return ()
    return (place_of(get_division(XINJIANG if code == CORPS else code)),)


def locate(*texts: str, within: str | None = None) -> DivisionPath | None:
    """The place that texts tell: province, city and county columns, an address, the name of an issuing body.

    Names are read from the start of each text, the longest first, each within what the former ones told; then
    full names and branch offices ("…局清城分局") inside it. Short names without their kind count for provinces
    and prefectures at the start, for counties after their parent or when they are the whole text, and never
    before a word that makes them a street or a hill ("北京路"). Traditional characters, former names (崇明县,
    偃师市) and usual shortenings work; a vanished name gives the division as it was, unless its new parent
    stands beside it.

    Nothing is guessed: where a name means several places, or texts contradict each other, the answer is what
    they share.

    The Corps: 兵团 or the number of one of its divisions (第八师, 农八师) makes the province 660000, unless the
    texts or `within` tell a province other than Xinjiang; the city keeps its place below.

    Args:
        texts: the most telling first; empty ones do no harm.
        within: the code that the place must lie in, for texts that leave it unsaid.
    Returns: the path as deep as the texts tell, None when they tell nothing within `within`.
    Raises:
        UnknownDivision: no list has the code `within`.
    """
    folded = [fold(text) for text in texts if text]
    path = _locate_folded(folded, _within(within))
    if _tells_corps(folded, within=within) or (path and within == CORPS):
        return _with_corps(path)
    return path


def locate_many(texts: Sequence[str], *, within: str | None = None) -> list[DivisionPath | None]:
    """`locate` for a column of texts; a text that occurs again is read once.

    Returns: one answer per text, in their order.
    """
    answers = {text: locate(text, within=within) for text in set(texts)}
    return [answers[text] for text in texts]
