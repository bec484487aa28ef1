"""One run over descriptions: which enterprises they are about, and what is to be written of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from qingce.domain.enterprises.candidates import Near
from qingce.domain.enterprises.columns import (
    FILLED_WHEN_EMPTY,
    NewBlock,
    NewName,
    NewTrait,
    block_columns,
    enterprise_columns,
    filled_columns,
    name_columns,
    new_blocks,
    numbered,
    trait_columns,
)
from qingce.domain.enterprises.deciding import Decision, Question, decide, under_known_code, weigh
from qingce.domain.enterprises.decisions import MOST_RANKED, Ask, Ranked
from qingce.domain.enterprises.describing import Description, description_key, what_is_said
from qingce.domain.enterprises.enums import AskReason, Identity, MatchReason, NameKind, TraitKind
from qingce.domain.enterprises.fresh import Fresh
from qingce.domain.enterprises.matching import Candidate, Candidates, find_candidates
from qingce.domain.enterprises.models import Enterprise, EnterpriseName, NameBlock, Trait
from qingce.domain.enterprises.pretending import Pretence
from qingce.domain.enterprises.questions import answers_about
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
    said = _numbered_alike(map(what_is_said, descriptions))
    different = dict(zip(said, descriptions, strict=True))
    codes, names = _sought(different.values())
    candidates = find_candidates(codes, names, instead=pretence.changed if pretence else None)
    if pretence:
        pretence.join(candidates, codes=codes, names=names)
    fresh = pretence.fresh if pretence else Fresh()
    work = _Resolving(candidates, fresh, at=at)
    if may_ask:
        work.look_around(different)
    taken = [work.settle(key, description) for key, description in zip(said, descriptions, strict=True)]
    created = pretence.keep(work.made, work.filled.values(), work.names) if pretence else work.save()
    ids = tuple(numbered(each) if isinstance(each, Candidate) else None for each in taken)
    asks = {place: _asked(each) for place, each in enumerate(taken) if isinstance(each, Question)}
    return Resolution(ids, created, asks)


def _numbered_alike(values: Iterable[Hashable]) -> list[int]:
    """A small number for each value, the same for equal ones: long ones are hashed once and then told apart by it."""
    known: dict[Hashable, int] = {}
    return [known.setdefault(value, len(known)) for value in values]


def make_enterprise(description: Description, *, at: datetime) -> int:
    """Makes an enterprise for a description, whatever is known already; returns its number."""
    work = _Resolving(Candidates(), Fresh(), at=at)
    work.take(description, None)
    (number,) = work.save()
    return number


def _asked(question: Question) -> Ask:
    ranked = (Ranked(numbered(each.enterprise), each.score, each.reasons) for each in question.ranked)
    return Ask(question.why, tuple(ranked))


def _sought(descriptions: Iterable[Description]) -> tuple[set[str], set[str]]:
    codes, names = set(), set()
    for each in descriptions:
        names.add(each.name_key)
        if each.uscc:
            codes.add(each.uscc)
        if each.former_names:
            names.update(map(name_key, each.former_names))
    return codes, names


class _Resolving:
    """One run: what is to be made, filled and named, written together at the end."""

    def __init__(self, candidates: Candidates, fresh: Fresh, *, at: datetime) -> None:
        self.candidates = candidates
        self.fresh = fresh
        self.near: Near | None = None  # None: nobody may be asked
        self.answers: dict[bytes, int] = {}
        self.answered: frozenset[str] = frozenset()
        self.at = at
        self.made: list[Candidate] = []
        self.filled: dict[int, Candidate] = {}
        self.coded: set[int] = set()
        self.names: list[NewName] = []
        self.blocks: list[NewBlock] = []
        self.traits: list[NewTrait] = []
        self._settled: dict[int, tuple[Candidate, int]] = {}
        self._matches: dict[int, tuple[Candidate | None, int]] = {}
        self._asked: dict[int, tuple[Question, int]] = {}
        self._turns = 0

    def look_around(self, descriptions: Mapping[int, Description]) -> None:
        """Lets the run ask: loads what people answered, and who is near to what code and name do not settle."""
        self.answers = answers_about(self.candidates.ids)
        answered = filter(None, map(self.candidates.known, set(self.answers.values())))
        self.answered = frozenset(key for each in answered for key in self.candidates.names_of(each))
        unsettled = {
            key: description
            for key, description in descriptions.items()
            if self._found(key, description) is None and not description.is_pseudonym  # nobody is near to those
        }
        self.near = Near(self.candidates, self.fresh)
        self.near.load(unsettled)

    def _found(self, key: int, description: Description) -> Candidate | None:
        """The enterprise that code and name tell; looked for again only if something changed about them."""
        turn = self.candidates.turn(description)
        known = self._matches.get(key)
        if known is None or known[1] != turn:
            known = self._matches[key] = (self.candidates.match(description), turn)
        return known[0]

    def settle(self, key: int, description: Description) -> Candidate | Question:
        """The enterprise that a row is about, or the question about it; equal rows are worked out once.

        Args: key: of all rows of the run that say the same (`what_is_said`).
        """
        if (settled := self._settled.get(key)) and settled[1] == self.candidates.turn(description):
            return settled[0]
        if (asked := self._asked.get(key)) and asked[1] == self._turns:
            return asked[0]
        found = self._found(key, description)
        taken = self.take(description, self.decide(description, key, found))
        if isinstance(taken, Question):
            self._asked[key] = (taken, self._turns)
        elif taken is found:  # code and name tell it, and will until something changes about the name
            self._settled[key] = (taken, self.candidates.turn(description))
        return taken

    def decide(self, description: Description, key: int, found: Candidate | None) -> Decision:
        """The enterprise meant, a question, or None: a new one; what people answered to an equal one stands."""
        if description.name_key in self.answered:
            number = self.answers.get(description_key(description))
            answered = None if number is None else self.candidates.known(number)
            if answered is not None:
                return answered
        return self._judge(description, key, found)

    def _judge(self, description: Description, key: int, found: Candidate | None) -> Decision:
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
        near = self._around(description, self.near.around(key, description))
        return decide(description, ((each, self._names(each, description, self.near)) for each in near))

    def _unless_misnamed(self, found: Candidate, description: Description) -> Decision:
        if found.uscc != description.uscc or not found.uscc or self.candidates.has_name(found, description):
            return found
        fit = under_known_code(found, description)
        if fit.score >= weights().close:
            return found
        others = (weigh(each, (MatchReason.NAME_EQUAL,)) for each in self.candidates.named(description))
        return Question(AskReason.CODE_OTHER_NAME, (fit, *others)[:MOST_RANKED])

    def _around(self, description: Description, near: Sequence[Candidate]) -> list[Candidate]:
        """The enterprises to compare with: near ones, and those of the name or of a former name anywhere."""
        found = [*near, *self.candidates.named(description)]
        for name in description.former_names:
            found += self.candidates.with_name(name_key(name))
        return list({id(each): each for each in found}.values())

    def _names(self, enterprise: Candidate, description: Description, near: Near) -> set[str]:
        keys = (description.name_key, *map(name_key, description.former_names))
        return near.names(enterprise) | {key for key in keys if self.candidates.goes_by(enterprise, key)}

    def take(self, description: Description, decision: Decision) -> Candidate | Question:
        """The enterprise decided on, made where none is; a question changes nothing."""
        if isinstance(decision, Question):
            return decision
        enterprise = decision or self._make(description)
        is_filled = decision is not None and self._fill(enterprise, description)
        if is_filled:
            self.candidates.change(enterprise)
            self._turns += 1
            if enterprise.id is not None:
                self.filled[enterprise.id] = enterprise
        if decision is None or is_filled or description.telephone or description.person:
            self._mark(enterprise, description)
        for name in description.former_names:
            self._name(enterprise, name, name_key(name), NameKind.FORMER, description)
        self._name(enterprise, description.name, description.name_key, NameKind.VARIANT, description)
        return enterprise

    def _mark(self, enterprise: Candidate, description: Description) -> None:
        for kind, mark in traits_of(description):
            self.traits.append(NewTrait(enterprise, kind, mark))
            if kind is TraitKind.ADDRESS:
                self.fresh.add_address(enterprise, mark)

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
        self._turns += 1
        self._name(enterprise, description.name, description.name_key, NameKind.CURRENT, description)
        self.candidates.add(enterprise)
        return enterprise

    def _name(self, enterprise: Candidate, name: str, key: str, kind: NameKind, description: Description) -> None:
        if not self.candidates.add_name(enterprise, key):
            return
        self._turns += 1
        new = NewName(enterprise, name, key, kind, description.stated_by)
        self.names.append(new)
        blocks = new_blocks(new)
        self.blocks += blocks
        self.fresh.add_name(enterprise, key, blocks)

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
        insert_rows(NameBlock, block_columns(sorted(self.blocks, key=attrgetter("block"))))  # page by page of the index
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
