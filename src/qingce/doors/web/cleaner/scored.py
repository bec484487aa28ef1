"""How the score of a government comes about, and what rosters say of grounds, in words of the page's language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from qingce.domain.cleaner_production.enums import UNLABELLED, Grounds
from qingce.domain.cleaner_production.queries import Score, ScoreRow, ScoreRule
from qingce.doors.web.templatetags.qingce_web import exact, is_chinese


@dataclass(frozen=True)
class ShownPart:
    """A row of the rule. Args: each: points for once. count, points: of a unit; empty where none is told of."""

    id: str
    title: str
    reason: str
    clause: str
    each: str
    count: str = ""
    points: str = ""


KINDS = (
    *(each for each in Grounds if each not in UNLABELLED),
    Grounds.NOT_LABELLED,
    Grounds.NO_ROSTER,
    Grounds.NOT_TOLD,
)


def kind_words() -> list[str]:
    """What each of `KINDS` is called."""
    return [str(each.label) for each in KINDS]


def shown_rule(rule: ScoreRule | None) -> list[ShownPart]:
    """The rows of the rule, whoever is scored."""
    return [_part(row) for row in rule.rows.values()] if rule else []


def shown_parts(score: Score | None) -> list[ShownPart]:
    """How often each row holds of a unit, and what it brings."""
    return [_part(each.row, str(each.count), exact(Decimal(each.points))) for each in score.parts] if score else []


def _part(row: ScoreRow, count: str = "", points: str = "") -> ShownPart:
    title, reason = (row.zh, row.reason_zh) if is_chinese() else (row.en, row.reason_en)
    return ShownPart(row.id, title, reason, row.clause, exact(Decimal(row.points)), count, points)
