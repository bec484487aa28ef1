"""What a rulebook may not say: each refusal names file, key and reason."""

from __future__ import annotations

import pytest

from qingce.pure.kernel.wording import sentence
from qingce.pure.rules.errors import InvalidRulebook
from qingce.pure.rules.loading import read_book
from tests.pure.rules.small import FILES, small_book, small_files

pytestmark = pytest.mark.requirement("POL-1")

ROW = 'row = [{ id = "praise", title = { zh = "表扬", en = "Praise" }, clause = "S 5 a", when = ["praised"] }]'
PRAISE = 'fact = "kind"\nis = "praise"\nclause = "S 3"'
PROVEN = 'fact = "is_proven"\nis = true\nclause = "S 3"'
FIXED = "value = [{ from = 2020-01-01, value = 10 }]"
GRAVE = 'any = ["often", "big-dump"]\nclause = "S 3"'
EXCESS = '{ id = "excess", title = { zh = "超标", en = "Excess" }, clause = "S 5 b", when = ["excess"] }'
VISIT = "table.removal.group.serious.row.excess."
PAPER = "table.removal.group.paper.row."
SMALL = 'when = ["dumping", "little", "seldom"]'
OURS = 'clause = "S 2"\nstatus = "ours"\n'


def row(**more: str) -> str:
    said = "".join(f", {key} = {value}" for key, value in more.items())
    return EXCESS.removesuffix(" }") + said + " }"


def values(*said: str) -> str:
    return f"value = [{', '.join(f'{{ {each} }}' for each in said)}]"


REFUSED = [
    # what is changed, key, cause
    ((PRAISE, 'fact = "kind"\nis = "praise"'), "condition.praised.clause", "missing"),
    ((PRAISE, PRAISE + '\nnote = "x"'), "condition.praised.note", "extra"),
    (('kind = "count"', 'kind = "number"'), "parameter.few.kind", "shape"),
    (("max = 1000\n", 'max = "1000"\n'), "fact.waste_t.max", "shape"),
    (("effective_on = 2020-01-01", 'effective_on = "2020-01-01"'), "effective_on", "shape"),
    (("effective_on = 2020-01-01", "effective_on = 2020-01-01T00:00:00"), "effective_on", "shape"),
    (("[fact.days]", "[fact.Days]"), "fact.Days", "shape"),
    ((PRAISE, 'fact = "color"\nis = "praise"\nclause = "S 3"'), "condition.praised", "unknown"),
    ((PRAISE, PRAISE.replace('"praise"', '"blame"')), "condition.praised.is", "unknown"),
    ((GRAVE, GRAVE.replace("often", "never")), "condition.grave", "unknown"),
    ((GRAVE, GRAVE.replace("often", "grave")), "condition.grave", "circle"),
    (('above = "few"', 'above = "many"'), "condition.often", "unknown"),
    (
        ('any_of = ["report", "letter"]', 'any_of = ["report", "note"]'),
        "requirement.fault-papers.item.one.any_of",
        "unknown",
    ),
    ((EXCESS, row(requires='"papers"')), VISIT + "requires", "unknown"),
    ((EXCESS, row(beats='["lost"]')), VISIT + "beats", "unknown"),
    ((EXCESS, row(beats='["excess"]')), VISIT + "beats", "beats"),
    ((EXCESS, row(beats='["fault"]')), VISIT + "beats", "beats"),
    ((EXCESS, row(beats_when='["proven"]')), VISIT + "beats_when", "beats-none"),
    (("yields = true", 'yields = true\nbeats = ["small"]'), PAPER + "old.beats", "beats"),
    (('outcome = "none"', 'outcome = "nothing"'), "table.removal.group.good.outcome", "unknown"),
    (('default = "person"', 'default = "nobody"'), "table.removal.default", "unknown"),
    (('"person", "papers", "none"]', '"person", "papers"]'), "table.removal.across", "across"),
    (('"papers", "none"]', '"papers", "papers"]'), "table.removal.across", "repeated"),
    ((ROW, ROW.replace(', when = ["praised"]', "")), "table.removal.group.good.row.praise.when", "bare"),
    ((PROVEN, PROVEN.replace("is = true", 'is = "yes"')), "condition.proven.is", "type"),
    ((PROVEN, PROVEN.replace("is = true", 'contains = "fault"')), "condition.proven.contains", "type"),
    ((PROVEN, PROVEN.replace("is = true", 'is = true\nnot = "praised"')), "condition.proven", "operator"),
    ((PROVEN, 'fact = "is_proven"\nclause = "S 3"'), "condition.proven", "operator"),
    ((PROVEN, 'is = true\nclause = "S 3"'), "condition.proven.fact", "operator-fact"),
    (('until = "applied_on"\n', ""), "condition.recent.until", "until"),
    (('until = "applied_on"', 'until = "days"'), "condition.recent.within", "no-date"),
    (('within = "three-years"', 'within = "few"'), "condition.recent.within", "no-term"),
    (('above = "few"', 'above = "limit-t"'), "condition.often.above", "unit"),
    ((f'clause = "S 2"\n{FIXED}', OURS + FIXED), "parameter.few.reason", "reason"),
    (
        (FIXED, values("from = 2020-01-01, value = 10", "from = 2020-01-01, value = 9")),
        "parameter.few.value.2020-01-01",
        "overlap",
    ),
    (
        (FIXED, values("from = 2020-01-01, until = 2021-01-01, value = 10", "from = 2021-01-01, value = 9")),
        "parameter.few.value.2021-01-01",
        "overlap",
    ),
    (
        (FIXED, values("from = 2020-01-01, until = 2019-01-01, value = 10")),
        "parameter.few.value.2020-01-01",
        "until-before",
    ),
    ((FIXED, values("from = 2021-01-01, value = 10")), "condition.often", "gap"),
    ((FIXED, values("from = 2020-01-01, until = 2021-01-01, value = 10")), "condition.often", "gap"),
    ((FIXED, "value = []"), "parameter.few.value", "shape"),
    (('when = ["excess"]', 'when = ["excess", "praised"]'), VISIT + "when", "never"),
    (('when = ["excess"]', 'when = ["excess", "old"]'), VISIT + "when", "never"),
    (
        (SMALL, 'when = ["dumping", "little", "much"]'),
        PAPER + "small.when",
        "never",
    ),
    (
        (SMALL, 'when = ["seldom", "little", "grave"]'),
        PAPER + "small.when",
        "never",
    ),
    (
        ('beats_when = ["proven"]', 'beats_when = ["praised"]'),
        PAPER + "fault.beats_when",
        "never-beats",
    ),
    (("min = 0\nmax = 1000", "min = 5\nmax = 1000"), PAPER + "small.when", "never"),
    (("min = 0\nmax = 1000", "min = 2000\nmax = 1000"), "fact.waste_t.min", "range"),
    (('beats_when = ["proven"]\n', ""), "condition.proven", "unused"),
    (('any_of = ["report", "letter"]', 'any_of = ["letter"]'), "document.report", "unused"),
]


@pytest.mark.parametrize(("change", "key", "cause"), REFUSED)
def test_a_wrong_book_is_refused_with_file_key_and_reason(change: tuple[str, str], key: str, cause: str) -> None:
    with pytest.raises(InvalidRulebook) as refused:
        small_book(change)
    said = refused.value.params
    assert (said["key"], said["cause"]) == (key, cause)
    assert said["file"] == ("book.toml" if key == "effective_on" else "rules.toml")
    assert refused.value.detail == f"{said['file']}: {key}: {said['why']}".replace(": : ", ": ")


@pytest.mark.parametrize(
    ("line", "inside", "cause"),
    [
        ("on = 2020-01-02\nuntil = 2020-01-01", "until", "until-before"),
        ('at = { stage = "first" }', "at.stage", "unknown"),
        ('at = { party = "enterprise" }', "at", "unknown"),
        ('requires = "papers"', "requires", "unknown"),
        ('status = "ours"', "reason", "reason"),
    ],
)
def test_a_wrong_line_of_a_list_is_refused(line: str, inside: str, cause: str) -> None:
    duties = """
[list.duties]
title = { zh = "义务", en = "Duties" }
kind = "duties"
clause = "S 6"
axis = { stage = [{ id = "last", title = { zh = "最后", en = "Last" } }] }

[[list.duties.item]]
id = "one"
title = { zh = "一", en = "One" }
clause = "S 6"
"""
    assert "duties" in small_book(duties=duties).lists
    with pytest.raises(InvalidRulebook) as refused:
        small_book(duties=duties + line)
    said = refused.value.params
    assert (said["file"], said["key"], said["cause"]) == ("duties.toml", f"list.duties.item.one.{inside}", cause)


def test_an_identifier_in_two_files_is_refused() -> None:
    more = FILES["rules.toml"][FILES["rules.toml"].index("[document.letter]") :].split("[requirement")[0]
    with pytest.raises(InvalidRulebook, match=r"rules.toml: document.letter: more.toml has it already"):
        small_book(more=more)


def test_a_row_that_is_always_beaten_is_refused() -> None:
    with pytest.raises(InvalidRulebook, match="whenever this row holds, fault holds and beats it"):
        small_book(
            ('beats = ["excess"]\nbeats_when = ["proven"]', 'beats = ["small"]'),
            (SMALL, 'when = ["dumping", "little", "seldom", "fault"]'),
            ("[condition.praised]", "[condition.praised]"),
        )


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "book.toml: every version needs this file"),
        ({"rules.txt": b""}, "rules.txt: a version holds .toml files"),
        ({"deep/rules.toml": b""}, "deep/rules.toml: a version holds .toml files"),
        ({"more.toml": b"\xff"}, "more.toml: byte 1 is not UTF-8"),
        ({"more.toml": b"x = "}, "more.toml: this is no TOML"),
        ({"more.toml": b"[rule.x]"}, "more.toml: rule: the format has no such key"),
        ({"cases/one.toml": b"[[case]]\nid = 'x'"}, r"cases/one.toml: case\[1\].title: this must be given"),
    ],
)
def test_files_that_are_none_of_a_version_are_refused(files: dict[str, bytes], message: str) -> None:
    whole = {**small_files(), **files} if files else {}
    with pytest.raises(InvalidRulebook, match=message):
        read_book(whole)


@pytest.mark.parametrize(("change", "key", "cause"), REFUSED)
def test_a_refusal_is_told_in_chinese_with_its_place(change: tuple[str, str], key: str, cause: str) -> None:
    with pytest.raises(InvalidRulebook) as refused:
        small_book(change)
    told = sentence(refused.value, "zh")
    assert key in told
    assert str(refused.value.params["why"]) not in told, cause
