"""What can be wrong with confirming facts, and with deciding otherwise."""

from __future__ import annotations

from qingce.domain.removal.audits.errors import DutyOfAnother
from qingce.domain.removal.cases.errors import AbsenceWrong
from qingce.pure.kernel.errors import InvalidValue, QingceError

__all__ = [
    "AbsenceWrong",
    "ConfirmedMeanwhile",
    "DutyOfAnother",
    "NothingConfirmed",
    "UnknownOutcome",
    "WordsNotInRecord",
]


class ConfirmedMeanwhile(QingceError):
    """Somebody else confirmed the facts of this record, or decided on it, since the page was opened."""

    code = "confirmed-meanwhile"


class NothingConfirmed(InvalidValue):
    """No violation was sent."""

    code = "nothing-confirmed"


class WordsNotInRecord(InvalidValue):
    """What is given as the words of a violation does not stand in the record."""

    code = "words-not-in-record"


class UnknownOutcome(InvalidValue):
    """The rulebook has no such outcome."""

    code = "unknown-outcome"


class SameAsRules(InvalidValue):
    """The rules, or the last decision in their place, already say this."""

    code = "same-as-rules"


class NoOverride(InvalidValue):
    """Nobody decided in place of the rules."""

    code = "no-override"


class OverrideReasonMissing(InvalidValue):
    """Who decides otherwise than the rules says why."""

    code = "override-reason-missing"
