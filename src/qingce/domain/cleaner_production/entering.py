"""Entering a cell, or correcting it: the former one stays, with when it was replaced and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.cleaner_production.acts import CORRECTED, FINDING_ENTERED
from qingce.domain.cleaner_production.enums import (
    COPY,
    COPY_MB,
    COPY_TYPES,
    KIND,
    Grounds,
    HowFound,
    ListKind,
    ListState,
)
from qingce.domain.cleaner_production.errors import FindingChanged, FindingWrong, NothingNew
from qingce.domain.cleaner_production.links import is_web
from qingce.domain.cleaner_production.models import Finding
from qingce.domain.cleaner_production.survey import Cell
from qingce.domain.cleaner_production.units import unit_of
from qingce.pure.kernel.text import clean
from qingce.shared.bulk.actions import one_at_a_time
from qingce.shared.changes.actions import note_change
from qingce.shared.files.actions import attach_files, discard_files, keep_upload
from qingce.shared.ledger.actions import enter_act, journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, signatory_of

LOCK = "cleaner-findings"
FIRST_YEAR = 2003  # the law came into force
LONGEST = {"place": 60, "link": 500, "source": 300, "reason": 1000}


@dataclass(frozen=True)
class FindingText:
    """What somebody says of a cell. Args: reason: why what stands there is corrected."""

    state: ListState
    how_found: HowFound
    source: str
    grounds: Grounds = Grounds.NOT_TOLD
    voluntary_part: ListState | None = None
    link: str = ""
    published_on: date | None = None
    reason: str = ""
    place: str = ""


def enter_finding(
    actor: Actor,
    cell: Cell,
    said: FindingText,
    *,
    seen: int | None,
    at: datetime,
    copy: tuple[str, Iterable[bytes]] | None = None,
) -> int:
    """Enters a cell, or puts a new one in the place of what stands there; by the staff of the unit's area.

    Args: seen: the finding that the form showed; None: the cell was empty. copy: name and content of a saved copy, PDF
        or picture; without one the former finding's stays.
    Returns: number of the new finding.
    Raises: UnitUnknown; DutyMissing; OutOfArea; FindingWrong; FindingChanged; NothingNew; the errors of files. Nothing
        is kept then.
    """
    unit_of(cell.unit)
    check_duty(actor, Duty.CLEANER_PRODUCTION, cell.unit)
    values = _checked(cell, said, today=localdate(at))
    kept = [_keep(*copy, at=at)] if copy else []
    try:
        with transaction.atomic():
            one_at_a_time(LOCK)
            row = _write(cell, values, seen, kept, by=actor.signature, at=at)
            attach_files(kept, purpose=COPY, at=at)
            _note(row, actor, at=at)
            if seen is not None:
                _enter(row, seen, actor, at=at)
    except Exception:
        discard_files(kept, at=at)
        raise
    return row.pk


def _note(row: Finding, actor: Actor, *, at: datetime) -> None:
    note_change(KIND, row.pk, at=at)
    detail: dict[str, str | int] = {
        "unit": row.unit,
        "year": row.first_year,
        "list": str(row.list),
        "state": str(row.state),
    }
    journal(FINDING_ENTERED, by=actor.person_id or None, subject=(KIND, row.pk), detail=detail, at=at)


def _enter(row: Finding, former: int, actor: Actor, *, at: datetime) -> None:
    """A correction is public, so it stands in the log."""
    facts = {
        "unit": row.unit,
        "year": row.first_year,
        "list": str(row.list),
        "former": Finding.objects.values_list("state", flat=True).get(pk=former),
        "current": str(row.state),
    }
    words = {"reason": row.reason}
    enter_act(CORRECTED, at=at, by=signatory_of(actor.signature), subject=(KIND, row.pk), facts=facts, words=words)


def _keep(name: str, chunks: Iterable[bytes], *, at: datetime) -> int:
    return keep_upload(chunks, name=name, accepts=COPY_TYPES, purpose=COPY, at=at, largest_mb=COPY_MB).id


def _write(
    cell: Cell, values: dict[str, object], seen: int | None, kept: list[int], *, by: str, at: datetime
) -> Finding:
    former = _former(cell, str(values["place"]), seen)
    if former is not None:
        _replace(former, values, has_copy=bool(kept), at=at)
    row = Finding(unit=cell.unit, first_year=cell.year, last_year=cell.year, list=cell.list, **values)
    row.copy_id = kept[0] if kept else former.copy_id if former else None
    row.entered_by, row.entered_at = by, at
    row.save()
    return row


def _former(cell: Cell, place: str, seen: int | None) -> Finding | None:
    rows = Finding.objects.filter(
        unit=cell.unit, place=place, first_year=cell.year, last_year=cell.year, list=cell.list, replaced_at=None
    )
    former = rows.select_for_update().first()
    if (former.pk if former else None) != seen:
        raise FindingChanged("Somebody corrected this cell meanwhile. Look at it again before you write.")
    return former


def _replace(former: Finding, values: dict[str, object], *, has_copy: bool, at: datetime) -> None:
    same = all(getattr(former, name) == value for name, value in values.items() if name != "reason")
    if same and not has_copy:
        raise NothingNew("This says what stands there already.")
    if not values["reason"]:
        raise FindingWrong("Say why the cell is corrected: it is public.", field="reason", cause="reason")
    former.replaced_at = at
    former.save(update_fields=["replaced_at"])


def _checked(cell: Cell, said: FindingText, *, today: date) -> dict[str, object]:
    texts = {name: clean(getattr(said, name)) for name in LONGEST}
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            raise FindingWrong(
                f"This takes at most {LONGEST[name]} characters.", field=name, cause="long", longest=LONGEST[name]
            )
    if not FIRST_YEAR <= cell.year <= today.year:
        raise FindingWrong(
            f"Give a year from {FIRST_YEAR} to {today.year}.",
            field="year", cause="year", first=FIRST_YEAR, last=today.year,
        )  # fmt: skip
    if not texts["source"]:
        raise FindingWrong("Name the document or page that this comes from.", field="source", cause="source")
    if texts["link"] and not is_web(texts["link"]):
        raise FindingWrong("Give a whole address that begins with https:// or http://.", field="link", cause="link")
    if said.published_on and said.published_on > today:
        raise FindingWrong("The day of publication lies ahead.", field="published_on", cause="ahead")
    if cell.list == ListKind.RESULTS and said.grounds != Grounds.NOT_TOLD:
        raise FindingWrong("Only a roster names grounds.", field="grounds", cause="results")
    return {
        **texts,
        "state": said.state,
        "voluntary_part": said.voluntary_part or "",
        "grounds": said.grounds,
        "published_on": said.published_on,
        "how_found": said.how_found,
    }
