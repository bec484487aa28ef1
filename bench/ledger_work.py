"""What the bench of the ledger measures, in a process of its own in which Django is set up.

`main` prints what each run took as JSON.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection, transaction

from qingce.pure.kernel.canonical import canonical_json
from qingce.pure.merkle.growing import grow
from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.bulk.actions import insert_rows
from qingce.shared.ledger.actions import enter_act, number_entries
from qingce.shared.ledger.entering import compose
from qingce.shared.ledger.enums import PLATFORM, Signatory, SignatoryRole
from qingce.shared.ledger.models import LedgerEntry, LogState, Tile
from qingce.shared.ledger.numbering import keep_changed
from qingce.shared.ledger.proving import proof_of_entry
from qingce.shared.ledger.queries import LogAudit, audit_log
from qingce.shared.ledger.reading_tiles import tiles_of_tree
from qingce.shared.ledger.schemas import newest_schema

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
STAFF = Signatory(SignatoryRole.STAFF, "#P7K2M9X4")
SUBJECT, PIECE = 2**40, 50_000  # records that do not exist
PROOFS = 200


Taken = tuple[float, float]  # seconds by the clock, and of the processor in this process


def taken(act: Callable[[], object]) -> Taken:
    """How long it takes, once."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


def acts(count: int, batch: int) -> list[Taken]:
    """Enters single acts, so many in a transaction, and numbers them: a checkpoint for each batch."""

    def one() -> None:
        for first in range(0, count, batch):
            with transaction.atomic():
                for number in range(first, min(first + batch, count)):
                    _withdraw(SUBJECT + number)
            number_entries(at=AT)

    return [taken(one)]


def plain(count: int, batch: int) -> list[Taken]:
    """The same rows into a table without a log: nothing is hashed, numbered or signed."""
    entry = compose(newest_schema("record-withdrawn"), at=AT, by=STAFF, subject={"kind": "record", "number": SUBJECT},
                    facts={}, words={"reason": "决定被撤销"})  # fmt: skip
    blob = "bytea" if connection.vendor == "postgresql" else "blob"
    made = "serial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS plain_rows")
        cursor.execute(f"CREATE TABLE plain_rows (id {made} PRIMARY KEY, act text, at text, body {blob}, words text)")

        def one() -> None:
            for first in range(0, count, batch):
                with transaction.atomic():
                    for _ in range(first, min(first + batch, count)):
                        cursor.execute(
                            "INSERT INTO plain_rows (act, at, body, words) VALUES (%s, %s, %s, %s)",
                            [entry.act, str(AT), bytes(entry.body), json.dumps(entry.words)],
                        )

        return [taken(one)]


def fill(size: int) -> list[Taken]:
    """A log of so many entries, written in bulk; then one act more, so that it is signed."""
    with transaction.atomic():
        _withdraw(SUBJECT)
    number_entries(at=AT)
    return [taken(lambda: _fill(size))]


def _fill(size: int) -> None:
    for first in range(LogState.read().size, size, PIECE):
        numbers = range(first, min(first + PIECE, size))
        bodies = list(_bodies(numbers))
        leaves = [leaf_hash(body) for body in bodies]
        with transaction.atomic():
            _insert(numbers, bodies, leaves)
            keep_changed(grow(first, leaves, tiles_of_tree(Tile.LOG)))
            LogState.objects.update(size=numbers[-1] + 1)
    with transaction.atomic():
        _withdraw(SUBJECT)
    number_entries(at=AT)


def _bodies(numbers: range) -> Iterator[bytes]:
    schema = newest_schema("record-withdrawn")
    entry = compose(schema, at=AT, by=PLATFORM, subject={"kind": "record", "number": SUBJECT}, facts={}, words={})
    said = json.loads(bytes(entry.body)) | {"id": "@ID"}
    head, tail = canonical_json(said).split(b"@ID")
    before, after = tail.split(str(SUBJECT).encode())
    for number in numbers:
        yield b"%b%032x%b%d%b" % (head, number, before, SUBJECT + number, after)


def _insert(numbers: range, bodies: list[bytes], leaves: list[bytes]) -> None:
    count = len(numbers)
    insert_rows(
        LedgerEntry,
        {
            "key": [number.to_bytes(16, "big") for number in numbers],  # rising, which only filling is quicker by
            "number": list(numbers),
            "act": ["record-withdrawn"] * count,
            "at": [AT] * count,
            "subject_kind": ["record"] * count,
            "subject_id": [SUBJECT + number for number in numbers],
            "rows": [None] * count,
            "body": bodies,
            "leaf": leaves,
            "signed_by": [""] * count,
            "person_salt": [None] * count,
            "words": [None] * count,
            "words_salt": [None] * count,
        },
    )


def appends(count: int) -> list[Taken]:
    """An act entered, numbered and signed by itself, again and again."""
    return [taken(_append) for _ in range(count)]


def _append() -> None:
    with transaction.atomic():
        _withdraw(SUBJECT)
    number_entries(at=AT)


def proofs(seed: int) -> list[Taken]:
    """Proof files of entries of chance."""
    chance, size = random.Random(seed), LogState.read().size  # noqa: S311  # the same each time, not a secret
    numbers = [chance.randrange(size) for _ in range(PROOFS)]
    proof_of_entry(0)  # the connection is open
    return [taken(lambda number=number: proof_of_entry(number)) for number in numbers]  # type: ignore[misc]


def audit(size: int) -> list[Taken]:
    """The whole log computed anew."""
    found: list[LogAudit] = []
    once = taken(lambda: found.append(audit_log()))
    assert not found[0].differences  # noqa: S101  # else the time would be that of something else
    assert found[0].entries >= size  # noqa: S101
    return [once]


def ingest(path: str, *, is_entered: bool) -> list[Taken]:
    """A file taken in; without what the ledger wants of it where it is not to be entered."""
    from qingce.domain.records.actions import ingest
    from qingce.shared.parties.queries import operator

    if not is_entered:
        _replace_by_nothing()
    return [taken(lambda: ingest(Path(path), mapping="", actor=operator("bench"), at=datetime.now(UTC)))]


def _replace_by_nothing() -> None:
    """Every place that imported what is done for the ledger gets a function that does nothing."""
    from qingce.domain.enterprises import resolving
    from qingce.domain.enterprises import statements as of_enterprises
    from qingce.domain.records import entering, statements
    from qingce.domain.records.actions import writing

    nothing: dict[object, Callable[..., object]] = {
        statements.statement_hashes: lambda said, **_: [b""] * len(said),
        statements.said_of: lambda columns: [()] * len(columns["row"]),
        statements.new_salts: lambda count: [b""] * count,
        statements.state_unstated: lambda *_: None,
        entering.enter_published: lambda *_, **__: None,
        of_enterprises.enter_enterprises: lambda *_, **__: None,
        of_enterprises.new_salt: lambda: b"",
    }
    # A function that was renamed would be measured.
    assert {vars(writing)["statement_hashes"], vars(resolving)["enter_enterprises"]} <= nothing.keys()  # noqa: S101
    for name, module in list(sys.modules.items()):
        if name.startswith("qingce."):
            for attribute, value in list(vars(module).items()):
                if callable(value) and getattr(value, "__hash__", None) and value in nothing:
                    setattr(module, attribute, nothing[value])


def _withdraw(number: int) -> None:
    words = {"reason": "决定被撤销"}
    enter_act("record-withdrawn", at=AT, by=STAFF, subject=("record", number), words=words)


WORK: dict[str, Callable[..., list[Taken]]] = {
    "acts": lambda count, batch: acts(int(count), int(batch)),
    "plain": lambda count, batch: plain(int(count), int(batch)),
    "fill": lambda size: fill(int(size)),
    "appends": lambda count: appends(int(count)),
    "proofs": lambda seed: proofs(int(seed)),
    "audit": lambda size: audit(int(size)),
    "ingest": lambda path, how: ingest(path, is_entered=how == "entered"),
}


def main(what: str, *words: str) -> None:
    """Do one of the above."""
    sys.stdout.write(f"{json.dumps(WORK[what](*words))}\n")
