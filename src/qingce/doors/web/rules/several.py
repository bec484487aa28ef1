"""Several violations of one case: what each comes to, and what they come to together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qingce.doors.web.rules.table_words import table_words
from qingce.doors.web.rules.tried import OF_THE_CASE
from qingce.doors.web.rules.words import listed, value_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qingce.doors.web.rules.answers import Answers
    from qingce.doors.web.rules.tried import Tried


@dataclass(frozen=True)
class ShownViolation:
    """A violation in one line; `address`: the form without it; empty: it is the one that is asked about."""

    number: int
    summary: str
    outcome: str
    address: str


@dataclass(frozen=True)
class Several:
    """The violations of a case, and their outcome together."""

    violations: tuple[ShownViolation, ...]
    outcome: str


def shown_violations(tried: Tried) -> Several:
    """The violations of the case that is tried, in the reader's language."""
    outcomes = table_words(tried.book, tried.table.name, on=tried.on).outcomes
    addresses = [*tried.without_earlier, ""]
    return Several(
        violations=tuple(
            ShownViolation(number, _summary(tried, answers), _outcome(outcomes, decision.possible), leaving)
            for number, ((answers, decision), leaving) in enumerate(
                zip(tried.violations, addresses, strict=True), start=1
            )
        ),
        outcome=_outcome(outcomes, tried.case.possible),
    )


def _outcome(outcomes: Mapping[str, str], possible: Sequence[str]) -> str:
    if len(possible) == 1:
        return outcomes[possible[0]]
    return _("not decided yet; possible: %(outcomes)s") % {"outcomes": listed(outcomes[each] for each in possible)}


def _summary(tried: Tried, answers: Answers) -> str:
    """What tells a violation from the others: the facts that they do not share."""
    facts = tried.book.facts
    own = (
        value_words(facts[name], value)
        for name, value in answers.facts.items()
        if facts[name].origin not in OF_THE_CASE and facts[name].type != "yes-no"
    )
    return listed(own) or "—"
