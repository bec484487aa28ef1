"""How to cite a record: in Chinese by the form of GB/T 7714, and in English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingce.domain.records.queries import RecordRow
from qingce.doors.web.links import permanent


@dataclass(frozen=True)
class Citation:
    """One way to cite; `lang` is the tag of its language."""

    lang: str
    text: str


def citations(row: RecordRow, *, on: date) -> list[Citation]:
    """The record in a reference list.

    Args: on: the day it was read.
    """
    return [Citation("zh-Hans", _chinese(row, on)), Citation("en", _english(row, on))]


def _adds(row: RecordRow) -> bool:
    """Whether the document number says something that the title does not."""
    return bool(row.doc_no) and row.doc_no not in row.title


def _chinese(row: RecordRow, on: date) -> str:
    issuer = f"{row.issuer}. " if row.issuer else ""
    number = f"：{row.doc_no}" if _adds(row) else ""
    # The bracket is for the day of publication; another day of the record is not that.
    dated = f", ({row.published_on.isoformat()})" if row.published_on else ""
    address = permanent("web:record", row.id)
    return f"{issuer}{row.title}{number}[EB/OL]. 清册{dated}[{on.isoformat()}]. {address}."


def _english(row: RecordRow, on: date) -> str:
    issuer = f"{row.issuer}. " if row.issuer else ""
    number = f", {row.doc_no}" if _adds(row) else ""
    dated = f", {row.published_on.isoformat()}" if row.published_on else ""
    address = permanent("web:record", row.id)
    return f"{issuer}“{row.title}”{number}{dated}. Qingce, record {row.id}. {address} (accessed {on.isoformat()})."
