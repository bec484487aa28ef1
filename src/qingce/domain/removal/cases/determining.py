"""What the rules say of a record of a case: by what people confirmed, and by what its papers prove or have yet to.

A special scenario of §2.1 beats the general on-site condition only where it is proven. Whether it is, only the review
of the papers can tell: until then the case asks for the papers of the scenario; where the review finds it not proven,
the rules are asked again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from qingce.domain.records.queries import RecordMatter
from qingce.domain.removal.determining import determine
from qingce.domain.removal.enums import TABLE, ConfirmationRow, OverrideRow, StatedViolation
from qingce.domain.removal.given import APPLIED_ON, given_facts, written
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import Decision, decide
from qingce.pure.rules.values import read_facts

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book

PERSON, NOT_APPLICABLE = "person", "not-applicable"
Claims = Mapping[str, bool | None]


@dataclass(frozen=True)
class Found:
    """What a record of a case comes to.

    Args: outcome: what counts; None: facts are missing. facts, lists, rows, claims: of each violation. claims: what its
        papers have to prove: True or False as the review has it, None as long as nobody judged.
    """

    outcome: str | None
    facts: tuple[dict[str, object], ...]
    lists: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    claims: tuple[Claims, ...]
    questions: tuple[str, ...]
    is_overridden: bool


def found_of(
    matter: RecordMatter,
    confirmation: ConfirmationRow,
    override: OverrideRow | None,
    *,
    book: Book,
    on: date,
    judged: Sequence[Claims] = (),
) -> Found:
    """Decides a record by its confirmed facts, with claims taken as proven as long as nobody judged them; no query.

    Args: judged: of each violation what the review found of its claims.
    """
    stated = [
        _with_claims(each, judged[number] if number < len(judged) else {}, matter, book=book, on=on)
        for number, each in enumerate(confirmation.violations)
    ]
    taken = replace(confirmation, violations=tuple(each for each, _ in stated))
    decided = determine(matter, taken, override, book=book, on=on)
    decisions = [each.decision for each in decided.violations]
    return Found(
        outcome=decided.outcome,
        facts=tuple(written(each.facts) for each in decided.violations),
        lists=tuple(each.requires for each in decisions),
        rows=tuple(tuple(row.id for row in each.rows if row.fires) for each in decisions),
        claims=tuple(claims for _, claims in stated),
        questions=tuple(each.question for each in decisions if each.question),
        is_overridden=bool(override and override.outcome),
    )


def _with_claims(
    stated: StatedViolation, judged: Claims, matter: RecordMatter, *, book: Book, on: date
) -> tuple[StatedViolation, Claims]:
    """A violation with each claim that its outcome or its papers hang on, and how each stands."""
    facts = dict(stated.facts)
    claims: dict[str, bool | None] = {}
    for name in claim_facts(book):
        if name in facts:
            continue
        if name in judged and judged[name] is not None:
            claims[name], facts[name] = judged[name], judged[name]
        elif _matters(replace(stated, facts=facts), name, matter, book=book, on=on):
            claims[name], facts[name] = None, True
    return StatedViolation(stated.text, facts), claims


def _matters(stated: StatedViolation, name: str, matter: RecordMatter, *, book: Book, on: date) -> bool:
    """Whether it makes a difference if a claim is proven."""
    both = [_decision(stated, {name: value}, matter, book=book, on=on) for value in (True, False)]
    return both[0].possible != both[1].possible or both[0].requires != both[1].requires


def _decision(
    stated: StatedViolation, more: Mapping[str, object], matter: RecordMatter, *, book: Book, on: date
) -> Decision:
    known = {name: value for name, value in {**stated.facts, **more}.items() if name in book.facts}
    facts = read_facts(book, known) | given_facts(book, matter, on=on)
    return decide(compile_table(book, TABLE, on=on), facts)


@cache
def claim_facts(book: Book) -> tuple[str, ...]:
    """The facts of the rulebook that only the papers of a case can prove, in its order."""
    return tuple(name for name, fact in book.facts.items() if fact.origin == "case" and fact.type == "yes-no")


def asked_facts(book: Book) -> frozenset[str]:
    """The facts that nobody is asked for while an application is prepared: the day, and what papers have to prove."""
    return frozenset({APPLIED_ON, *claim_facts(book)})
