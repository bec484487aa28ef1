"""Known enterprises that a description may mean although neither code nor name is equal: found in bulk, by pieces.

Each enterprise has up to four pieces of its name (`kernel.name_parts.name_blocks`) and a digest of its address in
tables of their own. A description is compared only with those that share one. A piece that more than
`LARGEST_BLOCK` enterprises share (合成 in a file of synthetic names, 中国 once) is passed over: what it finds is
nearly always somebody else, and one of the other pieces finds the rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Count

from qingce.domain.enterprises.describing import Description
from qingce.domain.enterprises.enums import TraitKind
from qingce.domain.enterprises.matching import Candidate, Candidates, enterprises_by_id, pieces
from qingce.domain.enterprises.models import EnterpriseName, NameBlock, Trait
from qingce.domain.enterprises.traits import OWN_KEY, blocks_of, traits_of
from qingce.shared.bulk.actions import find_rows

LARGEST_BLOCK = 300
LARGEST_TRAIT = 20
MOST_COMPARED = 8
LEAST_ALIKE = 45  # of 100, by rapidfuzz's ratio of the whole names


class Near:
    """Enterprises by the pieces they share, with all their names; those made in this run join as they come."""

    def __init__(self, made: defaultdict[str | bytes, list[Candidate]] | None = None) -> None:
        self._found: defaultdict[bytes, list[Candidate]] = defaultdict(list)
        self._names: defaultdict[int, set[str]] = defaultdict(set)
        self._made = defaultdict(list) if made is None else made

    def names(self, enterprise: Candidate) -> set[str]:
        """Keys of the names it goes by, as far as loaded."""
        return self._names[id(enterprise)] | {enterprise.name_key}

    def add(self, enterprise: Candidate, description: Description) -> None:
        """Makes an enterprise findable that was made in this run."""
        for mark in _marks(description):
            if len(self._made[mark]) <= LARGEST_BLOCK:
                self._made[mark].append(enterprise)

    def load(self, key: bytes, enterprise: Candidate, names: Iterable[str]) -> None:
        """Puts a known enterprise beside the description with a key."""
        self._found[key].append(enterprise)
        self._names[id(enterprise)] |= set(names)

    def around(self, key: bytes, description: Description) -> list[Candidate]:
        """The enterprises to compare with the description with this key, each once."""
        found = list(self._found.get(key, ()))
        for mark in _marks(description):
            made = self._made.get(mark, ())
            found += made if len(made) <= LARGEST_BLOCK else ()
        unique = {id(each): each for each in found}
        return [unique[key] for key in _most_alike(description, {key: unique[key].name_key for key in unique})]


def _marks(description: Description) -> Iterator[str | bytes]:
    yield from blocks_of(description)
    yield from (mark for kind, mark in traits_of(description) if kind is TraitKind.ADDRESS)


def _most_alike(description: Description, names: dict[int, str]) -> list[int]:
    """The most alike by the whole name; those of very different name are left out unless there are few."""
    from rapidfuzz import fuzz, process

    if len(names) <= MOST_COMPARED:
        return list(names)
    key = description.name_key.partition(OWN_KEY)[0]
    found = process.extract(key, names, scorer=fuzz.ratio, limit=MOST_COMPARED, score_cutoff=LEAST_ALIKE)
    return [place for _, _, place in found]


def find_near(
    descriptions: Mapping[bytes, Description],
    *,
    known: Candidates,
    made: defaultdict[str | bytes, list[Candidate]] | None = None,
) -> Near:
    """The enterprises near to descriptions, by the key of each.

    Args:
        known: those already loaded; what is found joins them.
        made: those that earlier pieces of a dry run would have made, by the pieces of their names.
    Cost: five queries per 5,000 values, whatever the number of enterprises; none without descriptions.
    """
    near = Near(made)
    marks = {key: set(_marks(description)) for key, description in descriptions.items()}
    owners = _owners_by_mark({mark for each in marks.values() for mark in each})
    names = _names_by_owner({owner for found in owners.values() for owner in found})
    kept = {
        key: _kept(description, {owner for mark in marks[key] for owner in owners.get(mark, ())}, names)
        for key, description in descriptions.items()
    }
    loaded = enterprises_by_id({owner for found in kept.values() for owner in found})
    enterprises = {number: known.adopt(each) for number, each in loaded.items()}
    for key, found in kept.items():
        for owner in found:
            near.load(key, enterprises[owner], names[owner])
    return near


def _kept(description: Description, owners: set[int], names: dict[int, list[str]]) -> list[int]:
    """The enterprises whose best name is among the most alike."""
    if len(owners) <= MOST_COMPARED:
        return sorted(owners)
    best = ((owner, name) for owner in sorted(owners) for name in names[owner])
    labels = dict(enumerate(best))
    alike = _most_alike(description, {place: name for place, (_, name) in labels.items()})
    return list(dict.fromkeys(labels[place][0] for place in alike))


def _owners_by_mark(marks: set[str | bytes]) -> dict[str | bytes, set[int]]:
    owners: defaultdict[str | bytes, set[int]] = defaultdict(set)
    blocks = {mark for mark in marks if isinstance(mark, str)}
    sizes: Counter[str] = Counter()
    for piece in pieces(blocks):
        counted = NameBlock.objects.filter(block__in=piece).values_list("block").annotate(owners=Count("pk"))
        sizes.update(dict(counted.order_by()))
    small = [block for block in blocks if 0 < sizes[block] <= LARGEST_BLOCK]
    for block, owner in find_rows(NameBlock, ("block", "enterprise_id"), column="block", among=small):
        owners[block].add(owner)
    for digests in pieces(mark for mark in marks if isinstance(mark, bytes)):
        sharing = Trait.objects.filter(kind=TraitKind.ADDRESS, digest__in=digests)
        for mark, owner in sharing.values_list("digest", "enterprise_id"):
            owners[bytes(mark)].add(owner)
    return {mark: found for mark, found in owners.items() if isinstance(mark, str) or len(found) <= LARGEST_TRAIT}


def _names_by_owner(owners: set[int]) -> dict[int, list[str]]:
    names: defaultdict[int, list[str]] = defaultdict(list)
    found = find_rows(EnterpriseName, ("enterprise_id", "name_key"), column="enterprise_id", among=owners)
    for owner, key in sorted(found):
        names[owner].append(key)
    return names
