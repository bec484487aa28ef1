"""Which known enterprise a description is about (REC-4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from qingce.domain.enterprises.describing import Description
from qingce.domain.enterprises.enums import Identity
from qingce.domain.enterprises.models import Enterprise, EnterpriseName
from qingce.pure.kernel.names import name_key
from qingce.shared.bulk.actions import find_rows

Value = TypeVar("Value")

LEVELS = 3  # province, prefecture, county: two digits each
PIECE = 5000  # values in one `IN (…)`: below the limit of every SQLite


def pieces(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values in lists that one query can carry."""
    rest = iter(values)
    while piece := list(islice(rest, PIECE)):
        yield piece


@dataclass(slots=True, eq=False)
class Candidate:
    """An enterprise that rows may be about: a row of the database, or one still to be written (`id` is None)."""

    id: int | None
    name: str
    name_key: str
    uscc: str | None
    identity: str
    address: str
    division: str
    industry: str
    longitude: Decimal | None
    latitude: Decimal | None
    listed: bool | None
    is_synthetic: bool
    canonical_id: int | None = None

    @property
    def family(self) -> int:
        """What the enterprises merged into one have in common."""
        return self.canonical_id or self.id or -id(self)


COLUMNS = tuple(each.name for each in fields(Candidate))


class Candidates:
    """The enterprises that a file's rows may be about, found by code and by name key."""

    def __init__(self, instead: Mapping[int, Candidate] | None = None) -> None:
        self._instead = instead or {}
        self._by_uscc: dict[str | None, Candidate] = {}
        self._by_name: defaultdict[str, list[Candidate]] = defaultdict(list)
        # Candidates stay in the lists above, so their identity can stand for enterprises not written yet.
        self._names: defaultdict[int, set[str]] = defaultdict(set)
        self._by_id: dict[int, Candidate] = {}
        self._moves: Counter[str] = Counter()

    @property
    def ids(self) -> Collection[int]:
        """Numbers of the enterprises of the database among them."""
        return self._by_id.keys()

    def adopt(self, enterprise: Candidate) -> Candidate:
        """The one object for an enterprise of the database, so that what is filled in is filled in once."""
        number = enterprise.id
        if number is None:
            return enterprise
        if number not in self._by_id:
            self.add(self._instead.get(number, enterprise))
        return self._by_id[number]

    def known(self, number: int) -> Candidate | None:
        """The enterprise with a number, if it is among them."""
        return self._by_id.get(number)

    def those(self, numbers: Iterable[int]) -> list[Candidate]:
        """The enterprises with these numbers, in this order; they must be among them."""
        return [self._by_id[number] for number in numbers]

    def add(self, enterprise: Candidate) -> None:
        """Makes an enterprise findable by its code and its current name."""
        if enterprise.id is not None:
            self._by_id[enterprise.id] = enterprise
        if enterprise.uscc:
            self._by_uscc[enterprise.uscc] = enterprise
        self.add_name(enterprise, enterprise.name_key)

    def add_name(self, enterprise: Candidate, key: str) -> bool:
        """Makes an enterprise findable by a name; answers whether the name was new."""
        names = self._names[id(enterprise)]
        if is_new := key not in names:
            names.add(key)
            self._by_name[key].append(enterprise)
            self._moves[key] += 1
        return is_new

    def change(self, enterprise: Candidate) -> None:
        """Notes that more is known of an enterprise: what was said by its names may mean another one now."""
        self.add(enterprise)  # the code may be new
        self._moves.update(self._names[id(enterprise)])

    def turn(self, description: Description) -> int:
        """As long as it is the same, nothing has changed about the code and the name described, and `match` is too."""
        return 2 * self._moves.get(description.name_key, 0) + (description.uscc in self._by_uscc)

    def names_of(self, enterprise: Candidate) -> Collection[str]:
        """Keys of the names that it is known to go by."""
        return self._names[id(enterprise)]

    def code_is_free(self, code: str) -> bool:
        """Whether no enterprise found so far has the code."""
        return code not in self._by_uscc

    def has_name(self, enterprise: Candidate, description: Description) -> bool:
        """Whether the enterprise goes by the name described, or by one stated as its former name."""
        keys = (description.name_key, *map(name_key, description.former_names))
        return any(self.goes_by(enterprise, key) for key in keys)

    def match(self, description: Description) -> Candidate | None:
        """The enterprise meant, or None: a new one.

        A code that is known decides. Otherwise the name: among enterprises of that name those whose code and region
        do not contradict, the nearest region first; where two are equally near nobody guesses and the answer is the
        one known by name only, if there is one. A name without a legal form (a kiln, a shop) tells an enterprise only
        within its own county. Enterprises merged into one are no two.
        """
        if found := self.by_code(description):
            return found
        best = self.fitting(description)
        if len({each.family for each in best}) <= 1:
            return next((each for each in best if each.canonical_id is None), best[0] if best else None)
        return next((each for each in best if each.uscc is None), None)

    def by_code(self, description: Description) -> Candidate | None:
        """The enterprise with the code described."""
        return self._by_uscc.get(description.uscc) if description.uscc else None

    def fitting(self, description: Description) -> list[Candidate]:
        """The enterprises of the name that nothing contradicts, those of the nearest region."""
        possible = [each for each in self._by_name.get(description.name_key, ()) if _may_be(each, description)]
        if len(possible) <= 1:
            return possible
        nearest = max(_nearness(each.division, description.division) for each in possible)
        return [each for each in possible if _nearness(each.division, description.division) == nearest]

    def with_name(self, key: str) -> list[Candidate]:
        """The enterprises that go by a name, wherever they are."""
        return list(self._by_name.get(key, ()))

    def goes_by(self, enterprise: Candidate, key: str) -> bool:
        """Whether it is known to go by a name."""
        return key in self._names[id(enterprise)]

    def named(self, description: Description) -> list[Candidate]:
        """The enterprises of the name, wherever they are."""
        return [each for each in self._by_name.get(description.name_key, ()) if may_be_one(each, description)]


def may_be_one(enterprise: Candidate, description: Description) -> bool:
    """Whether nothing that never changes tells the two apart: two valid codes, a pseudonym, invented data."""
    if (enterprise.identity == Identity.PSEUDONYM) != description.is_pseudonym:
        return False
    if description.uscc and enterprise.uscc and enterprise.uscc != description.uscc:
        return False
    return enterprise.is_synthetic == description.is_synthetic


def _may_be(enterprise: Candidate, description: Description) -> bool:
    if not may_be_one(enterprise, description):
        return False
    if description.is_company:
        return _agree(enterprise.division, description.division)
    return _is_within_county(description.division) and enterprise.division == description.division


def _agree(here: str, there: str) -> bool:
    """Whether two places may be one, as far as both are known: a company's name is admitted once within a prefecture.

    Counties are not held against it: a source may name the place of the event, not of the seat.
    """
    levels = min(_levels(here), _levels(there), 2)
    return here[: 2 * levels] == there[: 2 * levels]


def _levels(code: str) -> int:
    """How many levels a division code tells: 0 to 3."""
    return len(code.rstrip("0")) + 1 >> 1


def _is_within_county(code: str) -> bool:
    return _levels(code) == LEVELS


def _nearness(code: str, other: str) -> int:
    """How many levels of the division codes agree: 0 to 3."""
    return sum(1 for end in (2, 4, 6) if code and code[:end] == other[:end])


def find_candidates(
    usccs: set[str], name_keys: set[str], *, instead: Mapping[int, Candidate] | None = None
) -> Candidates:
    """The enterprises that have one of the codes or names, current or former.

    Args: instead: enterprises that a dry run has filled in, by number; they stand for what the database says.
    Cost: three queries per 5,000 values.
    """
    # The current name is among an enterprise's names.
    named = find_rows(EnterpriseName, ("enterprise_id", "name_key"), column="name_key", among=name_keys)
    found = enterprises_by_id({owner for owner, _ in named})
    missing = usccs - {each.uscc for each in found.values() if each.uscc}
    found |= _enterprises("uscc", missing)
    candidates = Candidates(instead)
    for number in sorted(found):  # in one order, however many are looked up at once
        candidates.adopt(found[number])
    for owner, key in sorted(named):
        candidates.add_name(candidates.adopt(found[owner]), key)
    return candidates


def enterprises_by_id(ids: Collection[int]) -> dict[int, Candidate]:
    """The enterprises with these numbers; one query, on SQLite one per 5,000."""
    return _enterprises("id", ids)


def _enterprises(column: str, values: Collection[int] | Collection[str]) -> dict[int, Candidate]:
    return {row[0]: Candidate(*row) for row in find_rows(Enterprise, COLUMNS, column=column, among=values)}
