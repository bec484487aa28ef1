"""What an address tries: a table of a version on a day, its answers, and further violations of the same case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from qingce.doors.web.rules.answers import Answers, Pair, address, read_answers
from qingce.doors.web.rules.versions import Version, version_named, version_on
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.rules.compiling import CompiledTable, compile_table
from qingce.pure.rules.deciding import CaseDecision, Decision, combine, decide

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qingce.pure.rules.book import Book

ALL, VIOLATION = "all", "violation"
OWN = ("on", "version", "table")
BESIDE = frozenset({*OWN, ALL, VIOLATION})  # what stands in the address beside the answers
MOST_VIOLATIONS = 20
OF_THE_CASE = ("record", "case")  # origins of facts that the violations of one case mostly share


class DayWrong(InvalidValue):
    """The day on which the rules are tried is no date."""

    code = "rules-day-wrong"


@dataclass(frozen=True)
class Tried:
    """What is tried.

    Args: own: pairs of the address that say which table of which version on which day. earlier: violations that were
        put aside, each as an address of its own.
    """

    path: str
    version: Version
    table: CompiledTable
    on: date
    own: tuple[Pair, ...]
    answers: Answers
    earlier: tuple[str, ...]
    is_all: bool

    @property
    def book(self) -> Book:
        """The version's book."""
        return self.version.book

    @cached_property
    def decision(self) -> Decision:
        """What the rules say of the violation that is asked about."""
        return self._decided(self.answers)

    @cached_property
    def violations(self) -> list[tuple[Answers, Decision]]:
        """The violations that were put aside, then the one that is asked about."""
        read = [read_answers(self.book, self.table.facts, QueryDict(each)) for each in self.earlier]
        return [*((each, self._decided(each)) for each in read), (self.answers, self.decision)]

    @cached_property
    def case(self) -> CaseDecision:
        """All violations together."""
        return combine(self.table, [decision for _answers, decision in self.violations])

    def _decided(self, answers: Answers) -> Decision:
        return decide(self.table, answers.facts, unasked=answers.unknown)

    @property
    def kept(self) -> list[Pair]:
        """What every address of this form takes along: table, version, day, violations put aside."""
        return [*self.own, *((VIOLATION, each) for each in self.earlier)]

    def address(self, answers: Iterable[Pair], *, is_all: bool = False) -> str:
        """The form with these answers."""
        return address(self.path, [*self.kept, *([(ALL, "1")] if is_all else []), *answers])

    @property
    def without_earlier(self) -> list[str]:
        """For each violation that was put aside the form without it."""
        pairs = self.answers.pairs()
        return [
            address(self.path, [*self.own, *((VIOLATION, each) for each in self._but(place)), *pairs])
            for place in range(len(self.earlier))
        ]

    def _but(self, place: int) -> tuple[str, ...]:
        return self.earlier[:place] + self.earlier[place + 1 :]

    @property
    def further(self) -> str:
        """The form for a further violation, what it shares with this one filled in; empty: there can be none."""
        if not self.table.table.across or not self.answers.facts or len(self.earlier) >= MOST_VIOLATIONS:
            return ""
        shared = [pair for pair in self.answers.pairs() if self.book.facts[pair[0]].origin in OF_THE_CASE]
        put_aside = address("", self.answers.pairs()).removeprefix("?")
        return address(self.path, [*self.kept, (VIOLATION, put_aside), *shared])


def read_tried(path: str, book: str, query: QueryDict) -> Tried:
    """What an address tries.

    Raises: NoSuchRulebook; DayWrong.
    """
    day, named, table = (str(query.get(name, "")) for name in OWN)
    today = timezone.localdate()
    on = _day(day) if day else None
    version = version_on(book, on) if on and not named else version_named(book, named, today=today)[0]
    on = on or version.day_near(today)
    compiled = compile_table(version.book, table or next(iter(version.book.tables), ""), on=on)
    return Tried(
        path=path,
        version=version,
        table=compiled,
        on=on,
        own=tuple((name, text) for name, text in zip(OWN, (day, named, table), strict=True) if text),
        answers=read_answers(version.book, compiled.facts, query),
        earlier=tuple(query.getlist(VIOLATION))[:MOST_VIOLATIONS],
        is_all=ALL in query,
    )


def _day(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise DayWrong(f"“{text[:40]}” is no day; write it as 2026-11-20.", text=text[:40])
    return found
