"""`docs/rules/`: every rule of every rulebook, with its clause and what tests it; and the format as JSON Schema.

A page per book and language, of its newest version; `rulebook/schema/` holds the schema of each kind of file.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from qingce.pure.rules.book import Book, rows_of
from qingce.pure.rules.library import read_library
from qingce.pure.rules.operators import operand_of, operators_of
from qingce.pure.rules.packing import unpack
from qingce.pure.rules.schema import (
    BookHead,
    Cited,
    Condition,
    Golden,
    Item,
    ListItem,
    Part,
    RuleList,
    Sections,
    Table,
    Text,
)
from tools.steps import ROOT

RULEBOOK = ROOT / "rulebook"
TESTS = "tests/rulebook/test_golden.py"
SCHEMAS: dict[str, type[Part]] = {"book": BookHead, "sections": Sections, "cases": Golden}
SIGNS = {"at_least": "≥", "above": ">", "at_most": "≤", "below": "<"}
DRAFT = {"zh": "草案，未生效", "en": "draft, not in force"}
FORCE = {"zh": "现行", "en": "in force"}
ENDINGS = {"en": "", "zh": ".zh"}
ENGLISH_INDEX = (
    "# Rules",
    "[中文](README.zh.md)",
    "A page per rulebook, made by `make docs` from `rulebook/`: every rule, its clause, and the cases that try it.",
)
CHINESE_INDEX = (
    "# 规则",
    "[English](README.md)",
    "每本规则书一页，由 `make docs` 根据 `rulebook/` 生成：每条规则、它的条款和检验它的案例。",
)
JOINS = {"zh": "；", "en": "; "}


@dataclass(frozen=True)
class Writer:
    """Writes the page of one book in one language.

    Args: versions: all of the book, the oldest first. cases: from a golden case to its file in the version's folder.
    """

    versions: tuple[Book, ...]
    language: str
    cases: dict[str, str]

    @property
    def book(self) -> Book:
        """The newest version, which is told."""
        return self.versions[-1]

    def page(self) -> str:
        """The page in Markdown."""
        parts = [
            *self._head(),
            *self._tables(),
            *self._conditions(),
            *self._figures(),
            *self._requirements(),
            *self._documents(),
            *self._facts(),
            *self._lists(),
        ]
        return "\n\n".join(parts) + "\n"

    def _head(self) -> Iterator[str]:
        head = self.book.head
        other = {"zh": f"[English]({head.id}.md)", "en": f"[中文]({head.id}.zh.md)"}[self.language]
        yield f"# {self._text(head.title)}\n\n{other}"
        status = (DRAFT if head.status == "draft" else FORCE)[self.language]
        place = head.jurisdiction or self._say("全国", "the whole country")
        yield self._say(
            f"规则书 `{self.book.key}`；来源 {head.source}；{status}；适用范围 {place}；摘要 `{self.book.digest}`。"
            f"本页由 `make docs` 根据 [数据](../../rulebook/{self.book.key}/) 生成。",
            f"Rulebook `{self.book.key}`, from {head.source}, {status}, for {place}, digest `{self.book.digest}`. "
            f"Made by `make docs` from the [data](../../rulebook/{self.book.key}/).",
        )
        yield self._say(
            "标有“我们”的不是来源所写，而是我们的理解，并附理由。"
            f"每个案例、数值和条数都由 [{TESTS}](../../{TESTS}) 检验。",
            "What is marked “ours” is our reading, with its reason; the source does not say it. Every case, value and "
            f"count is tried by [{TESTS}](../../{TESTS}).",
        )
        yield self._table(
            ("版本 | 状态 | 改动", "version | status | what changed"),
            ([f"`{each.version}`", each.head.status, self._text(each.head.changes)] for each in self.versions),
        )

    def _tables(self) -> Iterator[str]:
        for name, table in self.book.tables.items():
            yield f"## {self._say('判定表', 'Decision table')}: {self._text(table.title)} (`{name}`)"
            yield self._cited(table)
            yield self._outcomes(table)
            yield self._table(
                (
                    "行 | 内容 | 结论 | 条件 | 材料 | 优先 | 条款 | 案例",
                    "row | what | outcome | conditions | documents | precedence | clause | cases",
                ),
                self._rows(name, table),
            )

    def _outcomes(self, table: Table) -> str:
        order = ", ".join(f"{self._text(each.title)} (`{each.id}`)" for each in table.outcome)
        across = ", ".join(f"`{each}`" for each in table.across)
        told = self._say(
            f"结论，强者在前：{order}。都不成立：`{table.default}`。",
            f"Outcomes, the strongest first: {order}. If none matches: `{table.default}`.",
        )
        more = self._say(f" 多项违规之间：{across}。", f" Between several violations: {across}.")
        return told + (more if across else "")

    def _rows(self, name: str, table: Table) -> Iterator[list[str]]:
        for group, row in rows_of(table):
            cases = [each.id for each in self.book.golden.case if each.table == name and row.id in each.rows]
            yield [
                f"`{row.id}`",
                f"{self._text(group.title)}: {self._text(row.title)}",
                f"`{group.outcome}`",
                self._names([*group.when, *row.when]),
                f"`{row.requires}`" if row.requires else "",
                self._precedence(row.beats, row.beats_when, yields=row.yields),
                self._clause(row),
                ", ".join(self._case(each) for each in cases),
            ]

    def _precedence(self, beats: Iterable[str], when: Iterable[str], *, yields: bool) -> str:
        if yields:
            return self._say("让位于同一结论的其他行", "gives way to every other row of its outcome")
        named, proviso = self._names(beats), self._names(when)
        if not named:
            return ""
        return self._say(f"胜过 {named}", f"beats {named}") + (
            self._say(f"，若 {proviso}", f", if {proviso}") if proviso else ""
        )

    def _conditions(self) -> Iterator[str]:
        if self.book.conditions:
            yield f"## {self._say('条件', 'Conditions')}"
            yield self._table(
                ("条件 | 内容 | 写法 | 条款", "condition | what | as data | clause"),
                (
                    [f"`{name}`", self._text(each.title), self._says(each), self._clause(each)]
                    for name, each in self.book.conditions.items()
                ),
            )

    def _says(self, condition: Condition) -> str:
        operator = operators_of(condition)[0]
        operand = operand_of(condition, operator)
        said = ", ".join(operand) if isinstance(operand, tuple) else str(operand).lower()
        sign = SIGNS.get(operator, operator.replace("_", " "))
        until = f" … {condition.until}" if condition.until else ""
        return f"`{condition.fact or ''} {sign} {said}{until}`".replace("` ", "`")

    def _figures(self) -> Iterator[str]:
        if self.book.parameters:
            yield f"## {self._say('数值', 'Figures')}"
            rows = []
            for name, each in self.book.parameters.items():
                values = JOINS[self.language].join(
                    f"{value.value} ({value.from_}{f' – {value.until}' if value.until else ' –'})"
                    for value in each.value
                )
                tried = ", ".join(str(value.on) for value in self.book.golden.value if value.parameter == name)
                rows.append([f"`{name}`", self._text(each.title), values, each.unit, self._clause(each), tried])
            yield self._table(
                ("数值 | 内容 | 值 | 单位 | 条款 | 检验日", "figure | what | value | unit | clause | tried on"), rows
            )

    def _requirements(self) -> Iterator[str]:
        for name, requirement in self.book.requirements.items():
            cases = [each.id for each in self.book.golden.case if name in each.requires]
            yield f"## {self._say('清单', 'List')}: {self._text(requirement.title)} (`{name}`)"
            tried = self._say("案例：", "Cases: ") + ", ".join(self._case(each) for each in cases) if cases else ""
            yield f"{self._cited(requirement)} {tried}".strip()
            yield self._table(
                ("项 | 内容 | 任一即可 | 期间 | 条款", "item | what | any of | window | clause"),
                (self._item(each) for each in requirement.item),
            )

    def _item(self, item: Item) -> list[str]:
        papers = ", ".join(self._text(self.book.documents[each].title) for each in item.any_of)
        window = item.window or " – ".join(item.between or ()) or item.of_day or ""
        return [f"`{item.id}`", self._text(item.title), papers, f"`{window}`" if window else "", self._clause(item)]

    def _documents(self) -> Iterator[str]:
        if self.book.documents:
            yield f"## {self._say('文件', 'Documents')}"
            yield self._table(
                ("文件 | 内容 | 由谁出具 | 公章 | 条款", "document | what | written by | seal | clause"),
                (
                    [
                        f"`{name}`",
                        self._text(each.title),
                        each.written_by,
                        "✓" if each.sealed else "",
                        self._clause(each),
                    ]
                    for name, each in self.book.documents.items()
                ),
            )

    def _facts(self) -> Iterator[str]:
        if self.book.facts:
            yield f"## {self._say('事实', 'Facts')}"
            yield self._table(
                ("事实 | 问法 | 类型 | 来自 | 条款", "fact | question | type | from | clause"),
                (
                    [
                        f"`{name}`",
                        self._text(each.question),
                        f"{each.type} {each.unit}".strip(),
                        each.origin,
                        self._clause(each),
                    ]
                    for name, each in self.book.facts.items()
                ),
            )

    def _lists(self) -> Iterator[str]:
        for name, rules in self.book.lists.items():
            yield f"## {self._text(rules.title)} (`{name}`)"
            count = next((each.is_ for each in self.book.golden.count if each.of == "list" and each.id == name), None)
            tried = "" if count is None else self._say(f"检验：{count} 条。", f"Tried: {count} lines.")
            yield f"{self._cited(rules)} {tried}".strip()
            yield self._table(
                ("项 | 内容 | 位置 | 分值 | 条款", "line | what | place | points | clause"),
                (self._line(rules, each) for each in rules.item),
            )

    def _line(self, rules: RuleList, line: ListItem) -> list[str]:
        titles = {(axis, each.id): self._text(each.title) for axis, values in rules.axis.items() for each in values}
        place = ", ".join(titles[axis, value] for axis, value in line.at.items())
        what = self._text(line.title) + (f" — {self._text(line.text)}" if line.text else "")
        standards = f" ({', '.join(line.standards)})" if line.standards else ""
        points = "" if line.points is None else str(line.points)
        return [f"`{line.id}`", what + standards, place, points, self._clause(line)]

    def _cited(self, part: Cited) -> str:
        return self._say("条款：", "Clause: ") + self._clause(part) + self._say("。", ".")

    def _clause(self, part: Cited) -> str:
        if part.status != "ours":
            return part.clause
        reason = self._text(part.reason).rstrip("。.")
        return part.clause + self._say(f"（我们：{reason}）", f" (ours: {reason})")

    def _case(self, name: str) -> str:
        return f"[{name}](../../rulebook/{self.cases[name]})"

    def _names(self, names: Iterable[str]) -> str:
        return ", ".join(f"`{each}`" for each in names)

    def _table(self, headings: tuple[str, str], rows: Iterable[list[str]]) -> str:
        heading = self._say(*headings)
        lines = [f"| {heading} |", f"|{' --- |' * (heading.count('|') + 1)}"]
        lines += ["| " + " | ".join(each.replace("|", "\\|").replace("\n", " ") for each in row) + " |" for row in rows]
        return "\n".join(lines)

    def _text(self, text: Text | None) -> str:
        return "" if text is None else self._say(text.zh, text.en)

    def _say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en


def pages() -> dict[str, str]:
    """Each page and schema by its path, as it should read."""
    library = read_library(RULEBOOK)
    made = {f"docs/rules/README{ending}.md": _index(library.books, language) for language, ending in ENDINGS.items()}
    for name, versions in library.books.items():
        cases = _files_of_cases(versions)
        for language, ending in ENDINGS.items():
            made[f"docs/rules/{name}{ending}.md"] = Writer(versions, language, cases).page()
    return made | {f"rulebook/schema/{name}.schema.json": _schema(model) for name, model in SCHEMAS.items()}


def _index(books: Mapping[str, tuple[Book, ...]], language: str) -> str:
    zh = language == "zh"
    lines = []
    for name, versions in books.items():
        head = versions[-1].head
        status = (DRAFT if head.status == "draft" else FORCE)[language]
        title = head.title.zh if zh else head.title.en
        lines.append(f"- [{title}]({name}{ENDINGS[language]}.md) (`{versions[-1].key}`, {head.source}, {status})")
    parts = CHINESE_INDEX if zh else ENGLISH_INDEX
    return "\n\n".join([*parts, "\n".join(lines)]) + "\n"


def _files_of_cases(versions: tuple[Book, ...]) -> dict[str, str]:
    """Golden cases of the newest version by their files, in the folder of the version that holds them."""
    found = {}
    for name, content in unpack(versions[-1].packed).items():
        if name.startswith("cases/"):
            holders = [each for each in versions if (RULEBOOK / each.key / name).is_file()]
            for case in tomllib.loads(content.decode()).get("case", []):
                found[case["id"]] = f"{holders[-1].key}/{name}"
    return found


def _schema(model: type[Part]) -> str:
    said = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema(by_alias=True)}
    return json.dumps(said, ensure_ascii=False, indent=2, default=str) + "\n"
