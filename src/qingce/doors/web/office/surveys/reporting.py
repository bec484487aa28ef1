"""The text of a yearly report that people write: its recommendations."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.cleaner_production.actions import write_recommendations
from qingce.domain.cleaner_production.queries import read_report
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.surveys.typed import WRONG, Faults, fault_of, survey_page
from qingce.doors.web.pages import Shown, show
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, roles_of

LEADS = roles_of(Duty.LEAD_SURVEYS)


@serves("CPA-5")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*LEADS)
def report_text(request: HttpRequest, actor: Actor, year: int) -> HttpResponse:
    """The form of a year's recommendations, for those who lead surveys of the whole country."""
    check_duty(actor, Duty.LEAD_SURVEYS, "")
    report, faults = read_report(year), Faults()
    said: dict[str, str] = {
        "recommendations_zh": report.text.zh,
        "recommendations_en": report.text.en,
        "seen": str(report.text.id),
    }
    if request.method == "POST":
        said = {name: request.POST.get(name, "") for name in said}
        try:
            zh, en = said["recommendations_zh"], said["recommendations_en"]
            write_recommendations(actor, year, zh, en, seen=number_in(said["seen"]) or 0, at=timezone.now())
            messages.success(request, _("Kept. They stand in the report."))
            return redirect("web:office-report", year)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            faults = [fault_of(error)]
    context = {"year": year, "said": said, "faults": faults, "told": {name: [text] for name, text in faults}}
    page = survey_page(_("Recommendations of the report on %(year)s") % {"year": year})
    return show(request, page, Shown("office/surveys/report.html", context), status=WRONG if faults else 200)
