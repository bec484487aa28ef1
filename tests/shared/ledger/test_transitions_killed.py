"""A process that is killed in the middle of a step leaves nothing of it behind, and the step can be taken again."""

from __future__ import annotations

import pytest

from tests.processes import ROOT, Processes

HERE = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
BEGIN = (
    HERE
    + """
from tests.factories import penalty, register
print(register(penalty())[0].pk)
"""
)
STEP = (
    HERE
    + """
import time
from qingce.domain.records.actions import withdraw_record
from qingce.shared.ledger import transitions
from qingce.shared.parties.queries import operator
from tests.factories import AT
place = sys.argv[1]
if place:
    done = getattr(transitions, place)
    def and_wait(*words, **more):
        done(*words, **more)
        print("there", flush=True)
        time.sleep(600)
    setattr(transitions, place, and_wait)
withdraw_record(1, actor=operator("样例"), reason="原文已撤销", at=AT)
"""
)
LEFT = (
    HERE
    + """
from qingce.domain.records.models import Record, StateChange
from qingce.shared.ledger.models import JournalEntry, LedgerEntry
print(
    Record.objects.get().state, StateChange.objects.count(),
    JournalEntry.objects.filter(act="record-withdrawn").count(),
    LedgerEntry.objects.filter(act="record-withdrawn").count(),
)
"""
)


@pytest.mark.requirement("REC-10", "LED-1")
def test_step_that_is_killed_half_way_was_not_taken(processes: Processes) -> None:
    assert processes.run(BEGIN).strip() == "1"
    for place in ("_save", "_note", "_enter"):  # the last thing that was written
        run = processes.start(STEP, place)
        assert run.stdout is not None
        assert run.stdout.readline().strip() == "there"
        run.kill()
        run.wait()
    assert processes.run(LEFT).split() == ["published", "0", "0", "0"]
    assert processes.run(STEP + LEFT, "").split() == ["withdrawn", "1", "1", "1"]
