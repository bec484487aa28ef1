"""A dry run: what a file would become, counted as the run will count it, with samples; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from qingce.domain.enterprises.actions import Ask, Pretence, Resolution, pretend_enterprises
from qingce.domain.records.actions.file_rows import FileRows
from qingce.domain.records.identity import Keys
from qingce.domain.records.known import find_any, keys_of_kin, keys_of_rows, known_among
from qingce.domain.records.readings import Readings
from qingce.shared.intake.queries import Table

PIECE = 2_000
MOST_SAMPLES = 5


@dataclass(frozen=True)
class Sample:
    """One row as it will become: whom it is about and what it says.

    Args:
        enterprise_id: the known enterprise meant; None: a new one, or it is asked.
        record_id: the known record that it meets; None: a new one, or one that an earlier row makes.
        why: why it is asked (`AskReason`), or "".
    """

    sheet: str
    row: int
    type: str
    enterprise: str
    uscc: str
    title: str
    dated: date | None
    fine: str
    enterprise_id: int | None = None
    record_id: int | None = None
    why: str = ""


@dataclass
class Trial:
    """What a dry run found: counts of rows, and the first samples of each fate."""

    rows_read: int = 0
    rows_new: int = 0
    rows_known: int = 0
    rows_held: int = 0
    rows_rejected: int = 0
    enterprises_new: int = 0
    new: list[Sample] = field(default_factory=list)
    known: list[Sample] = field(default_factory=list)
    held: list[Sample] = field(default_factory=list)


class _Seen:
    """What the rows of the file so far would have made, recognised as `known.Known` recognises records."""

    def __init__(self) -> None:
        self._identities: set[bytes] = set()
        self._has_unnumbered: dict[bytes, bool] = {}

    def has(self, keys: Keys) -> bool:
        """Whether an earlier row of the file is the same record."""
        if keys.identity in self._identities:
            return True
        unnumbered = self._has_unnumbered.get(keys.content)
        return unnumbered is not None and (unnumbered or not keys.number)

    def add(self, keys: Keys) -> None:
        """Notes a record that would be made."""
        self._identities.add(keys.identity)
        unnumbered = self._has_unnumbered.get(keys.content, False)
        self._has_unnumbered[keys.content] = unnumbered or not keys.number


def try_tables(tables: Sequence[Table], rows: FileRows, *, at: datetime, progress: Callable[[int, int], None]) -> Trial:
    """Counts what would become of the rows of a file, were it taken in now.

    The matching of near names sees enterprises that the file itself would make by their first names only; elsewhere
    the counts are those of the run.

    Args: progress: told rows done and rows in all; whatever it raises ends the dry run.
    Cost: the queries of the run's reading half; memory grows by about 1 KB for each enterprise that would be made and
        0.2 KB for each record.
    """
    trial, seen, pretence = Trial(), _Seen(), Pretence()
    trial.rows_read = sum(table.height for table in tables)
    done = 0
    for table in tables:
        for part in rows.parts(table):
            for start in range(0, len(part.readings), PIECE):
                piece = part.readings.piece(start, start + PIECE)
                resolution = pretend_enterprises(piece.descriptions(), pretence, at=at)
                trial.enterprises_new += len(resolution.created)
                _count(trial, piece, resolution, seen, table.sheet)
            progress(done := done + part.height, trial.rows_read)
    trial.rows_rejected = rows.findings.rejected
    return trial


def _count(trial: Trial, piece: Readings, resolution: Resolution, seen: _Seen, sheet: str) -> None:
    keys = keys_of_rows(resolution.ids, piece)
    kin = keys_of_kin(resolution.ids, piece)
    known = known_among(keys, kin)
    for place, (owner, key) in enumerate(zip(resolution.ids, keys, strict=True)):
        if key is None:
            trial.rows_held += 1
            _sample(trial.held, piece, place, sheet, ask=resolution.asks.get(place))
        elif (met := find_any(known, key, kin.get(place, ()))) or seen.has(key):
            trial.rows_known += 1
            _sample(trial.known, piece, place, sheet, owner=owner, record=met.id if met else None)
        else:
            seen.add(key)
            trial.rows_new += 1
            _sample(trial.new, piece, place, sheet, owner=owner)


def _sample(
    samples: list[Sample],
    piece: Readings,
    place: int,
    sheet: str,
    *,
    owner: int | None = None,
    record: int | None = None,
    ask: Ask | None = None,
) -> None:
    if len(samples) >= MOST_SAMPLES:
        return
    (said,) = piece.piece(place, place + 1).descriptions()
    fine = piece.fine_cny[place]
    samples.append(
        Sample(
            sheet=sheet,
            row=piece.row[place],
            type=piece.type[place],
            enterprise=said.name,
            uscc=said.uscc or "",
            title=piece.title[place] or piece.doc_no[place] or piece.description[place][:80],
            dated=piece.dated[place],
            fine="" if fine is None else str(fine),
            enterprise_id=owner if owner and owner > 0 else None,
            record_id=record,
            why=ask.why.value if ask else "",
        )
    )
