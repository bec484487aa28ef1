"""Designing surveys, freezing and drawing them, giving units to surveyors: for those who lead surveys."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from qingce.domain.cleaner_production.actions import assign_unit, design_survey, freeze_survey, take_sample
from qingce.domain.cleaner_production.queries import (
    Results,
    SurveyRow,
    design_defaults,
    results_of,
    survey_of,
    surveyors_for,
    surveys,
)
from qingce.doors.web.cleaner.shown import unit_name
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.draw_form import SaidSource, draw_of, typed
from qingce.doors.web.office.draw_form import fault_of as draw_fault
from qingce.doors.web.office.surveys.typed import FIGURES, WRONG, Faults, design_in, fault_of, survey_page
from qingce.doors.web.pages import Shown, show
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.draws.enums import DrawState
from qingce.shared.draws.queries import draws_by_ids
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of, staff_names
from qingce.shared.rulebooks.errors import NoReleaseInForce

LEADS, SURVEYORS = roles_of(Duty.LEAD_SURVEYS), roles_of(Duty.CLEANER_PRODUCTION)


@serves("CPA-4")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*SURVEYORS)
def all_surveys(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every survey; for those who lead some, the form of a new one with the figures of the rulebook."""
    faults: Faults = []
    if request.method == "POST":
        try:
            number = design_survey(actor, design_in(request.POST), at=timezone.now())
            messages.success(request, _("The design is kept. Freeze the population next, and announce the draw."))
            return redirect("web:office-survey", number)
        except NotAllowed:
            raise
        except QingceError as error:
            faults = [fault_of(error)]
    try:
        defaults = design_defaults(on=timezone.localdate())
    except NoReleaseInForce:
        defaults = None
    last = timezone.localdate().year - 1
    start = {"first_year": last - 4, "last_year": last, "preferred_from": last - 2, "preferred_until": last - 1}
    start |= {name: getattr(defaults, name) for name in FIGURES if hasattr(defaults, name)}
    context = {
        "rows": surveys(),
        "can_lead": bool(actor.roles.intersection(LEADS)) and defaults is not None,
        "defaults": defaults,
        "said": request.POST if faults else start,
        "faults": faults,
        "told": {name.replace("-", "_"): [text] for name, text in faults},
    }
    page = survey_page(_("Surveys of cleaner production"))
    return show(request, page, Shown("office/surveys/all.html", context), status=WRONG if faults else 200)


@serves("CPA-4")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*SURVEYORS)
def one_survey(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One survey: its design, its draw, its units with who looks at them, and what it comes to so far."""
    survey = survey_of(pk)
    faults: Faults = []
    if request.method == "POST":
        try:
            if done := _act(request, actor, survey):
                messages.success(request, done)
                return redirect("web:office-survey", pk)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            faults = [_fault(request, error)]
    page = survey_page(survey.name)
    context = _context(request, actor, survey, faults)
    return show(request, page, Shown("office/surveys/one.html", context), status=WRONG if faults else 200)


def _fault(request: HttpRequest, error: QingceError) -> tuple[str, str]:
    if request.POST.get("act") != "freeze":
        return fault_of(error)
    fault = draw_fault(error)
    return fault.anchor if fault.anchor in ("what-1", "where-1", "due-1") else "form", fault.text


def _act(request: HttpRequest, actor: Actor, survey: SurveyRow) -> str:
    """Does what the form asks for.

    Returns: what is told then; empty: it asked for nothing known.
    """
    said, at = request.POST, timezone.now()
    act = said.get("act", "")
    if act == "freeze":
        sources = draw_of(typed(said, request.FILES)).sources
        freeze_survey(actor, survey.id, sources, at=at)
        return _("Frozen. Once the source has spoken, enter its value on the page of the draw.")
    if act == "take":
        count = take_sample(actor, survey.id, at=at)
        return ngettext("%(count)d enterprise is sampled.", "%(count)d enterprises are sampled.", count) % {
            "count": count
        }
    if act == "assign":
        unit = said.get("unit", "")
        assign_unit(actor, survey.id, unit, first=said.get("first", ""), second=said.get("second", ""), at=at)
        return _("Given to the surveyors named.")
    return ""


def _context(request: HttpRequest, actor: Actor, survey: SurveyRow, faults: Faults) -> dict[str, object]:
    can_lead = actor.reaches(survey.area, *LEADS)
    draw = draws_by_ids([survey.draw_id])[survey.draw_id] if survey.draw_id else None
    results = results_of(survey) if survey.sampled_at else None
    names = staff_names() if results else {}
    asked = request.GET.get("unit", "") or request.POST.get("unit", "")
    known = {each.unit for each in results.units} if results else set()
    return {
        "survey": survey,
        "draw": draw,
        "is_void": draw is not None and draw.state == DrawState.VOIDED,
        "is_drawn": draw is not None and draw.state == DrawState.SETTLED,
        "can_lead": can_lead,
        "results": results,
        "kappa": _two_places(results),
        "units": [
            (unit_name(each.unit), each, names.get(each.first_coder, ""), names.get(each.second_coder, ""))
            for each in (results.units if results else ())
        ],
        "own": sum(actor.signature in (each.first_coder, each.second_coder) for each in results.sample)
        if results
        else 0,
        "asked": (asked, unit_name(asked), surveyors_for(asked).items()) if asked in known and can_lead else None,
        "source": _source(request),
        "said": request.POST,
        "faults": faults,
        "told": {name.replace("-", "_"): [text] for name, text in faults},
    }


def _source(request: HttpRequest) -> SaidSource:
    return typed(request.POST, request.FILES).sources[0]


def _two_places(results: Results | None) -> str:
    kappa = results.agreement.kappa if results else None
    return "" if kappa is None else f"{kappa:.2f}"
