"""A decision as JSON: everything that was decided, in both languages, and nothing that JSON cannot hold."""

from __future__ import annotations

import json

import pytest

from qingce.pure.rules.deciding import decide
from qingce.pure.rules.telling import decision_value
from qingce.pure.rules.values import read_facts
from tests.pure.rules.small import DAY, small_table

pytestmark = pytest.mark.requirement("POL-2")
TABLE = small_table()
RECENT = {"kind": "order", "published_on": "2025-01-01", "applied_on": "2026-01-01"}


def told(**facts: object) -> dict[str, object]:
    known = read_facts(TABLE.book, facts)
    return json.loads(json.dumps(decision_value(TABLE, decide(TABLE, known), known, on=DAY)))  # type: ignore[no-any-return]


def test_decision_tells_version_facts_outcome_and_documents() -> None:
    value = told(**RECENT, matters=["fault", "dumping"], waste_t="2.5", days=10)
    assert (value["rulebook"], value["version"], value["digest"]) == ("small", "2020-01-01", TABLE.book.digest)
    assert value["facts"] == {**RECENT, "matters": ["fault", "dumping"], "waste_t": "2.5", "days": 10}
    assert (value["outcome"], value["is_complete"], value["question"]) == ("papers", True, None)
    assert [each["id"] for each in value["decided_by"]] == ["fault", "small"]  # type: ignore[attr-defined]
    assert [each["id"] for each in value["documents"]] == ["fault-papers"]  # type: ignore[attr-defined]


def test_every_row_says_what_stopped_it_and_the_question_its_choices() -> None:
    value = told(kind="order")
    rows = {each["id"]: each for each in value["rows"]}  # type: ignore[attr-defined]
    assert list(rows) == [row.row.id for row in TABLE.rows]
    assert all(each["stopped_by"] for each in rows.values() if not each["holds"])
    assert (value["outcome"], value["outcome_title"]) == (None, None)
    assert value["question"]["fact"] == "matters"  # type: ignore[index]
    assert value["question"]["choices"][0] == {"id": "fault", "title": {"zh": "故障", "en": "Fault"}}  # type: ignore[index]
