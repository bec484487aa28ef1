"""What the columns of a file are: proposed, seen beside their content, said by a person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.cleaner_production.errors import RosterNotFound
from qingce.domain.cleaner_production.queries import roster_of_batch
from qingce.domain.records.actions import choose_mapping
from qingce.domain.records.queries import CONSTANTS, NEEDED
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.import_forms import (
    CHOICES,
    LABELS,
    OWN,
    ColumnsForm,
    field_choices,
    first_form,
    note_error,
    said_form,
    said_mapping,
)
from qingce.doors.web.office.imports import import_page, problem_of
from qingce.doors.web.pages import Shown, show
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.requirements import serves
from qingce.shared.intake.actions import save_mapping
from qingce.shared.intake.enums import BatchStep
from qingce.shared.intake.errors import BadMapping, BatchElsewhere
from qingce.shared.intake.queries import BatchDetail, LeftOutCause, batch_detail, is_step_open
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of

WRONG = 422


@serves("REC-3")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*roles_of(Duty.IMPORT))
def columns(request: HttpRequest, actor: Actor, batch: int) -> HttpResponse:
    """The columns of a file beside ours; sent, the file is tried with them. Those of a roster are said on its page."""
    if _is_roster(batch, actor):
        return redirect("web:office-roster-columns", batch)
    found = batch_detail(batch, actor=actor)
    if not is_step_open(found.row.state, BatchStep.MAP):
        raise BatchElsewhere(f"Batch {batch} is {found.row.state.value} by now; look at where it stands.", batch=batch)
    sheet = _sheet(request, found)
    if request.method != "POST":
        return _shown(request, found, first_form(found, sheet=sheet, today=timezone.localdate()))
    form = said_form(found, request.POST, sheet=sheet)
    said = said_mapping(form, found)
    if said is None:
        return _shown(request, found, form)
    try:
        choose_mapping(batch, said.text, name=said.name, actor=actor, at=timezone.now())
    except BadMapping as error:
        note_error(form, error, sentence(error))
        return _shown(request, found, form)
    if form.saved_as and form.chosen == OWN:
        names = [row.name for row in form.rows]
        save_mapping(form.saved_as, said.text, columns=names, actor=actor, at=timezone.now())
    return redirect("web:import", batch)


def _is_roster(batch: int, actor: Actor) -> bool:
    try:
        roster_of_batch(batch, actor=actor)
    except RosterNotFound:
        return False
    return True


def _sheet(request: HttpRequest, found: BatchDetail) -> int:
    """The table whose columns are said: the one asked for, else the longest."""
    tables = found.inspection["tables"]
    longest = max(range(len(tables)), key=lambda place: tables[place]["rows"])
    text = request.POST.get("sheet") or request.GET.get("sheet") or str(longest)
    if not text.isdecimal() or int(text) >= len(tables):
        raise InvalidValue(f"There is no table {text[:20]}.")
    return int(text)


def _shown(request: HttpRequest, found: BatchDetail, form: ColumnsForm) -> HttpResponse:
    table = found.inspection["tables"][form.sheet]
    constants = [
        (name, LABELS[name], form.constants.get(name, ""), CHOICES.get(name), name in NEEDED) for name in CONSTANTS
    ]
    context = {
        "batch": found.row,
        "form": form,
        "tables": list(enumerate(found.inspection["tables"])),
        "constants": constants,
        "choices": field_choices(),
        "problem": problem_of(found),
        "above": table.get("title", ""),
        "left_out": [
            (each["row"], LeftOutCause(each["cause"]).label, each["text"]) for each in table.get("left_out", [])
        ],
    }
    page = import_page(_("Columns of %(file)s") % {"file": found.row.file_name}, found.row)
    return show(request, page, Shown("office/columns.html", context), status=WRONG if form.faults else 200)
