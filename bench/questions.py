"""What is asked over HTTP: five classes of questions about synthetic records, different ones, the same each time."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

FACETS = ("type", "year", "issuer")
CLASSES = {
    "a": "a word of two characters",
    "b": "a full company name",
    "c": "a common phrase",
    "d": "filters only",
    "e": "a phrase with filters",
}
WORDS = [
    "印染", "化工", "造纸", "电镀", "水泥", "纺织", "食品", "制药", "钢铁", "建材", "塑料", "橡胶", "氨氮",
    "总磷", "总氮", "废水", "废气", "粉尘", "暗管", "渗坑", "噪声", "木业", "家具", "养殖", "屠宰", "铸造",
    "陶瓷", "玻璃", "煤业", "焦化", "酸洗", "焊接", "打磨", "破碎", "炉渣", "污泥", "台账", "停产", "限产",
    "辐射",
]  # fmt: skip
PHRASES = [
    "危险废物", "排污许可证", "超标排放", "防渗漏", "无组织排放", "自动监测", "密闭空间", "化学需氧量",
    "大气污染物", "水污染物", "监督性监测", "限期改正", "停产整治", "责令改正", "生产废水", "重污染天气",
    "露天堆放", "贮存场所", "主体工程", "擅自开工", "规定安装", "排放标准", "扬尘污染", "现场检查",
    "管理台账", "识别标志", "竣工验收", "执行报告", "自行监测", "许可排放", "未经验收", "投入生产",
    "环境违法", "总排放口", "排放浓度",
]  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A text and the filters that must hold, each with one value."""

    text: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def ours(self) -> str:
        """Path of our JSON."""
        return f"/en/search/results.json?{self._query(facets=','.join(FACETS), size='20')}"

    @property
    def page(self) -> str:
        """Path of the result page, as a reader asks for it."""
        return f"/search/?{self._query()}"

    def _query(self, **more: str) -> str:
        text = f'"{self.text}"' if self.text else ""
        return urlencode({"q": text, "order": "newest", **more, **self.filters})


def questions(database: sqlite3.Connection, kind: str, count: int) -> list[Question]:
    """So many different questions of a class, each with an answer.

    Args: database: the peer's table, from which names and filters are taken.
    """
    return _MAKERS[kind](database, count, random.Random(kind))  # noqa: S311  # the same each time, not a secret


def _of_texts(texts: list[str]) -> Callable[[sqlite3.Connection, int, random.Random], list[Question]]:
    def made(_database: sqlite3.Connection, count: int, chance: random.Random) -> list[Question]:
        return [Question(text) for text in chance.sample(texts, min(count, len(texts)))]

    return made


def _names(database: sqlite3.Connection, count: int, chance: random.Random) -> list[Question]:
    rows = _rows(database, "enterprise", 4 * count, chance)
    return [Question(name) for name in list(dict.fromkeys(name for (name,) in rows))[:count]]


def _filters(database: sqlite3.Connection, count: int, chance: random.Random) -> list[Question]:
    """Type and year, type and issuer, year and issuer, in turn; each of a row that is there."""
    found: dict[tuple[tuple[str, str], ...], Question] = {}
    for place, row in enumerate(_rows(database, "type, year, issuer", 8 * count, chance)):
        said = list(zip(FACETS, row, strict=True))
        said.pop(place % len(FACETS))
        if all(value for _, value in said):
            found.setdefault(tuple(said), Question(filters=dict(said)))
    return list(found.values())[:count]


def _both(database: sqlite3.Connection, count: int, chance: random.Random) -> list[Question]:
    filters = _filters(database, count, chance)
    return [Question(chance.choice(PHRASES), each.filters) for each in filters]


def _rows(database: sqlite3.Connection, columns: str, count: int, chance: random.Random) -> list[tuple[str, ...]]:
    (last,) = database.execute("SELECT MAX(id) FROM records").fetchone()
    asked = f"SELECT {columns} FROM records WHERE id >= ? ORDER BY id LIMIT 1"  # noqa: S608  # names of ours
    return [database.execute(asked, (chance.randint(1, last),)).fetchone() for _ in range(count)]


_MAKERS: Mapping[str, Callable[[sqlite3.Connection, int, random.Random], list[Question]]] = {
    "a": _of_texts(WORDS),
    "b": _names,
    "c": _of_texts(PHRASES),
    "d": _filters,
    "e": _both,
}


def mixed(database: sqlite3.Connection, count: int) -> list[Question]:
    """Questions of all classes, as many of each, in no order."""
    found = [each for kind in CLASSES for each in questions(database, kind, count)]
    random.Random(0).shuffle(found)  # noqa: S311  # the same each time, not a secret
    return found
