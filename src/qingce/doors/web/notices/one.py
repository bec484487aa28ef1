"""One notice: what it says, its period with the days left, what it is about, and its history."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qingce.doors.web.ledger.subjects import Subject, SubjectKind, pages_of, register_subject
from qingce.doors.web.notices.board import board_crumb
from qingce.doors.web.notices.shown import address_of, objection_address, show_abouts, title_of_kind, worded
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.requirements import serves
from qingce.shared.ledger.queries import places_of
from qingce.shared.ledger.registry import label_of
from qingce.shared.notices.enums import KIND, OBJECTION, NoticeDetail, ObjectionCounts
from qingce.shared.notices.queries import (
    get_notice,
    notices_by_ids,
    objection_counts,
    objections_by_ids,
    objections_of,
)
from qingce.shared.notices.registry import notice_kind
from qingce.shared.rulebooks.queries import release_by_digest

DESCRIPTION_LETTERS = 150


@serves("DIS-6", "LED-1")
@require_safe
def one_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice with all that was said of it."""
    found = get_notice(pk, today=timezone.localdate())
    title = worded(found.row.title_zh, found.row.title_en)
    body = worded(found.body_zh, found.body_en)
    page = Page(
        title=title.text,
        description=" ".join((body.text or title.text).split())[:DESCRIPTION_LETTERS],
        crumbs=(home_crumb(), board_crumb(), Crumb(_("Notice %(number)s") % {"number": pk})),
        section="notices",
    )
    counts = objection_counts(pk) if found.row.takes_objections else ObjectionCounts()
    paging = paging_of(request, counts.total)
    objections = objections_of(pk, start=paging.start, count=PER_PAGE) if counts.total else []
    context = notice_context(found) | {"counts": counts, "paging": paging, "objections": objections}
    return show(request, page, Shown("notices/notice.html", context))


def notice_context(found: NoticeDetail) -> dict[str, object]:
    """What the page of a notice shows, in public and in the office."""
    pages = pages_of((each.kind, each.number) for each in found.about)
    places = places_of([each.entry for each in found.events])
    release = release_by_digest(found.term_digest) if found.term_digest else None
    return {
        "found": found,
        "row": found.row,
        "title": worded(found.row.title_zh, found.row.title_en),
        "body": worded(found.body_zh, found.body_en),
        "kind": title_of_kind(found.row.kind),
        "named_as": notice_kind(found.row.kind).body,
        "about": show_abouts(found.about, pages),
        "release": release,
        "events": [(each, label_of(each.act), places.get(each.entry)) for each in found.events],
    }


register_subject(
    SubjectKind(
        KIND,
        gettext_lazy("Notice"),
        lambda numbers: {pk: Subject(address_of(pk)) for pk in notices_by_ids(numbers, today=timezone.localdate())},
    )
)


def _objections(numbers: Collection[int]) -> dict[int, Subject]:
    return {pk: Subject(objection_address(each.notice, each.place)) for pk, each in objections_by_ids(numbers).items()}


register_subject(SubjectKind(OBJECTION, gettext_lazy("Objection"), _objections))
