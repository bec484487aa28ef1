"""What a paper is, by the name of its file and its first words; its number, days and issuer, where the words tell them.

Each proposal says which words led to it. A person confirms; nothing is filed by this.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from qingce.domain.documents.types import DocumentType

OTHER = "other-supporting"
_HEADING = 60  # characters in which a paper says what it is; what comes later mentions other papers
_MORE = 400
_NOISE = re.compile(r"[\s“”\"'‘’《》·_\-—]+")
_DAY = r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
_ISSUED = re.compile(rf"(?:发证日期|签发日期|报告日期|颁发日期|发布日期|签订日期|验收日期)\s*[:：]?\s*{_DAY}")
_TERM = re.compile(rf"(?:有效期限?|合同期限|有效期至|期限)\s*[:：]?\s*(?:自\s*)?(?:{_DAY}\s*[至到~-]+\s*)?{_DAY}\s*止?")
_ANY_DAY = re.compile(_DAY)
_DECISION = re.compile(r"[\u4e00-\u9fff]{2,12}〔\d{4}〕\s*\d+\s*号")
_NUMBER = re.compile(
    r"(?:证书编号|报告编号|合同编号|协议编号|联单编号|备案编号|许可证编号|编号)\s*[:：]\s*([A-Za-z0-9（）()〔〕/\u4e00-\u9fff-]{4,40})"
)
_AUTHORITY = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:生态环境局|环境保护局|环保局|生态环境厅)(?:[\u4e00-\u9fff]{2,6}分局)?"
)
_NOT_ISSUER = re.compile(r"^(?:发证机关|备案受理部门|盖章|受理部门|机关)")


@dataclass(frozen=True)
class Proposal:
    """What a paper seems to be.

    Args: word: by which its type was recognised; empty: by none, so that the type is only the last resort. in_name:
        the word stands in the name of the file; False: in its first words.
    """

    type: str
    word: str
    in_name: bool
    number: str
    issued_on: date | None
    valid_from: date | None
    expires_on: date | None
    issuer: str


def recognise(types: Mapping[str, DocumentType], *, name: str, content: str) -> Proposal:
    """What a paper seems to be.

    Args: types: those of the rulebook of the day. name: of its file. content: its first words; empty: none.
    """
    stem = name.rpartition(".")[0] or name
    found, word, in_name = _type(types, stem, content)
    kind = types.get(found)
    text = unicodedata.normalize("NFC", content)
    dates = kind.dates if kind else frozenset()
    valid_from, expires_on = _term(text) if "expires" in dates else (None, None)
    return Proposal(
        type=found,
        word=word,
        in_name=in_name,
        number=_number(text, stem) if kind and kind.is_numbered else "",
        issued_on=_issued(text, is_official=bool(kind and kind.written_by == "authority")),
        valid_from=valid_from if "valid-from" in dates else None,
        expires_on=expires_on,
        issuer=_issuer(text) if kind and kind.written_by == "authority" else "",
    )


def _type(types: Mapping[str, DocumentType], stem: str, content: str) -> tuple[str, str, bool]:
    """The type, the word that led to it, and whether the word stands in the name."""
    in_name = _best(types.values(), _plain(stem))
    heading = _plain(content)
    in_words = _best(types.values(), heading[:_HEADING]) or _best(types.values(), heading[:_MORE])
    if in_name and in_words:
        # The longer word says more: 检测报告 in the name and 厂界噪声检测 inside.
        is_name = len(in_name[1]) >= len(in_words[1])
        return (*in_name, True) if is_name else (*in_words, False)
    if in_name:
        return (*in_name, True)
    return (*in_words, False) if in_words else (OTHER, "", False)


def _best(types: Iterable[DocumentType], text: str) -> tuple[str, str] | None:
    """The type with the longest word in a text; of equally long ones the first in the book."""
    found = [(len(word), kind.id, word) for kind in types for word in kind.words if _plain(word) in text]
    longest = max((each[0] for each in found), default=0)
    return next(((kind, word) for length, kind, word in found if length == longest), None)


def _plain(text: str) -> str:
    """A text as words are looked for in it: one width of letters, no space, no quotation marks."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _number(text: str, stem: str) -> str:
    if match := _NUMBER.search(text):
        return match[1].strip("（(")
    for place in (text, stem):
        if match := _DECISION.search(place):
            return re.sub(r"\s", "", match[0])
    return ""


def _issued(text: str, *, is_official: bool) -> date | None:
    """The day that is called so; of an official paper that names one day only, that day."""
    if match := _ISSUED.search(text):
        return _date(match.groups())
    days = _ANY_DAY.findall(text) if is_official else []
    return _date(days[0]) if len(days) == 1 else None


def _term(text: str) -> tuple[date | None, date | None]:
    match = _TERM.search(text)
    if match is None:
        return None, None
    groups = match.groups()
    return (_date(groups[:3]) if groups[0] else None), _date(groups[3:])


def _date(parts: tuple[str | None, ...]) -> date | None:
    try:
        year, month, day = (int(each or 0) for each in parts)
        return date(year, month, day)
    except ValueError:
        return None


def _issuer(text: str) -> str:
    match = _AUTHORITY.search(text)
    return _NOT_ISSUER.sub("", match[0]) if match else ""
