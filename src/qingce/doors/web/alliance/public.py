"""The alliance for everybody: its members, and one with what it observed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.removal.queries import alliance_member as member_of
from qingce.domain.removal.queries import alliance_members, observed_by
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.requirements import serves


@serves("REM-8")
@require_safe
def alliance(request: HttpRequest) -> HttpResponse:
    """Every member of annex 4, with its region as far as known, and what it observed."""
    rows = alliance_members(timezone.localdate())
    page = Page(
        title=_("Green Choice Alliance"),
        description=_("The members of the alliance, where they observe audits, and how many they observed."),
        crumbs=(home_crumb(), Crumb(_("Green Choice Alliance"))),
        section="alliance",
    )
    return show(request, page, Shown("alliance/list.html", {"rows": rows}))


@serves("REM-8")
@require_safe
def alliance_member(request: HttpRequest, member: str) -> HttpResponse:
    """One member: its place, its regions, the audits it observed."""
    row = member_of(member, timezone.localdate())
    page = Page(
        title=row.name if is_chinese() else row.name_en,
        description=_("A member of the Green Choice Alliance and the audits it observed."),
        crumbs=(
            home_crumb(),
            Crumb(_("Green Choice Alliance"), reverse("web:alliance")),
            Crumb(row.name, is_data=True),
        ),
        section="alliance",
    )
    return show(request, page, Shown("alliance/one.html", {"row": row, "observed": observed_by(member)}))
