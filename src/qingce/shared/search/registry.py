"""What is searched. Domain rooms register their kinds in `AppConfig.ready`; this room imports none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from qingce.shared.search.errors import NotSearchable, UnknownKind

_NAME = re.compile("[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class TextField:
    """A text that is searched; a query found whole in heavier fields ranks before one that needs lighter ones."""

    name: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class FacetField:
    """A property that is filtered by and counted.

    Args:
        many: a document gives a list of values, else a single one.
        of_day: its value is the year of the document's day and is not given; at most one facet of a kind.
    """

    name: str
    many: bool = False
    of_day: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What is public of one row, as it is searched.

    Args:
        id: the row's primary key, above 0.
        texts: by name of the text field; a missing or empty text is simply not found.
        facets: by name of the facet; empty values count as none.
        day: proleptic Gregorian ordinal that `newest` orders by; 0 = not known, listed last.
        stamp: fingerprint of the content, 64 bits; 0 = worked out from the content.
        boost: orders hits of equal relevance before their date does; compared in steps of about 4 %.
    """

    id: int
    texts: Mapping[str, str]
    facets: Mapping[str, str | Sequence[str]]
    day: int = 0
    stamp: int = 0
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Indexed:
    """One kind of rows that is searched.

    Args:
        kind: the name of the kind, also in the feed of changes.
        texts, facets: what its documents hold; a change of them asks for a rebuild.
        documents: the public rows there are with first <= id <= last, read from the database at the call.
        ranges: ranges of ids, both ends included, that together hold every row; of some 10,000 ids each.
    """

    kind: str
    texts: tuple[TextField, ...]
    facets: tuple[FacetField, ...]
    documents: Callable[[int, int], Iterable[Document]]
    ranges: Callable[[], Iterable[tuple[int, int]]]


_indexed: dict[str, Indexed] = {}
_listeners: list[Callable[[Indexed], None]] = []


def register(indexed: Indexed) -> None:
    """Search a kind from now on, and let its index follow the feed; a second one of the same name takes its place.

    Raises: NotSearchable: the kind or a field has a name other than lower-case letters, digits and underscores, or
        there is no text.
    """
    names = [indexed.kind, *(text.name for text in indexed.texts), *(facet.name for facet in indexed.facets)]
    if not indexed.texts or not all(map(_NAME.fullmatch, names)):
        raise NotSearchable(indexed.kind)
    _indexed[indexed.kind] = indexed
    for listener in _listeners:
        listener(indexed)


def on_register(listener: Callable[[Indexed], None]) -> None:
    """Tell a function of every kind that is registered from now on."""
    _listeners.append(listener)


def indexed(kind: str) -> Indexed:
    """What is known of a kind.

    Raises: UnknownKind: nothing registered under it.
    """
    if kind not in _indexed:
        raise UnknownKind(kind, kinds())
    return _indexed[kind]


def kinds() -> list[str]:
    """Every kind that is searched, in the order of registration."""
    return list(_indexed)


def follower_name(kind: str) -> str:
    """The name of the follower that keeps the index of a kind in step; each home has its own place under it."""
    return f"search:{kind}"


def fingerprint(document: Document) -> int:
    """The document's stamp, or one worked out from its content, in the order in which its texts and facets are given.

    Returns: a signed 64-bit integer.
    """
    if document.stamp:
        return (document.stamp + 2**63) % 2**64 - 2**63
    texts, facets = document.texts, document.facets
    values = [value if isinstance(value, str) else "\x1f".join(value) for value in facets.values()]
    rest = (str(document.day), str(document.boost))
    written = "\x1e".join((*texts, "\x1d", *texts.values(), "\x1d", *facets, "\x1d", *values, *rest))
    return int.from_bytes(blake2b(written.encode(errors="replace"), digest_size=8).digest(), "big", signed=True)
