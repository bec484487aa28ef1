"""How notices are shown: in the reader's language where they have it, with pages of what they are about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from qingce.doors.web.ledger.subjects import Subject, kind_title, pages_of
from qingce.doors.web.paging import PER_PAGE
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.shared.notices.enums import About, Left, NoticeRow
from qingce.shared.notices.queries import abouts_of, count_objections, notice_kinds

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHINESE, ENGLISH = "zh-Hans", "en"


@dataclass(frozen=True)
class Words:
    """A text in the language it is in; `is_other`: not that of the page."""

    text: str
    lang: str

    @property
    def is_other(self) -> bool:
        """Whether the text is in another language than the page."""
        return (self.lang == CHINESE) != is_chinese()


@dataclass(frozen=True)
class ShownAbout:
    """A thing that a notice is about, with its page; empty: none that the public may see.

    Args: is_gone: it is off the public list; its number stands in place of what the notice called it.
    """

    kind: StrOrPromise
    label: str
    address: str
    asked: str
    is_gone: bool = False


@dataclass(frozen=True)
class ShownNotice:
    """A notice of a list."""

    row: NoticeRow
    title: Words
    kind: StrOrPromise
    about: Sequence[ShownAbout]
    objections: int

    @property
    def left(self) -> Left | None:
        """How long its period still runs."""
        return self.row.left


def worded(zh: str, en: str) -> Words:
    """A text in the page's language, else in the one that there is."""
    first, second = (Words(zh, CHINESE), Words(en, ENGLISH))
    wanted, other = (first, second) if is_chinese() else (second, first)
    return wanted if wanted.text else other


def title_of_kind(name: str) -> StrOrPromise:
    """What a kind of notice is called; its own name where its room is gone."""
    return next((each.title for each in notice_kinds() if each.name == name), name)


def show_notices(rows: Collection[NoticeRow]) -> list[ShownNotice]:
    """Notices of a list; two queries, and one for each kind of thing that they are about."""
    abouts = abouts_of([row.id for row in rows])
    counted = count_objections([row.id for row in rows if row.takes_objections])
    pages = pages_of((each.kind, each.number) for found in abouts.values() for each in found)
    return [
        ShownNotice(
            row=row,
            title=worded(row.title_zh, row.title_en),
            kind=title_of_kind(row.kind),
            about=show_abouts(abouts.get(row.id, ()), pages),
            objections=counted.get(row.id, 0),
        )
        for row in rows
    ]


def show_abouts(abouts: Iterable[About], pages: dict[tuple[str, int], Subject]) -> list[ShownAbout]:
    """Things with their pages, as far as the public may see them."""
    return [_about(each, pages.get((each.kind, each.number))) for each in abouts]


def _about(about: About, page: Subject | None) -> ShownAbout:
    is_gone = page is not None and page.is_gone
    return ShownAbout(
        kind=kind_title(about.kind),
        label=_("no. %(number)s, off the public list") % {"number": about.number} if is_gone else about.label,
        address=page.address if page else "",
        asked=f"{about.kind}/{about.number}",
        is_gone=is_gone,
    )


def address_of(number: int) -> str:
    """The page of a notice."""
    return reverse("web:notice", args=[number])


def objection_address(notice: int, place: int) -> str:
    """Where an objection stands on the page of its notice."""
    return f"{address_of(notice)}?page={-(-place // PER_PAGE)}#objection-{place}"
