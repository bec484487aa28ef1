"""`docs/ledger-schemas.md` from the kinds of acts as the rooms register them: what an entry of the ledger says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.utils.translation import override

from qingce.shared.ledger.queries import ActSchema, schemas


def page() -> str:
    """The page."""
    return "\n".join([*_head(), *(line for each in schemas() if _is_ours(each) for line in _kind(each))])


def titles() -> str:
    """Names of acts in both languages, for commands that have no database: a table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["act", "zh", "en"])
    ours = {each.act: each for each in schemas() if _is_ours(each)}
    for act, schema in sorted(ours.items()):
        writer.writerow([act, _in("zh-hans", schema.title), _in("en", schema.title)])
    return out.getvalue()


def _is_ours(schema: ActSchema) -> bool:
    """Whether a room registered it, and not a test."""
    return not isinstance(schema.title, str)


def _head() -> list[str]:
    return [
        "# 账本条目的种类 · What entries of the ledger say",
        "",
        "由登记的种类生成（`make docs`）。条目的形式见 `docs/verify.zh.md`。种类一经使用不再更改，变动时增加版本号。",
        "",
        "Made from the kinds as they are registered (`make docs`). How an entry is written: `docs/verify.md`. A kind",
        "is never changed once it was used; what it says otherwise gets the next version. No fact holds a free text of",
        "people: those are words, which the entry only commits to.",
        "",
    ]


def _kind(schema: ActSchema) -> Iterator[str]:
    many = "，批量 · many at once" if schema.is_bulk else ""
    yield f"## `{schema.name}`"
    yield f"{_both(schema.title)} (`{schema.subject}`{many})"
    yield ""
    if schema.facts:
        yield "| fact | kind | 含义 · meaning |"
        yield "| --- | --- | --- |"
        for name, fact in schema.facts.items():
            yield f"| `{name}` | {fact.kind.value} | {_both(fact.help)} |"
        yield ""
    if schema.words:
        yield f"words: {'; '.join(f'`{name}` {_both(label)}' for name, label in schema.words.items())}"
        yield ""


def _in(language: str, text: object) -> str:
    with override(language):
        return str(text)


def _both(text: object) -> str:
    chinese, english = _in("zh-hans", text), _in("en", text)
    return english if chinese == english else f"{chinese} · {english}"
