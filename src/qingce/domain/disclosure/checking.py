"""What is looked at before texts are sent: what may not become public, what contradicts the record, what was pasted.

No query: texts and records are given. A refusal stops the sending, a hint has to be looked at.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from qingce.domain.disclosure.enums import Part, Texts
from qingce.domain.records.queries import RecordRow

_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[【(]\d{4}[〕\]】)]\s*\d+\s*号")
_FINE = re.compile(r"罚款(?:人民币)?\s*(\d+(?:\.\d+)?)\s*(万?)元")
_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Finding:
    """Something that was found. Args: code: of `data/checks.toml`. found: the words that it is about."""

    record_id: int
    part: Part
    code: str
    found: str
    is_refusal: bool

    def said(self, language: str) -> str:
        """What it is, and what to do."""
        return words_of(self.code, self.found, language)


def findings(texts: Mapping[int, Texts], records: Sequence[RecordRow], *, on: date) -> list[Finding]:
    """What was found in the texts about these records, refusals first, then in the order of the records.

    Args: texts: by the number of the record; of one that is missing nothing is written.
    """
    found: list[Finding] = []
    pasted = _pasted(texts.values())
    for record in records:
        said = texts.get(record.id, Texts())
        for part in Part:
            found += [
                Finding(record.id, part, code, words, is_refusal)
                for code, words, is_refusal in _of_text(said.of(part), part, record, pasted, on)
            ]
    return sorted(found, key=lambda each: not each.is_refusal)


def of_any_text(text: str, *, is_name: bool = False) -> Iterator[tuple[str, str, bool]]:
    """What is looked for in any text that will be public: the code, the words, whether it is a refusal.

    Args: is_name: it only names something, so that it may be short.
    """
    plain = unicodedata.normalize("NFKC", text)
    if not plain.strip():
        yield "empty", "", True
        return
    for name, table in _data()["personal"].items():
        for pattern in table["patterns"]:
            if match := re.search(pattern, plain):
                yield f"personal.{name}", match[0], table["is_refusal"]
                break
    if plain.strip(" 。.!！").casefold() in _data()["placeholder"]["words"]:
        yield "placeholder", text.strip(), False
    elif len(plain) < _data()["short"]["fewest"] and not is_name:
        yield "short", str(len(plain)), False


def words_of(code: str, found: str, language: str) -> str:
    """What a finding is, and what to do. Args: code: of `data/checks.toml`."""
    return str(_table(code)["zh" if language == "zh" else "en"]).format(found=found)


def _of_text(
    text: str, part: Part, record: RecordRow, pasted: Counter[tuple[Part, str]], on: date
) -> Iterator[tuple[str, str, bool]]:
    plain = unicodedata.normalize("NFKC", text)
    yield from of_any_text(text)
    if not plain.strip():
        return
    bare = plain.strip(" 。.!！").casefold()
    if (others := pasted[part, bare] - 1) >= _data()["pasted"]["fewest_records"] - 1 and others:
        yield "pasted", str(others), False
    yield from ((code, words, False) for code, words in _contradictions(plain, part, record, on))


def _contradictions(plain: str, part: Part, record: RecordRow, on: date) -> Iterator[tuple[str, str]]:
    if part == Part.VIOLATION and record.categories:
        for word in _data()["denial"]["words"]:
            if word in plain.casefold():
                yield "denial", word
                break
    own = _bare(record.doc_no)
    for match in _NUMBER.finditer(plain):
        if own and _bare(match[0]) != own and not _bare(match[0]).endswith(own):
            yield "number", match[0]
            break
    for match in _FINE.finditer(plain):
        amount = Decimal(match[1]) * (_TEN_THOUSAND if match[2] else 1)
        if record.fine_cny is not None and amount != record.fine_cny:
            yield "fine", match[0]
            break
    if part == Part.CORRECTIVE_ACTION:
        later = [match[0] for match in _DAY.finditer(plain) if (day := _day(match)) and day > on]
        if later:
            yield "future", later[0]


def _pasted(texts: Iterable[Texts]) -> Counter[tuple[Part, str]]:
    counted: Counter[tuple[Part, str]] = Counter()
    for each in texts:
        for part in Part:
            bare = unicodedata.normalize("NFKC", each.of(part)).strip(" 。.!！").casefold()
            counted[part, bare] += bool(bare)
    return counted


def _bare(number: str) -> str:
    plain = unicodedata.normalize("NFKC", number)
    return re.sub(r"[\s〔〕\[\]【】()]", "", plain)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _table(code: str) -> Mapping[str, Any]:
    first, _, second = code.partition(".")
    table: Mapping[str, Any] = _data()[first]
    return table[second] if second else table


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("qingce.domain.disclosure").joinpath("data/checks.toml").read_text("utf-8"))
