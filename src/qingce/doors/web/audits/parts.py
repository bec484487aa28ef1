"""The parts that the page of an audit is made of: each is registered with one line and shown to whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, QueryDict

from qingce.domain.removal.enums import AuditParty, AuditRow
from qingce.domain.removal.queries import AuditDetail
from qingce.shared.parties.enums import Actor


@dataclass(frozen=True)
class AuditPage:
    """A page of an audit as somebody asks for it. Args: party: None: the public page."""

    request: HttpRequest
    found: AuditDetail
    actor: Actor
    on: date

    @property
    def party(self) -> AuditParty | None:
        """As whom somebody sees it."""
        return self.found.party

    @property
    def row(self) -> AuditRow:
        """Its head."""
        return self.found.row

    @property
    def writes(self) -> bool:
        """Whether somebody may act for the party here."""
        return self.found.may_write


@dataclass(frozen=True)
class AuditForm:
    """What was sent to such a page. Args: party: as whom."""

    said: QueryDict
    actor: Actor
    pk: int
    party: AuditParty
    at: datetime


Act = Callable[[AuditForm], object]


@dataclass(frozen=True)
class AuditPart:
    """One part of the page.

    Args: shown: what its template needs; None: it is not shown to whoever asks. acts: by the name that forms
        send. place: on the page, the lower the higher up.
    """

    name: str
    template: str
    shown: Callable[[AuditPage], Mapping[str, Any] | None]
    acts: Mapping[str, Act] = field(default_factory=dict)
    place: int = 50


_parts: dict[str, AuditPart] = {}


def register_part(part: AuditPart) -> None:
    """Adds a part; a second one of the same name takes its place."""
    _parts[part.name] = part


def parts_of(page: AuditPage) -> Sequence[tuple[str, Mapping[str, Any]]]:
    """Template and context of each part that is shown, in the order of their places."""
    ordered = sorted(_parts.values(), key=lambda part: part.place)
    found = [(part.template, part.shown(page)) for part in ordered]
    return [(template, context) for template, context in found if context is not None]


def act_of(name: str) -> Act | None:
    """What a form asks for; None: nothing that there is."""
    return next((part.acts[name] for part in _parts.values() if name in part.acts), None)
