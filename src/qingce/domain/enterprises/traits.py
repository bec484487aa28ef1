"""What enterprises are found by besides code and name: pieces of a name, and digests of what they may share."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from qingce.domain.enterprises.describing import Description
from qingce.domain.enterprises.enums import TraitKind
from qingce.pure.kernel.canonical import digest
from qingce.pure.kernel.name_parts import city_of, name_blocks, name_parts, without_places
from qingce.pure.kernel.names import MASK, name_key

if TYPE_CHECKING:
    from qingce.domain.enterprises.matching import Candidate

OWN_KEY = "#"  # what stands behind it in a name's key is the document's: the name tells nobody

_KEPT = 16_384  # answers kept; a piece of a file has fewer rows
_SHORTEST_TELEPHONE = 7
_LONGEST_AREA_CODE = 11


def place_of(stated: str, key: str) -> str:
    """The division as stated, else as the name tells it."""
    return stated or name_parts(key).place


def blocks_of(description: Description | Candidate) -> tuple[str, ...]:
    """The pieces by which a description or an enterprise is found when its name nearly agrees."""
    return pieces_of(description)[0]


def pieces_of(description: Description | Candidate) -> tuple[tuple[str, ...], str]:
    """As `pieces_of_name`, of what an enterprise is called without the document that may stand behind it."""
    return pieces_of_name(description.name_key.partition(OWN_KEY)[0], division=description.division)


@lru_cache(maxsize=_KEPT)
def pieces_of_name(key: str, *, division: str) -> tuple[tuple[str, ...], str]:
    """The pieces of one name of an enterprise in a division, and the body of the name."""
    place = place_of(division, key)
    parts = name_parts(key, near=place)
    return name_blocks(parts, near=place), parts.body


def traits_of(description: Description) -> tuple[tuple[TraitKind, bytes], ...]:
    """Digests of the address, telephone and legal representative, as far as they can tell anything.

    Cities are in the digest: 建设路1号 is everywhere. An address without a number tells nothing, a person's name with
    hidden characters neither.
    """
    found = []
    if address := address_digest(description):
        found.append((TraitKind.ADDRESS, address))
    if description.telephone and (telephone := _telephone(description.telephone)):
        found.append((TraitKind.TELEPHONE, digest(telephone)))
    person = name_key(description.person)
    if len(person) > 1 and not re.search(MASK, person):
        found.append((TraitKind.PERSON, digest(_city(description), person)))
    return tuple(found)


def address_digest(description: Description) -> bytes | None:
    """The digest of the address within its city; None: it tells nothing."""
    return _address_digest(description.address, _city(description)) if description.address else None


def _city(description: Description) -> str:
    return city_of(place_of(description.division, description.name_key.partition(OWN_KEY)[0]))


@lru_cache(maxsize=_KEPT)
def _address_digest(address: str, city: str) -> bytes | None:
    key = address_key(address)
    return digest(city, key) if key else None


@lru_cache(maxsize=_KEPT)
def address_key(address: str) -> str:
    """One spelling of an address within its city; "" if it names no number."""
    key = without_places(name_key(address))
    return key if re.search(r"\d", key) and not re.search(MASK, key) else ""


def _telephone(text: str) -> str:
    digits = re.sub(r"\D", "", name_key(text))
    return digits[-_LONGEST_AREA_CODE:] if len(digits) >= _SHORTEST_TELEPHONE else ""
