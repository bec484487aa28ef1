"""A run that is killed loses nothing and doubles nothing (REC-3)."""

from __future__ import annotations

import json
import random
import textwrap
import time
from pathlib import Path

import pytest

from tests.domain.records.test_ingest import PENALTY
from tests.processes import SEEDS, Processes

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
STANDING = """
import json
from qingce.domain.records.models import Provenance, Record, Violation
from qingce.domain.records.permissions import visible_to
from qingce.domain.records.statements import statements
from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.changes.models import Change
from qingce.shared.ledger.models import LedgerEntry
from qingce.shared.parties.enums import NOBODY
ids = list(Record.objects.values_list("pk", flat=True))
hashes = {pk: bytes(said) for pk, said in Record.objects.values_list("pk", "statement_hash")}
print(json.dumps({
    "rows": list(Provenance.objects.order_by("row").values_list("row", "record__doc_no", "record__enterprise__name")),
    "records": len(ids),
    "violations": Violation.objects.count(),
    "visible": Record.objects.filter(visible_to(NOBODY)).count(),
    "stated": sum(leaf_hash(said) == hashes[pk] for pk, said in statements(ids)),
    "entered": list(LedgerEntry.objects.filter(act="records-published").values_list("rows", flat=True)),
    "told": sorted({pk for change in Change.objects.filter(kind="record")
                    for pk in range(change.first_id, change.last_id + 1)} & set(ids)) == sorted(ids),
}))
"""
READ_AHEAD = """
from qingce.domain.records.actions import file_rows
file_rows.READ_AHEAD, file_rows.SLICE = 0, 400
"""


@pytest.mark.requirement("REC-3")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_killed_run_goes_on_to_what_it_would_have_come_to(processes: Processes, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # which moment, not a secret
    path = tmp_path / "rows.jsonl"
    said = [(f"柯环罚〔2024〕{n}号", f"示例{n % 110}染整厂") for n in range(ROWS)]
    rows = (PENALTY | {"doc_no": doc_no, "enterprise_name": name} for doc_no, name in said)
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    # Every other run reads ahead in a process of its own; the last moments are those of publishing.
    run = processes.start((READ_AHEAD if seed % 2 else "") + INGEST, str(path))
    assert run.stdout is not None
    for _ in range(chance.choice([0, 1, 3, 5, ROWS // PIECE, ROWS // PIECE + 1])):
        run.stdout.readline()
    time.sleep(chance.random() / 10)
    run.kill()
    run.wait()
    before, *_, last, after = processes.run(STANDING + INGEST + STANDING, str(path)).splitlines()
    standing = json.loads(before)
    assert standing["visible"] in (0, ROWS)
    assert standing["stated"] == standing["records"] == len(standing["rows"])
    assert last in (f"{ROWS} {ROWS} 0 0", f"{ROWS} 0 {ROWS} 0")
    assert json.loads(after) == {
        "rows": [[row, *each] for row, each in enumerate(said, 1)],
        "records": ROWS,
        "violations": ROWS,
        "visible": ROWS,
        "stated": ROWS,
        "entered": [ROWS],
        "told": True,
    }


FULL = (
    """
from django.db import connection
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.wording import sentence
connection.ensure_connection()
pages = connection.cursor().execute("PRAGMA page_count").fetchone()[0]
connection.cursor().execute(f"PRAGMA max_page_count={pages + 150}")
try:
"""
    + textwrap.indent(INGEST, "    ")
    + """
except QingceError as error:
    print(sentence(error, "zh"))
"""
)


@pytest.mark.requirement("REC-3")
def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(processes: Processes, tmp_path: Path) -> None:
    if processes.environment["QINGCE_DATABASE_URL"]:
        pytest.skip("PostgreSQL has no limit that a test could set.")
    path = tmp_path / "rows.jsonl"
    rows = (PENALTY | {"doc_no": f"柯环罚〔2024〕{n}号", "enterprise_name": f"示例{n}染整厂"} for n in range(ROWS))
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    *_, told, standing = processes.run(FULL + STANDING, str(path)).splitlines()
    assert "磁盘已满" in told
    before = json.loads(standing)
    assert 0 < before["records"] < ROWS
    assert (before["records"] % PIECE, before["visible"]) == (0, 0)
    *_, last, standing = processes.run(INGEST + STANDING, str(path)).splitlines()
    assert last == f"{ROWS} {ROWS} 0 0"
    after = json.loads(standing)
    assert (after["records"], after["visible"], after["stated"], after["entered"]) == (ROWS, ROWS, ROWS, [ROWS])
