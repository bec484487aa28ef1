"""What speaks for and against a description and a known enterprise being one."""

from __future__ import annotations

import re
from collections.abc import Collection

from qingce.domain.enterprises.comparing import compare_names
from qingce.domain.enterprises.describing import Description
from qingce.domain.enterprises.enums import MatchReason as Reason
from qingce.domain.enterprises.matching import Candidate
from qingce.domain.enterprises.traits import OWN_KEY, address_key, place_of
from qingce.pure.kernel.name_parts import city_of
from qingce.pure.kernel.names import name_key

_SHORTEST_PART_OF_CODE = 6
_COUNTY = 6
_ORGANISATION = slice(8, 17)


def reasons_for(description: Description, enterprise: Candidate, *, names: Collection[str]) -> tuple[Reason, ...]:
    """The reasons, name first, then code, address and place.

    Args: names: keys of every name the enterprise goes by.
    """
    told = _names(description, enterprise, names)
    return (
        *told,
        *_codes(description, enterprise),
        *_addresses(description, enterprise),
        *_seats(description, enterprise),
    )


def _names(description: Description, enterprise: Candidate, names: Collection[str]) -> tuple[Reason, ...]:
    key = description.name_key.partition(OWN_KEY)[0]
    if key == enterprise.name_key:
        return (Reason.NAME_EQUAL,)
    if key in names:
        return (Reason.NAME_FORMER,)
    if any(name_key(name) in names for name in description.former_names):
        return (Reason.NAME_STATED_FORMER,)
    found = (compare_names(key, name, near=enterprise.division) for name in {enterprise.name_key, *names})
    order = {reason: place for place, reason in enumerate(Reason)}
    return min(found, key=lambda reasons: (order[reasons[0]], len(reasons), reasons))


def _codes(description: Description, enterprise: Candidate) -> tuple[Reason, ...]:
    known, stated = enterprise.uscc, re.sub(r"[\s-]", "", description.stated_code).upper()
    if known is None:
        return ()
    if description.uscc:
        return (Reason.CODE_EQUAL,) if description.uscc == known else ()
    if not stated:
        return ()
    if _is_one_off(stated, known):
        return (Reason.CODE_ONE_OFF,)
    if stated == known[_ORGANISATION] or _fits_mask(stated, known):
        return (Reason.CODE_PART,)
    return (Reason.CODE_UNLIKE,) if len(stated) == len(known) else ()  # older codes tell nothing either way


def _is_one_off(stated: str, known: str) -> bool:
    from rapidfuzz.distance import OSA

    return OSA.distance(stated, known, score_cutoff=1) == 1


def _fits_mask(stated: str, known: str) -> bool:
    """Whether a code with hidden characters can be the known one; a mask may be shorter than what it hides."""
    parts = re.split(r"(?:[*×✕※#?■□●○]|X{3,})+", stated)
    if len(parts) == 1 or sum(map(len, parts)) < _SHORTEST_PART_OF_CODE:
        return False
    return re.fullmatch(".+".join(map(re.escape, parts)).replace(".+", ".{1,16}"), known) is not None


def _addresses(description: Description, enterprise: Candidate) -> tuple[Reason, ...]:
    here, there = address_key(description.address), address_key(enterprise.address)
    if not here or not there:
        return ()
    return (Reason.SAME_ADDRESS,) if here == there else (Reason.OTHER_ADDRESS,)


def _seats(description: Description, enterprise: Candidate) -> tuple[Reason, ...]:
    here = place_of(description.division, description.name_key.partition(OWN_KEY)[0])
    there = place_of(enterprise.division, enterprise.name_key)
    if not here or not there:
        return (Reason.PLACE_UNKNOWN,)
    if here == there and len(here.rstrip("0")) > _COUNTY - 2:
        return (Reason.SAME_COUNTY,)
    one, other = city_of(here), city_of(there)
    shared = min(len(one), len(other))
    return (Reason.SAME_PREFECTURE,) if one[:shared] == other[:shared] else (Reason.OTHER_PREFECTURE,)
