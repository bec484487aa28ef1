"""What a source says of an enterprise."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, fields
from decimal import Decimal
from operator import attrgetter

from qingce.pure.kernel.canonical import digest


@dataclass(frozen=True, slots=True)
class Description:
    """What a source says of an enterprise; empty or None: it does not say.

    Args:
        name_key: what it is recognised by; of a name that tells no enterprise (masked, a person's, “个体户”) it
            holds the document too, so that it meets only itself.
        is_company: its name has a legal form, so that the register admits it once within a region.
        uscc: a valid code.
        stated_code: what stood in the code's place where it is no valid one: masked, mistyped, of an older system.
        division: of its seat as stated, not of the issuing body.
        telephone, person: of its seat, its legal representative; kept as digests only.
    """

    name: str
    name_key: str
    uscc: str | None = None
    is_pseudonym: bool = False
    is_company: bool = True
    former_names: tuple[str, ...] = ()
    address: str = ""
    division: str = ""
    industry: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    listed: bool | None = None
    is_synthetic: bool = False
    stated_by: str = ""
    stated_code: str = ""
    telephone: str = ""
    person: str = ""


_SAID = attrgetter(*(each.name for each in fields(Description) if each.name != "stated_by"))


def what_is_said(description: Description) -> Hashable:
    """What two rows have in common that say all the same of an enterprise, whatever source says so."""
    said: Hashable = _SAID(description)
    return said


def description_key(description: Description) -> bytes:
    """Digest by which rows that describe an enterprise alike are one question.

    Name, code and place count; what else differs between rows (an address written otherwise) makes no new question.

    Returns: 16 bytes.
    """
    kind = f"{description.is_pseudonym:d}{description.is_company:d}{description.is_synthetic:d}"
    return digest(
        description.name_key, description.uscc, description.stated_code.strip().upper(), description.division, kind
    )
