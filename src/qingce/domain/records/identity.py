"""When two rows are the same record (REC-5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from qingce.domain.records.enums import BY_TYPE
from qingce.pure.kernel.canonical import canonical_json, digest
from qingce.pure.kernel.text import fold

_NOT_IN_NUMBERS = re.compile(r"[^0-9a-z\u4e00-\u9fff]")
_MASKED = re.compile(r"[×✕*＊]|(?i:x){2}")
SHORTEST_TELLING_TEXT = 8  # shorter descriptions ("废水超标") recur; the title then has to agree too


@dataclass(frozen=True)
class Content:
    """What tells a record from another, as read from one row."""

    type: str
    title: str
    doc_no: str
    dated: date | None
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

    Returns: "" where there is none, or where it is masked: `罚〔2023〕×号` may be any of that year.
    """
    if not doc_no or _MASKED.search(doc_no):
        return ""
    return _NOT_IN_NUMBERS.sub("", fold(doc_no)).replace("第", "").replace("号", "")


def keys_of(enterprise_id: int, content: Content) -> Keys:
    """The digests by which a row is recognised.

    The same enterprise, type and document number is the same record; of types that state no violation the title must
    agree too, since one approval covers several projects. Without a number the content decides: day, words, details.
    """
    owner = (str(enterprise_id), content.type)
    content_key = digest(*owner, *_body(content))
    number = document_key(content.doc_no)
    if not number:
        return Keys(digest("content", content_key.hex()), content_key, number)
    told_apart = () if BY_TYPE[content.type].states_violation else (fold(content.title), _details(content))
    return Keys(digest("document", *owner, number, *told_apart), content_key, number)


def _body(content: Content) -> tuple[str | None, ...]:
    telling = fold(content.description)
    if len(telling) < SHORTEST_TELLING_TEXT:
        telling = f"{fold(content.title)}\n{telling}\n{fold(content.measure)}"
    day = content.dated.isoformat() if content.dated else None
    return (day, telling, _details(content), fold(content.measurements) if content.measurements else "")


def _details(content: Content) -> str:
    return canonical_json(content.details).decode() if content.details else "{}"
