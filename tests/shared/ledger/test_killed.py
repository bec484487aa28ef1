"""Processes killed in the middle of many public acts: the log is whole after each kill (LED-1)."""

from __future__ import annotations

import os
import sys

import pytest

from tests.forking import Forked
from tests.processes import ROOT, Processes, output_of

KILLS = int(os.environ.get("QINGCE_KILLS") or 5)  # `make soak`: a hundred, in the middle of a thousand acts
ACTS = int(os.environ.get("QINGCE_ACTS") or 120)
SECONDS_A_KILL = 60
PATH = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
SOAK = f"""{PATH}
from tests.ledger_soak import main
main(*map(int, sys.argv[1:]))
"""
ENTER = f"""{PATH}
import time
from tests.ledger_acts import tell
for number in range(100):
    tell(number)
print("entered", flush=True)
time.sleep(600)
"""
NUMBER = f"""{PATH}
from django.utils import timezone
from qingce.shared.ledger.actions import number_entries, publish_log
total = idle = 0
while idle < 50:  # until nothing more comes
    numbered = number_entries(at=timezone.now())
    publish_log()
    total, idle = total + numbered, 0 if numbered else idle + 1
print(total)
"""
CHECK = f"""{PATH}
from qingce.shared.ledger.publishing import folder
from tests.plain_log import check_log
print(check_log(folder()))
"""
ALL = 101  # with the entry of the key


@pytest.mark.slow
@pytest.mark.requirement("LED-1")
def test_log_is_whole_after_each_kill(processes: Processes) -> None:
    soak = processes.start(SOAK, str(KILLS), str(ACTS), "7")
    assert soak.stdout is not None
    assert soak.stderr is not None
    lines = []
    for line in soak.stdout:
        sys.stdout.write(line)  # shown by `-s`: a hundred kills take their time
        lines.append(line)
    error = soak.stderr.read()
    assert soak.wait(SECONDS_A_KILL) == 0, error
    assert [line.partition(":")[0] for line in lines] == [f"kill {number + 1}" for number in range(KILLS)] + ["clean"]


def test_power_cut_between_act_and_numbering_is_survived(processes: Processes) -> None:
    _entered(processes).kill()

    assert processes.run(CHECK).split() == ["0"]
    assert processes.run(NUMBER + CHECK).split() == [str(ALL), str(ALL)]


def test_two_sequencers_started_at_once_number_each_entry_once(processes: Processes) -> None:
    _entered(processes)
    numbered = [int(output_of(each)) for each in [processes.start(NUMBER), processes.start(NUMBER)]]

    assert sum(numbered) == ALL
    assert processes.run(CHECK).split() == [str(ALL)]


def _entered(processes: Processes) -> Forked:
    """A process that has entered a hundred acts and goes on living."""
    process = processes.start(ENTER)
    assert process.stdout is not None
    assert process.stdout.readline() == "entered\n"
    return process
