"""A changed limit, an added row and a new version are made by editing data alone (POL-1, POL-3)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import decide
from qingce.pure.rules.errors import InvalidRulebook
from qingce.pure.rules.library import Library, read_library
from qingce.pure.rules.values import read_facts
from tests.rulebook.books import ROOT
from tests.rulebook.later import FIVE_TONNES, lay_later, row_added

pytestmark = pytest.mark.requirement("POL-1")

BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 1)
KNOWN = {"record_type": "supervision", "published_on": "2026-03-01", "applied_on": "2027-01-15", "exceedance_days": 0}

ADDED = """
[fact.is_light_disturbing]
title = { zh = "灯光扰民", en = "Light that disturbs residents" }
question = { zh = "灯光是否扰民？", en = "Does light disturb residents?" }
type = "yes-no"
origin = "asked"
clause = "IPE-2017 §2.1 噪声"

[condition.light-disturbing]
title = { zh = "灯光扰民", en = "Light that disturbs residents" }
fact = "is_light_disturbing"
is = true
clause = "IPE-2017 §2.1 噪声"
"""
ROW = """
[[table.removal.group.row]]
id = "light-disturbance"
title = { zh = "灯光扰民", en = "Light that disturbs residents" }
when = ["light-disturbing"]
requires = "noise"
clause = "IPE-2017 §2.1 噪声"
"""


@pytest.fixture
def rulebook(tmp_path: Path) -> Path:
    """The book of removal with a second version: only what changes stands in its folder."""
    return lay_later(tmp_path, FIVE_TONNES, row_added(ROW), added={"added.toml": ADDED})


def test_changed_limit_decides_from_its_day_on(rulebook: Path) -> None:
    library = read_library(rulebook)
    four_tonnes = {"matters": ["waste-illegal-disposal"], "waste_t": 4}
    assert _outcome(library, BEFORE, four_tonnes) == ("on-site", ())
    assert _outcome(library, AFTER, {**four_tonnes, "is_light_disturbing": False}) == ("person", ())


def test_added_row_counts_from_its_day_on(rulebook: Path) -> None:
    library = read_library(rulebook)
    assert _outcome(library, AFTER, {"matters": [], "is_light_disturbing": True}) == ("off-site", ("noise",))
    assert "is_light_disturbing" not in library.at("removal", on=BEFORE).facts


def test_new_version_takes_over_what_it_does_not_change(rulebook: Path) -> None:
    library = read_library(rulebook)
    old, new = library.versions("removal")
    assert (old.key, new.key) == ("removal/2017-06-01", "removal/2027-01-01")
    assert new.requirements == old.requirements
    assert old.digest != new.digest


def test_case_of_before_finds_its_version(rulebook: Path) -> None:
    alone = read_library(ROOT).version("removal/2017-06-01")
    assert read_library(rulebook).version("removal/2017-06-01").digest == alone.digest


def test_version_without_a_clause_is_refused_with_file_and_key(rulebook: Path) -> None:
    place = rulebook / "removal/2027-01-01/added.toml"
    place.write_text(ADDED.replace('clause = "IPE-2017 §2.1 噪声"\n', "", 1), encoding="utf-8")
    with pytest.raises(InvalidRulebook) as refused:
        read_library(rulebook)
    assert refused.value.params["file"] == "removal/2027-01-01/added.toml"
    assert refused.value.params["key"] == "fact.is_light_disturbing.clause"


def _outcome(library: Library, on: date, facts: dict[str, object]) -> tuple[str | None, tuple[str, ...]]:
    book = library.at("removal", on=on)
    decision = decide(compile_table(book, on=on), read_facts(book, {**KNOWN, **facts}))
    return decision.outcome, decision.requires
