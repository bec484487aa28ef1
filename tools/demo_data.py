"""Builds the files of demo/ from a folder of raw data: `python tools/demo_data.py FOLDER`.

FOLDER holds `shanghai-env-disclosure-2020/` and `penalty-decisions/`. The files in the repository are its result; it
is run again only when they are to change. What it keeps, joins and leaves out is told in demo/README.md.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import TypeAlias

from qingce.pure.kernel.uscc import is_uscc

Row: TypeAlias = dict[str, str]

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "demo"
NOT_PUBLISHED = "企业未公示"
NOTHING = frozenset({"", "无", "／", "/", "-", "0", "不涉及", "无（所有有害物质废弃物均收集后回用或委外处理）"})
ENTERPRISE_COLUMNS = (
    "enterprise_name",
    "uscc",
    "address",
    "county",
    "industry",
    "longitude",
    "latitude",
    "listed",
)
STAGES = {
    "建设项目环境影响评价": "approval",
    "建设项目竣工验收": "acceptance",
    "竣工环保验收": "acceptance",
    "竣工及调试期": "follow-up",
    "建设期": "follow-up",
    "建设前": "follow-up",
}


class Raw:
    """The raw tables of one folder, read when asked for, and what was left out, counted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.left_out: Counter[str] = Counter()

    def rows(self, name: str) -> list[Row]:
        """The rows of one raw file, cells trimmed."""
        with (self.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def write(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    """Writes rows as CSV; columns that hold nothing anywhere are left out."""
    used = [name for name in columns if any(row.get(name) for row in rows)]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, used, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.relative_to(ROOT)}: {len(rows)} rows, {path.stat().st_size:,} bytes")


def one_name(name: str) -> str:
    """An enterprise name for comparing: half width, without spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def listed(pairs: list[tuple[str, str]]) -> str:
    """Details as `name=value; …`, empty ones left out."""
    return "; ".join(f"{name}={_plain(value)}" for name, value in pairs if value)


def _plain(text: str) -> str:
    """Text without the signs that separate parts of a cell."""
    return text.translate(str.maketrans(";；|=\n", "，，／＝ "))


def enterprise(row: Row) -> Row:
    """Canonical columns of one key polluting unit; a code with a wrong check digit is left out."""
    name, site = row["单位名称"], row["污染源名称"]
    code = row["注册号/统一社会信用代码"]
    industry = next((row[key] for key in ("所属小类", "行业大类") if row[key] not in {"", "其他"}), "")
    county = row["行政区划"]
    return {
        "enterprise_name": name,
        "uscc": code if is_uscc(code) else "",
        "address": row["生产地址"],
        "county": county if county.endswith("区") and county[:2] != "上海" else "",
        "industry": industry,
        "longitude": row["地理坐标(经度)"],
        "latitude": row["地理坐标(纬度)"],
        "listed": row["是否属上市公司"],
        "site": site,
    }


def key_units(raw: Raw) -> list[Row]:
    """One row per key polluting unit."""
    return [enterprise(row) | _key_unit(row) for row in raw.rows("enterprises")]


def _key_unit(row: Row) -> Row:
    media = row["污染源类别"].replace(",", "、")
    said = [
        ("生产情况简介", row["生产情况简介"]),
        ("经营范围", row["经营范围"]),
        ("生产周期", "" if row["生产周期"] == "天/年 时/天" else row["生产周期"]),
        ("是否停产", row["是否停产"] if row["是否停产"] == "是" else ""),
    ]
    return {
        "title": f"重点排污单位({media}):{row['污染源名称']}" if media else f"重点排污单位:{row['污染源名称']}",
        "description": "\n".join(f"{label}:{text}" for label, text in said if text),
        "details": listed(
            [
                ("media", media),
                ("list_name", "上海市重点排污单位"),
                ("list_year", "2020"),
                ("monitored_as", row["污染源名称"]),
            ]
        ),
    }


def eia(raw: Raw) -> list[Row]:
    """Approvals and acceptances that key units published, and the follow-up of projects."""
    units = raw.rows("enterprises")
    by_code = {row["污染源编码"]: enterprise(row) for row in units}
    by_name = {one_name(row[key]): enterprise(row) for key in ("污染源名称", "单位名称") for row in units}
    return [*_licences(raw, by_code), *_followed_up(raw, by_name)]


def _licences(raw: Raw, by_code: dict[str, Row]) -> list[Row]:
    rows = []
    for row in raw.rows("licence_construction_project"):
        stage = STAGES.get(row["stType"])
        if stage is None or row["stWrybh"] not in by_code:
            raw.left_out["eia: no stage"] += 1
            continue
        number = row["stYkzbh"] if re.search(r"\d.*\D.*\d", row["stYkzbh"]) else ""
        rows.append(
            by_code[row["stWrybh"]]
            | {
                "title": f"{row['stXmmc']}({row['stType']})",
                "doc_no": "" if row["stPwh"] in NOTHING else row["stPwh"],
                "decided_on": row["stFzrq"],
                "details": listed([("stage", stage), ("project_no", number)]),
            }
        )
    return rows


def _followed_up(raw: Raw, by_name: dict[str, Row]) -> list[Row]:
    index = {row["project_id"]: row for row in raw.rows("eia_followup_index")}
    rows = []
    for row in raw.rows("eia_followup_projects"):
        entry = index[row["project_id"]]
        area = entry["area"] if entry["area"].endswith("区") and entry["area"][:2] != "上海" else ""
        own: Row = {"enterprise_name": row["建设单位"], "county": area}
        known = by_name.get(one_name(row["建设单位"]))
        raw.left_out["eia: builder is no key unit (kept under its own name)"] += known is None
        number = row["环评项目登记号"]
        rows.append(
            (known or own)
            | {
                "title": f"{entry['project_name']}({entry['current_stage']})",
                "doc_no": "" if row["环评批文文号"] in NOTHING else row["环评批文文号"],
                "published_on": entry["public_date"],
                "details": listed(
                    [
                        ("stage", STAGES[entry["current_stage"]]),
                        ("project_no", "" if number in NOTHING else number),
                        ("approved_on", row["环评批文日期"]),
                        ("started_on", row["实际开工日期"]),
                        ("trial_on", row["开始调试日期"]),
                    ]
                ),
            }
        )
    return rows


# Table, column of the substance, of the amount, unit, what it is called, what else the row says.
_PUBLISHED = (
    ("cleaner_production_toxic_inputs", "名称", "数量(t)", "t", "有毒有害原料", "用途"),
    ("cleaner_production_toxic_emissions", "名称", "数量(kg)", "kg", "有毒有害物质排放", ""),
    ("cleaner_production_hazwaste", "危险废物名称", "产生量(t)", "t", "危险废物", "处置去向"),
    ("cleaner_production_shuangchao", "排放污染物名称", "排放总量(kg)", "kg", "双超排放", "超标及超总量情况"),
)


def cleaner_production(raw: Raw) -> list[Row]:
    """One row per enterprise under mandatory audit, with what it published and what it did not."""
    by_uscc = {unit["uscc"]: unit for row in raw.rows("enterprises") if (unit := enterprise(row))["uscc"]}
    tables = {spec[0]: _by_enterprise(raw.rows(spec[0])) for spec in _PUBLISHED}
    return [_audited(row, by_uscc, tables) for row in raw.rows("cleaner_production_companies")]


def _by_enterprise(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["crop_id"]].append(row)
    return found


def _audited(row: Row, by_uscc: dict[str, Row], tables: dict[str, dict[str, list[Row]]]) -> Row:
    published, not_published, quantities, lines = [], [], [], []
    for name, substance, amount, unit, what, remark in _PUBLISHED:
        rows = tables[name].get(row["crop_id"], [])
        if any(NOT_PUBLISHED in each.values() for each in rows):
            not_published.append(what)
        elif rows:
            published.append(what)
            real = [each for each in rows if each[substance] not in NOTHING]
            quantities += [f"{what} {_plain(each[substance])}|{each[amount]}|{unit}" for each in real if each[amount]]
            lines.append(f"{what}:" + ("、".join(_said(each, substance, remark) for each in real) or "无"))
    lines += [f"{what}:{NOT_PUBLISHED}" for what in not_published]
    grounds = [("over-limits", row["double_super"]), ("toxic", row["double_have"])]
    words = "、".join(word for _, word in grounds if word)
    return by_uscc.get(row["crop_id"], {}) | {
        "enterprise_name": row["crop_name"],
        "uscc": row["crop_id"],
        "title": f"强制性清洁生产审核企业信息公开({words})",
        "description": "\n".join(lines),
        "quantities": "; ".join(quantities),
        "details": listed(
            [
                ("obligation", "mandatory"),
                ("grounds", "、".join(ground for ground, word in grounds if word)),
                ("published", "、".join(published)),
                ("not_published", "、".join(not_published)),
            ]
        ),
    }


def _said(row: Row, substance: str, remark: str) -> str:
    more = row.get(remark, "")
    return row[substance] + (f"({more})" if more not in NOTHING else "")


def monitoring(raw: Raw) -> list[Row]:
    """One row per enterprise, outlet and time of sampling."""
    units = {row["污染源编码"]: enterprise(row) for row in raw.rows("enterprises")}
    limits = _limits(raw)
    samples: dict[tuple[str, str, str, str], dict[str, None]] = defaultdict(dict)
    ranges: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for row in [*raw.rows("manual_monitoring_1"), *raw.rows("manual_monitoring_2")]:
        key = (row["stWryCode"], row["stJcdCode"], row["stJcdName"], row["stJcsj"])
        limit = row["stBzxz"] or _only(limits[row["stWryCode"], row["stJcdCode"], row["stJcxm"]])
        if row["stBzxzMin"] not in {"", "0"}:
            ranges[key].append(f"{row['stJcxm']}限值范围:{row['stBzxzMin']}-{row['stBzxz']}")
            limit = ""
        outlet = _plain(row["stJcdName"])
        reading = f"{_plain(row['stJcxm'])}|{row['stJcnd']}|{limit}|{row['jcxm_dw']}|{outlet}|"
        raw.left_out["monitoring: the same reading twice"] += reading in samples[key]
        samples[key][reading] = None
    return [
        units[key[0]]
        | {
            "title": f"手工监测结果:{key[2]}({key[1]},{key[3]})",
            "measurements": "; ".join(readings),
            "description": "\n".join(ranges[key]),
            "details": listed([("outlet", f"{key[2]}({key[1]})"), ("sampled_at", key[3])]),
        }
        for key, readings in sorted(samples.items())
    ]


def _limits(raw: Raw) -> dict[tuple[str, str, str], set[str]]:
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in raw.rows("outlet_pollutant_limits"):
        if row["stPfxz"] and row["stPfxzMin"] in {"", "0"}:
            found[row["stWryCode"], row["stSitecode"], row["stProject"]].add(row["stPfxz"])
    return found


def _only(values: set[str]) -> str:
    return next(iter(values)) if len(values) == 1 else ""


DECISION_TYPES = {"责令改正决定": "rectification"}
DECISION_SOURCES = {"政府网站": "government-site", "镜像站(非官方域名)": "mirror", "媒体或转载": "media"}
_SERIAL = re.compile(r"([〔\[(【]\d{4}[〕\])】]).*?([号號])$")


def decisions(folder: Path) -> list[Row]:
    """The decisions under pseudonyms; `demo_decisions.csv` beside this file holds them and what was read by hand."""
    by_hand = {row["id"]: row for row in Raw(Path(__file__).parent).rows("demo_decisions")}
    return [_decision(row, by_hand[row["id"]]) for row in Raw(folder).rows("decisions")]


def _decision(row: Row, by_hand: Row) -> Row:
    number = _SERIAL.sub(r"\1×\2", row["doc_no"])
    is_month = len(row["publish_date"]) == len("2005-04")
    issuer = row["issuing_body"]
    place = "".join(dict.fromkeys([row["province"], row["city"], row["county"]]))
    return {
        "enterprise_name": by_hand["pseudonym"],
        "is_pseudonym": "是",
        "address": place,
        **{name: row[name] for name in ("province", "city", "county")},
        "type": DECISION_TYPES.get(row["record_type"], "supervision"),
        "title": f"{row['record_type']}({number})" if number else f"{issuer}{row['record_type']}",
        "doc_no": number,
        "issuer": issuer,
        "inspected_on": row["inspection_date"],
        "decided_on": row["decision_date"],
        "published_on": "" if is_month else row["publish_date"],
        "year": row["publish_date"][:4],
        "description": by_hand["description"] or row["violation_text"],
        "laws": row["laws_cited"],
        "measure": row["measure_text"],
        "fine_cny": row["fine_yuan"],
        **{name: by_hand[name] for name in ("measurements", "quantities", "details")},
        "source_title": f"{issuer or '媒体'}公开的决定或通报(转录,企业已化名)",
        "source_kind": DECISION_SOURCES[row["source_kind"]],
        "licence": "官方文件不受著作权保护(《中华人民共和国著作权法》第五条);媒体报道为事实转述",
    }


DECISION_COLUMNS = (
    *("enterprise_name", "is_pseudonym", "address", "province", "city", "county", "type", "title", "doc_no"),
    *("issuer", "inspected_on", "decided_on", "published_on", "year", "description", "laws", "measure"),
    *("fine_cny", "measurements", "quantities", "details", "source_title", "source_kind", "licence"),
)


def main(folder: Path) -> None:
    """Builds every file of demo/ and prints what was left out."""
    raw = Raw(folder / "shanghai-env-disclosure-2020")
    target = DEMO / "shanghai-2020"
    columns = (*ENTERPRISE_COLUMNS, "title", "doc_no", "decided_on", "published_on")
    rest = ("description", "measurements", "quantities", "details")
    for name, build in (
        ("key_units", key_units),
        ("eia", eia),
        ("cleaner_production", cleaner_production),
        ("monitoring", monitoring),
    ):
        write(target / f"{name}.csv", (*columns, *rest), build(raw))
    write(DEMO / "penalty-decisions" / "decisions.csv", DECISION_COLUMNS, decisions(folder / "penalty-decisions"))
    for what, count in raw.left_out.items():
        print(f"{what}: {count}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
