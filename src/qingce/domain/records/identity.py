"""When two rows are the same record (REC-5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qingce.domain.records.enums import BY_TYPE
from qingce.pure.kernel.canonical import canonical_json, digest
from qingce.pure.kernel.text import fold

SHORTEST_TELLING_TEXT = 8  # shorter descriptions ("废水超标") recur; the title then has to agree too
_MASKED = re.compile(r"[×✕*＊□■_＿某○●◯]|(?i:(?<![a-z])x+(?=号|號|$|[^a-z0-9]))")
_BETWEEN_FIGURES = re.compile(r"(?<=[0-9])[^0-9a-z\u4e00-\u9fff]+(?=[0-9])")
_NOT_IN_NUMBERS = re.compile(r"[^0-9a-z\u4e00-\u9fff-]|-(?![0-9])|(?<![0-9])-")
_FIGURES = re.compile(r"[0-9]+")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


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


@dataclass(frozen=True)
class Keys:
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
    content_key = digest(str(enterprise_id), content.type, *_body(content))
    number = document_key(content.doc_no)
    document = identity_of(enterprise_id, content.type, content.title, content.doc_no, content.details)
    return Keys(document or digest("content", content_key.hex()), content_key, number)


def identity_of(
    enterprise_id: int, record_type: str, title: str, doc_no: str, details: Mapping[str, str]
) -> bytes | None:
    """The digest by which a document about an enterprise is recognised; None: it has no telling number."""
    number = document_key(doc_no)
    if not number:
        return None
    told_apart = () if BY_TYPE[record_type].states_violation else (fold(title), _details(details))
    return digest("document", str(enterprise_id), record_type, number, *told_apart)


def _body(content: Content) -> tuple[str | None, ...]:
    telling = fold(content.description)
    if len(telling) < SHORTEST_TELLING_TEXT:
        telling = f"{fold(content.title)}\n{telling}\n{fold(content.measure)}"
    day = content.dated.isoformat() if content.dated else str(content.year or "")
    return (day, telling, _details(content.details), fold(content.measurements) if content.measurements else "")


def _details(details: Mapping[str, str]) -> str:
    return canonical_json(dict(details)).decode() if details else "{}"
