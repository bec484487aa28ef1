"""How the engine lays out one kind: its fields, its tokenizers, and one document in them.

All texts of a document are folded and joined into one body, which is indexed twice: as single characters with their
positions, and as every sequence of 2 to 4 characters without. A term of up to 4 characters is then one exact lookup.
For every weight above the lightest, the texts of at least that weight are indexed the same way as a *tier*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from math import log2
from typing import Any

import tantivy

from qingce.pure.kernel.text import fold
from qingce.shared.search.errors import IdOutOfRange
from qingce.shared.search.registry import Document, Indexed, fingerprint

LONGEST_GRAM = 4
SEPARATOR = "\x1f"  # folding drops control characters, so that no query and no text holds it
ID_BITS, DAY_BITS, BOOST_BITS = 34, 21, 8  # together the 63 bits of a positive integer of the engine
_VERSION = 1  # raise it when fold, tokenizers or fields change: every index is then rebuilt


@dataclass(frozen=True)
class Layout:
    """The engine's fields for one kind."""

    indexed: Indexed

    @cached_property
    def tiers(self) -> tuple[frozenset[str], ...]:
        """Names of the texts of each tier, heaviest first; the last tier is the body: all texts."""
        weights = sorted({text.weight for text in self.indexed.texts}, reverse=True)
        return tuple(frozenset(text.name for text in self.indexed.texts if text.weight >= weight) for weight in weights)

    @cached_property
    def shape(self) -> str:
        """Fingerprint of all that makes an index readable: 8 hexadecimal digits."""
        parts = (_VERSION, LONGEST_GRAM, self.indexed.texts, self.indexed.facets)
        return blake2b(repr(parts).encode(), digest_size=4).hexdigest()

    def schema(self) -> tantivy.Schema:
        """The engine's schema."""
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", indexed=True, fast=True)
        for name in ("newest", "rank", "stamp"):
            builder.add_integer_field(name, fast=True)
        for tier in range(len(self.tiers)):
            builder.add_text_field(ones(tier), tokenizer_name="ones", index_option="position")
            builder.add_text_field(grams(tier), tokenizer_name="grams", index_option="basic")
        for facet in self.indexed.facets:
            builder.add_text_field(column(facet.name), tokenizer_name="raw", index_option="basic", fast=True)
        return builder.build()

    def engine_document(self, document: Document, schema: tantivy.Schema) -> tantivy.Document:
        """One document as the engine takes it.

        Raises: IdOutOfRange: the id does not fit.
        """
        values: dict[str, Any] = {
            "id": document.id,
            "newest": newest_key(document),
            "rank": rank_key(document),
            "stamp": fingerprint(document),
        }
        folded = {name: fold(text) for name, text in document.texts.items() if text}
        for tier, names in enumerate(self.tiers):
            values[ones(tier)] = values[grams(tier)] = _joined(
                text for name, text in folded.items() if name in names and text
            )
        for facet in self.indexed.facets:
            values[column(facet.name)] = facet_values(document, facet.name)
        return tantivy.Document.from_dict(values, schema)


def ones(tier: int) -> str:
    """The field of a tier's single characters, with positions."""
    return f"ones_{tier}"


def grams(tier: int) -> str:
    """The field of a tier's sequences of 2 to `LONGEST_GRAM` characters."""
    return f"grams_{tier}"


def column(facet: str) -> str:
    """The field of a facet."""
    return f"facet_{facet}"


def facet_values(document: Document, facet: str) -> list[str]:
    """The values that count, each once."""
    given = document.facets.get(facet, ())
    values = [given] if isinstance(given, str) else given
    return list(dict.fromkeys(encodable(value) for value in values if value))


def encodable(text: str) -> str:
    """The text with broken surrogates, which the engine cannot take, as question marks."""
    return text.encode(errors="replace").decode()


def newest_key(document: Document) -> int:
    """Orders by day, then by id: the later row is the newer one."""
    if not 0 < document.id < 1 << ID_BITS:
        raise IdOutOfRange(document.id, ID_BITS)
    day = min(max(document.day, 0), (1 << DAY_BITS) - 1)
    return day << ID_BITS | document.id


def rank_key(document: Document) -> int:
    """Orders by boost (in sixteenths of a doubling, from 1/16 to some 4,000), then as `newest_key`."""
    steps = round((log2(document.boost) if document.boost > 0 else -4) * 16) + 64
    boost = min(max(steps, 0), (1 << BOOST_BITS) - 1)
    return boost << (ID_BITS + DAY_BITS) | newest_key(document)


def id_of(key: int) -> int:
    """The document's id in one of the two keys."""
    return key & ((1 << ID_BITS) - 1)


def open_index(path: str, schema: tantivy.Schema | None = None) -> tantivy.Index:
    """The engine's index in a folder, made if a schema is given, with the tokenizers of this room."""
    index = tantivy.Index.open(path) if schema is None else tantivy.Index(schema, path=path, reuse=False)
    for name, tokenizer in (
        ("ones", tantivy.Tokenizer.regex("(?s).")),
        ("grams", tantivy.Tokenizer.ngram(2, LONGEST_GRAM)),
    ):
        index.register_tokenizer(name, tantivy.TextAnalyzerBuilder(tokenizer).build())
    index.config_reader("manual")
    return index


def _joined(texts: Iterable[str]) -> str:
    """Texts one after the other, each behind a separator: a name's first character can be asked for."""
    return "".join(SEPARATOR + text for text in texts)
