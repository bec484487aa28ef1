"""Numbering while several processes write, number and read at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.shared.conftest import Processes

WRITERS, EACH = 4, 60

WRITE = f"""
import random, time, threading
from django.db import connection, transaction
from django.utils import timezone
from qingce.shared.changes.actions import note_change

def write(writer):
    chance = random.Random(writer)
    for number in range({EACH}):
        with transaction.atomic():
            note_change("record", 1 + writer * {EACH} + number, at=timezone.now())
            if connection.vendor == "postgresql":
                time.sleep(chance.random() * 0.01)  # ids are drawn in one order and become visible in another
    connection.close()

threads = [threading.Thread(target=write, args=(writer,)) for writer in range({WRITERS})]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""

NUMBER = f"""
import time
from django.utils import timezone
from qingce.shared.changes.actions import number_changes
from qingce.shared.changes.queries import last_number
mine, until = 0, time.monotonic() + 60
while last_number() < {WRITERS * EACH} and time.monotonic() < until:
    mine += number_changes(at=timezone.now())
print(mine)
"""

READ = f"""
import json, time
from qingce.shared.changes.queries import read_changes
seen, until = [], time.monotonic() + 60
while len(seen) < {WRITERS * EACH} and time.monotonic() < until:
    seen += [[each.number, each.ids.first] for each in read_changes(seen[-1][0] if seen else 0, limit=7)]
print(json.dumps(seen))
"""


@pytest.mark.slow
def test_two_sequencers_at_once_number_every_change_once_and_a_reader_misses_none(
    processes: Processes,
) -> None:
    reader = processes.start(READ)
    sequencers = [processes.start(NUMBER), processes.start(NUMBER)]
    writer = processes.start(WRITE)
    outputs = [process.communicate(timeout=120) for process in (writer, reader, *sequencers)]
    assert [process.returncode for process in processes.started] == [0, 0, 0, 0], outputs
    seen = json.loads(outputs[1][0])
    assert [number for number, _ in seen] == list(range(1, WRITERS * EACH + 1))
    assert sorted(first for _, first in seen) == list(range(1, WRITERS * EACH + 1))
    assert sum(int(out) for out, _ in outputs[2:]) == WRITERS * EACH
