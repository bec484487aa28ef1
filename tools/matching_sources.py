"""The enterprises that `matching_pairs.py` makes pairs of: real ones with their real other names, and invented ones."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle
from pathlib import Path
from random import Random
from typing import TypeAlias

from qingce.pure.kernel.divisions import children_of, get_division, locate, path_of
from qingce.pure.kernel.names import name_key, normalise_name
from qingce.pure.kernel.uscc import is_uscc
from tools.matching_names import TRADES, invented_brand, invented_code, invented_street, words

Row: TypeAlias = dict[str, str]
LICENCES = (
    "licence_construction_project",
    "licence_hazardous_waste",
    "licence_other",
    "licence_pollutant_discharge",
    "outlets",
)
CITIES = words(
    "320500 320200 330100 330400 330600 370200 370700 410300 410700 420100 430600 440600 441800 450200 500000 "
    "510700 520300 610400 130200 210300 220100 340200 350200 360100 110000 120000"
)


@dataclass(frozen=True)
class Base:
    """An enterprise to make pairs of.

    Args: site: the word that tells a site of it, from the source; others: other names the sources have for it.
    """

    name: str
    uscc: str
    address: str
    division: str
    origin: str
    place: str = "上海"
    brand: str = ""
    trade: str = ""
    others: tuple[str, ...] = ()

    @property
    def is_(self) -> str:
        """What tells it from all others."""
        return self.uscc or f"{self.name}@{self.division}"


def brand_of(name: str) -> str:
    """Roughly: the two characters after the place, for keeping relatives on one side of the split."""
    core = re.sub(r"\(.*?\)", "", normalise_name(name).core)
    for word in ("中国", "上海市", "上海", *(get_division(city).name.removesuffix("市") for city in CITIES)):
        if core.startswith(word) and len(core) > len(word) + 1:
            core = core.removeprefix(word).removeprefix("市")
            break
    return core[:2]


class Pools:
    """What pairs are made of; each real enterprise is handed out once per kind of use."""

    def __init__(self, folder: Path, chance: Random) -> None:
        self.folder = folder
        self.chance = chance

    def rows(self, name: str) -> list[Row]:
        """The rows of one raw file."""
        with (self.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]

    @cached_property
    def _named(self) -> list[Base]:
        """Every enterprise of the Shanghai list with the other names its licences and outlets bear."""
        others: defaultdict[str, list[str]] = defaultdict(list)
        units = self.rows("shanghai-env-disclosure-2020/enterprises")
        for unit in units:
            others[unit["污染源编码"]] += [unit["单位名称"], unit["污染源名称"]]
        for table in LICENCES:
            for row in self.rows(f"shanghai-env-disclosure-2020/{table}"):
                others[row["stWrybh"]].append(row["stQymc"])
        return [self._real(unit, others[unit["污染源编码"]]) for unit in units]

    def _real(self, unit: Row, names: list[str]) -> Base:
        path = locate("上海市", unit["行政区划"]) or path_of("310000")
        code = unit["注册号/统一社会信用代码"]
        keys = {name_key(unit["单位名称"])}
        other = [n for n in dict.fromkeys(names) if n and not n[:3].isdigit() and name_key(n) not in keys]
        address = unit["生产地址"]
        name = unit["单位名称"]
        uscc = code if is_uscc(code) else ""
        return Base(name, uscc, address, path.code, "real", brand=brand_of(name), others=tuple(other))

    @cached_property
    def renamed(self) -> list[Base]:
        """Real enterprises whose other name is no longer or shorter form of the same one."""
        return [b for b in self._named if b.uscc and any(not _is_site(b.name, o) for o in b.others)]

    @cached_property
    def sited(self) -> list[Base]:
        """Real enterprises that stand in some table with a site behind their name."""
        return [b for b in self._named if b.uscc and any(_is_site(b.name, o) for o in b.others)]

    @cached_property
    def plain(self) -> list[Base]:
        """Real companies with a code of their own and one name."""
        count: defaultdict[str, int] = defaultdict(int)
        for each in self._named:
            count[each.uscc] += 1
        found = [b for b in self._named if b.uscc and count[b.uscc] == 1 and not b.others]
        found = [b for b in found if not normalise_name(b.name).branch and normalise_name(b.name).legal_form]
        self.chance.shuffle(found)
        return found

    def invented(self, *, company: bool = True) -> Base:
        """An enterprise that does not exist, in a city outside Shanghai."""
        chance = self.chance
        city = get_division(chance.choice(CITIES))
        county = chance.choice([d for d in children_of(city.code) if not d.name.startswith("市辖")])
        brand, trade = invented_brand(chance), chance.choice(TRADES)
        short = city.name.removesuffix("市")
        form = "有限公司" if company else "厂"
        shapes = (
            f"{short}{brand}{trade}{form}",
            f"{city.name}{brand}{trade}{form}",
            f"{brand}{trade}（{short}）{form}",
        )
        name = chance.choices(shapes, weights=(6, 3, 1 if company else 0))[0]
        if not company:
            name = f"{county.name}{brand}{trade}{form}"
        address = f"{city.name}{county.name}{invented_street(chance)}"
        code = invented_code(county.code, chance)
        return Base(name, code, address, county.code, "invented", short, brand, trade)

    def mixed(self) -> Iterator[Base]:
        """Real and invented companies in turn, without end; the real ones from a place of their own for each kind."""
        at = self.chance.randrange(len(self.plain))
        for real in cycle((*self.plain[at:], *self.plain[:at])):
            yield real
            yield self.invented()


def _is_site(name: str, other: str) -> bool:
    """Whether one name is the other with something behind it."""
    short, long = sorted((name_key(name), name_key(other)), key=len)
    return long.startswith(short)
