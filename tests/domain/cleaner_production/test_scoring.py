"""The score of a government: each row of the rule brings its points, and no rule is no score (CPA-3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qingce.domain.cleaner_production.enums import Grounds, ListKind, ListState
from qingce.domain.cleaner_production.reading import Matrix
from qingce.domain.cleaner_production.scoring import (
    GROUNDS_NAMED,
    IDS,
    ScoreRule,
    score_rule,
    score_units,
    score_years,
)
from qingce.domain.cleaner_production.survey import Cell, printed_grounds, printed_states, printed_voluntary
from tests.factories import release_rules

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-3")]
UNIT, DAY = "320000", date(2026, 11, 21)
ROSTER, RESULTS = ListKind.ROSTER, ListKind.RESULTS


@pytest.fixture
def rule() -> ScoreRule:
    release_rules("cleaner-production")
    found = score_rule(on=DAY)
    assert found is not None
    return found


def matrix(*cells: tuple[ListKind, ListState], grounds: Grounds = Grounds.NOT_LABELLED) -> Matrix:
    states = {Cell(UNIT, 2020 + year, kind): state for year, (kind, state) in enumerate(cells)}
    return Matrix(states, {}, {(cell.unit, cell.year): grounds for cell in states if cell.list == ROSTER})


@pytest.mark.parametrize(
    ("kind", "state", "row", "percent"),
    [
        (ROSTER, ListState.PUBLISHED, "score-roster-published", 100),
        (ROSTER, ListState.IN_PART, "score-roster-in-part", 100),
        (ROSTER, ListState.LEFT_TO_PREFECTURES, "score-roster-left", 0),
        (ROSTER, ListState.LEFT_TO_DIVISIONS, "score-roster-left", 0),
        (ROSTER, ListState.NOT_PUBLISHED, "", 0),
        (RESULTS, ListState.PUBLISHED, "score-results-published", 100),
        (RESULTS, ListState.IN_PART, "score-results-in-part", 100),
        (RESULTS, ListState.LEFT_TO_PREFECTURES, "score-results-left", 0),
        (RESULTS, ListState.LEFT_TO_DIVISIONS, "score-results-left", 0),
        (RESULTS, ListState.NOT_PUBLISHED, "", 0),
    ],
)  # fmt: skip
def test_each_state_of_a_list_has_its_row(
    rule: ScoreRule, kind: ListKind, state: ListState, row: str, percent: int
) -> None:
    score = score_units(matrix((kind, state)), rule)[UNIT]
    assert [each.row.id for each in score.parts if each.count] == ([row] if row else [])
    assert (score.percent, score.most) == (percent, 1)


def test_grounds_count_for_published_rosters_as_much_as_the_rule_says(rule: ScoreRule) -> None:
    cells = matrix((ROSTER, ListState.PUBLISHED), (ROSTER, ListState.NOT_PUBLISHED), grounds=Grounds.ENERGY)
    assert score_units(cells, rule)[UNIT].percent == 50
    named = replace(rule.rows[GROUNDS_NAMED], points=1)
    other = replace(rule, rows={**rule.rows, GROUNDS_NAMED: named})
    score = score_units(cells, other)[UNIT]
    assert ({each.row.id: each.count for each in score.parts}[GROUNDS_NAMED], score.points, score.most) == (1, 2, 4)


def test_printed_survey_scores_as_the_share_of_lists_published(rule: ScoreRule) -> None:
    whole = Matrix(printed_states(), printed_voluntary(), printed_grounds())
    own = score_units(whole, rule)
    assert [own[unit].percent for unit in ("110000", "540000", "440000", "370000")] == [100, 0, 0, 60]
    assert (own["370000"].published, own["370000"].left, own["370000"].due) == (6, 4, 10)
    assert all(each.percent == 100 * each.published // each.due for each in own.values())
    yearly = score_years(whole, rule)
    assert (len(yearly), yearly["370000", 2021].percent) == (32 * 5, 50)


def test_without_a_released_rule_there_is_no_score() -> None:
    assert score_rule(on=DAY) is None
    score = score_units(matrix((ROSTER, ListState.PUBLISHED)), None)[UNIT]
    assert (score.percent, score.parts, score.published, score.due) == (None, (), 1, 1)


def test_every_row_of_the_rule_is_one_of_the_book_with_a_reason_of_ours(rule: ScoreRule) -> None:
    assert tuple(rule.rows) == IDS
    assert all(each.reason_zh and each.reason_en and each.clause.startswith("CP ") for each in rule.rows.values())
