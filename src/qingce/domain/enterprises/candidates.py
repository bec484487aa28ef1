"""Known enterprises that a description may mean although neither code nor name is equal: found in bulk, by pieces.

Each enterprise has up to four pieces of its name (`kernel.name_parts.name_blocks`) and a digest of its address in
tables of their own. A description is compared only with those that share one. A piece that more than
`LARGEST_BLOCK` enterprises share (合成 in a file of synthetic names, 中国 once) is passed over: what it finds is
nearly always somebody else, and one of the other pieces finds the rest.

Beside each piece stands the body of its name, so that most enterprises are passed over without being loaded.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from qingce.domain.enterprises.closeness import any_close, can_pass_over
from qingce.domain.enterprises.describing import Description
from qingce.domain.enterprises.enums import TraitKind
from qingce.domain.enterprises.fresh import Fresh, Mark
from qingce.domain.enterprises.matching import Candidate, Candidates, enterprises_by_id
from qingce.domain.enterprises.models import EnterpriseName, NameBlock, Trait
from qingce.domain.enterprises.traits import OWN_KEY, address_digest, pieces_of
from qingce.pure.kernel.names import MASK
from qingce.shared.bulk.actions import count_up_to, find_rows

LARGEST_BLOCK = 300
LARGEST_TRAIT = 20
MOST_COMPARED = 8
LEAST_ALIKE = 45  # of 100, by rapidfuzz's ratio of the whole names

Owner = tuple[int, int]  # its number, 0; made in this run: the last number there can be, its turn
_LAST = 2**63


@dataclass(slots=True)
class _View:
    """A description seen from what lies around it; `kept`: the most alike of the database, None: not looked up."""

    name: str
    body: str
    marks: tuple[Mark, ...]
    is_far: bool = False
    kept: list[int] | None = None


class Near:
    """Enterprises by the pieces they share, with all their names; those of this run join as they come."""

    def __init__(self, known: Candidates, fresh: Fresh) -> None:
        self._known = known
        self._fresh = fresh
        self._views: dict[int, _View] = {}
        self._sizes: dict[Mark, int] = {}
        self._owners: dict[Mark, list[tuple[int, str]]] = {}
        self._names: dict[int, list[str]] = {}

    def load(self, descriptions: Mapping[int, Description]) -> None:
        """Looks up what lies around descriptions, by any keys for them.

        Cost: seven queries, on SQLite per 5,000 values, whatever the number of enterprises; none without descriptions.
        """
        views = {key: _view(description) for key, description in descriptions.items()}
        self._find_owners({mark for view in views.values() for mark in view.marks})
        beside = _bodies_by_mark(views.values())
        for key, view in views.items():
            view.is_far = _may_be_far(descriptions[key]) and self._is_far(view, beside)
        seen = [view for view in views.values() if not view.is_far]
        self._find_names({owner for view in seen for owner in self._owners_of(view)})
        for view in seen:
            named = {(owner, 0): self._names[owner] for owner in self._owners_of(view)}
            view.kept = [owner for owner, _ in _most_alike(view.name, named)]
        self._adopt(owner for view in seen for owner in view.kept or ())
        self._views |= views

    def around(self, key: int, description: Description) -> list[Candidate]:
        """The enterprises to compare with the description of a key, each once."""
        if key not in self._views:
            self.load({key: description})
        view = self._views[key]
        added = [mark for mark in view.marks if self._fresh.at(mark)]
        if not added or (view.is_far and not self._is_close_to_fresh(view, added)):
            return self._known.those(view.kept or ())
        return self._with_fresh(view)

    def names(self, enterprise: Candidate) -> set[str]:
        """Keys of the names it goes by, as far as loaded."""
        known = self._names.get(enterprise.id, ()) if enterprise.id is not None else ()
        return {enterprise.name_key, *known, *self._fresh.names(enterprise)}

    def _find_owners(self, marks: set[Mark]) -> None:
        unknown = marks - self._sizes.keys()
        blocks = [mark for mark in unknown if isinstance(mark, str)]
        digests = [mark for mark in unknown if isinstance(mark, bytes)]
        is_address = {"kind": TraitKind.ADDRESS.value}
        self._sizes |= count_up_to(NameBlock, LARGEST_BLOCK, column="block", among=blocks)
        sizes = count_up_to(Trait, LARGEST_TRAIT, column="digest", among=digests, where=is_address)
        self._sizes |= {bytes(digest): size for digest, size in sizes.items()}
        few = [mark for mark in blocks if 0 < self._sizes[mark] <= LARGEST_BLOCK]
        for block, owner, body in find_rows(NameBlock, ("block", "enterprise_id", "body"), column="block", among=few):
            self._owners.setdefault(block, []).append((owner, body))
        few_digests = [mark for mark in digests if 0 < self._sizes[mark] <= LARGEST_TRAIT]
        wanted = ("digest", "enterprise_id")
        for digest, owner in find_rows(Trait, wanted, column="digest", among=few_digests, where=is_address):
            self._owners.setdefault(bytes(digest), []).append((owner, ""))

    def _is_far(self, view: _View, beside: Mapping[Mark, Collection[tuple[str, str]]]) -> bool:
        """Whether nobody with a mark of it can be near, neither known ones nor what the same run says."""
        bodies = {body for mark in view.marks for _, body in self._owners.get(mark, ())}
        for mark in view.marks:
            if 1 < len(beside[mark]) <= LARGEST_BLOCK:
                bodies.update(body for name, body in beside[mark] if name != view.name)
        return not bodies or not any_close(view.body, bodies)

    def _find_names(self, owners: set[int]) -> None:
        missing = owners - self._names.keys()
        found = find_rows(EnterpriseName, ("enterprise_id", "name_key"), column="enterprise_id", among=missing)
        for owner in missing:
            self._names[owner] = []
        for owner, key in sorted(found):
            self._names[owner].append(key)

    def _owners_of(self, view: _View) -> set[int]:
        return {owner for mark in view.marks for owner, _ in self._owners.get(mark, ())}

    def _adopt(self, numbers: Iterable[int]) -> None:
        """Loads enterprises that are not among the known ones yet."""
        missing = {number for number in numbers if self._known.known(number) is None}
        for enterprise in enterprises_by_id(missing).values():
            self._known.adopt(enterprise)

    def _is_close_to_fresh(self, view: _View, added: Iterable[Mark]) -> bool:
        bodies = {body for mark in added if self._is_small(mark) for _, body in self._fresh.at(mark)}
        return bool(bodies) and any_close(view.body, bodies)

    def _is_small(self, mark: Mark) -> bool:
        most = LARGEST_BLOCK if isinstance(mark, str) else LARGEST_TRAIT
        return self._sizes[mark] + len(self._fresh.at(mark)) <= most

    def _with_fresh(self, view: _View) -> list[Candidate]:
        """As if what the run has added were written."""
        small = [mark for mark in view.marks if self._is_small(mark)]
        numbers = {owner for mark in small for owner, _ in self._owners.get(mark, ())}
        self._find_names(numbers)
        named: dict[Owner, Collection[str]] = {(number, 0): self._names[number] for number in numbers}
        added: dict[Owner, Candidate] = {}
        for enterprise, _ in (each for mark in small for each in self._fresh.at(mark)):
            is_written = enterprise.id is not None and enterprise.id > 0
            owner = (enterprise.id or 0, 0) if is_written else (_LAST, self._fresh.turn(enterprise))
            added[owner] = enterprise
            named[owner] = sorted(self.names(enterprise))
        kept = _most_alike(view.name, named)
        self._adopt(number for number, _ in kept if number != _LAST)
        known = {owner: self._known.adopt(each) for owner, each in added.items()}
        return [known.get(owner) or self._known.those(owner[:1])[0] for owner in kept]


def _view(description: Description) -> _View:
    pieces, body = pieces_of(description)
    digest = address_digest(description)
    name = description.name_key.partition(OWN_KEY)[0]
    return _View(name, body, (*pieces, *([digest] if digest else ())))


def _may_be_far(description: Description) -> bool:
    """Whether brand and trade alone tell that nobody is near: nothing is hidden, no broken code says more."""
    name = description.name_key
    return can_pass_over() and not (description.stated_code or name.isascii() or re.search(MASK, name))


def _bodies_by_mark(views: Iterable[_View]) -> dict[Mark, set[tuple[str, str]]]:
    """What the descriptions of a run say themselves: name and body by mark; who shares an address may be anybody."""
    found: defaultdict[Mark, set[tuple[str, str]]] = defaultdict(set)
    for view in views:
        for mark in view.marks:
            found[mark].add((view.name, view.body if isinstance(mark, str) else ""))
    return found


def _most_alike(name: str, named: Mapping[Owner, Collection[str]]) -> list[Owner]:
    """The owners of the names most like a name; those of very different names are left out unless there are few."""
    from rapidfuzz import fuzz, process

    if len(named) <= MOST_COMPARED:
        return sorted(named)
    labels = [(owner, each) for owner in sorted(named) for each in named[owner]]
    names = [each for _, each in labels]
    found = process.extract(name, names, scorer=fuzz.ratio, limit=MOST_COMPARED, score_cutoff=LEAST_ALIKE)
    return list(dict.fromkeys(labels[place][0] for _, _, place in found))
