"""Bringing a published roster, or list of results: what it is as a whole, its file, and what its columns are (CPA-1).

The file goes the way of every file of records: it is looked into, tried, and written by the worker; rows of doubt wait
for a person, bad ones come back with their reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.cleaner_production.acts import ROSTER_BROUGHT
from qingce.domain.cleaner_production.enums import (
    COPY_MB,
    COPY_TYPES,
    ROSTER,
    ROSTER_COPY,
    ListKind,
    Obligation,
    Result,
)
from qingce.domain.cleaner_production.errors import RosterNotFound, RosterWrong
from qingce.domain.cleaner_production.links import is_web
from qingce.domain.cleaner_production.models import Roster
from qingce.domain.cleaner_production.roster_columns import mapping_of
from qingce.domain.cleaner_production.units import unit_of
from qingce.domain.records.actions import choose_mapping, receive_file
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.files.actions import attach_files, discard_files, keep_upload
from qingce.shared.intake.queries import check_batch
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor

FIRST_YEAR = 2003  # the law came into force
LONGEST = {"title": 300, "issuer": 200, "department": 120, "batch_name": 60, "link": 500}


@dataclass(frozen=True)
class RosterText:
    """What somebody says of a published list as a whole.

    Args: last_year: the same as the first, but where two years share a list. obligation, result: of the lines that do
        not say it themselves. batch_name: as the authority counts its batches.
    """

    unit: str
    list: ListKind
    first_year: int
    last_year: int
    title: str
    issuer: str
    obligation: Obligation | None = None
    result: Result | None = None
    department: str = ""
    batch_name: str = ""
    link: str = ""
    published_on: date | None = None


def bring_roster(
    actor: Actor,
    said: RosterText,
    file: tuple[str, Path],
    *,
    language: str,
    at: datetime,
    copy: tuple[str, Iterable[bytes]] | None = None,
) -> int:
    """Keeps what is said of a list, and its file, which is looked into at once.

    Args: file: name and place; may be removed afterwards. copy: of the document as it was published, PDF or picture;
        it is public, the file is not. language: zh or en, of what will be said about its rows.
    Returns: the number of the file's batch.
    Raises: UnitUnknown; RosterWrong; DutyMissing; OutOfArea; DiskFull; the errors of files. Nothing is kept then.
    """
    unit_of(said.unit)
    values = _checked(said, today=localdate(at))
    kept = (
        [keep_upload(copy[1], name=copy[0], accepts=COPY_TYPES, purpose=ROSTER_COPY, at=at, largest_mb=COPY_MB).id]
        if copy
        else []
    )
    name, path = file
    try:
        with transaction.atomic():
            batch = receive_file(path, file_name=name, actor=actor, language=language, at=at, area=said.unit)
            row = Roster.objects.create(
                **values, batch_id=batch, copy_id=kept[0] if kept else None, brought_by=actor.signature, brought_at=at
            )
            attach_files(kept, purpose=ROSTER_COPY, at=at)
            note_change(ROSTER, row.pk, at=at)
            detail: dict[str, str | int] = {"unit": row.unit, "year": row.first_year, "list": str(row.list)}
            journal(ROSTER_BROUGHT, by=actor.person_id or None, subject=(ROSTER, row.pk), detail=detail, at=at)
    except Exception:
        discard_files(kept, at=at)
        raise
    return batch


def choose_roster_columns(batch: int, columns: Mapping[str, str], *, actor: Actor, at: datetime) -> None:
    """Says what the columns of a roster's file are; it is tried with them at once.

    Args: columns: field of ours → column of the file.
    Raises: RosterNotFound; RosterWrong; BatchNotFound: also one that the actor does not see; BatchElsewhere;
        BadMapping.
    """
    check_batch(batch, actor)
    roster = Roster.objects.filter(batch_id=batch).first()
    if roster is None:
        raise RosterNotFound("No roster came with this file.")
    choose_mapping(batch, mapping_of(roster, columns), name=roster.title[:80], actor=actor, at=at)


def _checked(said: RosterText, *, today: date) -> dict[str, object]:
    texts = {name: clean(getattr(said, name)) for name in LONGEST}
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            raise RosterWrong(
                f"This takes at most {LONGEST[name]} characters.", field=name, cause="long", longest=LONGEST[name]
            )
    if not texts["title"]:
        raise RosterWrong("Give the title of the document.", field="title", cause="title")
    if not texts["issuer"]:
        raise RosterWrong("Name the issuing body.", field="issuer", cause="issuer")
    if not FIRST_YEAR <= said.first_year <= said.last_year <= today.year + 1:
        raise RosterWrong(
            f"Give years from {FIRST_YEAR} to {today.year + 1}, the last not before the first.",
            field="first_year", cause="years", first=FIRST_YEAR, last=today.year + 1,
        )  # fmt: skip
    if texts["link"] and not is_web(texts["link"]):
        raise RosterWrong("Give a whole address that begins with https:// or http://.", field="link", cause="link")
    if said.published_on and said.published_on > today:
        raise RosterWrong("The day of publication lies ahead.", field="published_on", cause="ahead")
    return {
        **texts,
        "unit": said.unit,
        "list": said.list,
        "first_year": said.first_year,
        "last_year": said.last_year,
        "obligation": said.obligation or "",
        "result": said.result or "",
        "published_on": said.published_on,
    }
