"""Enterprises that do not exist, by number: names, former names, branches, codes and seats.

Everything about one is looked up from a few random numbers of its own, two bytes each, so that a million of them take
20 MB, and the columns for any ten thousand are made at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from qingce.domain.records.synthetic.chance import POOL, Draw, pool
from qingce.domain.records.synthetic.codes import codes
from qingce.domain.records.synthetic.places import Place, places
from qingce.domain.records.synthetic.vocabulary import rows_of, vocabulary

MARK = "（合成）"  # before the legal form of every name: no registered name holds it
# Of 65,536 enterprises: so many are branches; from there to the second number those that had another name.
_BRANCHES, _RENAMED = 2_600, 10_000
_OTHER = 40_503
_MOST_STREET_NUMBERS = 998


@dataclass(frozen=True)
class EnterpriseColumns:
    """What rows say of enterprises, one text for each row."""

    places: list[Place]
    name: list[str]
    former: list[str]
    uscc: list[str]
    address: list[str]
    industry: list[str]
    longitude: list[str]
    latitude: list[str]


class Enterprises:
    """So many enterprises, numbered from 0.

    Args: count: > 0. seed: other seeds, other enterprises.
    """

    def __init__(self, count: int, *, seed: int) -> None:
        self._seed = seed
        self._first, self._last = _brands("first"), _brands("last")
        trades, forms = rows_of("trades.csv"), rows_of("forms.csv")
        self._trades = pool([row["trade"] for row in trades], [float(row["weight"]) for row in trades])
        self._industries = {row["trade"]: row["industry"] for row in trades}
        self._marked = pool([MARK + row["form"] for row in forms], [float(row["weight"]) for row in forms])
        self._branches = [row["branch"] for row in rows_of("branches.csv")]
        self._streets = vocabulary().words["street"]
        # The first places of the list have many enterprises, the last few: squares of even chance.
        known = places()
        self._seats = [known[(word * word >> 16) * len(known) >> 16] for word in range(POOL)]
        names = ("place", "beginning", "first", "last", "trade", "form", "shape", "east", "north", "street")
        self._chance = {name: Draw(seed, "enterprises", name).words(count) for name in names}

    def columns(self, numbers: Sequence[int]) -> EnterpriseColumns:
        """What rows say that are about the enterprises with these numbers."""
        own = itemgetter(*numbers, 0)  # one more, so that there are two at least
        shapes = own(self._chance["shape"])
        # A branch lies in the place of its company, whose number is half its own.
        heads = [number >> 1 if shape < _BRANCHES else number for number, shape in zip(numbers, shapes, strict=False)]
        head = itemgetter(*heads, 0)
        seats = list(map(self._seats.__getitem__, head(self._chance["place"])[:-1]))
        stems = _Stems(
            [place.names[word & 7] for place, word in zip(seats, head(self._chance["beginning"]), strict=False)],
            list(map(self._first.__getitem__, head(self._chance["first"])[:-1])),
            list(map(self._last.__getitem__, head(self._chance["last"])[:-1])),
            list(map(self._trades.__getitem__, head(self._chance["trade"])[:-1])),
            self._ends(heads, numbers, head(self._chance["form"])),
        )
        return EnterpriseColumns(
            places=seats,
            name=stems.names(),
            former=self._former(shapes, stems),
            uscc=codes(numbers, [place.province_code for place in seats], seed=self._seed),
            address=self._addresses(seats, own(self._chance["street"])),
            industry=[self._industries[trade] for trade in stems.trade],
            longitude=_degrees([place.longitude for place in seats], own(self._chance["east"])),
            latitude=_degrees([place.latitude for place in seats], own(self._chance["north"])),
        )

    def _ends(self, heads: Sequence[int], numbers: Sequence[int], forms: Sequence[int]) -> list[str]:
        """Mark, form and branch."""
        return [
            self._marked[form] if head == number else self._marked[form] + self._branches[number % len(self._branches)]
            for head, number, form in zip(heads, numbers, forms, strict=False)
        ]

    def _former(self, shapes: Sequence[int], stems: _Stems) -> list[str]:
        """The name before, of those that had one: another brand."""
        return [
            stems.name(row, brand=self._first[shape * _OTHER & POOL - 1]) if _BRANCHES <= shape < _RENAMED else ""
            for row, shape in enumerate(shapes[:-1])
        ]

    def _addresses(self, seats: list[Place], words: Sequence[int]) -> list[str]:
        return [
            f"{place.whole}{self._streets[word]}{word % _MOST_STREET_NUMBERS + 1}号"
            for place, word in zip(seats, words, strict=False)
        ]


@dataclass(frozen=True, slots=True)
class _Stems:
    """The parts of names, one of each for every row."""

    place: list[str]
    brand: list[str]
    last: list[str]
    trade: list[str]
    end: list[str]

    def names(self) -> list[str]:
        parts = zip(self.place, self.brand, self.last, self.trade, self.end, strict=True)
        return list(map("".join, parts))

    def name(self, row: int, *, brand: str) -> str:
        return f"{self.place[row]}{brand}{self.last[row]}{self.trade[row]}{self.end[row]}"


def _brands(place: str) -> list[str]:
    """Pieces of one or two characters, two of three of them one: a brand is a first and a last piece."""
    characters = next(row["characters"] for row in rows_of("brands.csv") if row["place"] == place)
    draw = Draw("brands", place)
    one, other, both = draw.words(POOL), draw.words(POOL), draw.marks(1 / 3, POOL)
    size = len(characters)
    return [
        characters[(a * a >> 16) * size >> 16] + (characters[b * size >> 16] if is_two else "")
        for a, b, is_two in zip(one, other, both, strict=True)
    ]


def _degrees(middles: list[float], words: list[int]) -> list[str]:
    """Within half a degree of the middle."""
    return [f"{middle + word / 65536 - 0.5:.6f}" for middle, word in zip(middles, words, strict=False)]
