"""Each of the 28 scenarios of IPE-2017 §2.1 in a case: from what people confirm to the list of papers asked for.

The rulebook's golden cases hold the rules against facts that they are given. Here a case is applied for, determined and
handed in; what it asks for is held against the source's table, which `scenarios.toml` labels by hand.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from qingce.domain.documents.enums import Audience
from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.models import Record
from qingce.domain.removal.actions import apply_for_removal, determine_case, prepare_case, submit_papers
from qingce.domain.removal.cases.enums import CaseParty, CasePath, CaseState
from qingce.domain.removal.cases.errors import CaseIncomplete
from qingce.domain.removal.cases.standing import standings_of
from tests.domain.disclosure.disclosing import NAME
from tests.domain.documents.keeping import CODES, Kept, kept, release_types
from tests.domain.removal.cases.applying import Applied, confirmed, declared, handed_in, reviewing
from tests.factories import AT, penalty, release_rules, take_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-1", "REM-2")]
LISTS = tomllib.loads(Path(__file__).with_name("scenarios.toml").read_text("utf-8"))["list"]
SCENARIOS: dict[str, dict[str, Any]] = {each["id"]: each for group in LISTS for each in group["scenario"]}


def lines_expected(group: Mapping[str, Any]) -> set[tuple[object, ...]]:
    """The lines of a cell: alternatives, and the time or the day that they have to be of."""
    return {
        (frozenset(each["papers"]), each.get("since"), each.get("until"), each.get("on")) for each in group["lines"]
    }


EXPECTED = {each["id"]: lines_expected(group) for group in LISTS for each in group["scenario"]}


def taken_in(own: Kept) -> dict[str, int]:
    """A record for each scenario."""
    rows = [
        penalty(**{"doc_no": f"样环罚〔2024〕{number}号", "title": name, **each.get("record", {})})
        for number, (name, each) in enumerate(SCENARIOS.items(), start=1)
    ]
    take_in(*rows)
    return dict(Record.objects.filter(enterprise=own.enterprise).values_list("title", "pk"))


def determined_all() -> tuple[Applied, dict[str, int]]:
    """One case for all of them, determined."""
    release_rules()
    release_types()
    own = kept(NAME)
    Enterprise.objects.filter(pk=own.enterprise).update(uscc=CODES[0])
    records = taken_in(own)
    case = prepare_case(own.actor, own.enterprise, [records[name] for name in SCENARIOS], at=AT)
    apply_for_removal(own.actor, case, declared(CaseParty.ENTERPRISE), at=AT)
    found = Applied(own, case, reviewing(), reviewing())
    for name, each in SCENARIOS.items():
        confirmed(records[name], {"exceedance_days": 0, **each["facts"]}, actor=found.reviewer)
    assert determine_case(found.reviewer, case, seen=found.version, at=AT) == CasePath.OFF_SITE
    return found, records


def test_source_has_28_scenarios_in_11_categories_with_17_lists() -> None:
    assert (len(SCENARIOS), len(LISTS)) == (28, 17)
    assert len({group["clause"].partition(" ")[0] for group in LISTS}) == 11


def test_each_scenario_asks_for_exactly_the_papers_of_its_list() -> None:
    found, records = determined_all()
    asked: dict[str, list[tuple[object, ...]]] = {name: [] for name in SCENARIOS}
    names = {number: name for name, number in records.items()}
    for each in standings_of(found.row):
        line = each.line
        asked[names[each.record]].append((frozenset(line.papers), line.since, line.until, line.on))
    assert {name: set(lines) for name, lines in asked.items()} == EXPECTED
    assert {name: len(lines) for name, lines in asked.items()} == {name: len(EXPECTED[name]) for name in SCENARIOS}
    rows = {names[row.record_id]: row.rows for row in found.row.records.all()}
    assert rows == {name: [[name]] for name in SCENARIOS}


def test_case_goes_on_only_with_a_paper_for_every_line() -> None:
    found, _records = determined_all()
    handed_in(found, audience=Audience.PUBLIC)
    paper = found.row.records.order_by("-place").first().papers.get()  # type: ignore[union-attr]
    document = paper.document_id
    paper.delete()
    with pytest.raises(CaseIncomplete, match="on the test"):
        submit_papers(found.own.actor, found.case, at=AT)
    paper.pk, paper.document_id = None, document
    paper.save()
    submit_papers(found.own.actor, found.case, at=AT)
    assert found.row.state == CaseState.SUBMITTED
