"""Public acts by several processes at once, a sequencer beside them, and all of them killed in the middle.

Runs in a process of its own (`tests/processes.py`), which never opens the database and forks all that does: a child
is there at once, and nothing of its parent is in what it writes.
"""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from qingce.domain.records.actions import (
    correct_record,
    ingest,
    republish_record,
    undo_batch,
    withdraw_record,
)
from qingce.domain.records.enums import PublicationState
from qingce.domain.records.errors import WrongState
from qingce.domain.records.models import Correction, Record, StateChange
from qingce.domain.records.queries import statement_of
from qingce.shared.intake.enums import CAME_IN, BatchState
from qingce.shared.intake.models import Batch
from qingce.shared.ledger.models import Checkpoint, LedgerEntry
from qingce.shared.ledger.publishing import folder as published
from qingce.shared.ledger.queries import audit_log, audit_rows
from qingce.shared.ledger.tasks import ledger_step
from qingce.shared.parties.queries import operator
from tests.plain_log import check_log, leaf, rows_in

WRITERS = 3
RECORDS, ROWS_A_FILE = 60, 5
BULK_SHARE, STATE_SHARE = 0.03, 0.3
BACK = timedelta(hours=1)
WHO = operator("soak")
EntryRow = tuple[str, int, Any, Any, Any]  # act, id, number of the subject, words, facts


def main(kills: int, acts: int, seed: int) -> None:
    """Kills all processes so many times, each time in the middle of so many acts, and checks the log after each."""
    logging.getLogger("qingce.shared.ledger").setLevel(logging.ERROR)  # each clock that goes back is warned of
    folder = Path(settings.HOME) / "soak"
    folder.mkdir()
    _wait(_fork(lambda: bring_in("begin", RECORDS)))
    for number in range(kills):
        chance = random.Random(f"{seed}/{number}")  # noqa: S311  # the same each time, not a secret
        done = kill_in_the_middle(folder, number, acts, chance)
        _wait(_fork(lambda: check_all(folder)))
        if chance.random() < 0.5:  # else what was killed is gone on with by the next sequencer
            _wait(_fork(lambda: recover(folder)))
        tell(f"kill {number + 1}: after {done} of {acts} acts")
    _wait(_fork(lambda: recover(folder)))
    _wait(_fork(lambda: tell(f"clean: {check_all(folder)} entries, {Checkpoint.objects.count()} checkpoints")))


def tell(line: str) -> None:
    """To whoever waits."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def kill_in_the_middle(folder: Path, number: int, acts: int, chance: random.Random) -> int:
    """One run of writers and sequencers, killed at a moment of chance; returns how many acts had been answered."""
    names = [f"{number}-{writer}" for writer in range(WRITERS)]
    children = [_fork(partial(write, folder, name, -(-acts // WRITERS))) for name in names]
    sequencers = range(chance.choice([0, 1, 1, 2, 2]))
    children += [_fork(partial(sequence, folder, f"{number}-{sequencer}")) for sequencer in sequencers]
    until = chance.randint(1, acts - WRITERS)
    while (done := _answered(folder, names)) < until:
        _check_running(children)
        time.sleep(0.002)
    time.sleep(chance.random() / 20)
    first, *others = chance.sample(children, len(children))
    os.kill(first, signal.SIGKILL)
    if chance.random() < 0.5:  # the others go on a moment without it
        time.sleep(chance.random() / 5)
    for pid in others:
        os.kill(pid, signal.SIGKILL)
    for pid in (first, *others):
        _, status = os.waitpid(pid, 0)
        assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL), "a process had failed before"
    _until_nobody_is_connected()
    return done


def write(folder: Path, name: str, acts: int) -> None:
    """Does public acts of all kinds one after the other; what was answered is noted at once."""
    chance = random.Random(name)  # noqa: S311  # the same each time, not a secret
    with (folder / f"done-{name}").open("a", buffering=1) as done:
        for number in range(acts):
            act = act_of_chance(chance, f"{name}-{number}")
            done.write(f"{json.dumps(act)}\n")
            time.sleep(chance.random() / 200)  # else a sequencer seldom gets at a database with a single writer


def act_of_chance(chance: random.Random, word: str) -> Sequence[object]:
    """Corrects, withdraws or publishes a record, or brings in or undoes a file; answers what was done."""
    if chance.random() < BULK_SHARE:
        return bulk_act(chance, word)
    pk = chance.choice(list(Record.objects.filter(batch__state__in=CAME_IN).values_list("pk", flat=True)))
    if chance.random() < STATE_SHARE:
        change = withdraw_record if chance.random() < 0.5 else republish_record  # either
        try:
            change(pk, actor=WHO, reason=word, at=timezone.now())
        except WrongState:
            return ("refused",)
        return ("state", pk, word)
    correct_record(pk, {"description": f"合成内容 {word}"}, actor=WHO, reason=word, at=timezone.now())
    return ("corrected", pk, word)


def bulk_act(chance: random.Random, word: str) -> Sequence[object]:
    """Brings in a file, or undoes one of this writer's own, or brings it in again after that."""
    own = Batch.objects.filter(file_name__startswith=f"{word.rpartition('-')[0]}-").order_by("pk")
    kind = chance.choice(["new", "new", "undo", "again"])
    if kind == "undo" and (done := own.filter(state=BatchState.DONE).last()):
        undo_batch(done.pk, actor=WHO, reason=word, at=timezone.now())
        return ("undone", done.pk)
    if kind == "again" and (undone := own.filter(state=BatchState.UNDONE).last()):
        return ("came in", bring_in(undone.file_name.removesuffix(".jsonl"), ROWS_A_FILE))
    return ("came in", bring_in(word, ROWS_A_FILE))


def bring_in(word: str, count: int) -> int | None:
    """A file of invented records about enterprises that do not exist."""
    rows = [
        {
            "enterprise_name": f"合成{number % 7}印染有限公司",
            "county": "浙江省绍兴市柯桥区",
            "type": "supervision",
            "title": "行政处罚决定",
            "doc_no": f"合成〔2024〕{word}-{number}号",
            "issuer": "绍兴市生态环境局",
            "measure": "合成措施",
            "published_on": "2024-03-02",
            "source_title": "合成数据",
            "source_kind": "synthetic",
        }
        for number in range(count)
    ]
    path = Path(settings.HOME) / "soak" / f"{word}.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    report = ingest(path, mapping="", actor=WHO, at=timezone.now())
    assert report.rows_rejected == 0, report.problems[:1]
    return report.batch_id


def sequence(folder: Path, name: str) -> None:
    """Numbers, signs and publishes without end, now and then with a clock that went back; notes what it published."""
    chance = random.Random(f"clock {name}")  # noqa: S311  # the same each time, not a secret
    last = ""
    with (folder / f"seen-{name}").open("a", buffering=1) as seen:
        while True:
            ledger_step(timezone.now() - chance.choice([timedelta(), timedelta(), BACK]))
            note = (published() / "checkpoint").read_text("utf-8")
            if note != last:
                seen.write(f"{json.dumps(note)}\n")
            last = note
            time.sleep(chance.random() / 50)


def recover(folder: Path) -> None:
    """What the worker does when it is started again; afterwards nothing waits any more."""
    ledger_step(timezone.now())
    assert not LedgerEntry.objects.filter(number=None).exists()
    newest = Checkpoint.objects.order_by("-size")[0].note
    assert (published() / "checkpoint").read_text("utf-8") == newest
    check_all(folder)


def check_all(folder: Path) -> int:
    """The log is whole, and says what the records say; returns how many entries have a number."""
    size = check_log(published(), seen=list(_noted(folder, "seen-*")))
    check_acts(list(_noted(folder, "done-*")))
    assert audit_log().differences == [], "what the ledger itself says"
    assert list(audit_rows()) == [], "what the ledger itself says of rows"
    return size


def check_acts(answered: Sequence[Sequence[Any]]) -> None:
    """No act is without its entry and no entry without its act; what was answered is there."""
    entries: list[EntryRow] = [
        (act, pk, subject, words or {}, json.loads(bytes(body))["facts"])
        for act, pk, subject, words, body in LedgerEntry.objects.order_by("pk").values_list(
            "act", "pk", "subject_id", "words", "body"
        )
    ]
    corrected = Counter(Correction.objects.values_list("record_id", "reason"))
    assert corrected == Counter((pk, words["reason"]) for act, _, pk, words, _ in entries if act == "record-corrected")
    states = Counter(StateChange.objects.filter(batch=None).values_list("record_id", "current", "reason"))
    singles = {"record-withdrawn": PublicationState.WITHDRAWN, "record-republished": PublicationState.PUBLISHED}
    assert states == Counter(
        (pk, singles[act].value, words["reason"]) for act, _, pk, words, _ in entries if act in singles
    )
    _check_bulk(entries)
    _check_contents(entries)
    for kind, *what in answered:
        if kind == "corrected":
            assert corrected[tuple(what)] == 1, what
        elif kind == "state":
            assert sum(states[(what[0], state, what[1])] for state in PublicationState.values) == 1, what
        elif kind != "refused":
            assert Batch.objects.get(pk=what[0]).state in CAME_IN, what


def _check_bulk(entries: Iterable[EntryRow]) -> None:
    came_in = Counter(Record.objects.filter(batch__state__in=CAME_IN).values_list("pk", flat=True))
    shown: Counter[int] = Counter()
    changed: Counter[tuple[int, str, int]] = Counter()
    bulk = {"records-withdrawn": PublicationState.WITHDRAWN, "records-republished": PublicationState.PUBLISHED}
    for act, entry, _, _, facts in entries:
        if act == "records-published":
            shown.update(list(rows_in(entry)))
        elif act in bulk:
            changed.update((pk, bulk[act].value, facts["batch"]) for pk in rows_in(entry))
    assert shown == came_in, "records of files that came in"
    whole = StateChange.objects.exclude(batch=None).values_list("record_id", "current", "batch_id")
    assert changed == Counter(whole), "records of files that were undone"


def _check_contents(entries: Iterable[EntryRow]) -> None:
    said: dict[int, bytes] = {}
    for act, entry, pk, _, facts in entries:
        if act == "records-published":
            said |= rows_in(entry)
        elif act == "record-corrected":
            said[pk] = bytes.fromhex(facts["content"])
    kept = dict(Record.objects.filter(batch__state__in=CAME_IN).values_list("pk", "statement_hash"))
    assert said == {pk: bytes(content or b"") for pk, content in kept.items()}, "what records say"
    for pk in random.Random(len(said)).sample(sorted(said), min(len(said), 20)):  # noqa: S311
        assert leaf(statement_of(pk)) == said[pk], f"record {pk}"


def _noted(folder: Path, pattern: str) -> Iterable[Any]:
    """Whole lines; the last may have been cut off by a kill."""
    for path in folder.glob(pattern):
        for line in path.read_text("utf-8").splitlines(keepends=True):
            if line.endswith("\n"):
                yield json.loads(line)


def _answered(folder: Path, names: Iterable[str]) -> int:
    paths = [folder / f"done-{name}" for name in names]
    return sum(path.read_bytes().count(b"\n") for path in paths if path.exists())


def _fork(act: Callable[[], object]) -> int:
    """A child that does this and ends; its number."""
    sys.stdout.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    threading.Thread(target=_end_with_parent, args=[parent], daemon=True).start()
    try:
        act()
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001  # told, and answered with its number: a child never returns from here
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


def _wait(pid: int) -> None:
    _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(1)


def _check_running(pids: Iterable[int]) -> None:
    """A process that failed is a fault of ours; a writer may be done."""
    for pid in pids:
        found = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        assert found is None or found.si_status == 0, "a process failed"


def _until_nobody_is_connected() -> None:
    """On PostgreSQL the server may still be at the last statement of a process that is gone."""
    url = os.environ.get("QINGCE_DATABASE_URL", "")
    if not url:
        return
    import psycopg

    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute(others).fetchone() != (0,):
            time.sleep(0.005)
