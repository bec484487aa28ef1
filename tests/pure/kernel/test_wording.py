"""Every error of the house has a sentence in Chinese, filled with what the error is raised with."""

from __future__ import annotations

import ast
import pkgutil
import re
import string
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import qingce
from qingce.pure.kernel.errors import InvalidValue, QingceError
from qingce.pure.kernel.tables import read_table
from qingce.pure.kernel.wording import TABLE, sentence, sentence_of, short

SOURCE = Path(qingce.__file__).parent
KEPT_WITHOUT_CLASS = {"job-broke"}  # what a job keeps of an error that no class tells
HALF_WIDTH_AFTER_CHINESE = re.compile(r"[\u4e00-\u9fff][,;:?!]")

Rows = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Site:
    """One place that makes an error: the parameters it gives (None: passed on, not to be seen), and its causes."""

    params: frozenset[str] | None
    causes: frozenset[str] = frozenset()


@cache
def rows() -> Rows:
    return {row["code"]: row for row in read_table(TABLE)}


@cache
def classes() -> tuple[type[QingceError], ...]:
    for module in pkgutil.walk_packages([str(SOURCE)], "qingce."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    found = dict.fromkeys(below(QingceError))  # once, though it may be a kind of two others
    return tuple(each for each in found if each.__module__.startswith("qingce."))


def below(error: type[QingceError]) -> list[type[QingceError]]:
    return [error, *(each for child in error.__subclasses__() for each in below(child))]


def sites_in(tree: ast.AST) -> dict[str, list[Site]]:
    """Calls by the name called; `super().__init__(...)` counts as a call of the class around it."""
    found: dict[str, list[Site]] = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            own = [call for call in ast.walk(node) if isinstance(call, ast.Call) and is_super_init(call)]
            found[f"{node.name}.__init__"] += map(site, own)
        if isinstance(node, ast.Call):
            found[ast.unparse(node.func).rpartition(".")[2]].append(site(node))
    return found


def is_super_init(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "super().__init__"


def site(call: ast.Call) -> Site:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    cause = given.get("cause")
    return Site(None if None in given else frozenset(filter(None, given)), causes_in(cause))


def causes_in(cause: ast.expr | None) -> frozenset[str]:
    """The causes that can be read off: a text, or one of two by a condition."""
    choices = (cause.body, cause.orelse) if isinstance(cause, ast.IfExp) else (cause,)
    return frozenset(str(each.value) for each in choices if isinstance(each, ast.Constant))


@cache
def sites() -> dict[str, list[Site]]:
    found: dict[str, list[Site]] = defaultdict(list)
    for path in SOURCE.rglob("*.py"):
        for name, made in sites_in(ast.parse(path.read_text(encoding="utf-8"))).items():
            found[name] += made
    return found


def made_at(error: type[QingceError], known: dict[str, list[Site]]) -> list[Site]:
    """Where an error is made: in its own constructor, else by name; else where its parent is (chosen at run time)."""
    own = known.get(f"{error.__name__}.__init__") or known.get(error.__name__)
    if own or error.__bases__[0] is Exception or "code" not in vars(error):
        return own or []
    return made_at(error.__bases__[0], known) if error.__bases__[0].__name__.startswith("Invalid") else []


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def complaints(code: str, made: list[Site], table: Rows) -> list[str]:
    """What a reader would miss of an error: its sentence, a cause of it, or something to fill it with."""
    of_code = {key: row for key, row in table.items() if key.partition("/")[0] == code}
    if not of_code:
        return [f"{code} has no sentence"]
    causes = {cause for each in made for cause in each.causes}
    wrong = [f"{code}/{cause} has no sentence" for cause in causes if f"{code}/{cause}" not in of_code]
    for key, row in of_code.items():
        cause = key.partition("/")[2]
        for each in made:
            if each.params is not None and (cause in each.causes if cause else not each.causes):
                lacking = sorted(placeholders(row["sentence"]) - each.params)
                wrong += [f"{key} names {name}, which the error is not raised with" for name in lacking]
    return wrong


def test_every_error_has_a_sentence_that_can_be_filled() -> None:
    assert len(classes()) > 60
    assert [wrong for each in classes() for wrong in complaints(each.code, made_at(each, sites()), rows())] == []


@pytest.mark.parametrize(
    ("code", "raised", "wrong"),
    [
        ("gone", 'Gone("It is gone.", name=name)', "gone has no sentence"),
        ("lost", 'Gone("It is lost.", place=place)', "lost names name, which the error is not raised with"),
        ("lost", 'Gone("It is lost.")', "lost names name, which the error is not raised with"),
        ("torn", 'Gone("It is torn.", cause="wind")', "torn/wind has no sentence"),
        ("torn", 'Gone("It is torn.", cause="age" if old else "wind", years=3)', "torn/wind has no sentence"),
    ],
)
def test_missing_sentence_cause_or_parameter_is_found(code: str, raised: str, wrong: str) -> None:
    table = {
        "lost": {"sentence": "{name} 不见了。"},
        "torn/age": {"sentence": "已用 {years} 年，破了。"},
    }
    assert complaints(code, sites_in(ast.parse(raised))["Gone"], table) == [wrong]


def test_no_two_errors_share_a_code() -> None:
    codes = [each.code for each in classes()]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []


def test_table_has_no_sentence_that_nothing_tells() -> None:
    assert {key.partition("/")[0] for key in rows()} - {each.code for each in classes()} == KEPT_WITHOUT_CLASS


def test_no_row_stands_twice() -> None:
    assert len(read_table(TABLE)) == len(rows())


@pytest.mark.parametrize("row", read_table(TABLE), ids=lambda row: row["code"])
def test_sentence_is_written_as_chinese_is(row: dict[str, str]) -> None:
    assert row["sentence"].endswith("。")
    assert re.search(r"[\u4e00-\u9fff]{3}", row["sentence"])
    assert not HALF_WIDTH_AFTER_CHINESE.search(row["sentence"] + row["short"])
    assert not row["short"].endswith("。")


def test_every_error_of_a_value_has_short_words() -> None:
    codes = {each.code for each in classes() if issubclass(each, InvalidValue)}
    shown = {code for code in codes if short(code, "zh") == code.replace("-", " ")}
    assert shown == set()
    assert short("uscc-check-digit", "zh") == "统一社会信用代码校验码不对"
    assert short("uscc-check-digit", "en") == "uscc check digit"


class Lost(QingceError):
    code = "file-empty"


def test_sentence_is_in_the_language_asked_for() -> None:
    error = Lost("a.csv has\nno row.", file="a.csv")
    assert sentence(error, "zh") == "a.csv 的表头之下没有数据行；请确认选对了文件。"
    assert sentence(error, "en") == "a.csv has no row."


def test_sentence_without_row_or_parameter_is_english() -> None:
    assert sentence(Lost("Nothing\nto fill it with."), "zh") == "Nothing to fill it with."
    assert sentence_of("no-such-code", {}, "zh", otherwise="Said so.") == "Said so."


def test_cause_chooses_the_sentence() -> None:
    told = [
        sentence_of("json-line", {"cause": cause, "position": 3}, "zh", otherwise="") for cause in ("json", "object")
    ]
    assert told == [
        "这一行不是完整的 JSON（第 3 个字符处出错）；请每行写一个 JSON 对象。",
        '这一行不是 JSON 对象；请写成 {"列名": "值"} 的形式。',
    ]


def test_braces_in_a_value_are_not_filled() -> None:
    assert sentence_of("date-unreadable", {"text": "{x}"}, "zh", otherwise="").startswith("“{x}”不是日期")
