"""What a labelled pair is, and the pieces of which the kinds of pairs are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingce.pure.kernel.names import normalise_name

if TYPE_CHECKING:
    from tools.matching_sources import Base, Pools

SAME, DIFFERENT = "same", "different"


@dataclass(frozen=True)
class Said:
    """What a source says of an enterprise; `code` is what stands in the code's place without being a valid one."""

    name: str
    former: str = ""
    uscc: str = ""
    code: str = ""
    address: str = ""
    division: str = ""


@dataclass(frozen=True)
class Pair:
    """A known enterprise, what a row says, and whether they are one; `a_is` and `b_is` are equal when they are."""

    a: Said
    b: Said
    a_is: str
    b_is: str
    why: str
    origin: str
    kind: str = ""

    @property
    def label(self) -> str:
        """The truth."""
        return SAME if self.a_is == self.b_is else DIFFERENT


@dataclass(frozen=True)
class Kind:
    """A kind of pair."""

    name: str
    count: int
    make: Callable[[Pools], Iterator[Pair]]


def said(base: Base) -> Said:
    """All that is known of an enterprise."""
    return Said(base.name, uscc=base.uscc, address=base.address, division=base.division)


def are_same(base: Base, b: Said, why: str, *, a: Said | None = None, origin: str = "") -> Pair:
    return Pair(a or said(base), b, base.is_, base.is_, why, origin or altered(base))


def are_other(base: Base, b: Said, b_is: str, why: str, *, a: Said | None = None, origin: str = "") -> Pair:
    return Pair(a or said(base), b, base.is_, b_is, why, origin or altered(base))


def altered(base: Base) -> str:
    return "altered" if base.origin == "real" else "invented"


def form_of(name: str) -> str:
    return normalise_name(name).legal_form


def body_of(name: str) -> str:
    return name.removesuffix("有限公司") if name.endswith("有限公司") else name


def shorter(base: Base) -> str:
    return base.address.removeprefix("上海市")
