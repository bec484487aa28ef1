"""The small language of the tables: a phrase becomes a regular expression and the words without which it cannot match.

`|` between alternatives, `( )` around them, `{name}` for shared words, `…` and `‥` for a gap, `#` for a number. What
comes out uses no look-around, so that Python and Polars read it alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qingce.domain.removal.suggesting.errors import InvalidSign
from qingce.pure.kernel.text import fold

# A line feed never stands in a folded text: it marks what was set aside, and no gap reaches over it.
SET_ASIDE = "\n"
NOT_STOP = "[^。;!?\n]"
NOT_PART = "[^,。;!?\n]"
# The shared words that stand in very many texts: by others, texts are better chosen.
COMMON = "common"
MOST_GAPS = 2
MOST_EXACT = 150
_GAPS = {"…": f"{NOT_STOP}{{0,30}}?", "‥": f"{NOT_PART}{{0,8}}?"}
_NUMBER = "[0-9][0-9.,]{0,14}"
_SPECIAL = "|(){}…‥#"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase made ready.

    Attributes:
        pattern: regular expression over folded text.
        anchors: a text that contains none of these does not match; empty: nothing is known.
        gaps: most wide gaps in a row.
        exact: all texts that it matches, if they are few; empty: too many.
    """

    pattern: str
    anchors: frozenset[str] = frozenset()
    gaps: int = 0
    exact: frozenset[str] = frozenset()


def read_phrase(text: str, words: Mapping[str, Phrase]) -> Phrase:
    """Reads one phrase.

    Args: words: shared words by name.
    Raises: InvalidSign: brackets do not close, a name is unknown, a gap could be wide too often.
    """
    reader = _Reader(text, words)
    phrase = reader.alternatives()
    if not reader.is_done:
        raise InvalidSign(f"{text!r}: {reader.rest!r} does not belong to the phrase.", phrase=text)
    if phrase.gaps > MOST_GAPS:
        raise InvalidSign(f"{text!r} has more than {MOST_GAPS} wide gaps in a row.", phrase=text)
    return phrase


class _Reader:
    """Reads from left to right; every method leaves the place behind what it read."""

    def __init__(self, text: str, words: Mapping[str, Phrase]) -> None:
        self.text, self.words, self.place = text, words, 0

    @property
    def rest(self) -> str:
        """What is still to be read."""
        return self.text[self.place :]

    @property
    def is_done(self) -> bool:
        """Whether all is read."""
        return not self.rest

    def _take(self, sign: str) -> bool:
        if not self.rest.startswith(sign):
            return False
        self.place += len(sign)
        return True

    def alternatives(self) -> Phrase:
        """Alternatives up to a closing bracket or the end."""
        found = [self._sequence()]
        while self._take("|"):
            found.append(self._sequence())
        return found[0] if len(found) == 1 else _any_of(found)

    def _sequence(self) -> Phrase:
        items: list[Phrase] = []
        while self.rest and self.rest[0] not in "|)":
            items.append(self._item())
        common = self.words.get(COMMON)
        return _in_a_row(items, common.exact if common else frozenset())

    def _item(self) -> Phrase:
        if self._take("("):
            inside = self.alternatives()
            self._close(")")
            return inside
        if self._take("{"):
            name = self.rest.partition("}")[0]
            self.place += len(name)
            self._close("}")
            if name not in self.words:
                raise InvalidSign(f"{self.text!r}: no shared words are called {name!r}.", phrase=self.text)
            return self.words[name]
        return self._sign() or self._literal()

    def _sign(self) -> Phrase | None:
        if self._take("#"):
            return Phrase(_NUMBER)
        for gap, pattern in _GAPS.items():
            if self._take(gap):
                return Phrase(pattern, gaps=int(gap == "…"))
        return None

    def _literal(self) -> Phrase:
        match = re.match(f"[^{re.escape(_SPECIAL)}]+", self.rest)
        if match is None:
            raise InvalidSign(f"{self.text!r}: {self.rest!r} cannot be read.", phrase=self.text)
        self.place += match.end()
        word = fold(match[0])
        return Phrase(re.escape(word), frozenset({word}), exact=frozenset({word}))

    def _close(self, sign: str) -> None:
        if not self._take(sign):
            raise InvalidSign(f"{self.text!r}: {sign} is missing.", phrase=self.text)


def _any_of(phrases: list[Phrase]) -> Phrase:
    return Phrase(
        pattern=f"(?:{'|'.join(phrase.pattern for phrase in phrases)})",
        anchors=_union([phrase.anchors for phrase in phrases]),
        gaps=max(phrase.gaps for phrase in phrases),
        exact=_few(_union([phrase.exact for phrase in phrases])),
    )


def _union(sets: list[frozenset[str]]) -> frozenset[str]:
    """All of them; none if one says nothing."""
    return frozenset[str]().union(*sets) if all(sets) else frozenset()


def _few(words: frozenset[str]) -> frozenset[str]:
    return words if len(words) <= MOST_EXACT else frozenset()


def _in_a_row(items: list[Phrase], common: frozenset[str]) -> Phrase:
    """A sequence; items that stand next to each other and match few texts make longer anchors together."""
    candidates: list[frozenset[str]] = []
    run = frozenset({""})
    is_exact = True
    for item in items:
        longer = _few(frozenset(first + then for first in run for then in item.exact))
        is_exact = is_exact and bool(longer)
        candidates += [run, item.anchors]
        run = longer or item.exact or frozenset({""})
    known = [words for words in (*candidates, run) if words and "" not in words]
    return Phrase(
        pattern="".join(item.pattern for item in items),
        anchors=max(known, key=lambda words: _selectivity(words, common), default=frozenset()),
        gaps=sum(item.gaps for item in items),
        exact=run if is_exact else frozenset(),
    )


def _selectivity(words: frozenset[str], common: frozenset[str]) -> tuple[bool, bool, int, int]:
    """How few texts words are likely to choose: rare ones, long ones, few of them; only speed depends on it."""
    shortest = min(map(len, words))
    return shortest > 1, not words & common, shortest, -len(words)
