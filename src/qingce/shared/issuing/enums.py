"""The values that pass between this room and those that issue documents or check them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from qingce.shared.issuing.codes import read_code, spoken
from qingce.shared.issuing.writing.drafts import Draft, Language, Values, draft

__all__ = [
    "Compared",
    "Difference",
    "Draft",
    "Issued",
    "Language",
    "MarkFound",
    "PageCompared",
    "Standing",
    "TextFound",
    "Values",
    "draft",
    "short",
]


class Standing(TextChoices):
    """How a document stands to what it is about, today."""

    CURRENT = "current", _("Nothing has changed since")
    CHANGED = "changed", _("What it is about has changed since")
    GONE = "gone", _("What it is about is no longer public")


@dataclass(frozen=True)
class Issued:
    """A document that was issued.

    Args: subject: the number of what it is about. has_text: its text and file are still kept.
    """

    id: int
    code: str
    kind: str
    subject: int
    language: Language
    title: str
    fingerprint: str
    pdf_sha256: str
    pages: int
    issued_at: datetime
    issued_on: date
    has_text: bool

    @property
    def spoken(self) -> str:
        """The code as it is printed."""
        return spoken(self.code)

    @property
    def short_fingerprint(self) -> str:
        """The beginning of the fingerprint, as it is printed."""
        return short(self.fingerprint)


def short(fingerprint: str) -> str:
    """The first sixteen digits in groups, to be compared by eye."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, 16, 4))


class MarkFound(Enum):
    """What the QR code of a page that was handed in says."""

    RIGHT = "right"
    OTHER_DOCUMENT = "other-document"
    FOREIGN = "foreign"
    NONE = "none"


class TextFound(Enum):
    """How the text of a page that was handed in stands to the issued one."""

    SAME = "same"
    DIFFERENT = "different"
    UNREADABLE = "unreadable"
    NOT_COMPARED = "not-compared"


@dataclass(frozen=True)
class Difference:
    """A place where the text of a page differs; either may be empty."""

    issued: str
    returned: str


@dataclass(frozen=True)
class PageCompared:
    """A page that was handed in.

    Args: place: which one it is, from 1. page: the page of the document that it is; 0: not known. other: the code of
        the other document, or what a foreign QR code says. differences: the first ones. is_in_place: it stands where
        that page stands in the document. is_twice: that page was handed in before. has_red: a red seal may be on it.
    """

    place: int
    file: str
    page: int
    mark: MarkFound
    other: str
    text: TextFound
    differences: Sequence[Difference]
    is_in_place: bool
    is_twice: bool
    has_red: bool

    @property
    def is_unread(self) -> bool:
        """Whether it is a picture, of whose text nothing is known."""
        return self.text == TextFound.UNREADABLE

    @property
    def other_code(self) -> str:
        """The code of the other document as addresses have it."""
        return read_code(self.other)

    @property
    def fits(self) -> bool:
        """Whether nothing on this page speaks against it."""
        return self.mark == MarkFound.RIGHT and self.text != TextFound.DIFFERENT and not self.is_twice


@dataclass(frozen=True)
class Compared:
    """What was handed in beside what was issued. Args: missing: pages of the document that were not found."""

    pages: Sequence[PageCompared]
    missing: Sequence[int]
    is_same_file: bool

    @property
    def is_in_order(self) -> bool:
        """Whether the pages that were known stand in the order of the document."""
        known = [each.page for each in self.pages if each.page]
        return known == sorted(known)

    @property
    def unread(self) -> int:
        """How many pages are pictures, to be compared by eye; none where the very file was handed in."""
        return 0 if self.is_same_file else sum(each.is_unread for each in self.pages)

    @property
    def has_red(self) -> bool:
        """Whether a red seal may be on some page."""
        return any(each.has_red for each in self.pages)

    @property
    def fits(self) -> bool:
        """Whether all pages are there, in order, and nothing speaks against any."""
        return self.is_same_file or (not self.missing and self.is_in_order and all(each.fits for each in self.pages))
