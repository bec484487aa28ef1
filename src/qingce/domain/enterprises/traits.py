"""What enterprises are found by besides code and name: pieces of a name, and digests of what they may share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qingce.domain.enterprises.describing import Description
from qingce.domain.enterprises.enums import TraitKind
from qingce.pure.kernel.canonical import digest
from qingce.pure.kernel.name_parts import city_of, name_blocks, name_parts, without_places
from qingce.pure.kernel.names import MASK, name_key

if TYPE_CHECKING:
    from qingce.domain.enterprises.matching import Candidate

OWN_KEY = "#"  # what stands behind it in a name's key is the document's: the name tells nobody

_SHORTEST_TELEPHONE = 7
_LONGEST_AREA_CODE = 11


def place_of(stated: str, key: str) -> str:
    """The division as stated, else as the name tells it."""
    return stated or name_parts(key).place


def blocks_of(description: Description | Candidate) -> tuple[str, ...]:
    """The pieces by which a description or an enterprise is found when its name nearly agrees."""
    key = description.name_key.partition(OWN_KEY)[0]
    return blocks_of_name(key, division=description.division)


def blocks_of_name(key: str, *, division: str) -> tuple[str, ...]:
    """The pieces of one name of an enterprise in a division."""
    place = place_of(division, key)
    return name_blocks(name_parts(key, near=place), near=place)


def traits_of(description: Description) -> tuple[tuple[TraitKind, bytes], ...]:
    """Digests of the address, telephone and legal representative, as far as they can tell anything.

    Cities are in the digest: 建设路1号 is everywhere. An address without a number tells nothing, a person's name with
    hidden characters neither.
    """
    city = city_of(place_of(description.division, description.name_key.partition(OWN_KEY)[0]))
    found = []
    if address := address_key(description.address):
        found.append((TraitKind.ADDRESS, digest(city, address)))
    if telephone := _telephone(description.telephone):
        found.append((TraitKind.TELEPHONE, digest(telephone)))
    if (person := name_key(description.person)) and len(person) > 1 and not re.search(MASK, person):
        found.append((TraitKind.PERSON, digest(city, person)))
    return tuple(found)


def address_key(address: str) -> str:
    """One spelling of an address within its city; "" if it names no number."""
    key = without_places(name_key(address))
    return key if re.search(r"\d", key) and not re.search(MASK, key) else ""


def _telephone(text: str) -> str:
    digits = re.sub(r"\D", "", name_key(text))
    return digits[-_LONGEST_AREA_CODE:] if len(digits) >= _SHORTEST_TELEPHONE else ""
