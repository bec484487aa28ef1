"""What rows say of enterprises and places, from their columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from qingce.domain.records.enums import SourceKind
from qingce.domain.records.readings import ABOUT, by_value
from qingce.pure.kernel.canonical import digest
from qingce.pure.kernel.divisions import locate
from qingce.pure.kernel.industries import find_industry
from qingce.pure.kernel.names import is_telling, name_key, normalise_name

Column = Callable[[str], Sequence[Any]]  # a column of a file by its name; None where nothing is said

PLACE = ("province", "city", "county", "address")
_SAID = ("issuer", "doc_no", "title", "description")
_DATES = ("published_on", "decided_on", "inspected_on")


def descriptions(text: Column, value: Column) -> list[tuple[Any, ...]]:
    """What each row says of its enterprise, in the order of `ABOUT`; rows that say the same share one.

    Args: text: a column, empty where nothing is said. value: a column, None where nothing is said.
    """
    names = text("enterprise_name")
    named = by_value(_named, names)
    codes, pseudonyms = value("uscc"), list(map(bool, value("is_pseudonym")))
    columns = {
        "name": names,
        "name_key": _name_keys(named, codes, pseudonyms, text, value),
        "uscc": codes,
        "is_pseudonym": pseudonyms,
        "is_company": [each.is_company for each in named],
        "former_names": by_value(_separate, text("former_names")),
        "address": text("address"),
        # Where it is seated, as stated; the issuing body's place is the record's only.
        "division": by_value(seat_of, *map(text, PLACE)),
        "industry": by_value(industry_of, text("industry")),
        "longitude": value("longitude"),
        "latitude": value("latitude"),
        "listed": value("listed"),
        "is_synthetic": [kind == SourceKind.SYNTHETIC.value for kind in text("source_kind")],
        "stated_by": text("source_title"),
        "stated_code": text("uscc_as_written"),
        "telephone": [""] * len(names),
        "person": [""] * len(names),
    }
    told = list(zip(*(columns[name] for name in ABOUT), strict=True))
    shared = {about: about for about in told}
    return list(map(shared.__getitem__, told))


@dataclass(frozen=True, slots=True)
class _Named:
    """What a name tells: its key, whether it tells one enterprise from others, and whether it is a company's."""

    key: str
    is_telling: bool
    is_company: bool


@lru_cache(maxsize=65536)
def _named(name: str) -> _Named:
    return _Named(name_key(name), is_telling(name), bool(normalise_name(name).legal_form))


def _name_keys(
    named: Sequence[_Named], codes: Sequence[str | None], pseudonyms: Sequence[bool], text: Column, value: Column
) -> list[str]:
    """Keys of names; one that may be anybody's gets a key that only the same row meets again, by its document."""
    keys = [each.key for each in named]
    weak = [
        place
        for place, (each, code, is_pseudonym) in enumerate(zip(named, codes, pseudonyms, strict=True))
        if not each.is_telling and code is None and not is_pseudonym
    ]
    if weak:
        said, dates = [text(name) for name in _SAID], [value(name) for name in _DATES]
        for place in weak:
            days = (str(column[place] or "") for column in dates)
            own = digest(*(column[place] for column in said), *days).hex()
            keys[place] = f"{keys[place][:160]}#{own}"
    return keys


def _separate(names: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in names.split(";"))))


def seat_of(province: str, city: str, county: str, address: str) -> str:
    """The division code that a row's own columns, else its address, lead to; "": none."""
    return division_of(province, city, county, address, "")


@lru_cache(maxsize=65536)
def division_of(province: str, city: str, county: str, address: str, issuer: str) -> str:
    """The division code a row's columns lead to: its own columns, else the address, else the issuing body."""
    stated = [part for part in (province, city, county) if part]
    path = locate(*stated) if stated else None
    if path is None or path.county is None:
        # An address may say more than the columns, but only within what they say.
        closer = locate(address, within=path.code if path else None) if address else None
        path = closer or path
    if path is None and issuer:
        path = locate(issuer)
    return path.code if path else ""


@lru_cache(maxsize=4096)
def industry_of(text: str) -> str:
    """The GB/T 4754-2017 code of an industry's name or code; "": none, or a section."""
    found = find_industry(text) if text else None
    # Sections are letters; the column holds the digits of a division, group or class.
    return found.code if found and found.code.isdigit() else ""
