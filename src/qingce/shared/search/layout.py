"""How the engine lays out one kind: its fields, its tokenizers, and one document in them.

Every text is folded and indexed once, in the fields of its *tier*: texts of the same weight share one, the heaviest
are tier 0. Each tier has two fields: pairs of neighbours with their positions, which answer for every term exactly, a
single character being the beginning of its pairs; and the sequences of 3 to 5 ideographs, so that a word of that
length is one lookup, however common its pairs are.
"""

from __future__ import annotations

import re
import sys
from array import array
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from hashlib import blake2b
from math import log2

import tantivy

from qingce.shared.search.errors import IdOutOfRange
from qingce.shared.search.registry import Document, FacetField, Indexed

SHORTEST_GRAM, LONGEST_GRAM = 3, 5
SEPARATOR = "\x1f"  # folding drops control characters, so that no query and no text holds it
ID_BITS, DAY_BITS, BOOST_BITS = 34, 21, 8  # together the 63 bits of a positive integer of the engine
SPACE = "\x1e"  # stands for a space inside a pair, for pairs are given to the engine with spaces between them
_IDEOGRAPHS = re.compile(f"[\u4e00-\u9fff]{{{SHORTEST_GRAM},}}")
_SPACE_CODE = ord(" ")
_CODES = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"
_VERSION = 5  # raise it when fold, tokenizers or fields change: every index is then rebuilt


@dataclass(frozen=True)
class Layout:
    """The engine's fields for one kind."""

    indexed: Indexed

    @cached_property
    def tiers(self) -> tuple[tuple[str, ...], ...]:
        """Names of the texts of each tier, heaviest first; every text is in one of them."""
        weights = sorted({text.weight for text in self.indexed.texts}, reverse=True)
        return tuple(tuple(text.name for text in self.indexed.texts if text.weight == weight) for weight in weights)

    @cached_property
    def year(self) -> FacetField | None:
        """The facet whose values are years of days, if the kind has one."""
        return next((facet for facet in self.indexed.facets if facet.of_day), None)

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
            builder.add_text_field(pairs(tier), tokenizer_name="pairs", index_option="position")
            builder.add_text_field(grams(tier), tokenizer_name="grams", index_option="basic")
        for facet in self.indexed.facets:
            builder.add_unsigned_field(numbers(facet.name), indexed=True, fast=not facet.many)
            if facet.many:
                builder.add_unsigned_field(sets(facet.name), fast=True)
        return builder.build()


def pairs(tier: int) -> str:
    """The field of a tier's pairs of neighbouring characters, with positions."""
    return f"pairs_{tier}"


def grams(tier: int) -> str:
    """The field of a tier's sequences of 3 to 5 ideographs."""
    return f"grams_{tier}"


def spaced_pairs(text: str) -> str:
    """Every two neighbouring characters of a folded text, in order, with a space between, as the engine is given them.

    A space within a pair is written as `SPACE`. Characters are copied as numbers in three steps, for a step of Python
    for each pair would take as long as the engine does.
    """
    codes = array("I", text.replace(" ", SPACE).encode(_CODES))
    spaced = array("I", (_SPACE_CODE,)) * (3 * (len(codes) - 1))
    spaced[0::3], spaced[1::3] = codes[:-1], codes[1:]
    return spaced.tobytes().decode(_CODES)[:-1]


def pairs_of(term: str) -> list[str]:
    """The pairs of a term, as the engine holds them."""
    return spaced_pairs(term).split(" ")


def ideographs_in(text: str) -> list[str]:
    """The runs of ideographs of which there are sequences."""
    return _IDEOGRAPHS.findall(text)


def numbers(facet: str) -> str:
    """The field of a facet, filtered by and, where a document has one value, counted: its values as numbers."""
    return f"numbers_{facet}"


def sets(facet: str) -> str:
    """The field by which a facet with several values is counted: each different set of values as a number."""
    return f"sets_{facet}"


def year_of(document: Document) -> str:
    """The year of a document's day; empty: it has none."""
    return str(date.fromordinal(document.day).year) if 0 < document.day <= date.max.toordinal() else ""


def newest_key(document: Document) -> int:
    """Orders by day, then by id: the later row is the newer one."""
    if not 0 < document.id < 1 << ID_BITS:
        raise IdOutOfRange(document.id, ID_BITS)
    day = min(max(document.day, 0), (1 << DAY_BITS) - 1)
    return day << ID_BITS | document.id


def rank_key(document: Document) -> int:
    """Orders by boost (in sixteenths of a doubling, from 1/16 to some 4,000), then as `newest_key`."""
    return _boost_key(document.boost) | newest_key(document)


@lru_cache(maxsize=1024)
def _boost_key(boost: float) -> int:
    steps = round((log2(boost) if boost > 0 else -4) * 16) + 64
    return min(max(steps, 0), (1 << BOOST_BITS) - 1) << (ID_BITS + DAY_BITS)


def id_of(key: int) -> int:
    """The document's id in one of the two keys."""
    return key & ((1 << ID_BITS) - 1)


def open_index(path: str, schema: tantivy.Schema | None = None) -> tantivy.Index:
    """The engine's index in a folder, made if a schema is given, with the tokenizers of this room."""
    index = tantivy.Index.open(path) if schema is None else tantivy.Index(schema, path=path, reuse=False)
    for name, tokenizer in (
        ("pairs", tantivy.Tokenizer.whitespace()),
        ("grams", tantivy.Tokenizer.ngram(SHORTEST_GRAM, LONGEST_GRAM)),
    ):
        index.register_tokenizer(name, tantivy.TextAnalyzerBuilder(tokenizer).build())
    index.config_reader("manual")
    return index
