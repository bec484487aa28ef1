"""What Qingce is, how far its data reach, and how to report an error."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.records.queries import extent
from qingce.domain.statistics.queries import NotCountedYet
from qingce.doors.web.home import read_counts
from qingce.doors.web.links import report_address
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.trends.charts import all_provinces, count_all, label
from qingce.pure.kernel.errors import QingceError


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """About Qingce, with notes on coverage from the data themselves."""
    try:
        counts = read_counts()
    except QingceError:
        counts = None
    page = Page(
        title=_("About Qingce"),
        description=_("What Qingce is, where its records come from, what they do and do not say."),
        crumbs=(home_crumb(), Crumb(_("About"))),
        section="about",
    )
    context = {
        "counts": counts,
        "covered": _covered(),
        "last_received_at": extent().last_received_at,
        "contact": settings.CONTACT,
        "report": report_address(_("Error in a record")) if settings.CONTACT else "",
    }
    return show(request, page, Shown("about.html", context))


def _covered() -> list[tuple[str, int]]:
    """Name and records of every province-level unit that has any; none while they are being counted."""
    try:
        counted = all_provinces(count_all().by["province"])
    except NotCountedYet:
        return []
    return [(label("province", code), count) for code, count in counted if count]
