"""The demo data: complete, loadable, and without a real enterprise beside a violation."""

from __future__ import annotations

import csv
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from qingce.domain.records.enums import FIELDS
from qingce.pure.kernel.text import fold
from qingce.shared.intake.queries import check_columns, load_mapping, map_columns, read_tables

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "demo"
MAPPINGS = ROOT / "src/qingce/domain/records/data/mappings"
RAW = "penalty-decisions/decisions.csv"
FILES = tomllib.loads((DEMO / "manifest.toml").read_text(encoding="utf-8"))["file"]
TODAY = date(2026, 11, 20)

# Words of place, trade and legal form: what is left of a name is the brand.
GENERIC = re.compile(
    "有限责任公司|股份有限公司|股份公司|有限公司|分公司|总公司|公司|水务|拓?染整|纺织|印染|砼业|混凝土|水泥|制品|建材|建筑|材料|新型?|工程|机械|"
    "模具|开发|纸箱|包装|制鞋|环境|检测|技术|服务|投资|塑料|农塑|五金|废旧|回收|加工|养鳗|食品|能源|市政|总?建设|筑路|明胶|汽车|系统|风电|检验|"
    "中国石油天然气|销售|科技|经济开发区|污水|处理|煤业|生物|塑科|实业|纸业|造纸|牧业|稀土|排水|发电|煤焦电|一体化|厂|场|集团|运输局|公路|管理所|"
    "加油站|经营处|连云港|第\\d*|[()*·]"
)
DECIDED = ROOT / "demo/penalty-decisions/decisions.csv"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def brands_of(row: dict[str, str]) -> set[str]:
    """Parts of two or more characters that are neither place nor trade nor legal form."""
    name = fold(row["enterprise_name"])
    for place in (row["province"], row["city"], row["county"]):
        for word in (place, place[:-1]):
            name = name.replace(fold(word), " ") if len(word) > 1 else name
    return {part for part in GENERIC.sub(" ", name).split() if len(part) > 1}


@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry["path"])
@pytest.mark.requirement("REC-5")
def test_demo_file_loads_without_a_problem(entry):
    (table,) = read_tables(DEMO / entry["path"])
    mapping = load_mapping(entry["mapping"], fields=FIELDS, folder=MAPPINGS)
    checked = check_columns(map_columns(table, mapping, FIELDS), FIELDS, today=TODAY)
    assert table.problems.rows() == []
    assert checked.problems.rows() == []
    assert checked.frame.height == table.height


def test_demo_counts_are_those_of_the_readme():
    text = (DEMO / "README.md").read_text(encoding="utf-8")
    for entry in FILES:
        assert f"| `{entry['path']}` | {len(rows_of(DEMO / entry['path'])):,} |" in text


def test_demo_is_small():
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < 3_000_000


def test_every_decision_stands_under_a_pseudonym():
    rows = rows_of(DECIDED)
    assert len(rows) == 57
    assert all(re.search(r"某.*\(化名\d\d\)", row["enterprise_name"]) for row in rows)
    assert {row["is_pseudonym"] for row in rows} == {"是"}
    assert all(re.search("[×x]", row["doc_no"]) for row in rows if row["doc_no"])


def test_parent_and_branches_share_a_pseudonym():
    names = [row["enterprise_name"] for row in rows_of(DECIDED)]
    family = sorted(name for name in names if "化名39" in name)
    assert family == [
        "某石油公司(化名39)",
        "某石油公司(化名39)德惠经营处",
        "某石油公司(化名39)惠济区加油站",
        "某石油公司(化名39)济源分支机构",
    ]


@pytest.mark.requirement("REC-6")
def test_no_real_name_code_or_document_number_is_in_the_demo(public_data):
    text = fold("\n".join(path.read_text(encoding="utf-8") for path in [*DEMO.rglob("*.*"), *tool_files()]))
    for row in rows_of(public_data / RAW):
        secrets = [row["enterprise_name"], row["doc_no"], row["source_ref"]]
        secrets += [row["uscc"]] if len(row["uscc"].strip("X*")) > 8 else []
        secrets += [row["address"]] if len(row["address"]) > 14 else []
        assert [each for each in secrets if each and fold(each) in text] == []


def test_no_brand_or_person_is_in_the_decisions(public_data):
    text = fold("\n".join(path.read_text(encoding="utf-8") for path in [DECIDED, *tool_files()]))
    found = {brand for row in rows_of(public_data / RAW) for brand in brands_of(row) if brand in text}
    assert found == set()


def test_no_code_of_full_length_is_in_the_decisions():
    assert re.findall(r"[0-9A-Z]{15,18}", DECIDED.read_text(encoding="utf-8")) == []


def tool_files() -> list[Path]:
    return [ROOT / "tools/demo_data.py", ROOT / "tools/demo_decisions.csv"]
