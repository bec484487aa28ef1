"""Two files at once: nothing is doubled, nothing fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.domain.records.test_ingest import PENALTY
from tests.domain.records.test_ingest_killed import INGEST
from tests.processes import Processes, output_of

ROWS = 1500
COUNT = """
from qingce.domain.enterprises.models import Enterprise
from qingce.domain.records.models import Record
from qingce.domain.records.permissions import visible_to
from qingce.shared.parties.enums import NOBODY
print(Enterprise.objects.count(), Record.objects.filter(visible_to(NOBODY)).count())
"""


def written(path: Path, *, serial: str, uscc: bool) -> str:
    code = {"uscc": "91000000MA0000001R"} if uscc else {}
    rows = [
        PENALTY | {"doc_no": f"{serial}〔2024〕{n}号", "enterprise_name": f"示例{n}染整有限公司"}
        for n in range(1, ROWS + 1)
    ]
    rows[0] |= code
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return str(path)


@pytest.mark.requirement("REC-4", "REC-5")
def test_two_files_about_the_same_new_enterprises(processes: Processes, tmp_path: Path) -> None:
    files = [written(tmp_path / f"{name}.jsonl", serial=name, uscc=True) for name in ("甲", "乙")]
    for run in [processes.start(INGEST, path) for path in files]:
        assert output_of(run).splitlines()[-1] == f"{ROWS} {ROWS} 0 0"
    assert processes.run(COUNT).split() == [str(ROWS), str(2 * ROWS)]


def test_the_same_file_twice_at_once(processes: Processes, tmp_path: Path) -> None:
    path = written(tmp_path / "甲.jsonl", serial="甲", uscc=False)
    ends = {output_of(run).splitlines()[-1] for run in [processes.start(INGEST, path), processes.start(INGEST, path)]}
    assert ends <= {f"{ROWS} {ROWS} 0 0", f"{ROWS} 0 {ROWS} 0"}
    assert processes.run(COUNT).split() == [str(ROWS), str(ROWS)]
