"""Draws for everybody: what was frozen when, who was drawn, and how to hold a draw again."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qingce.doors.web.ledger.subjects import Subject, SubjectKind, register_subject
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.requirements import serves
from qingce.shared.draws.enums import KIND, DrawState, ExclusionReason
from qingce.shared.draws.queries import DrawDetail, Place, ValueDetail, count_draws, draw_file, draws_by_ids, get_draw
from qingce.shared.draws.queries import draws as list_draws

STEPS_SHOWN = 200
REASONS = dict(ExclusionReason.choices)


@serves("EXP-1", "LED-1")
@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """Every draw, the newest first."""
    state = request.GET.get("state", "")
    state = state if state in DrawState else ""
    total = count_draws(state=state)
    paging = paging_of(request, total, state=state)
    context = {
        "rows": list_draws(state=state, start=paging.start, count=PER_PAGE),
        "state": state,
        "states": DrawState.choices,
        "total": total,
        "paging": paging,
        "now": timezone.now(),
    }
    page = Page(
        title=_("Random draws"),
        description=_("Draws whose pool and source of random numbers are frozen in the public ledger first."),
        crumbs=(home_crumb(), Crumb(_("Random draws"))),
    )
    return show(request, page, Shown("draws/list.html", context))


@serves("EXP-1", "LED-1")
@require_safe
def one_draw(request: HttpRequest, pk: int) -> HttpResponse:
    """One draw with all that was said of it."""
    found = get_draw(pk)
    title = _("Draw %(number)s") % {"number": pk}
    page = Page(
        title=f"{title}: {found.row.purpose}",
        description=_("What was frozen before the random value could be known, who was drawn, and how to check it."),
        crumbs=(home_crumb(), Crumb(_("Random draws"), reverse("web:draws")), Crumb(title)),
    )
    return show(request, page, Shown("draws/draw.html", draw_context(found)))


def draw_context(found: DrawDetail) -> dict[str, object]:
    """What the page of a draw shows, in public and in the office."""
    places = [found.entry, *(place for value in found.values for place in _places(value))]
    places += [found.void] if found.void else []
    return {
        "found": found,
        "row": found.row,
        "announced": found.announced,
        "excluded": [
            (each.number, REASONS[each.reason], found.reasons.get(each.number, ""))
            for each in found.announced.exclusions
        ],
        "values": [(value, value.steps[:STEPS_SHOWN]) for value in reversed(found.values)],
        "steps_shown": STEPS_SHOWN,
        "is_due": found.row.is_due(timezone.now()),
        "has_file": found.entry.covered_at is not None and all(each.number is not None for each in places),
    }


def _places(value: ValueDetail) -> list[Place]:
    return [value.entry, *(each.entry for each in value.replacements)]


@serves("EXP-1", "LED-2")
@require_safe
def draw_download(request: HttpRequest, pk: int) -> HttpResponse:
    """A draw as a file by which `qingce verify-draw` holds it again."""
    del request
    text = json.dumps(draw_file(pk), ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": f'attachment; filename="qingce-draw-{pk}.json"', "X-Robots-Tag": "noindex"}
    return HttpResponse(text, content_type="application/json", headers=headers)


def _pages(numbers: Collection[int]) -> dict[int, Subject]:
    return {pk: Subject(reverse("web:draw", args=[pk])) for pk in draws_by_ids(numbers)}


register_subject(SubjectKind(KIND, gettext_lazy("Draw"), _pages))
