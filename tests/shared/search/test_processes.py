"""Many processes read while one writes; killing any of them at any point loses nothing."""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.processes import SEEDS

if TYPE_CHECKING:
    from tests.shared.conftest import Processes

    from tests.forking import Forked

WRITE = """
import random, sys
from sample_kind import change, follow, make_table
make_table()
chance, turn = random.Random(int(sys.argv[1])), 0
while True:
    change(chance, turn := turn + 1)
    follow()
    print("followed", flush=True)
"""

BUILD = """
from qingce.shared.search.actions import rebuild
import sample_kind
while True:
    rebuild("sample")
    print("built", flush=True)
"""

# The server may still be ending what a killed process had asked of it.
RECOVER = """
import json, time
from django.db import connection
if connection.vendor == "postgresql":
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                           " AND pid <> pg_backend_pid()")
            if cursor.fetchone() == (0,):
                break
        time.sleep(0.1)
from sample_kind import documents, follow
from qingce.shared.changes.models import FollowerPosition
from qingce.shared.changes.queries import lag
from qingce.shared.search.queries import SearchRequest, iterate_ids
from qingce.shared.search.actions import compare
def behind():
    return [each.behind for each in lag() if each.name == "search:sample"]
# A follower that fails keeps its place and is tried again, as the server does; what it failed of is told at the end.
failed = []
for _ in range(20):
    follow()
    if behind() == [0]:
        break
    failed += FollowerPosition.objects.exclude(last_error="").values_list("last_error", flat=True)
    time.sleep(0.25)
found = sorted(iterate_ids("sample", SearchRequest("化工"), 1_000))
rows = sorted(each.id for each in documents(1, 1_000))
told = [bool(compare("sample")), found == rows, bool(rows), behind()]
print(json.dumps(told if told == [False, True, True, [0]] else [*told, failed]))
"""

CHURN = """
import sys
import sample_kind
from qingce.shared.search.actions import apply_changes, rebuild
from qingce.shared.search.registry import Document, FacetField, Indexed, TextField, register
from qingce.shared.changes.enums import IdRange
turn = 0
def documents(first, last):
    return [Document(n, {"body": f"化工{n}"}, {"type": str(turn)}) for n in range(max(first, 1), min(last, 50) + 1)]
register(Indexed("churn", (TextField("body"),), (FacetField("type"),), documents, lambda: [(1, 50)]))
rebuild("churn")
print("ready", flush=True)
for turn in range(1, 41):
    apply_changes([IdRange("churn", 1, 50)])
    if turn % 10 == 0:
        rebuild("churn")
"""

READ = """
import json, time
from qingce.shared.search import readers
from qingce.shared.search.queries import SearchRequest, search
from qingce.shared.search.registry import FacetField, Indexed, TextField, register
readers._LOOK_EVERY_S = 0.01
register(Indexed("churn", (TextField("body"),), (FacetField("type"),), lambda *_: [], list))
seen, odd, until = [], [], time.monotonic() + 60
while (not seen or seen[-1] != 40) and time.monotonic() < until:
    page = search("churn", SearchRequest("化工", facets=["type"], size=50))
    counts = {each.value: each.count for each in page.facets["type"]}
    if page.total != 50 or sorted(page.ids) != list(range(1, 51)) or list(counts.values()) != [50]:
        odd.append([page.total, counts])
    seen += [int(value) for value in counts if not seen or int(value) != seen[-1]]
print(json.dumps([odd, seen]))
"""


@pytest.fixture
def sample(processes: Processes) -> Processes:
    """Processes that know the sample kind, whose table is not made yet."""
    here = str(Path(__file__).parent)
    processes.environment["PYTHONPATH"] += os.pathsep + here
    return processes


def started(processes: Processes, code: str, *arguments: str, says: str) -> Forked:
    """A process that has done its first piece of work."""
    process = processes.start(code, *arguments)
    assert process.stdout is not None
    assert process.stdout.readline() == f"{says}\n", process.stderr and process.stderr.read()
    return process


@pytest.mark.slow
@pytest.mark.requirement("REC-6")
@pytest.mark.parametrize("seed", SEEDS)
def test_kill_at_any_point_loses_nothing(sample: Processes, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - chooses when to kill
    writer = started(sample, WRITE, str(seed), says="followed")
    builder = started(sample, BUILD, says="built")
    for process in chance.sample([writer, builder], 2):
        time.sleep(chance.uniform(0.05, 0.8))
        assert process.poll() is None, process.stderr and process.stderr.read()
        process.kill()
        process.wait()
    assert json.loads(sample.run(RECOVER)) == [False, True, True, [0]]


@pytest.mark.slow
def test_readers_see_whole_states_only_while_another_process_writes_and_rebuilds(sample: Processes) -> None:
    writer = started(sample, CHURN, says="ready")
    readers = [sample.start(READ) for _ in range(2)]
    for reader in readers:
        out, error = reader.communicate(timeout=120)
        assert reader.returncode == 0, error
        odd, seen = json.loads(out)
        assert odd == []
        assert seen == sorted(set(seen))
        assert seen[-1] == 40
    assert writer.wait(timeout=60) == 0
