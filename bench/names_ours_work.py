"""Our side of `bench.names`, in a process of its own so that its memory is its own."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from bench.names_made import Firm, firm, said
from qingce.domain.enterprises.actions import Description, Resolution, resolve_enterprises
from qingce.pure.kernel.names import is_telling, name_key, normalise_name

AT = datetime(2026, 1, 1, tzinfo=UTC)
PIECE = 5_000
NEW, ASK = "new", "ask"


def describe(firm: Firm, row: int) -> Description:
    """As intake describes an enterprise."""
    key = name_key(firm.name)
    return Description(
        name=firm.name,
        name_key=key if is_telling(firm.name) or firm.uscc else f"{key}#{row}",
        uscc=firm.uscc or None,
        is_company=bool(normalise_name(firm.name).legal_form),
        former_names=(firm.former,) if firm.former else (),
        address=firm.address,
        division=firm.division,
        stated_code=firm.stated_code,
    )


def main(names: str, enterprises: str, answers: str) -> None:
    """Makes the enterprises, then looks for every name; prints what it took, and writes an answer per row."""
    known = int(enterprises)
    made = _timed(map(firm, range(known)), may_ask=False, keep=lambda _: None)
    first = made.pop("first")
    with Path(answers).open("w", encoding="utf-8") as file:

        def keep(found: Resolution) -> None:
            for number in found.ids:
                answer = ASK if number is None else NEW if number - first >= known else number - first
                file.write(f"{answer}\n")

        sought = _timed((said(row, known=known).firm for row in range(int(names))), may_ask=True, keep=keep)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{json.dumps({'made': made, 'sought': sought, 'memory_mb': memory})}\n")


def _timed(firms: Iterable[Firm], *, may_ask: bool, keep: Callable[[Resolution], None]) -> dict[str, float]:
    """All firms in pieces, each in a transaction as the import does; seconds without making them up."""
    clock = processor = 0.0
    first = row = 0
    for piece in _pieces(iter(firms)):
        descriptions = [describe(each, row + place) for place, each in enumerate(piece)]
        at, work = time.perf_counter(), time.process_time()
        found = resolve_enterprises(descriptions, at=AT, may_ask=may_ask)
        clock, processor = clock + time.perf_counter() - at, processor + time.process_time() - work
        first = first or min(filter(None, found.ids), default=0)
        row += len(piece)
        keep(found)
    return {"seconds": clock, "processor": processor, "first": first}


def _pieces(firms: Iterator[Firm]) -> Iterator[list[Firm]]:
    while piece := list(islice(firms, PIECE)):
        yield piece
