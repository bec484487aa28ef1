"""The peer of the ledger, run by the interpreter of the peers' own environment: entries into a tree of pymerkle.

It is GPL: no process of ours imports it. Prints seconds by the clock and of the processor as JSON.
"""

from __future__ import annotations

import json
import sys
import time


def main(path: str, count: str, batch: str) -> None:
    """Entries, so many in a transaction, into its tree on SQLite, then the root."""
    from pymerkle import SqliteTree  # type: ignore[import-not-found]  # of another environment

    entries = [b'{"id":"%032x","schema":"record-withdrawn/1"%b}' % (number, b" " * 330) for number in range(int(count))]
    tree = SqliteTree(path)
    clock, processor = time.perf_counter(), time.process_time()
    for first in range(0, len(entries), int(batch)):
        tree.append_entries(entries[first : first + int(batch)], int(batch))
        tree.get_state()
    sys.stdout.write(f"{json.dumps([(time.perf_counter() - clock, time.process_time() - processor)])}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
