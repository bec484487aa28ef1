"""The columns of one piece, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from operator import and_

from qingce.domain.records.synthetic.chance import Draw, blanked
from qingce.domain.records.synthetic.enterprises import EnterpriseColumns
from qingce.domain.records.synthetic.spelling import AMOUNTS, FEW, FINES, PLAIN, spelt, written
from qingce.domain.records.synthetic.templates import fill
from qingce.domain.records.synthetic.vocabulary import Fact, Kind, Violation, vocabulary

COLUMNS = (
    "enterprise_name", "uscc", "former_names", "address", "province", "city", "county", "industry", "longitude",
    "latitude", "type", "title", "doc_no", "issuer", "published_on", "decided_on", "inspected_on", "year",
    "description", "laws", "measure", "fine_cny", "violations", "measurements", "quantities", "details",
    "source_title", "source_kind",
)  # fmt: skip
FIRST_DAY = date(2003, 7, 1)


@dataclass(frozen=True)
class _Calendar:
    """Every day in the two ways it is written."""

    iso: tuple[str, ...]
    chinese: tuple[str, ...]


def _calendar() -> _Calendar:
    days = [FIRST_DAY + timedelta(number) for number in range(12_000)]
    return _Calendar(
        tuple(day.isoformat() for day in days), tuple(f"{day.year}年{day.month}月{day.day}日" for day in days)
    )


_CALENDAR = _calendar()


class Rows:
    """The rows of one piece while they are made; a column is made when it is first asked for.

    Args: about: whom the rows are about. days: pool of days of publication, counted from `FIRST_DAY`. chance: seed and
        number of the piece.
    """

    def __init__(self, chance: tuple[int, int], about: EnterpriseColumns, days: Sequence[int]) -> None:
        self._chance, self._about, self._count = chance, about, len(about.name)
        count = self._count
        words = vocabulary()
        self._kinds: list[Kind] = self._draw("kind").take(words.kinds, count)
        chosen = self._draw("violation").take(words.violations, count)
        self._violations: list[Violation | None] = [
            violation if kind.text is None else None for kind, violation in zip(self._kinds, chosen, strict=True)
        ]
        self._dated = self._draw("day").take(days, count)
        self._known: dict[str, list[str]] = self._base()
        self._measure()

    def _draw(self, column: str) -> Draw:
        return Draw(*self._chance, column)

    def _kept(self, column: str, share: float) -> list[bool]:
        return self._draw(f"kept {column}").marks(share, self._count)

    def _base(self) -> dict[str, list[str]]:
        """What braces may name besides the lists of `words.csv`."""
        about, chance = self._about, self._draw("days")
        decided = [day - 1 - word % 20 for day, word in zip(self._dated, chance.words(self._count), strict=True)]
        seen = [day - 9 - word % 80 for day, word in zip(decided, chance.words(self._count), strict=True)]
        iso, chinese = _CALENDAR.iso, _CALENDAR.chinese
        published = [iso[day] for day in self._dated]
        years = [text[:4] for text in published]
        quarters = [int(text[5:7]) + 2 for text in published]
        serials = [str(word) for word in self._draw("serial").words(self._count)]
        return {
            "name": about.name,
            "issuer": [place.issuer for place in about.places],
            "area": [place.area for place in about.places],
            "province": [place.province for place in about.places],
            "address": about.address,
            "published_on": published,
            "decided_on": [iso[day] for day in decided],
            "inspected_on": [iso[day] for day in seen],
            "deadline": [iso[day + 21] for day in decided],
            "inspected": [chinese[day] for day in seen],
            "year": years,
            "period": [f"{year}年第{quarter // 3}季度" for year, quarter in zip(years, quarters, strict=True)],
            "serial": serials,
            "fine": self._draw("fine").take(FINES, self._count),
            "amount": self._draw("amount").take(AMOUNTS, self._count),
            "days": self._draw("how many").take(FEW, self._count),
            "what": [each.what if each else "环境管理" for each in self._violations],
            "law": [each.law if each else "" for each in self._violations],
        }

    def _measure(self) -> None:
        """What was measured, by rows whose kind or violation measures something."""
        facts = vocabulary().facts
        words = self._draw("fact").words(self._count)
        media = [
            violation.medium if violation else kind.measured
            for kind, violation in zip(self._kinds, self._violations, strict=True)
        ]
        nothing = Fact("", "", "", "", "", "")
        found = [facts[medium][word] if medium else nothing for medium, word in zip(media, words, strict=True)]
        self._known |= {
            "pollutant": [fact.pollutant for fact in found],
            "value": [fact.value for fact in found],
            "unit": [fact.unit for fact in found],
            "limit": [fact.limit for fact in found],
            "times": [fact.times for fact in found],
            "standard": [fact.standard for fact in found],
        }
        outlets = {each: self.column(f"{each}_outlet") for each in ("water", "air", "noise")}
        known = [medium.partition("-")[0] or "water" for medium in media]
        self._known["outlet"] = [outlets[medium][row] for row, medium in enumerate(known)]
        self._media = media

    def column(self, name: str) -> list[str]:
        """The words of all rows by the name that braces have."""
        if name not in self._known:
            self._known[name] = self._draw(name).take(vocabulary().words[name], self._count)
        return self._known[name]

    def filled(self, use: str) -> list[str]:
        """One of the templates for a use in each row."""
        return fill(self._draw(use).take(vocabulary().templates[use], self._count), self.column)

    @cached_property
    def _measurements(self) -> list[str]:
        names = ("pollutant", "value", "limit", "unit", "outlet", "times")
        texts = map("|".join, zip(*(self._known[name] for name in names), strict=True))
        return [text if medium else "" for text, medium in zip(texts, self._media, strict=True)]

    def columns(self) -> dict[str, list[str]]:
        """Everything by the names of `COLUMNS`, before some rows are repeated."""
        found = {**self._enterprise_columns(), **self._text_columns(), **self._date_columns()}
        found["source_title"] = self.filled("source")
        found["source_kind"] = ["synthetic"] * self._count
        return {name: found[name] for name in COLUMNS}

    def _enterprise_columns(self) -> dict[str, list[str]]:
        about, placed = self._about, self._kept("place", 0.85)
        return {
            "enterprise_name": self._names(),
            "uscc": self._codes(),
            "former_names": blanked(about.former, self._kept("former", 0.6)),
            "address": blanked(about.address, self._kept("address", 0.5)),
            "province": blanked([place.province for place in about.places], placed),
            "city": blanked([place.city for place in about.places], placed),
            "county": blanked([place.county for place in about.places], placed),
            "industry": blanked(about.industry, self._kept("industry", 0.6)),
            **dict(zip(("longitude", "latitude"), self._seats(), strict=True)),
        }

    def _seats(self) -> tuple[list[str], list[str]]:
        kept = self._kept("seat", 0.4)
        return blanked(self._about.longitude, kept), blanked(self._about.latitude, kept)

    def _names(self) -> list[str]:
        """Most as they are; some rows write brackets otherwise, a character twice, or the former name."""
        about = self._about
        words = self._draw("spelling").words(self._count)
        return [
            name if word < PLAIN else spelt(word, name, former)
            for name, former, word in zip(about.name, about.former, words, strict=True)
        ]

    def _codes(self) -> list[str]:
        words = self._draw("code").words(self._count)
        return [written(word, code) for code, word in zip(self._about.uscc, words, strict=True)]

    def _text_columns(self) -> dict[str, list[str]]:
        kinds, violations = self._kinds, self._violations
        fined = self.filled("fined")
        mild = self.filled("measure")
        stated = self._kept("violations", 0.3)
        telling = self._kept("measurements", 0.5)
        is_measured = [bool(kind.measured) or kept for kind, kept in zip(kinds, telling, strict=True)]
        return {
            "type": [kind.type for kind in kinds],
            "title": fill([kind.title for kind in kinds], self.column),
            "doc_no": self._doc_numbers(),
            "issuer": self.column("issuer"),
            "description": self._descriptions(),
            "laws": blanked(self.column("law"), self._kept("laws", 0.8)),
            "measure": [
                (one if kind.is_fined else other) if kind.doc else ""
                for kind, one, other in zip(kinds, fined, mild, strict=True)
            ],
            "fine_cny": blanked(self.column("fine"), (kind.is_fined for kind in kinds)),
            "violations": [
                each.category if each and kept else "" for each, kept in zip(violations, stated, strict=True)
            ],
            "measurements": blanked(self._measurements, is_measured),
            "quantities": self._quantities(),
            "details": fill([kind.details for kind in kinds], self.column),
        }

    def _descriptions(self) -> list[str]:
        """Violations stand in a frame, other texts by themselves."""
        frames, violations = vocabulary().frames, self._violations
        own = fill([v.text if v else kind.text for kind, v in zip(self._kinds, violations, strict=True)], self.column)
        before = self._draw("before").take(frames["before"], self._count)
        behind = self._draw("behind").take(frames["behind"], self._count)
        heads = fill([frame if v else None for frame, v in zip(before, violations, strict=True)], self.column)
        tails = fill([frame if v else None for frame, v in zip(behind, violations, strict=True)], self.column)
        return [f"{head}{text}{tail}" for head, text, tail in zip(heads, own, tails, strict=True)]

    def _quantities(self) -> list[str]:
        facts = self._draw("released").take(vocabulary().facts["water"], self._count)
        return [
            f"{fact.pollutant}|{fact.value}|t" if kind.type == "emissions" else ""
            for kind, fact in zip(self._kinds, facts, strict=True)
        ]

    def _doc_numbers(self) -> list[str]:
        kept = self._kept("doc_no", 0.92)
        parts = zip(self._kinds, self._about.places, self.column("year"), self.column("serial"), kept, strict=True)
        return [
            f"{place.sign}{kind.doc}〔{year}〕{serial}号" if kind.doc and is_kept else ""
            for kind, place, year, serial, is_kept in parts
        ]

    def _date_columns(self) -> dict[str, list[str]]:
        decides = [bool(kind.doc) for kind in self._kinds]
        return {
            "published_on": blanked(self.column("published_on"), self._kept("published_on", 0.97)),
            "decided_on": blanked(self.column("decided_on"), decides),
            "inspected_on": blanked(self.column("inspected_on"), map(and_, decides, self._kept("inspected", 0.4))),
            "year": self.column("year"),
        }
