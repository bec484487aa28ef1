"""When two rows are the same record (REC-5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from qingce.domain.records.enums import BY_TYPE
from qingce.pure.kernel.canonical import canonical_json, digest, digest_of, framed
from qingce.pure.kernel.text import fold

SHORTEST_TELLING_TEXT = 8  # shorter descriptions ("废水超标") recur; the title then has to agree too
_MASKED = re.compile(r"[×✕*＊□■_＿某○●◯]|(?i:(?<![a-z])x+(?=号|號|$|[^a-z0-9]))")
_BETWEEN_FIGURES = re.compile(r"(?<=[0-9])[^0-9a-z\u4e00-\u9fff]+(?=[0-9])")
_NOT_IN_NUMBERS = re.compile(r"[^0-9a-z\u4e00-\u9fff-]|-(?![0-9])|(?<![0-9])-")
_FIGURES = re.compile(r"[0-9]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_USUAL = re.compile(r"([\u4e00-\u67cf\u67d1-\u9fff]{1,40})[〔\[(（]([12][0-9]{3})[〕\])）]第?0*([1-9][0-9]*)号")
DOCUMENT = framed("document")


@dataclass(frozen=True)
class Content:
    """What tells a record from another, as read from one row; `year` counts where no day is known."""

    type: str
    title: str
    doc_no: str
    dated: date | None
    year: int | None
    description: str
    measure: str
    details: dict[str, str]
    measurements: str


class Keys(NamedTuple):
    """Digests [16 bytes]: `identity` is unique in the database, `content` is not; and the document's key."""

    identity: bytes
    content: bytes
    number: str


def document_key(doc_no: str) -> str:
    """A document number without brackets, spaces and the marks that sources write differently.

    Figures stay apart (`2023-1-11` is not `2023-11-1`) and lose leading zeros.

    Returns: "" where it tells no document: none is given, it is masked (`罚〔2023〕×号` may be any of that year), or
        the serial figures behind the year are missing.
    """
    # Most are written like 沪环罚〔2020〕12号, and what stands before the year recurs.
    if usual := _USUAL.fullmatch(doc_no):
        return f"{_office(usual[1])}{usual[2]}-{usual[3]}"
    return _any_document_key(doc_no)


@lru_cache(maxsize=10_000)
def _office(words: str) -> str:
    return _NOT_IN_NUMBERS.sub("", fold(words).replace("第", "").replace("号", ""))


def _any_document_key(doc_no: str) -> str:
    if not doc_no or _MASKED.search(doc_no):
        return ""
    text = fold(doc_no).replace("第", "").replace("号", "")
    text = _NOT_IN_NUMBERS.sub("", _BETWEEN_FIGURES.sub("-", text))
    figures = _FIGURES.findall(text)
    if not figures or not text[-1].isdigit() or (len(figures) == 1 and _YEAR.fullmatch(figures[0])):
        return ""
    return _FIGURES.sub(lambda found: found[0].lstrip("0") or "0", text)


def keys_of(enterprise_id: int, content: Content) -> Keys:
    """The digests by which a row is recognised.

    The same enterprise, type and document number is the same record; of types that state no violation the title must
    agree too, since one approval covers several projects. Without a number the content decides: day, words, details.
    """
    number, details = document_key(content.doc_no), details_text(content.details)
    day = content.dated.isoformat() if content.dated else str(content.year or "")
    telling = telling_text(fold(content.description), content.title, content.measure)
    values = fold(content.measurements) if content.measurements else ""
    body = b"".join(map(framed, (content.type, day, telling, details, values)))
    return keys_from(enterprise_id, body, document_part(content.type, number, content.title, details), number)


def keys_from(enterprise_id: int, body: bytes, document: bytes, number: str) -> Keys:
    """The digests of a row, given what it says apart from its enterprise.

    Args: body: type, day, telling text, details and values, each framed. document: `document_part`.
    """
    about = framed(str(enterprise_id))
    content_key = digest_of(about, body)
    if document:
        return Keys(digest_of(DOCUMENT, about, document), content_key, number)
    return Keys(digest("content", content_key.hex()), content_key, number)


def identity_of(
    enterprise_id: int, record_type: str, title: str, doc_no: str, details: Mapping[str, str]
) -> bytes | None:
    """The digest by which a document about an enterprise is recognised; None: it has no telling number."""
    document = document_part(record_type, document_key(doc_no), title, details_text(details))
    return digest_of(DOCUMENT, framed(str(enterprise_id)), document) if document else None


def document_part(record_type: str, number: str, title: str, details: str) -> bytes:
    """What tells a document from others about its enterprise, ready to be digested; b"": it has no telling number."""
    if not number:
        return b""
    told_apart = () if BY_TYPE[record_type].states_violation else (fold(title), details)
    return b"".join(map(framed, (record_type, number, *told_apart)))


def telling_text(description: str, title: str, measure: str) -> str:
    """The words by which content is recognised; `description` is folded already, the others as written."""
    if len(description) >= SHORTEST_TELLING_TEXT:
        return description
    return f"{fold(title)}\n{description}\n{fold(measure)}"


def details_text(details: Mapping[str, str]) -> str:
    """Fields of a type as one text, the same for the same fields."""
    return canonical_json(dict(details)).decode() if details else "{}"
