"""Sentences with braces, filled for many rows at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A text with `%s` in the place of each name; told apart by which it is, not by what it says."""

    pattern: str
    names: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> Template:
        """`{outlet}废水` as pattern and names."""
        parts = list(Formatter().parse(text))
        pattern = "".join(said.replace("%", "%%") + ("%s" if name else "") for said, name, _, _ in parts)
        return cls(pattern if any(name for _, name, _, _ in parts) else text, tuple(n for _, n, _, _ in parts if n))


def fill(templates: Sequence[Template | None], column: Callable[[str], Sequence[str]]) -> list[str]:
    """Each row's template with the row's own words; None: an empty text.

    Args: column: the words of all rows by the name in the braces.
    """
    texts = [""] * len(templates)
    rows_of: defaultdict[Template | None, list[int]] = defaultdict(list)
    for row, template in enumerate(templates):
        rows_of[template].append(row)
    for template, rows in rows_of.items():
        if template is None:
            continue
        if not template.names:
            for row in rows:
                texts[row] = template.pattern
            continue
        columns = [column(name) for name in template.names]
        chosen = zip(*([words[row] for row in rows] for words in columns), strict=True)
        for row, words in zip(rows, chosen, strict=True):
            texts[row] = template.pattern % words
    return texts
