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

_SAID = ("issuer", "doc_no", "title", "description")
_DATES = ("published_on", "decided_on", "inspected_on")


def descriptions(text: Column, value: Column, *, seats: list[str]) -> list[tuple[Any, ...]]:
    """What each row says of its enterprise, in the order of `ABOUT`; rows that say the same share one.

    Args:
        text: a column, empty where nothing is said. value: a column, None where nothing is said.
        seats: the divisions where they are seated, as stated; the issuing body's place is the record's only.
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
        "division": seats,
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


@lru_cache(maxsize=200_000)
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


@dataclass(frozen=True)
class Divisions:
    """Codes of the divisions that rows lead to; "": none. Args: seats: of enterprises. own: of the records."""

    seats: list[str]
    own: list[str]


def divisions_of(text: Column) -> Divisions:
    """Where rows say that things are: by their own columns, else the address; a record's place, by the issuing body."""
    stated = by_value(_stated_place, *map(text, ("province", "city", "county")))
    # An address may say more than the columns, but only within what they say.
    seats = [
        code if is_county or not address else _closer_place(address, code)
        for (code, is_county), address in zip(stated, text("address"), strict=True)
    ]
    issuers = by_value(_place_of_issuer, text("issuer"))
    return Divisions(seats, [seat or issuer for seat, issuer in zip(seats, issuers, strict=True)])


@lru_cache(maxsize=16384)
def _stated_place(province: str, city: str, county: str) -> tuple[str, bool]:
    """The code that the columns lead to, and whether it is as deep as columns go."""
    stated = [part for part in (province, city, county) if part]
    path = locate(*stated) if stated else None
    return (path.code, path.county is not None) if path else ("", False)


@lru_cache(maxsize=65536)
def _closer_place(address: str, within: str) -> str:
    path = locate(address, within=within or None)
    return path.code if path else within


@lru_cache(maxsize=16384)
def _place_of_issuer(issuer: str) -> str:
    path = locate(issuer) if issuer else None
    return path.code if path else ""


@lru_cache(maxsize=4096)
def industry_of(text: str) -> str:
    """The GB/T 4754-2017 code of an industry's name or code; "": none, or a section."""
    found = find_industry(text) if text else None
    # Sections are letters; the column holds the digits of a division, group or class.
    return found.code if found and found.code.isdigit() else ""
