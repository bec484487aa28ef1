"""The kinds of pairs of `matching_pairs.py`: how each is made, how many there are, and why its label is true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from qingce.pure.kernel.divisions import children_of, locate, path_of
from qingce.pure.kernel.names import name_key, normalise_name
from tools.matching_made import Kind, Pair, Said, altered, are_other, are_same, body_of, form_of, said, shorter
from tools.matching_names import SITES, SLIPS, TRADES, invented_code, invented_street

if TYPE_CHECKING:
    from tools.matching_sources import Pools


def same_row(pools: Pools) -> Iterator[Pair]:
    for place, base in enumerate(pools.mixed()):
        address = (base.address, shorter(base), "")[place % 3]
        yield are_same(base, replace(said(base), address=address), "the same code and name", origin=base.origin)


def same_name(pools: Pools) -> Iterator[Pair]:
    for place, base in enumerate(pools.mixed()):
        address = (shorter(base), "")[place % 2]
        b = replace(said(base), uscc="", address=address)
        yield are_same(base, b, "the registered name, in the place where it is registered", origin=base.origin)


def same_name_no_place(pools: Pools) -> Iterator[Pair]:
    for base in pools.mixed():
        if base.place in base.name:
            yield are_same(base, Said(base.name), "the registered name, which tells its place", origin=base.origin)


def _spelt(name: str, pools: Pools) -> str:
    chance = pools.chance
    at = chance.randrange(1, len(name))
    wide = name.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)})
    split = [name[:at] + mark + name[at:] for mark in (" ", "\n")]
    ways = [*split, name + "　", f"“{name}”", wide.replace("（", "〔")]
    brackets = name.replace("（", "(").replace("）", ") ")
    return brackets if brackets != name else chance.choice([way for way in ways if way != name])


def spelling(pools: Pools) -> Iterator[Pair]:
    for place, base in enumerate(pools.mixed()):
        b = replace(said(base), name=_spelt(base.name, pools), uscc=(base.uscc, "")[place % 2])
        yield are_same(base, b, "width, brackets and spaces are no part of a name")


def unrelated(pools: Pools) -> Iterator[Pair]:
    real = pools.plain
    for place in range(0, len(real) - 1, 2):
        base, other = (real[place : place + 2], (pools.invented(), real[place]), (real[place], pools.invented()))[
            place // 2 % 3
        ]
        b = replace(said(other), uscc=("", other.uscc)[place % 2])
        yield are_other(base, b, other.is_, "two entries of a register", origin=base.origin)


def former_name(pools: Pools) -> Iterator[Pair]:
    for base in pools.renamed:
        for old in base.others:
            if old.startswith(base.name) or base.name.startswith(old):
                continue
            now = said(base)
            why = "the tables give both names to one polluter code"
            yield are_same(base, replace(now, name=old), why + "; the row has the code", origin="real")
            yield are_same(base, replace(now, name=old, uscc=""), why, a=replace(now, former=old), origin="real")
            yield are_same(base, replace(now, former=old, uscc=""), why, a=replace(now, name=old), origin="real")


def former_name_unsaid(pools: Pools) -> Iterator[Pair]:
    for base in reversed(pools.renamed):
        for old in base.others:
            b = replace(said(base), name=old, uscc="")
            yield are_same(base, b, "the tables give both names to one polluter code; nobody says so", origin="real")


def site_with_code(pools: Pools) -> Iterator[Pair]:
    for base in pools.sited:
        short, *others = sorted({base.name, *base.others}, key=lambda name: (len(name), name))
        for long in others:
            if name_key(long).startswith(name_key(short)) and name_key(long) != name_key(short):
                a, b = replace(said(base), name=short), replace(said(base), name=long)
                yield are_same(base, b, "a site named under the code of the whole", a=a, origin="real")


def branch(pools: Pools) -> Iterator[Pair]:
    for place, base in enumerate(pools.mixed()):
        name = f"{base.name}{('', '（')[place % 2]}{(site := pools.chance.choice(SITES))}{('', '）')[place % 2]}"
        code = invented_code(base.division, pools.chance) if place % 3 == 0 else ""
        b = Said(name, uscc=code, address=shorter(base) if place % 2 else "", division=base.division)
        yield are_other(base, b, f"{base.is_}:{site}", "a branch or works is a unit of its own")


def branches(pools: Pools) -> Iterator[Pair]:
    for base in pools.mixed():
        first, second = pools.chance.sample(SITES, 2)
        a = Said(base.name + first, division=base.division)
        b = Said(base.name + second, division=base.division)
        yield Pair(a, b, f"{base.is_}:{first}", f"{base.is_}:{second}", "two branches of one company", altered(base))


def traditional(pools: Pools) -> Iterator[Pair]:
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    for place, base in enumerate(pools.mixed()):
        name = convert(base.name)
        if name != base.name:
            b = Said(name, uscc=("", "", base.uscc)[place % 3], address=convert(shorter(base)), division=base.division)
            yield are_same(base, b, "the same name in traditional characters")


def masked(pools: Pools) -> Iterator[Pair]:
    for place, base in enumerate(pools.mixed()):
        at = 2 + place % 2
        body = base.name[:at] + ("**", "某某", "××", "某")[place % 4] + base.name[at + (2, 2, 2, 2)[place % 4] :]
        code = base.uscc[:6] + "********" + base.uscc[14:] if place % 3 == 0 else ""
        yield are_same(base, Said(body, code=code, division=base.division), "the same row with characters hidden")


def typo(pools: Pools, *, slip: str) -> Iterator[Pair]:
    for place, base in enumerate(pools.mixed()):
        at = pools.chance.randrange(0, max(len(body_of(base.name)) - 1, 1))
        name = SLIPS[slip](base.name, at, pools.chance)
        if name is None or name_key(name) == name_key(base.name):
            continue
        whole = replace(said(base), name=name)
        b = (whole, replace(whole, uscc=""), replace(whole, uscc="", address=""))[place % 3]
        yield are_same(base, b, "a slip of the pen in the name")


NEAR = ("一二", "东西", "南北", "新兴", "源远", "华宏", "金鑫", "天大")


def near_name(pools: Pools) -> Iterator[Pair]:
    for place, pair in enumerate(NEAR * 40):
        one, two = pair[0], pair[1]
        base = pools.invented()
        name = f"{base.place}{pools.chance.choice('宏华恒泰昌')}{one}{base.trade}有限公司"
        other = replace(base, name=name.replace(one, two, 1))
        code = invented_code(base.division, pools.chance)
        address = invented_street(pools.chance)
        a = Said(name, uscc=base.uscc, address=base.address, division=base.division)
        b = Said(other.name, uscc=(code, "")[place % 2], address=address, division=base.division)
        yield Pair(a, b, base.uscc, code, "two firms whose names differ in one character", "invented")


def near_name_real(pools: Pools) -> Iterator[Pair]:
    known = pools.plain
    for place, base in enumerate(known):
        for other in known[place + 1 :]:
            one, two = body_of(base.name), body_of(other.name)
            if one[:4] == two[:4] and "上海" in (one[:2], two[:2]):
                b = replace(said(other), uscc=("", other.uscc)[place % 2])
                yield are_other(base, b, other.is_, "two entries of a register with like names", origin="real")


def legal_form(pools: Pools) -> Iterator[Pair]:
    for place, base in enumerate(pools.mixed()):
        if not base.name.endswith("有限公司") or form_of(base.name) != "有限公司":
            continue
        form = ("有限责任公司", "有限责任公司", "股份有限公司")[place % 3]
        b = replace(said(base), name=body_of(base.name) + form, uscc="")
        if place % 4 == 1 and form == "有限责任公司":
            b = replace(b, address="")
        yield are_same(base, b, "the same company, its form written in full or changed")


def works_and_company(pools: Pools) -> Iterator[Pair]:
    for place in range(200):
        base = pools.invented()
        if "（" in base.name:
            continue
        code = invented_code(base.division, pools.chance)
        b = Said(f"{body_of(base.name)}厂", uscc=(code, "")[place % 2], address=invented_street(pools.chance))
        yield are_other(base, replace(b, division=base.division), code, "a works beside the company of the same name")


def region_word(pools: Pools) -> Iterator[Pair]:
    for place, base in enumerate(pools.mixed()):
        short = base.place
        if not base.name.startswith(short) or base.name.startswith(f"{short}市"):
            continue
        rest = body_of(base.name.removeprefix(short))
        ways = (f"{short}市{rest}有限公司", f"{rest}有限公司", f"{rest}（{short}）有限公司")
        b = replace(said(base), name=ways[place % 3], uscc="")
        if place % 2:
            b = replace(b, address="")
        if base.name.endswith("有限公司") and len(rest) > 3:  # noqa: PLR2004  # a name needs a brand and a trade
            yield are_same(base, b, "the same name, the place written otherwise or left out")


def two_cities(pools: Pools) -> Iterator[Pair]:
    for place, base in enumerate(pools.mixed()):
        if not base.name.startswith(base.place):
            continue
        elsewhere = pools.invented()
        if elsewhere.place == base.place:
            continue
        rest = base.name.removeprefix(base.place).removeprefix("市")
        name = (elsewhere.place + rest, f"{body_of(rest)}（{elsewhere.place}）有限公司")[place % 2]
        code = invented_code(elsewhere.division, pools.chance)
        b = Said(name, uscc=("", code)[place % 3 == 0], address=elsewhere.address, division=elsewhere.division)
        yield are_other(base, b, code, "one brand, a company in each of two cities")


def other_trade(pools: Pools) -> Iterator[Pair]:
    for place in range(400):
        base = pools.invented()
        if base.name.startswith(base.place):
            trade = pools.chance.choice([each for each in TRADES if each != base.trade])
            code = invented_code(base.division, pools.chance)
            name = base.name.replace(base.trade, trade)
            address = (base.address, invented_street(pools.chance))[place % 2]
            b = Said(name, uscc=("", code)[place % 3 == 0], address=address, division=base.division)
            yield are_other(base, b, code, "one brand, two trades, two companies")


def same_address(pools: Pools) -> Iterator[Pair]:
    for _ in range(200):
        base, other = pools.invented(), pools.invented()
        b = Said(base.place + other.brand + other.trade + "有限公司", address=base.address, division=base.division)
        yield are_other(base, b, other.uscc, "two firms in one building")


def same_address_real(pools: Pools) -> Iterator[Pair]:
    for place, base in enumerate(pools.plain):
        for other in pools.plain[place + 1 :]:
            if other.address == base.address and len(base.address) > 10:  # noqa: PLR2004  # more than a road
                b = replace(said(other), uscc="")
                yield are_other(base, b, other.is_, "two entries of a register at one address", origin="real")


def other_county(pools: Pools) -> Iterator[Pair]:
    for base in pools.mixed():
        path = path_of(base.division)
        parent = path.prefecture or path.province
        counties = [d.code for d in children_of(parent.code) if d.code != base.division and "市辖" not in d.name]
        if base.place in base.name:
            b = Said(base.name, division=pools.chance.choice(counties))
            yield are_same(base, b, "a company's name is registered once in a city; the row tells where it acted")


def kiln_elsewhere(pools: Pools) -> Iterator[Pair]:
    while True:
        base, other = pools.invented(company=False), pools.invented(company=False)
        name = base.brand + "砖瓦窑"
        a = Said(name, address=base.address, division=base.division)
        b = Said(name, address=other.address, division=other.division)
        if base.division != other.division:
            yield Pair(a, b, base.uscc, other.uscc, "a kiln's name tells it only within its county", "invented")


def code_other_name(pools: Pools) -> Iterator[Pair]:
    for place in range(100):
        base, other = pools.invented(), pools.invented()
        b = replace(said(other), uscc=base.uscc)
        if place % 2:
            yield are_same(base, replace(said(base), name=other.name), "renamed: the code stayed")
        else:
            yield are_other(base, b, other.uscc, "the code of another firm typed beside the name")


def codes_differ(pools: Pools) -> Iterator[Pair]:
    for base in pools.mixed():
        code = invented_code(base.division, pools.chance)
        b = replace(said(base), uscc=code, address=invented_street(pools.chance))
        yield are_other(base, b, code, "two valid codes are two enterprises")


def code_one_off(pools: Pools) -> Iterator[Pair]:
    for place, base in enumerate(pools.mixed()):
        at = pools.chance.randrange(8, 18)
        digit = pools.chance.choice([each for each in "0123456789" if each != base.uscc[at]])
        code = base.uscc[:at] + digit + base.uscc[at + 1 :]
        name = base.name
        if place % 3 == 2:  # noqa: PLR2004  # one in three
            spot = pools.chance.randrange(0, len(body_of(name)) - 1)
            name = SLIPS["typo-homophone"](name, spot, pools.chance) or name
        b = Said(name, code=code, address=shorter(base), division=base.division)
        yield are_same(base, b, "one digit of the code mistyped; its check digit tells")


def older_code(pools: Pools) -> Iterator[Pair]:
    for place, base in enumerate(pools.mixed()):
        code = (f"{base.uscc[8:16]}-{base.uscc[16]}", f"{base.uscc[2:8]}{pools.chance.randrange(10**9):09}")[place % 2]
        b = Said(base.name, code=code, division=base.division)
        yield are_same(base, b, "the same name, with a code of before 2015")


def latin(pools: Pools) -> Iterator[Pair]:
    from pypinyin import lazy_pinyin

    for base in pools.mixed():
        body = re.sub("[（）]", "", body_of(base.name))
        b = Said("".join(lazy_pinyin(body)).title() + " Co., Ltd.", division=base.division)
        yield are_same(base, b, "the same name in pinyin")


def decision_spelling(pools: Pools) -> Iterator[Pair]:
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    for row in pools.rows("penalty-decisions/decisions"):
        name = convert(row["enterprise_name"])
        if name != row["enterprise_name"]:
            path = locate(row["province"], row["city"], row["county"])
            a, b = Said(name, division=path.code if path else ""), Said(row["enterprise_name"])
            b = replace(b, division=a.division)
            yield Pair(a, b, name, name, "the same name in simplified characters", "real")


def decision_branch(pools: Pools) -> Iterator[Pair]:
    names = {row["enterprise_name"] for row in pools.rows("penalty-decisions/decisions")}
    for long in sorted(names):
        parts = normalise_name(long)
        if parts.branch and parts.legal_form:
            whole = parts.key.removesuffix(parts.branch)
            yield Pair(Said(whole), Said(long), whole, long, "a branch is a unit of its own", "real")
            for other in sorted(names - {long}):
                if other.startswith(whole) and other != whole:
                    yield Pair(Said(long), Said(other), long, other, "two branches of one company", "real")


def facility_list(pools: Pools) -> Iterator[Pair]:
    rows = pools.rows("osh-facility-matching/labelled_pairs")
    for row in sorted(rows, key=lambda row: (int(row["id_a"]) % 1000, row["id_b"])):  # matches and others mixed
        a, b = Said(row["name_a"], address=row["address_a"]), Said(row["name_b"], address=row["address_b"])
        is_match = row["label"] == "match"
        marks = (f"osh:{row['id_a']}", f"osh:{row['id_a' if is_match else 'id_b']}")
        yield Pair(a, b, *marks, "labelled by the people who keep the lists", "real")


KINDS = (
    Kind("same-row", 330, same_row),
    Kind("same-name", 330, same_name),
    Kind("same-name-no-place", 60, same_name_no_place),
    Kind("spelling", 130, spelling),
    Kind("unrelated", 330, unrelated),
    Kind("former-name", 75, former_name),
    Kind("former-name-unsaid", 15, former_name_unsaid),
    Kind("site-with-code", 50, site_with_code),
    Kind("branch", 70, branch),
    Kind("two-branches", 20, branches),
    Kind("traditional", 60, traditional),
    Kind("masked", 24, masked),
    *(Kind(slip, 16, partial(typo, slip=slip)) for slip in SLIPS),
    Kind("near-name", 24, near_name),
    Kind("near-name-real", 30, near_name_real),
    Kind("legal-form", 36, legal_form),
    Kind("works-and-company", 16, works_and_company),
    Kind("region-word", 54, region_word),
    Kind("two-cities", 50, two_cities),
    Kind("other-trade", 40, other_trade),
    Kind("same-address", 30, same_address),
    Kind("same-address-real", 4, same_address_real),
    Kind("other-county", 24, other_county),
    Kind("kiln-elsewhere", 16, kiln_elsewhere),
    Kind("code-other-name", 16, code_other_name),
    Kind("codes-differ", 24, codes_differ),
    Kind("code-one-off", 30, code_one_off),
    Kind("older-code", 12, older_code),
    Kind("latin", 12, latin),
    Kind("decision-spelling", 5, decision_spelling),
    Kind("decision-branch", 8, decision_branch),
    Kind("facility-list", 40, facility_list),
)
