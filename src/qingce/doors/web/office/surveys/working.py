"""One's own part of a sample: the list, an enterprise with what was searched and called, and how it is coded."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.cleaner_production.actions import code_member, note_member_contact
from qingce.domain.cleaner_production.enums import COPY_MB, OUTCOMES, CodedAs, ContactKind
from qingce.domain.cleaner_production.queries import (
    contacts_about,
    evidence_of,
    list_of,
    member_for,
    results_of,
    survey_of,
)
from qingce.doors.web.cleaner.shown import unit_name
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.surveys.typed import (
    LIMITS,
    WRONG,
    Faults,
    check_size,
    choice_in,
    contact_in,
    fault_of,
    file_in,
    survey_page,
)
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.uploads import Bounded, behind_token
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import names_of, roles_of

SURVEYORS = roles_of(Duty.CLEANER_PRODUCTION)
KINDS = (ContactKind.SEARCH, ContactKind.CALL)


@serves("CPA-4")
@require_safe
@staff_only(*SURVEYORS)
def my_list(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What was given to whoever asks, and of it whom to telephone."""
    survey = survey_of(pk)
    rows, telephone = list_of(actor, pk), results_of(survey).telephone
    context = {
        "survey": survey,
        "rows": [(each, unit_name(each.unit), each.id in telephone) for each in rows],
        "open": sum(not each.is_coded for each in rows),
    }
    page = survey_page(_("My work list"), Crumb(survey.name, reverse("web:office-survey", args=[pk])))
    return show(request, page, Shown("office/surveys/mine.html", context))


@serves("CPA-4")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*SURVEYORS)
def one_member(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """An enterprise of a sample, for its surveyors and for those who lead the survey."""
    member_for(actor, pk)  # whoever it was not given to learns nothing, and sends nothing
    if request.method != "POST":
        return _page(request, actor, pk, [])

    def sent(request: HttpRequest, bounded: Bounded) -> HttpResponse:
        try:
            told = _act(request, actor, pk, bounded)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            return _page(request, actor, pk, [fault_of(error)])
        if told:
            messages.success(request, told)
        return redirect("web:office-sample", pk)

    return behind_token(request, LIMITS, sent)


@serves("CPA-4")
@require_safe
@staff_only(*SURVEYORS)
def evidence(request: HttpRequest, actor: Actor, pk: int) -> HttpResponseBase:
    """The saved page of a search."""
    return file_response(evidence_of(actor, pk), {"page": request.GET["page"]} if "page" in request.GET else {})


def _act(request: HttpRequest, actor: Actor, pk: int, bounded: Bounded) -> str:
    said, at = request.POST, timezone.now()
    check_size(bounded)
    if said.get("act") == "note":
        note_member_contact(actor, pk, contact_in(said, KINDS), at=at, copy=file_in(request))
        return _("Noted.")
    if said.get("act") == "code":
        code_member(actor, pk, choice_in(CodedAs, said.get("coded_as", ""), "coded_as"), at=at)
        return _("Coded.")
    return ""


def _page(request: HttpRequest, actor: Actor, pk: int, faults: Faults) -> HttpResponse:
    member, survey = member_for(actor, pk)
    contacts = contacts_about(actor, pk)
    names = names_of([each.entered_by for each in contacts])
    context = {
        "member": member,
        "survey": survey,
        "unit": unit_name(member.unit),
        "contacts": [(each, names.get(each.entered_by, each.entered_by)) for each in contacts],
        "kinds": [(kind, OUTCOMES[kind]) for kind in KINDS],
        "codes": CodedAs.choices,
        "can_code": actor.signature in (member.first_coder, member.second_coder) and not member.is_coded,
        "words": f"{member.name} 清洁生产公示",
        "today": timezone.localdate().isoformat(),
        "mb": COPY_MB,
        "said": request.POST if faults else {},
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    back = Crumb(_("My work list"), reverse("web:office-survey-mine", args=[survey.id]))
    page = survey_page(member.name, Crumb(survey.name, reverse("web:office-survey", args=[survey.id])), back)
    return show(request, page, Shown("office/surveys/member.html", context), status=WRONG if faults else 200)
