"""Deciding otherwise than the rules: the part of the form that senior reviewers have."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qingce.domain.removal.actions import end_override, override_determination
from qingce.doors.web.determination import TABLE
from qingce.doors.web.numbers import number_in
from qingce.doors.web.rules.words import said
from qingce.doors.web.templatetags.qingce_web import is_chinese

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import QueryDict

    from qingce.domain.removal.enums import RecordDetermination
    from qingce.pure.rules.book import Book
    from qingce.shared.parties.enums import Actor

OVERRIDE, END = "override", "end-override"
OVERRIDES = (OVERRIDE, END)
INSERT = "insert"


@dataclass
class OverrideForm:
    """What was typed. `seen`: the place of the override that was shown; 0: there was none."""

    outcome: str = ""
    reason: str = ""
    seen: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def places(self) -> set[str]:
        """The fields that have a fault."""
        return {place for place, _told in self.faults}


def first_override(found: RecordDetermination) -> OverrideForm:
    """The form as it is first shown."""
    return OverrideForm(seen=found.override.place if found.override else 0)


def said_override(data: QueryDict) -> OverrideForm:
    """The form as it was sent; without an outcome it does not go on."""
    form = OverrideForm(data.get("outcome", ""), data.get("reason", ""), number_in(data.get("seen-override", "")) or 0)
    if data.get("act") == OVERRIDE and not form.outcome:
        form.faults.append(("outcome", _("Choose what shall count instead.")))
    if data.get("act") == INSERT:
        form.reason = f"{form.reason.rstrip()}\n{dict(reusable()).get(data.get('reusable', ''), '')}".strip()
    return form


def reusable() -> list[tuple[str, str]]:
    """Reasons that are used again and again, in the reader's language, by their numbers."""
    language = "zh" if is_chinese() else "en"
    return [(str(number), row[language]) for number, row in enumerate(_texts())]


@cache
def _texts() -> tuple[dict[str, str], ...]:
    text = files("qingce.doors.web").joinpath("data/override_texts.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def do_override(pk: int, act: str, form: OverrideForm, *, actor: Actor, at: datetime) -> str:
    """Decides otherwise, or leaves it to the rules again.

    Returns: what is told then.
    Raises: as the actions do.
    """
    if act == END:
        end_override(pk, reason=form.reason, seen=form.seen, actor=actor, at=at)
        return _("Left to the rules again; the reason is public.")
    override_determination(pk, form.outcome, reason=form.reason, seen=form.seen, actor=actor, at=at)
    return _("Decided in place of the rules; the reason is public.")


def outcomes(book: Book) -> list[tuple[str, str]]:
    """What can be decided: identifier and title."""
    return [(each.id, said(each.title)) for each in book.tables[TABLE].outcome]
