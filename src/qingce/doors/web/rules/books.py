"""The rulebooks: which there are, one of them with all that it says, and its released bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.rules.contents import named_conditions, named_facts, shown_list, shown_parameter
from qingce.doors.web.rules.documents import shown_requirement
from qingce.doors.web.rules.shown import NO_FACTS
from qingce.doors.web.rules.table_words import book_address
from qingce.doors.web.rules.tables import shown_table
from qingce.doors.web.rules.versions import Version, current_versions, version_named
from qingce.doors.web.rules.words import said
from qingce.pure.kernel.requirements import serves
from qingce.shared.rulebooks.queries import released_bytes

if TYPE_CHECKING:
    from datetime import date

    from qingce.pure.rules.book import Book

SECTION = "rules"


@serves("POL-1")
@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """Every rulebook: whose it is, whether it is in force, how much it says."""
    today = timezone.localdate()
    rows = [
        (version, said(version.book.head.title), count, counts(version.book))
        for version, count in current_versions(today=today)
    ]
    page = Page(
        title=_("Rules"),
        description=_("Every rule by which this register decides, clause by clause, each version as it was released."),
        crumbs=(home_crumb(), Crumb(_("Rules"))),
        section=SECTION,
    )
    return show(request, page, Shown("rules/books.html", {"rows": rows, "today": today}))


def counts(book: Book) -> list[tuple[str, int]]:
    """How much a book says, in words and numbers; what it has none of is left out."""
    rows = sum(len(group.row) for table in book.tables.values() for group in table.group)
    lines = sum(len(each.item) for each in book.lists.values())
    told = (
        (_("rows of decision tables"), rows),
        (_("conditions"), len(book.conditions)),
        (_("figures"), len(book.parameters)),
        (_("lists of documents"), len(book.requirements)),
        (_("lines of other lists"), lines),
    )
    return [(name, count) for name, count in told if count]


@serves("POL-1")
@require_safe
def book(request: HttpRequest, book: str) -> HttpResponse:
    """The version of a book that holds today, else the first that will."""
    return _version(request, *version_named(book, request.GET.get("version", ""), today=timezone.localdate()))


@serves("POL-1")
@require_safe
def version(request: HttpRequest, book: str, version: str) -> HttpResponse:
    """One version of a book with all that it says."""
    return _version(request, *version_named(book, version, today=timezone.localdate()))


def _version(request: HttpRequest, found: Version, every: Sequence[Version]) -> HttpResponse:
    today = timezone.localdate()
    title = said(found.book.head.title)
    page = Page(
        title=title,
        description=_("Rulebook “%(title)s”, version of %(day)s, clause by clause.")
        % {"title": title, "day": found.book.version},
        crumbs=(home_crumb(), rules_crumb(), Crumb(title)),
        section=SECTION,
    )
    context = {
        "found": found,
        "head": found.book.head,
        "reason": said(found.book.head.effective_reason) if found.book.head.effective_reason else "",
        "changes": said(found.book.head.changes) if found.book.head.changes else "",
        "versions": every,
        "today": today,
        "base": book_address(found.book.head.id, found.book.version),
        "counts": counts(found.book),
        **_contents(found.book, on=found.day_near(today)),
    }
    return show(request, page, Shown("rules/book.html", context))


def _contents(book: Book, *, on: date) -> dict[str, Any]:
    base = book_address(book.head.id, book.version)
    return {
        "tables": [shown_table(book, each, on=on) for each in book.tables],
        "parameters": [shown_parameter(book, each, base) for each in book.parameters],
        "requirements": [shown_requirement(book, each, on=on, facts=NO_FACTS) for each in book.requirements],
        "lists": [shown_list(book, each, base) for each in book.lists],
        "facts": named_facts(book, base),
        "conditions": named_conditions(book, base),
    }


@serves("POL-1")
@require_safe
def released(request: HttpRequest, book: str, version: str) -> HttpResponse:
    """The bytes of a version as they were released; their SHA-256 is what the ledger states."""
    del request
    found, _every = version_named(book, version, today=timezone.localdate())
    name = f"qingce-rules-{found.release.book}-{found.release.version}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(released_bytes(found.release.digest), content_type="application/json", headers=headers)


def rules_crumb() -> Crumb:
    """The step to the list of books."""
    return Crumb(_("Rules"), reverse("web:rules"))
