from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qingce.pure.kernel import tables
from qingce.pure.kernel.tables import read_table

ROOT = Path(__file__).parents[3]
BUILT = ("calendar.csv", "calendar_notices.csv", "pollutants.csv")
MODULES = (
    "uscc",
    "names",
    "text",
    "dates",
    "amounts",
    "canonical",
    "calendar",
    "pollutants",
    "units",
    "numerals",
    "tables",
)


def test_read_table_gives_every_field_as_text() -> None:
    assert read_table("calendar_notices.csv")[0] == {
        "year": "2007",
        "notice": "http://www.gov.cn/zhengce/zhengceku/2008-03/28/content_1761.htm",
    }


def test_importing_the_kernel_loads_no_engine_and_no_data() -> None:
    code = (
        "import sys; "
        + "; ".join(f"import qingce.pure.kernel.{module}" for module in MODULES)
        + "; print({'opencc', 'stdnum', 'rfc8785', 'polars', 'django'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "src")
    assert done.stdout.strip() == "set()"


def test_shipped_tables_are_what_the_tool_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = ROOT.parent / "shared" / "data"
    if not (source / "cn-holidays").is_dir():
        pytest.skip("the source files are not here")
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import kernel_data_codes

    monkeypatch.setattr(kernel_data_codes, "DATA", tmp_path)
    assert kernel_data_codes.main([str(source)]) == 0
    for name in BUILT:
        assert (tmp_path / name).read_bytes() == (tables.DATA / name).read_bytes()
