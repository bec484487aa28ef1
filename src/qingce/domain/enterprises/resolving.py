"""One run over descriptions: which enterprises they are about, and what is to be written of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from qingce.domain.enterprises.candidates import Near, find_near
from qingce.domain.enterprises.columns import (
    FILLED_WHEN_EMPTY,
    NewName,
    NewTrait,
    block_columns,
    enterprise_columns,
    filled_columns,
    name_columns,
    numbered,
    trait_columns,
)
from qingce.domain.enterprises.deciding import Decision, Question, decide, under_known_code, weigh
from qingce.domain.enterprises.decisions import MOST_RANKED, Ask, Ranked
from qingce.domain.enterprises.describing import Description, description_key
from qingce.domain.enterprises.enums import AskReason, Identity, MatchReason, NameKind
from qingce.domain.enterprises.matching import Candidate, Candidates, enterprises_by_id, find_candidates
from qingce.domain.enterprises.models import Enterprise, EnterpriseName, NameBlock, Trait
from qingce.domain.enterprises.pretending import Pretence
from qingce.domain.enterprises.questions import answers_to
from qingce.domain.enterprises.scoring import weights
from qingce.domain.enterprises.statements import enter_enterprises, new_salt
from qingce.domain.enterprises.traits import OWN_KEY, traits_of
from qingce.pure.kernel.names import name_key, normalise_name
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


def resolve(
    descriptions: Sequence[Description], *, at: datetime, may_ask: bool, pretence: Pretence | None = None
) -> Resolution:
    """As `actions.resolve_enterprises`, inside its transaction.

    Args: pretence: nothing is written; what would be is kept there, under negative numbers.
    """
    codes, names = _sought(descriptions)
    candidates = find_candidates(codes, names, instead=pretence.changed if pretence else None)
    if pretence:
        pretence.join(candidates, codes=codes, names=names)
    near = None
    if may_ask:
        unsettled = _unsettled(candidates, descriptions)
        near = find_near(unsettled, known=candidates, made=pretence.marks if pretence else None)
    work = _Resolving(candidates, near, at=at, answers=_answers(candidates, descriptions) if may_ask else {})
    taken = [work.take(description, work.decide(description)) for description in descriptions]
    created = pretence.keep(work.made, work.filled.values(), work.names) if pretence else work.save()
    ids = tuple(numbered(each) if isinstance(each, Candidate) else None for each in taken)
    asks = {place: _asked(each) for place, each in enumerate(taken) if isinstance(each, Question)}
    return Resolution(ids, created, asks)


def make_enterprise(description: Description, *, at: datetime) -> int:
    """Makes an enterprise for a description, whatever is known already; returns its number."""
    work = _Resolving(Candidates(), None, at=at, answers={})
    work.take(description, None)
    (number,) = work.save()
    return number


def _asked(question: Question) -> Ask:
    ranked = (Ranked(numbered(each.enterprise), each.score, each.reasons) for each in question.ranked)
    return Ask(question.why, tuple(ranked))


def _sought(descriptions: Sequence[Description]) -> tuple[set[str], set[str]]:
    codes = {d.uscc for d in descriptions if d.uscc}
    former = {name_key(name) for d in descriptions for name in d.former_names}
    return codes, {d.name_key for d in descriptions} | former


def _answers(candidates: Candidates, descriptions: Sequence[Description]) -> dict[bytes, Candidate]:
    """The enterprises that people named when they were asked about equal descriptions."""
    answered = answers_to({description_key(description) for description in descriptions})
    found = enterprises_by_id(set(answered.values()))
    return {key: candidates.adopt(found[owner]) for key, owner in answered.items()}


def _unsettled(candidates: Candidates, descriptions: Sequence[Description]) -> dict[bytes, Description]:
    """What code and name do not settle, once each; nobody is near to a pseudonym."""
    return {
        description_key(description): description
        for description in descriptions
        if not description.is_pseudonym and candidates.match(description) is None
    }


class _Resolving:
    """One run: what is to be made, filled and named, written together at the end."""

    def __init__(
        self, candidates: Candidates, near: Near | None, *, at: datetime, answers: Mapping[bytes, Candidate]
    ) -> None:
        self.candidates = candidates
        self.answers = answers
        self.near = near
        self.at = at
        self.made: list[Candidate] = []
        self.filled: dict[int, Candidate] = {}
        self.coded: set[int] = set()
        self.names: list[NewName] = []
        self.traits: list[NewTrait] = []

    def decide(self, description: Description) -> Decision:
        """The enterprise meant, a question, or None: a new one; what people answered to an equal one stands."""
        if self.answers and (answered := self.answers.get(description_key(description))):
            return answered
        return self._judge(description)

    def _judge(self, description: Description) -> Decision:
        found = self.candidates.match(description)
        if self.near is None or description.is_pseudonym:
            return found
        if found is not None:
            return self._unless_misnamed(found, description)
        fitting = self.candidates.fitting(description)
        if len({each.family for each in fitting}) > 1:
            reasons = (MatchReason.NAME_EQUAL,)
            return Question(AskReason.SEVERAL, tuple(weigh(each, reasons) for each in fitting[:MOST_RANKED]))
        if OWN_KEY in description.name_key and not normalise_name(description.name).is_masked:
            return None
        return decide(description, self._around(description, self.near))

    def _unless_misnamed(self, found: Candidate, description: Description) -> Decision:
        if found.uscc != description.uscc or not found.uscc or self.candidates.has_name(found, description):
            return found
        fit = under_known_code(found, description)
        if fit.score >= weights().close:
            return found
        others = (weigh(each, (MatchReason.NAME_EQUAL,)) for each in self.candidates.named(description))
        return Question(AskReason.CODE_OTHER_NAME, (fit, *others)[:MOST_RANKED])

    def _around(self, description: Description, near: Near) -> Iterator[tuple[Candidate, set[str]]]:
        """The enterprises to compare with: near ones, and those of the name or of a former name anywhere."""
        found = near.around(description_key(description), description) + self.candidates.named(description)
        for name in description.former_names:
            found += self.candidates.with_name(name_key(name))
        for each in {id(each): each for each in found}.values():
            keys = (description.name_key, *map(name_key, description.former_names))
            yield each, near.names(each) | {key for key in keys if self.candidates.goes_by(each, key)}

    def take(self, description: Description, decision: Decision) -> Candidate | Question:
        """The enterprise decided on, made where none is; a question changes nothing."""
        if isinstance(decision, Question):
            return decision
        enterprise = decision or self._make(description)
        is_filled = decision is not None and self._fill(enterprise, description)
        if is_filled:
            self.candidates.add(enterprise)  # the code may be new
            if enterprise.id is not None:
                self.filled[enterprise.id] = enterprise
        if decision is None or is_filled or description.telephone or description.person:
            self.traits += (NewTrait(enterprise, kind, mark) for kind, mark in traits_of(description))
        for name in description.former_names:
            self._name(enterprise, name, name_key(name), NameKind.FORMER, description)
        self._name(enterprise, description.name, description.name_key, NameKind.VARIANT, description)
        return enterprise

    def _fill(self, enterprise: Candidate, description: Description) -> bool:
        """Fills what was not known; a code that turns up makes the enterprise identified by it."""
        is_filled = False
        for column in FILLED_WHEN_EMPTY:
            stated = getattr(description, column)
            if getattr(enterprise, column) in ("", None) and stated not in ("", None):
                setattr(enterprise, column, stated)
                is_filled = True
        # A person may have said that the code beside this name is somebody else's.
        if description.uscc and enterprise.uscc is None and self.candidates.code_is_free(description.uscc):
            enterprise.uscc, enterprise.identity = description.uscc, Identity.USCC
            self.coded |= {enterprise.id} if enterprise.id is not None else set()
            is_filled = True
        return is_filled

    def _make(self, description: Description) -> Candidate:
        enterprise = _candidate(description)
        self.made.append(enterprise)
        self._name(enterprise, description.name, description.name_key, NameKind.CURRENT, description)
        self.candidates.add(enterprise)
        if self.near is not None:
            self.near.add(enterprise, description)
        return enterprise

    def _name(self, enterprise: Candidate, name: str, key: str, kind: NameKind, description: Description) -> None:
        if self.candidates.add_name(enterprise, key):
            self.names.append(NewName(enterprise, name, key, kind, description.stated_by))

    def save(self) -> frozenset[int]:
        """Writes what was found out; returns the numbers of the enterprises made."""
        ids = reserve_ids(Enterprise, len(self.made))
        for enterprise, number in zip(self.made, ids, strict=True):
            enterprise.id = number
        salts = {number: new_salt() for number in (*ids, *self.coded)}
        insert_rows(Enterprise, enterprise_columns(self.made, salts=[salts[number] for number in ids], at=self.at))
        update_rows(Enterprise, filled_columns(list(self.filled.values())))
        update_rows(Enterprise, {"id": sorted(self.coded), "salt": [salts[number] for number in sorted(self.coded)]})
        stated = (*self.made, *(self.filled[number] for number in self.coded))
        named = ((numbered(each), each) for each in stated)
        enter_enterprises({pk: (each.name, each.uscc, salts[pk]) for pk, each in named}, at=self.at)
        insert_rows(EnterpriseName, name_columns(self.names, at=self.at), skip_known=True)
        insert_rows(NameBlock, block_columns(self.names))
        insert_rows(Trait, trait_columns(self.traits), skip_known=True)
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
