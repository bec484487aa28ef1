"""One house for everything that is measured over HTTP: made once from `qingce synth`, with the peer's table beside it.

`BENCH_HOME=FOLDER` keeps it in that folder, and uses what lies there already.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bench.house import ROWS_PER_ENTERPRISE, House, ledger_key
from bench.ingest import temporary_folder
from bench.measuring import seconds_of
from bench.peer_rows import database_of
from tools.steps import Stop, say

_STAMP = "prepared.json"


@dataclass(frozen=True)
class Prepared:
    """A house with records and index, and the peer's database of the same rows.

    Args: imported: files of further records that were begun to be taken in. seconds: by step, when it was made.
    """

    folder: Path
    records: int
    ledger_key: str
    imported: int = 0
    synth_s: float = 0.0
    reindex_s: float = 0.0

    @property
    def house(self) -> House:
        """Its installation."""
        return House(self.folder / "home", ledger_key=self.ledger_key)

    @property
    def peer(self) -> Path:
        """The peer's database."""
        return database_of(self.folder)

    def index_mb(self) -> float:
        """What the indexes take on the disk [MB]."""
        files = (self.folder / "home" / "index").rglob("*")
        return sum(each.stat().st_size for each in files if each.is_file()) / 2**20

    def save(self) -> None:
        """Keep what is known of it."""
        told = {name: value for name, value in asdict(self).items() if name != "folder"}
        (self.folder / _STAMP).write_text(json.dumps(told), "utf-8")


@contextmanager
def prepared(records: int) -> Iterator[Prepared]:
    """The house of `BENCH_HOME`, else one that is gone afterwards.

    Raises: Stop: that folder holds a house of another size.
    """
    if named := os.environ.get("BENCH_HOME"):
        yield _in_folder(Path(named).resolve(), records)
        return
    with temporary_folder() as folder:
        yield _in_folder(folder, records)


def _in_folder(folder: Path, records: int) -> Prepared:
    stamp = folder / _STAMP
    if not stamp.exists():
        return _made(Prepared(folder, records, ledger_key()))
    found = Prepared(folder, **json.loads(stamp.read_text("utf-8")))
    if found.records != records:
        raise Stop(f"BENCH_HOME holds {found.records:,} records, not {records:,}: name another folder.")
    found.house.migrate()
    found.house.command("reindex", "--missing")
    found.house.python("bench.following")
    return found


def _made(wanted: Prepared) -> Prepared:
    house = wanted.house
    say(f"… a house of {wanted.records:,} records is made once")
    house.migrate()
    words = ("--enterprises", str(max(wanted.records // ROWS_PER_ENTERPRISE, 1)), "--records", str(wanted.records))
    synth = seconds_of(lambda: house.command("synth", *words))
    reindex = seconds_of(lambda: house.command("reindex"))
    house.python("bench.following")
    house.python("bench.peer_rows", wanted.peer)
    done = replace(wanted, synth_s=synth, reindex_s=reindex)
    done.save()
    return done
