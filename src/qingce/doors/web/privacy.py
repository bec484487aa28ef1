"""What Qingce keeps about people, why, how long, and what they can do about it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.records.queries import answer_terms
from qingce.doors.web.links import report_address
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.mail.queries import days_kept
from qingce.shared.parties.queries import parties_terms


@serves("ACC-1")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice; its periods are those that the system works with."""
    page = Page(
        title=_("Privacy notice"),
        description=_("What Qingce keeps about people, on what ground, how long, who sees it, and your rights."),
        crumbs=(home_crumb(), Crumb(_("Privacy notice"))),
    )
    context = {
        "notice_of": parties_terms().privacy_notice_of,
        "letters_days": days_kept(),
        "contact_days": answer_terms().contact_kept_days,
        "failures_hours": parties_terms().failures_kept_hours,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "contact": settings.CONTACT,
        "report": report_address(_("Personal data")) if settings.CONTACT else "",
    }
    return show(request, page, Shown("privacy.html", context))
