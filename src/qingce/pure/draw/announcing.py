"""What is announced before a draw: the pool, who is excluded, how many are drawn, from which random values.

All of it is frozen before the values can be known. The same checks hold when a draw is frozen and when somebody else
runs it again from its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from qingce.pure.draw.errors import (
    CountMissing,
    DrawTextWrong,
    DrawTooLarge,
    ExclusionWrong,
    NotPublicNumber,
    PoolWrong,
    SourceWrong,
)

KIND = "draw"
LARGEST_POOL = 65_535
MOST_SOURCES, MOST_NUMBERS, MOST_DECIMALS, HIGHEST = 5, 10, 6, 10**12
LONGEST = {"purpose": 300, "occasion": 100, "what": 200, "where": 300}
REASONS = ("employer", "past-project", "declared-tie", "other")
_NUMBER = re.compile(r"(?=[A-Z-]*[0-9])[A-Z0-9][A-Z0-9-]{0,19}")
_TELEPHONE = re.compile(r"1[3-9][0-9]{9}")
_RESIDENT = re.compile(r"[1-8][0-9]{16}[0-9X]")
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Source:
    """A public source of random numbers, named before it speaks.

    Args: what: such as a lottery and its number. where: it is published. due_at: when at the earliest, aware.
        numbers: how many it gives. decimals: digits behind the point of each. lowest, highest: of each.
    """

    what: str
    where: str
    due_at: datetime
    numbers: int
    decimals: int = 0
    lowest: int = 0
    highest: int = HIGHEST

    def says(self) -> dict[str, Any]:
        """As it is frozen."""
        return {
            "what": self.what,
            "where": self.where,
            "due": moment_text(self.due_at),
            "numbers": self.numbers,
            "decimals": self.decimals,
            "lowest": self.lowest,
            "highest": self.highest,
        }


@dataclass(frozen=True)
class Exclusion:
    """Somebody of the pool who cannot be drawn; `reason`: one of `REASONS`."""

    number: str
    reason: str


@dataclass(frozen=True)
class Announced:
    """A draw as it is frozen.

    Args: number: of the draw. occasion: what is drawn for, once. area: whose draw it is. pool: public numbers, in the
        order that is frozen. after: number of the draw that was voided before this one; 0: none.
    """

    number: int
    purpose: str
    occasion: str
    area: str
    pool: tuple[str, ...]
    exclusions: tuple[Exclusion, ...]
    count: int
    sources: tuple[Source, ...]
    after: int = 0

    @property
    def eligible(self) -> list[str]:
        """Who can be drawn, in the order of the pool."""
        excluded = {each.number for each in self.exclusions}
        return [number for number in self.pool if number not in excluded]

    @property
    def first_due_at(self) -> datetime:
        """From when on a value could be known: by then the draw must be frozen."""
        return min(each.due_at for each in self.sources)

    @property
    def due_at(self) -> datetime:
        """From when on all values can be known."""
        return max(each.due_at for each in self.sources)

    def says(self) -> dict[str, Any]:
        """As it is frozen: the ledger holds the hash of the canonical JSON of this."""
        return {
            "kind": KIND,
            "number": self.number,
            "purpose": self.purpose,
            "occasion": self.occasion,
            "area": self.area,
            "pool": list(self.pool),
            "exclusions": [{"number": each.number, "reason": each.reason} for each in self.exclusions],
            "count": self.count,
            "sources": [each.says() for each in self.sources],
            "after": self.after,
        }


def check_announced(announced: Announced) -> None:
    """Whether a draw can be held as it is announced.

    Raises: DrawTextWrong; PoolWrong; NotPublicNumber; ExclusionWrong; CountMissing; DrawTooLarge; SourceWrong.
    """
    check_text("purpose", announced.purpose)
    check_text("occasion", announced.occasion)
    check_pool(announced.pool)
    check_exclusions(announced.exclusions, announced.pool)
    check_count(announced.count, len(announced.eligible))
    check_sources(announced.sources)


def check_text(field: str, text: str) -> None:
    """Whether an announced text is there, and not too long.

    Raises: DrawTextWrong.
    """
    if not text.strip() or len(text) > LONGEST[field] or not text.isprintable():
        longest = LONGEST[field]
        raise DrawTextWrong(
            f"Say it in one line of 1 to {longest} characters (now {len(text)}).",
            field=field, longest=longest, length=len(text),
        )  # fmt: skip


def check_pool(pool: Sequence[str]) -> None:
    """Whether a pool has 1 to 65,535 public numbers, none twice, and nothing that tells who somebody is.

    Raises: PoolWrong; NotPublicNumber.
    """
    if not pool:
        raise PoolWrong("The pool is empty; give one public number a line.", cause="empty")
    if len(pool) > LARGEST_POOL:
        raise PoolWrong(
            f"The pool has {len(pool)} entries; an index counts to {LARGEST_POOL}. Split the draw.",
            cause="large", size=len(pool), most=LARGEST_POOL,
        )  # fmt: skip
    for place, text in enumerate(pool, start=1):
        check_public_number(text, place)
    if twice := _first_twice(pool):
        raise PoolWrong(f"{twice} stands in the pool twice; leave it once.", cause="twice", number=twice)


def check_public_number(text: str, place: int) -> None:
    """Whether this may stand in a public list for somebody.

    Args: place: in the list, from 1.
    Raises: NotPublicNumber.
    """
    if _NUMBER.fullmatch(text) and not _TELEPHONE.fullmatch(text) and not _is_resident_number(text):
        return
    raise NotPublicNumber(
        f"Entry {place}, “{text[:20]}”, is no public number: at most 20 capital letters, digits and hyphens with at "
        "least one digit; no name, no number of an identity card, no telephone number.",
        place=place, text=text[:20],
    )  # fmt: skip


def check_exclusions(exclusions: Sequence[Exclusion], pool: Sequence[str]) -> None:
    """Whether each of them is in the pool, excluded once, for a reason that there is.

    Raises: ExclusionWrong.
    """
    known = set(pool)
    for each in exclusions:
        if each.number not in known:
            raise ExclusionWrong(f"{each.number[:20]} is not in the pool.", cause="unknown", number=each.number[:20])
        if each.reason not in REASONS:
            raise ExclusionWrong(
                f"Give a reason for {each.number}: one of {', '.join(REASONS)}.", cause="reason", number=each.number
            )
    if twice := _first_twice([each.number for each in exclusions]):
        raise ExclusionWrong(f"{twice} is excluded twice.", cause="twice", number=twice)


def check_count(count: int, eligible: int) -> None:
    """Whether so many can be drawn.

    Raises: CountMissing; DrawTooLarge.
    """
    if count < 1:
        raise CountMissing("Say how many are to be drawn: at least one.")
    if count > eligible:
        raise DrawTooLarge(f"{count} cannot be chosen from a pool of {eligible}.", count=count, size=eligible)


def check_sources(sources: Sequence[Source]) -> None:
    """Whether the sources can give a value.

    Raises: SourceWrong; DrawTextWrong.
    """
    if not 1 <= len(sources) <= MOST_SOURCES:
        raise SourceWrong(f"Name one to {MOST_SOURCES} public sources of random numbers.", cause="count")
    for each in sources:
        check_text("what", each.what)
        check_text("where", each.where)
        fits = 1 <= each.numbers <= MOST_NUMBERS and 0 <= each.decimals <= MOST_DECIMALS
        if not fits or not 0 <= each.lowest < each.highest <= HIGHEST:
            raise SourceWrong(
                f"“{each.what}”: 1 to {MOST_NUMBERS} numbers with at most {MOST_DECIMALS} decimals, the lowest below "
                "the highest.",
                cause="form", what=each.what, numbers=MOST_NUMBERS, decimals=MOST_DECIMALS,
            )  # fmt: skip


def moment_text(at: datetime) -> str:
    """A moment as it is frozen: UTC, whole seconds."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _first_twice(texts: Iterable[str]) -> str:
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            return text
        seen.add(text)
    return ""


def _is_resident_number(text: str) -> bool:
    """A number of a resident's identity card, by its check digit. Source: GB 11643-1999."""
    if not _RESIDENT.fullmatch(text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _RESIDENT_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == text[-1]
