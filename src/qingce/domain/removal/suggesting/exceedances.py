"""Which pollutants a text says lay above a limit, and by how much.

A sentence is read from left to right, up to its full stop, for decisions list readings first and limits or times over
after them: 颗粒物451mg/m³,二氧化硫909mg/m³,分别超过标准(颗粒物20mg/m³,二氧化硫50mg/m³)的21.55倍和17.18倍.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import islice
from operator import itemgetter

from qingce.domain.records.queries import pollutants_named
from qingce.domain.removal.suggesting.model import Exceedance
from qingce.domain.removal.suggesting.setting_aside import set_aside
from qingce.domain.removal.suggesting.signs import pattern_of
from qingce.domain.removal.suggesting.texts import Read, read_text
from qingce.pure.kernel.amounts import parse_decimal
from qingce.pure.kernel.units import IncompatibleUnits, convert, find_unit

_SENTENCE = re.compile("[^。\n]+")
_PART = re.compile("[^,;!?]+")
_FIGURES = r"(?<![0-9.])(?:[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9})(?:\.[0-9]{1,6})?"
_CONCENTRATION = "(?:[nuμm]?g|纳克|微克|毫克|克)/(?:l|升|n?m3|n?立方米|标立方米|标m3)"
_READING = re.compile(rf"(?P<value>{_FIGURES}) ?(?P<unit>{_CONCENTRATION})")
_TIMES = re.compile(rf"(?P<value>{_FIGURES})倍")
# How far before a figure its pollutant is named.
_FARTHEST = 16
# How far before a figure the word is looked for that makes it a limit.
_WIDEST = 200
# Gas at standard conditions or not: decisions write the limit of the one beside the reading of the other.
_STANDARD_GAS = str.maketrans({"N": None})


@dataclass
class _Item:
    """A pollutant of a sentence and what has been read of it so far; places in the folded text."""

    pollutant: str
    start: int
    end: int
    value: Decimal | None = None
    unit: str = ""
    limit: Decimal | None = None
    times_over: Decimal | None = None

    @property
    def is_within(self) -> bool:
        """Whether the reading lies within its limit."""
        return self.value is not None and self.limit is not None and self.value <= self.limit


@dataclass
class _Sentence:
    """One sentence: its pollutants, and what was made of it so far.

    Attributes:
        names: places and names of pollutants, from left to right.
        open: per pollutant the first reading without a limit.
        stated: limits that were told before their reading.
        last_end: where the last item ends.
    """

    text: str
    names: list[tuple[int, int, str]]
    items: list[_Item] = field(default_factory=list)
    open: dict[str, _Item] = field(default_factory=dict)
    stated: dict[str, tuple[Decimal, str]] = field(default_factory=dict)
    last_end: int = 0

    def add(self, item: _Item) -> None:
        """Takes an item up."""
        self.items.append(item)
        self.open.setdefault(item.pollutant, item)
        self.last_end = max(self.last_end, item.end)

    def extend(self, item: _Item, end: int) -> None:
        """An item reaches as far as what was read of it."""
        item.end = max(item.end, end)
        self.last_end = max(self.last_end, item.end)

    def name_before(self, place: int) -> tuple[int, int, str] | None:
        """The pollutant named last before a figure, near enough and not before another figure."""
        number = bisect_right(self.names, place, key=itemgetter(1)) - 1
        if number < 0:
            return None
        start, end, _ = self.names[number]
        return self.names[number] if end >= place - _FARTHEST and start >= self.last_end else None

    def speaks_of(self, pattern: re.Pattern[str], start: int, end: int) -> bool:
        """Whether a word of a kind stands in a stretch."""
        return pattern.search(self.text, max(start, end - _WIDEST), end) is not None


def exceedances_in(text: str) -> tuple[Exceedance, ...]:
    """Pollutants that a text says lay above a limit, with value, limit and times over where it gives them.

    A reading counts only in a sentence that speaks of exceeding, and not if it lies within its own limit; where a list
    of pollutants stands before 超过, only those in it. The same pollutant may come several times (several outlets).

    Returns: in the order of the text.
    """
    read = set_aside(read_text(text))
    found = (item for match in _SENTENCE.finditer(read.text) for item in _in_sentence(match))
    return tuple(_exceedance(text, read, item) for item in found)


def _exceedance(text: str, read: Read, item: _Item) -> Exceedance:
    start, end = read.span(item.start, item.end)
    return Exceedance(
        pollutant=item.pollutant,
        value=item.value,
        unit=item.unit,
        limit=item.limit,
        times_over=item.times_over,
        span=(start, end),
        words=text[start:end],
    )


@cache
def _exceeding() -> re.Pattern[str]:
    return pattern_of("超标|超过|超出|超限|超‥#倍|高于")


@cache
def _of_limits() -> re.Pattern[str]:
    return pattern_of("{standard}|超标|超过|超出|高于|gb|(一|二|三)级")


def _in_sentence(match: re.Match[str]) -> list[_Item]:
    if not _exceeding().search(match[0]):
        return []
    sentence = _Sentence(match[0], list(pollutants_named(match[0])))
    for figure, times in _figures(match[0]):
        if times:
            _add_times(sentence, times)
        elif figure:
            _add_reading(sentence, figure)
    items = _listed(sentence)
    for item in items:
        item.start, item.end = item.start + match.start(), item.end + match.start()
    return sorted((item for item in items if not item.is_within), key=lambda item: item.start)


def _figures(text: str) -> Iterator[tuple[re.Match[str] | None, list[re.Match[str]]]]:
    """Readings and runs of times over, from left to right; a run ends at the next reading."""
    found = sorted([*_READING.finditer(text), *_TIMES.finditer(text)], key=lambda match: match.start())
    run: list[re.Match[str]] = []
    for match in found:
        if match.re is _TIMES:
            run.append(match)
            continue
        if run:
            yield None, run
            run = []
        yield match, []
    if run:
        yield None, run


def _add_reading(sentence: _Sentence, figure: re.Match[str]) -> None:
    """A figure is the reading of the pollutant before it, or the limit of one that has its reading already."""
    value, unit = parse_decimal(figure["value"]), find_unit(figure["unit"]).symbol
    name = sentence.name_before(figure.start())
    if name is None:
        last = sentence.items[-1] if sentence.items else None
        if last and sentence.speaks_of(_of_limits(), last.end, figure.start()):
            _set_limit(sentence, last, (value, unit), figure.end())
        return
    start, end, pollutant = name
    is_limit = _says_limit(sentence, start, end, figure.start())
    read = sentence.open.get(pollutant)
    if read and (is_limit or sentence.speaks_of(_of_limits(), read.end, start)):
        _set_limit(sentence, read, (value, unit), figure.end())
    elif is_limit:
        sentence.stated[pollutant] = (value, unit)
    else:
        _add_item(sentence, _Item(pollutant, start, figure.end(), value, unit))


def _add_item(sentence: _Sentence, item: _Item) -> None:
    sentence.add(item)
    if limit := sentence.stated.get(item.pollutant):
        _set_limit(sentence, item, limit, item.end)


def _says_limit(sentence: _Sentence, start: int, end: int, figure: int) -> bool:
    """Whether a figure is said to be a limit: 标准限值 COD 50, 氨氮标准 15; in 超标数值为 8.74 it is the reading."""
    if re.search("(?:标准|限值)[为:是]?$", sentence.text[:start]):
        return True
    is_reading = re.search("超标(?:的?数值|的?浓度|值|排放浓度)?(?:为|达|是)?$", sentence.text[end:figure])
    return is_reading is None and sentence.speaks_of(_of_limits(), end, figure)


def _set_limit(sentence: _Sentence, item: _Item, limit: tuple[Decimal, str], end: int) -> None:
    item.limit = _in_unit(*limit, item.unit)
    sentence.extend(item, end)
    if sentence.open.get(item.pollutant) is item:
        del sentence.open[item.pollutant]


def _in_unit(value: Decimal, unit: str, to: str) -> Decimal | None:
    if unit.translate(_STANDARD_GAS) == to.translate(_STANDARD_GAS):
        return value
    try:
        return convert(value, unit, to)
    except IncompatibleUnits:
        return None


def _add_times(sentence: _Sentence, run: list[re.Match[str]]) -> None:
    """Times over belong to the last readings that have none, in their order; alone, to the pollutant before them."""
    waiting = list(islice((item for item in reversed(sentence.items) if item.times_over is None), len(run)))
    for item, match in zip(reversed(waiting), run, strict=False):
        item.times_over = parse_decimal(match["value"])
        sentence.extend(item, match.end())
    if not waiting:
        for match in run:
            if name := sentence.name_before(match.start()):
                times = parse_decimal(match["value"])
                sentence.add(_Item(name[2], name[0], match.end(), times_over=times))


def _listed(sentence: _Sentence) -> list[_Item]:
    """The items that the sentence says exceed: of a list before 超过 only those in it, also those without a figure."""
    named: dict[str, _Item] = {}
    for start, end, pollutant in _before_exceeding(sentence):
        named.setdefault(pollutant, _Item(pollutant, start, end))
    if not named:
        return sentence.items
    items = [item for item in sentence.items if item.pollutant in named or item.limit or item.times_over]
    read = {item.pollutant for item in items}
    return items + [item for pollutant, item in named.items() if pollutant not in read]


def _before_exceeding(sentence: _Sentence) -> Iterator[tuple[int, int, str]]:
    """Pollutants before a word of exceeding in the same part, with no figure between the part's start and that word."""
    names = deque(sentence.names)
    for part in _PART.finditer(sentence.text):
        figure = _READING.search(sentence.text, part.start(), part.end())
        words = _exceeding().finditer(sentence.text, part.start(), figure.start() if figure else part.end())
        last = max((word.start() for word in words), default=0)
        while names and names[0][0] < part.end():
            start, end, pollutant = names.popleft()
            if part.start() <= start and end <= last:
                yield start, end, pollutant
