"""What a source says of an enterprise."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Description:
    """What a source says of an enterprise; empty or None: it does not say.

    Args:
        name_key: what it is recognised by; of a name that tells no enterprise (masked, a person's, “个体户”) it
            holds the document too, so that it meets only itself.
        is_company: its name has a legal form, so that the register admits it once within a region.
        division: of its seat as stated, not of the issuing body.
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
