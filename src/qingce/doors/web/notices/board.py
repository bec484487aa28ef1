"""The board: every notice, narrowed by kind, state, place, period and what it is about."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.doors.web.messages import sentence
from qingce.doors.web.notices.asked import ENDING, Said, read_asked
from qingce.doors.web.notices.shown import show_notices
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.requirements import serves
from qingce.shared.notices.enums import NoticeState
from qingce.shared.notices.queries import (
    NoticesAsked,
    areas_of_notices,
    count_notices,
    count_states,
    notice_kinds,
    notices,
)

WRONG = 422


@serves("DIS-6", "LED-1")
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Every notice, the newest first; what cannot be looked up is said, and all are shown."""
    told, said = "", Said({}, NoticesAsked())
    try:
        said = read_asked(request.GET)
    except InvalidValue as error:
        told = sentence(error)
    today = timezone.localdate()
    total = count_notices(said.asked, today=today)
    paging = paging_of(request, total, **said.words)
    rows = notices(said.asked, today=today, start=paging.start, count=PER_PAGE)
    counted = count_states(replace(said.asked, is_ending_first=False), today=today)
    context = {
        "rows": show_notices(rows),
        "total": total,
        "paging": paging,
        "said": said.words if not told else request.GET,
        "is_narrowed": said.is_narrowed,
        "told": told,
        "kinds": notice_kinds(),
        "areas": areas_of_notices(),
        "states": [(state, counted[state], said.query(state=state.value)) for state in NoticeState],
        "all_states": (sum(counted.values()), said.query(state="")),
        "orders": (said.query(order=""), said.query(order=ENDING)),
        "query": said.query(order=""),
    }
    page = Page(
        title=_("Notice board"),
        description=_("Public notices: what is made known, until when anybody may object, and what became of it."),
        crumbs=(home_crumb(), Crumb(_("Notice board"))),
        section="notices",
        is_indexed=not request.GET,
    )
    return show(request, page, Shown("notices/board.html", context), status=WRONG if told else 200)


def board_crumb() -> Crumb:
    """The step of the way that leads to the board."""
    return Crumb(_("Notice board"), reverse("web:notices"))
