"""A run that is killed loses nothing and doubles nothing (REC-3)."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

from tests.domain.records.test_ingest import PENALTY
from tests.processes import Processes

ROWS, PIECE = 1200, 150  # eight transactions
INGEST = f"""
import sys
from pathlib import Path
from django.utils import timezone
from qingce.domain.records.actions import ingest
from qingce.shared.parties.queries import operator
sys.modules[ingest.__module__].PIECE = {PIECE}
report = ingest(
    Path(sys.argv[1]), mapping="", actor=operator("test"), at=timezone.now(),
    progress=lambda done, total: print(done, flush=True),
)
print(report.rows_read, report.rows_new, report.rows_known, report.rows_rejected)
"""
COUNT = """
from qingce.domain.records.models import Provenance, Record, Violation
from qingce.domain.records.permissions import visible_to
from qingce.shared.parties.enums import NOBODY
print(Record.objects.count(), Provenance.objects.count(), Violation.objects.count(),
      Record.objects.filter(visible_to(NOBODY)).count())
"""


@pytest.mark.requirement("REC-3")
@pytest.mark.parametrize("seed", range(5))
def test_ingest_goes_on_after_a_kill(processes: Processes, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # which moment, not a secret
    path = tmp_path / "rows.jsonl"
    rows = (
        PENALTY | {"doc_no": f"柯环罚〔2024〕{n}号", "enterprise_name": f"示例{n % 110}染整厂"} for n in range(ROWS)
    )
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    run = processes.start(INGEST, str(path))
    assert run.stdout is not None
    for _ in range(chance.randint(1, ROWS // PIECE - 1)):
        run.stdout.readline()
    time.sleep(chance.random() / 20)
    run.kill()
    run.wait()
    before, *_, last, after = processes.run(COUNT + INGEST + COUNT, str(path)).splitlines()
    written, _, _, visible = map(int, before.split())
    assert 0 < written <= ROWS
    assert visible in (0, ROWS)
    assert last in (f"{ROWS} {ROWS} 0 0", f"{ROWS} 0 {ROWS} 0")
    assert after.split() == [str(ROWS)] * 4
