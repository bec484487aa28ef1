"""One run over descriptions: which enterprises they are about, and what is to be written of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from qingce.domain.enterprises.columns import (
    FILLED_WHEN_EMPTY,
    NewName,
    enterprise_columns,
    filled_columns,
    name_columns,
    numbered,
)
from qingce.domain.enterprises.decisions import Ask, Ranked
from qingce.domain.enterprises.describing import Description
from qingce.domain.enterprises.enums import AskReason, Identity, MatchReason, NameKind
from qingce.domain.enterprises.matching import Candidate, Candidates, find_candidates
from qingce.domain.enterprises.models import Enterprise, EnterpriseName
from qingce.pure.kernel.names import name_key
from qingce.shared.bulk.actions import insert_rows, reserve_ids, update_rows
from qingce.shared.changes.actions import note_changes


@dataclass(frozen=True)
class Resolution:
    """Which enterprise each description is about.

    Args:
        ids: numbers in the order given; None: it is asked, see `asks`.
        created: the enterprises that were made.
        asks: the question about a description, by its place in the order given.
    """

    ids: tuple[int | None, ...]
    created: frozenset[int]
    asks: dict[int, Ask] = field(default_factory=dict)

    def decided(self) -> tuple[int, ...]:
        """The numbers, where nothing was asked.

        Raises: ValueError: a description is asked about.
        """
        numbers = tuple(number for number in self.ids if number is not None)
        if len(numbers) != len(self.ids):
            raise ValueError("Some descriptions are asked about and have no enterprise yet.")
        return numbers


@dataclass(frozen=True, slots=True)
class _Question:
    """A question before the enterprises made in the same run have numbers."""

    why: AskReason
    ranked: tuple[tuple[Candidate, Decimal, tuple[MatchReason, ...]], ...]


def resolve(descriptions: Sequence[Description], *, at: datetime, may_ask: bool) -> Resolution:
    """As `actions.resolve_enterprises`, inside its transaction."""
    work = _Resolving(find_candidates(*_sought(descriptions)), at=at)
    taken = [work.take(description) if not may_ask else work.take_or_ask(description) for description in descriptions]
    created = work.save()
    ids = tuple(numbered(each) if isinstance(each, Candidate) else None for each in taken)
    asks = {place: _asked(each) for place, each in enumerate(taken) if isinstance(each, _Question)}
    return Resolution(ids, created, asks)


def _asked(question: _Question) -> Ask:
    return Ask(question.why, tuple(Ranked(numbered(each), score, why) for each, score, why in question.ranked))


def _sought(descriptions: Sequence[Description]) -> tuple[set[str], set[str]]:
    codes = {d.uscc for d in descriptions if d.uscc}
    return codes, {d.name_key for d in descriptions}


class _Resolving:
    """One run: what is to be made, filled and named, written together at the end."""

    def __init__(self, candidates: Candidates, *, at: datetime) -> None:
        self.candidates = candidates
        self.at = at
        self.made: list[Candidate] = []
        self.filled: dict[int, Candidate] = {}
        self.names: list[NewName] = []

    def take_or_ask(self, description: Description) -> Candidate | _Question:
        """The enterprise meant; a code that is known under another name is asked about."""
        known = self.candidates.match(description)
        if known and description.uscc and not self.candidates.has_name(known, description):
            reasons = (MatchReason.CODE_EQUAL, MatchReason.NAME_UNLIKE)
            return _Question(AskReason.CODE_OTHER_NAME, ((known, Decimal("0.500"), reasons),))
        return self.take(description)

    def take(self, description: Description) -> Candidate:
        """The enterprise meant, made where none is known."""
        enterprise = self.candidates.match(description)
        if enterprise is None:
            enterprise = self._make(description)
        elif _fill(enterprise, description):
            self.candidates.add(enterprise)  # the code may be new
            if enterprise.id is not None:
                self.filled[enterprise.id] = enterprise
        for name in description.former_names:
            self._name(enterprise, name, name_key(name), NameKind.FORMER, description)
        self._name(enterprise, description.name, description.name_key, NameKind.VARIANT, description)
        return enterprise

    def _make(self, description: Description) -> Candidate:
        enterprise = _candidate(description)
        self.made.append(enterprise)
        self._name(enterprise, description.name, description.name_key, NameKind.CURRENT, description)
        self.candidates.add(enterprise)
        return enterprise

    def _name(self, enterprise: Candidate, name: str, key: str, kind: NameKind, description: Description) -> None:
        if self.candidates.add_name(enterprise, key):
            self.names.append(NewName(enterprise, name, key, kind, description.stated_by))

    def save(self) -> frozenset[int]:
        """Writes what was found out; returns the numbers of the enterprises made."""
        ids = reserve_ids(Enterprise, len(self.made))
        for enterprise, number in zip(self.made, ids, strict=True):
            enterprise.id = number
        insert_rows(Enterprise, enterprise_columns(self.made, at=self.at))
        update_rows(Enterprise, filled_columns(list(self.filled.values())))
        insert_rows(EnterpriseName, name_columns(self.names, at=self.at), skip_known=True)
        created = frozenset(ids)
        renamed = {numbered(each.enterprise) for each in self.names} - created
        note_changes("enterprise", created | set(self.filled) | renamed, at=self.at)
        # Their records are found by what was filled in, too.
        note_changes("enterprise-shown", renamed | set(self.filled), at=self.at)
        return created


def _candidate(description: Description) -> Candidate:
    return Candidate(
        id=None,
        name=description.name,
        name_key=description.name_key,
        uscc=description.uscc,
        identity=_identity(description),
        address=description.address,
        division=description.division,
        industry=description.industry,
        longitude=description.longitude,
        latitude=description.latitude,
        listed=description.listed,
        is_synthetic=description.is_synthetic,
    )


def _identity(description: Description) -> Identity:
    if description.is_pseudonym:
        return Identity.PSEUDONYM
    return Identity.USCC if description.uscc else Identity.NAME


def _fill(enterprise: Candidate, description: Description) -> bool:
    """Fills what was not known; a code that turns up makes the enterprise identified by it."""
    is_filled = False
    for column in FILLED_WHEN_EMPTY:
        stated = getattr(description, column)
        if getattr(enterprise, column) in ("", None) and stated not in ("", None):
            setattr(enterprise, column, stated)
            is_filled = True
    if description.uscc and enterprise.uscc is None:
        enterprise.uscc, enterprise.identity = description.uscc, Identity.USCC
        is_filled = True
    return is_filled
