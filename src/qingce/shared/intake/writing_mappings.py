"""A mapping made by a person on a page, written as TOML; and mappings kept for everybody."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomli_w
from django.db import transaction
from django.db.models import Max, Q

from qingce.pure.kernel.canonical import digest
from qingce.pure.kernel.text import clean
from qingce.shared.intake.models import SavedMapping
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

_VERSIONED = re.compile(r"(.+)@([0-9]{1,4})", re.DOTALL)


@dataclass(frozen=True)
class SavedRow:
    """A mapping that somebody saved: its newest version; `header_key`: of the columns it was made for."""

    name: str
    version: int
    title: str
    text: str
    saved_by: str
    saved_at: datetime
    header_key: bytes


def written_mapping(
    name: str,
    *,
    columns: Mapping[str, str | Sequence[str] | Mapping[str, Any]],
    constants: Mapping[str, str],
    empty: Sequence[str] = (),
) -> str:
    """The text of a mapping, as `parse_mapping` reads it.

    Args: columns: canonical column → column of the file, or a rule as in a mapping file.
    """
    data: dict[str, Any] = {
        "name": name,
        "empty": list(empty),
        "title": {"zh": name, "en": name},
        "constants": dict(constants),
        "columns": dict(columns),
    }
    return tomli_w.dumps(data)


def header_key(columns: Sequence[str]) -> bytes:
    """The digest by which files with the same columns, in whatever order, are recognised; 16 bytes."""
    return digest(*sorted(columns))


def save_mapping(title: str, text: str, *, columns: Sequence[str], actor: Actor, at: datetime) -> str:
    """Keeps a mapping for everybody; one of the same title gets a new version, and former batches keep theirs.

    Args: columns: of the file that it was made for.
    Returns: its name.
    Raises: DutyMissing.
    """
    check_duty(actor, Duty.IMPORT)
    title = clean(title)[:200]
    name = f"saved-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
    with transaction.atomic():
        newest = SavedMapping.objects.filter(name=name).aggregate(version=Max("version"))["version"] or 0
        SavedMapping.objects.create(
            name=name,
            version=newest + 1,
            title=title,
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            header_key=header_key(columns),
            saved_by=actor.signature,
            saved_at=at,
        )
        journal("mapping-saved", by=actor.person_id or None, at=at)
    return name


def saved_mappings() -> list[SavedRow]:
    """The newest version of each saved mapping, by title; one query."""
    newest: dict[str, SavedRow] = {}
    for each in SavedMapping.objects.order_by("version"):
        newest[each.name] = _row(each)
    return sorted(newest.values(), key=lambda row: row.title)


def saved_mapping(name: str) -> SavedRow | None:
    """A saved mapping by its name or title: the newest version, or the one after an @; None: there is none."""
    asked = _VERSIONED.fullmatch(name)
    named, version = asked.groups() if asked else (name, "")
    found = SavedMapping.objects.filter(Q(name=named) | Q(title=named))
    if version:
        found = found.filter(version=int(version))
    each = found.order_by("version").last()
    return _row(each) if each else None


def _row(each: SavedMapping) -> SavedRow:
    return SavedRow(
        each.name, each.version, each.title, each.text, each.saved_by, each.saved_at, bytes(each.header_key)
    )
