"""Letters of advice in the office: one per unit, with its own figures; what came back, and what was found later."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.cleaner_production.actions import (
    LetterText,
    issue_letter,
    note_unit_contact,
    send_letter,
    write_letter,
)
from qingce.domain.cleaner_production.enums import COPY_MB, OUTCOMES, ContactKind
from qingce.domain.cleaner_production.queries import (
    LetterRow,
    contacts_of_unit,
    letter_for,
    letters_of,
    survey_of,
    units,
)
from qingce.doors.web.cleaner.shown import unit_name
from qingce.doors.web.kept_files import file_response
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.surveys.typed import (
    LIMITS,
    WRONG,
    Faults,
    check_size,
    contact_in,
    day_in,
    fault_of,
    file_in,
    survey_page,
)
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.uploads import Bounded, behind_token
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.files.enums import FileType
from qingce.shared.issuing.queries import docx_of, pdf_of
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import names_of, roles_of

SURVEYORS = roles_of(Duty.CLEANER_PRODUCTION)
KINDS = (ContactKind.CALL, ContactKind.REPLY, ContactKind.FOLLOW_UP)


@serves("CPA-4", "CPA-5")
@require_safe
@staff_only(*SURVEYORS)
def letters(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The units of one's areas, with how far the letter of each has come."""
    survey, written = survey_of(pk), letters_of(pk)
    own = [each for each in units() if actor.reaches(each.code, *SURVEYORS)]
    context = {"survey": survey, "rows": [(each.code, unit_name(each.code), written.get(each.code)) for each in own]}
    page = survey_page(_("Letters of advice"), Crumb(survey.name, reverse("web:office-survey", args=[pk])))
    return show(request, page, Shown("office/surveys/letters.html", context))


@serves("CPA-4", "CPA-5")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*SURVEYORS)
def one_letter(request: HttpRequest, actor: Actor, pk: int, unit: str) -> HttpResponse:
    """One unit's letter, its calls, replies and follow-ups."""
    row = letter_for(actor, pk, unit)
    if request.method != "POST":
        return _page(request, row, [])

    def sent(request: HttpRequest, bounded: Bounded) -> HttpResponse:
        try:
            done = _act(request, actor, row, bounded)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            return _page(request, row, [fault_of(error)])
        if not done:
            return _page(request, row, [])
        messages.success(request, done)
        return redirect("web:office-letter", pk, unit)

    return behind_token(request, LIMITS, sent)


@serves("CPA-5")
@require_safe
@staff_only(*SURVEYORS)
def letter_file(request: HttpRequest, actor: Actor, pk: int, unit: str, name: str) -> HttpResponseBase:
    """The letter as a file, once it is issued: zh.pdf, zh.docx, en.pdf, en.docx."""
    del request
    row = letter_for(actor, pk, unit)
    language, _dot, ending = name.partition(".")
    if row.issued_on is None or language not in ("zh", "en") or ending not in ("pdf", "docx"):
        raise Http404
    issued = issue_letter(actor, row.id, "zh" if language == "zh" else "en", at=timezone.now())
    if ending == "pdf":
        return file_response(pdf_of(issued), {})
    headers = {"Content-Disposition": f'attachment; filename="{issued.kind}-{issued.spoken}.docx"'}
    return HttpResponse(docx_of(issued), content_type=FileType.DOCX.media_type, headers=headers)


def _page(request: HttpRequest, row: LetterRow, faults: Faults) -> HttpResponse:
    contacts = contacts_of_unit(row.survey_id, row.unit)
    names = names_of([each.entered_by for each in contacts])
    survey = survey_of(row.survey_id)
    context = {
        "survey": survey,
        "unit": row.unit,
        "row": row,
        "contacts": [(each, names.get(each.entered_by, each.entered_by)) for each in contacts],
        "kinds": [(kind, OUTCOMES[kind]) for kind in KINDS],
        "today": timezone.localdate().isoformat(),
        "mb": COPY_MB,
        "said": request.POST if faults else row,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    back = Crumb(_("Letters of advice"), reverse("web:office-letters", args=[survey.id]))
    title = _("Letter of advice: %(unit)s") % {"unit": unit_name(row.unit)}
    page = survey_page(title, Crumb(survey.name, reverse("web:office-survey", args=[survey.id])), back)
    return show(request, page, Shown("office/surveys/letter.html", context), status=WRONG if faults else 200)


def _act(request: HttpRequest, actor: Actor, row: LetterRow, bounded: Bounded) -> str:
    """Does what the form asks for.

    Returns: what is told then; empty: it asked for nothing known.
    """
    said, at = request.POST, timezone.now()
    check_size(bounded)
    text = LetterText(said.get("addressee", ""), said.get("advice_zh", ""), said.get("advice_en", ""))
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "write": (
            lambda: write_letter(actor, row.survey_id, row.unit, text, at=at),
            _("Written, with today’s figures."),
        ),
        "issue": (lambda: issue_letter(actor, row.id, "zh", at=at), _("Issued; the letter stays as it is.")),
        "send": (lambda: send_letter(actor, row.id, day_in(said.get("sent_on", ""), "sent_on"), at=at), _("Noted.")),
        "note": (
            lambda: note_unit_contact(
                actor, row.survey_id, row.unit, contact_in(said, KINDS), at=at, copy=file_in(request)
            ),
            _("Noted."),
        ),
    }
    if (act := said.get("act", "")) not in acts:
        return ""
    do, told = acts[act]
    do()
    return told
