"""Where enterprises lie: every county of today, with the words that names, addresses and numbers take from it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from qingce.domain.records.synthetic.vocabulary import rows_of
from qingce.pure.kernel.divisions import Division, children_of, get_division
from qingce.pure.kernel.tables import read_table

_ENDINGS = "市区县"
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A county, or a prefecture without counties.

    Args: names: eight beginnings of names, some more than once. longitude, latitude: degrees, rough.
    """

    province_code: str
    province: str
    city: str
    county: str
    area: str
    whole: str
    names: tuple[str, ...]
    issuer: str
    sign: str
    longitude: float
    latitude: float


@cache
def places() -> tuple[Place, ...]:
    """All places, those of one province not together: the first ones have more enterprises."""
    found = [place for row in rows_of("provinces.csv") for place in _of_province(row)]
    random.Random(len(found)).shuffle(found)  # noqa: S311  # the same each time, not a secret  # nosec B311
    return tuple(found)


def _of_province(row: dict[str, str]) -> Iterator[Place]:
    province = get_division(f"{row['code']}0000")
    for city in children_of(province.code):
        counties = children_of(city.code)
        if counties:
            yield from (_place(row, province, city, county) for county in counties)
        elif city.code.endswith("00"):
            yield _place(row, province, city, None)
        else:  # of a municipality, or directly under its province
            yield _place(row, province, None, city)


def _place(row: dict[str, str], province: Division, city: Division | None, county: Division | None) -> Place:
    upper = city.name if city else province.name
    lower = county.name if county else upper
    area = upper if upper == lower else upper + lower
    code = (county or city or province).code
    short, brief = _short(upper), _short(lower)
    near = int(code[2:4]) / 50 - 1, int(code[4:]) / 50 - 1  # spread within the province, the same for each place
    return Place(
        row["code"], province.name, city.name if city else "", county.name if county else "",
        area,
        province.name + (city.name if city else "") + (county.name if county else ""),
        (short, short, short, brief, upper, _province_words()[province.code], lower, area),
        f"{upper if city or not county else area}生态环境局",
        row["sign"] + brief[0],
        float(row["longitude"]) + near[0], float(row["latitude"]) + near[1],
    )  # fmt: skip


@cache
def _province_words() -> dict[str, str]:
    return {row["code"]: row["short"] for row in read_table("division_provinces.csv")}


def _short(name: str) -> str:
    """绍兴 of 绍兴市; names of two characters stay whole."""
    return name[:-1] if len(name) >= _SHORTEST and name[-1] in _ENDINGS else name
