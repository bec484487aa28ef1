"""Documents as the engine takes them, many at once: a step for a whole batch costs little more than one for a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

import tantivy

from qingce.pure.kernel.text import fold_all
from qingce.shared.search.layout import (
    SEPARATOR,
    Layout,
    grams,
    ideographs_in,
    newest_key,
    numbers,
    pairs,
    rank_key,
    sets,
    spaced_pairs,
    year_of,
)
from qingce.shared.search.registry import Document, fingerprint
from qingce.shared.search.values import Values


class Maker:
    """Makes documents of one layout for one index.

    Args: values: gives each value of a facet its number.
    """

    def __init__(self, layout: Layout, schema: tantivy.Schema, values: Values) -> None:
        self._schema = schema
        self._values = values
        self._tiers = [(names, pairs(tier), grams(tier)) for tier, names in enumerate(layout.tiers)]
        names = [(facet.name, facet.many) for facet in layout.indexed.facets]
        year = layout.year and layout.year.name
        self._year = (year, numbers(year)) if year else None
        self._single = [(name, numbers(name)) for name, many in names if not many and name != year]
        self._several = [(name, numbers(name), sets(name)) for name, many in names if many]

    def engine_documents(self, documents: Sequence[Document]) -> list[tantivy.Document]:
        """Each document as the engine takes it, in the same order.

        Raises: IdOutOfRange: an id does not fit.
        """
        made = [self._without_texts(document) for document in documents]
        for names, pair_field, gram_field in self._tiers:
            for each, (text, spaced) in zip(made, _texts(documents, names), strict=True):
                if text:
                    each[pair_field] = spaced
                    if found := ideographs_in(text):
                        each[gram_field] = found
        return [tantivy.Document.from_dict(each, self._schema) for each in made]

    def _without_texts(self, document: Document) -> dict[str, Any]:
        made: dict[str, Any] = {
            "id": document.id,
            "newest": newest_key(document),
            "rank": rank_key(document),
            "stamp": fingerprint(document),
        }
        number, given = self._values.number, document.facets
        if self._year:
            made[self._year[1]] = number(self._year[0], year_of(document))
        for name, field in self._single:
            made[field] = number(name, _listed(given.get(name, ""))[0])
        for name, field, set_field in self._several:
            members = list(dict.fromkeys(number(name, each) for each in _listed(given.get(name, ())) if each))
            made[set_field] = self._values.number_of_set(name, members)
            if members:
                made[field] = members
        return made


def _listed(given: str | Sequence[str]) -> Sequence[str]:
    return (given,) if isinstance(given, str) else given


def _texts(documents: Sequence[Document], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The texts of a tier of each document, folded, between separators, and the same as pairs; both empty: no text.

    Separators make a name's first character one that can be asked for, and no term spans two texts.
    """
    given = [[text for name in names if (text := document.texts.get(name))] for document in documents]
    folded = iter(fold_all([text for texts in given for text in texts]))
    joined = [_joined([text for _, text in zip(texts, folded, strict=False) if text]) for texts in given]
    spaced = spaced_pairs("".join(joined))
    ends = accumulate(map(len, joined))
    for text, end in zip(joined, ends, strict=True):
        yield text, spaced[3 * (end - len(text)) : max(3 * end - 4, 0)]


def _joined(texts: Sequence[str]) -> str:
    return f"{SEPARATOR}{SEPARATOR.join(texts)}{SEPARATOR}" if texts else ""
