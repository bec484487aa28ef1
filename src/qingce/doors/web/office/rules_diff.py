"""What another version of the rules would change over the whole database: as a matrix, a list and a file (POL-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from qingce.domain.records.queries import rows_by_ids
from qingce.domain.removal.queries import UNKNOWN, changes_seen, kept_policy_diff
from qingce.doors.web.csv_files import csv_response
from qingce.doors.web.determination import TABLE
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.facts import office_page
from qingce.doors.web.office.rules import COMPARED, WHO, office_books, version_of
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.doors.web.rules.words import said
from qingce.pure.kernel.errors import InvalidValue, NotFound
from qingce.pure.kernel.requirements import serves
from qingce.pure.rules.diffing import parts_changed
from qingce.shared.parties.enums import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import QueryDict

    from qingce.domain.removal.queries import ChangedViolation, ChangedViolations, PolicyDiff
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.diffing import PartChange

WRONG = 422
PART = 300_000  # lines of one file: what `csv_response` holds, with the longest outcomes
DAYS = (date(2000, 1, 1), date(2100, 1, 1))


class NotCompared(InvalidValue):
    """Only the rules on removal are decided on facts that are kept for every record."""

    code = "rules-not-compared"


class DayNotCompared(InvalidValue):
    """The day for which two versions are compared is none, or lies too far off."""

    code = "rules-day-not-compared"


@dataclass(frozen=True)
class Compared:
    """Two versions, the day for which both decide, and what of the change is listed.

    Args: before, after: outcomes; empty: all.
    """

    old: Book
    new: Book
    on: date
    before: str
    after: str

    def query(self, **other: str) -> str:
        """The address's query, with other words in it."""
        words = {"old": self.old.key, "new": self.new.key, "on": self.on.isoformat()}
        return urlencode(words | {"before": self.before, "after": self.after} | other)

    @property
    def titles(self) -> dict[str | None, str]:
        """Outcomes of both versions in words."""
        every = [each for book in (self.old, self.new) for each in book.tables[TABLE].outcome]
        return {each.id: said(each.title) for each in every} | {None: pgettext("outcome", "not known")}


@dataclass(frozen=True)
class Cell:
    """How many come from one outcome to another. `query`: of the address that lists them; empty: they stay."""

    count: int
    query: str
    heading: str


@dataclass(frozen=True)
class ShownChange:
    """A line of the list; `title`: of the record, empty: it has been withdrawn meanwhile."""

    row: ChangedViolation
    title: str
    before: str
    after: str


@serves("POL-3")
@require_safe
@staff_only(*WHO)
def diff_rules(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The matrix of all violations, and those that change a page at a time; the whole state is in the address."""
    crumb = Crumb(_("Versions of the rules"), reverse("web:office-rules"))
    page = office_page(_("What another version would change"), crumb)
    books = {"compared": next((each.versions for each in office_books() if each.name == COMPARED), ())}
    try:
        asked = _asked(request.GET)
        found = kept_policy_diff(asked.old, asked.new, on=asked.on)
    except (InvalidValue, NotFound) as error:
        told = {**books, "told": sentence(error), "said": request.GET}
        return show(request, page, Shown("office/rules_diff.html", told), status=WRONG)
    seen = changes_seen(found, actor=actor, before=asked.before, after=asked.after)
    paging = paging_of(request, seen.total, **_words(asked))
    context = {
        **books,
        "said": {"old": asked.old.key, "new": asked.new.key, "on": asked.on.isoformat()},
        "asked": asked,
        "found": found,
        "parts": _parts(asked),
        "matrix": _matrix(asked, found),
        "columns": [title for _outcome, title in _axis(asked, found, is_after=True)],
        "changed": found.changed.height,
        "suggested": found.total - found.confirmed,
        "seen": seen,
        "parts_of_file": range(1, -(-seen.total // PART) + 1),
        "rows": _rows(asked, seen, paging.start, actor),
        "paging": paging,
        "narrowed": (asked.titles.get(_outcome(asked.before)), asked.titles.get(_outcome(asked.after))),
        "is_limited": not actor.reaches("", *WHO),
    }
    return show(request, page, Shown("office/rules_diff.html", context))


@serves("POL-3")
@require_safe
@staff_only(*WHO)
def changed_download(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """All that the list holds, as CSV; a very long list in parts, from 1.

    Raises: as the page tells.
    """
    asked = _asked(request.GET)
    found = kept_policy_diff(asked.old, asked.new, on=asked.on)
    seen = changes_seen(found, actor=actor, before=asked.before, after=asked.after)
    part = min(number_in(request.GET.get("part", "")) or 1, seen.total // PART + 1)  # one beyond the end is the last
    return csv_response(f"qingce-policy-diff-{part}.csv", _lines(asked, seen, part))


@serves("POL-3")
@require_safe
@staff_only(*WHO)
def matrix_download(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The counts of the matrix, a line for each pair of outcomes."""
    del actor
    asked = _asked(request.GET)
    found = kept_policy_diff(asked.old, asked.new, on=asked.on)
    titles = asked.titles
    head = [asked.old.key, asked.new.key, _("Violations")]
    lines = [[titles[each.before], titles[each.after], str(each.count)] for each in found.counts]
    return csv_response("qingce-policy-counts.csv", [head, *lines])


def _asked(query: QueryDict) -> Compared:
    """Raises: NoSuchRulebook; InvalidRulebook; NotCompared; DayNotCompared."""
    old, new = (version_of(query.get(name, "")) for name in ("old", "new"))
    for book in (old, new):
        if book.head.id != COMPARED:
            raise NotCompared(
                f"{book.key} cannot be compared over the database: only {COMPARED} is kept for each record.",
                name=book.key,
                book=COMPARED,
            )
    day = query.get("on", "")
    on = _day(day) if day else max(timezone.localdate(), old.head.effective_on, new.head.effective_on)
    return Compared(old, new, on, query.get("before", "")[:80], query.get("after", "")[:80])


def _day(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None or not DAYS[0] <= found <= DAYS[1]:
        raise DayNotCompared(f"“{text[:40]}” is no day from 2000 to 2100; write it as 2026-11-20.", text=text[:40])
    return found


def _words(asked: Compared) -> dict[str, str]:
    words = {"old": asked.old.key, "new": asked.new.key, "on": asked.on.isoformat()}
    return words | {"before": asked.before, "after": asked.after}


def _outcome(word: str) -> str | None:
    return None if word == UNKNOWN else word


def _axis(asked: Compared, found: PolicyDiff, *, is_after: bool) -> list[tuple[str | None, str]]:
    """The outcomes that occur on one side, in the order of the table, what is not known last."""
    there = {each.after if is_after else each.before for each in found.counts}
    return [(outcome, title) for outcome, title in asked.titles.items() if outcome in there]


def _matrix(asked: Compared, found: PolicyDiff) -> list[tuple[str, list[Cell]]]:
    counts = {(each.before, each.after): each.count for each in found.counts}
    columns = _axis(asked, found, is_after=True)
    return [
        (title, [_cell(asked, before, after, heading, counts) for after, heading in columns])
        for before, title in _axis(asked, found, is_after=False)
    ]


def _cell(
    asked: Compared,
    before: str | None,
    after: str | None,
    heading: str,
    counts: Mapping[tuple[str | None, str | None], int],
) -> Cell:
    count = counts.get((before, after), 0)
    is_listed = bool(count) and before != after
    query = asked.query(before=before or UNKNOWN, after=after or UNKNOWN) if is_listed else ""
    return Cell(count, query, heading)


def _rows(asked: Compared, seen: ChangedViolations, start: int, actor: Actor) -> list[ShownChange]:
    rows, names = seen.page(start, PER_PAGE), asked.titles
    titles = {each.id: each.title for each in rows_by_ids(sorted({row.record for row in rows}), actor=actor)}
    return [
        ShownChange(row, titles.get(row.record, ""), names.get(row.before, ""), names.get(row.after, ""))
        for row in rows
    ]


def _lines(asked: Compared, seen: ChangedViolations, part: int) -> Iterator[list[str]]:
    names, rests = asked.titles, (_("suggested from the text"), _("confirmed by a person"))
    yield [_("Record"), _("Violation"), _("Facts"), asked.old.key, asked.new.key]
    for row in seen.page((part - 1) * PART, PART):
        yield [
            str(row.record), str(row.violation), str(rests[row.is_confirmed]), names[row.before], names[row.after],
        ]  # fmt: skip


KINDS = {"added": "+", "removed": "−", "changed": "≠"}


def _parts(asked: Compared) -> list[tuple[str, PartChange]]:
    """What differs between the versions, part by part."""
    return [(KINDS[each.kind], each) for each in parts_changed(asked.old, asked.new)]
