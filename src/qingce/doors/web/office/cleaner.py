"""Cleaner production in the office: what a government published, entered or corrected cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.cleaner_production.actions import FindingText, enter_finding
from qingce.domain.cleaner_production.enums import (
    COPY,
    COPY_MB,
    COPY_TYPES,
    Grounds,
    HowFound,
    ListKind,
    ListState,
)
from qingce.domain.cleaner_production.errors import FindingWrong
from qingce.domain.cleaner_production.queries import Cell, FindingRow, held_in, read_matrix, unit_of, units
from qingce.doors.web.cleaner.shown import shown_units, unit_name
from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.uploads import Bounded, UploadLimits, behind_token
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.pure.kernel.text import clean
from qingce.shared.files.errors import UploadTooLarge
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, roles_of

WRONG = 422
LONGEST_PLACE = 60
ROLES = roles_of(Duty.CLEANER_PRODUCTION)
LIMITS = UploadLimits(COPY, files_most=1, file_mb=COPY_MB, accepts=COPY_TYPES)
Choice = TypeVar("Choice", bound=TextChoices)


@serves("CPA-3")
@require_safe
@staff_only(*ROLES)
def cells(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The units of the actor's areas with what is known, and the way to another cell."""
    year, unit, kind, place = (request.GET.get(name, "") for name in ("year", "unit", "list", "place"))
    if year and number_in(year) and unit and kind in ListKind:
        return redirect(_address(Cell(unit, number_in(year) or 0, ListKind(kind)), clean(place)))
    matrix, own = read_matrix(), {each.code for each in units() if actor.reaches(each.code, *ROLES)}
    context = {
        "units": [each for each in shown_units(matrix, {}) if each.code in own],
        "kinds": ListKind,
        "this_year": timezone.localdate().year,
    }
    return show(request, _page(_("Cleaner production")), Shown("office/cleaner.html", context))


@serves("CPA-3")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def one_cell(request: HttpRequest, actor: Actor, unit: str, year: int, kind: str) -> HttpResponse:
    """The form of one cell, for the staff of the unit's area."""
    if kind not in ListKind:
        raise Http404
    unit_of(unit)
    check_duty(actor, Duty.CLEANER_PRODUCTION, unit)
    cell, place = Cell(unit, year, ListKind(kind)), clean(request.GET.get("place", ""))[:LONGEST_PLACE]
    if request.method != "POST":
        return _form(request, cell, place, [])

    def sent(request: HttpRequest, bounded: Bounded) -> HttpResponse:
        try:
            _enter(request, actor, cell, place, bounded)
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            faults = [(str(error.params.get("field", "form")), sentence(error))]
            return _form(request, cell, place, faults)
        messages.success(request, _("Entered. It stands on the public page."))
        return redirect(_address(cell, place))

    return behind_token(request, LIMITS, sent)


def _address(cell: Cell, place: str) -> str:
    address = reverse("web:office-cleaner-cell", args=[cell.unit, cell.year, cell.list])
    return f"{address}?{urlencode({'place': place})}" if place else address


def _enter(request: HttpRequest, actor: Actor, cell: Cell, place: str, bounded: Bounded) -> int:
    said = request.POST
    if bounded.too_large:
        raise UploadTooLarge(f"The file is larger than {COPY_MB} MB.", limit_mb=COPY_MB, field="files")
    part = said.get("voluntary_part", "")
    text = FindingText(
        _choice(ListState, said.get("state", ""), "state"),
        _choice(HowFound, said.get("how_found", ""), "how_found"),
        said.get("source", ""),
        _choice(Grounds, said.get("grounds", ""), "grounds"),
        _choice(ListState, part, "voluntary_part") if part else None,
        said.get("link", ""),
        _day(said.get("published_on", "")),
        said.get("reason", ""),
        place,
    )
    copy = next(iter(_uploads(request)), None)
    return enter_finding(actor, cell, text, seen=number_in(said.get("seen", "")), at=timezone.now(), copy=copy)


def _uploads(request: HttpRequest) -> list[tuple[str, Iterable[bytes]]]:
    found: list[UploadedFile[bytes]] = request.FILES.getlist("files")
    return [(each.name or "", each.chunks()) for each in found[:1]]


def _choice(kind: type[Choice], text: str, field: str) -> Choice:
    try:
        return kind(text)
    except ValueError as error:
        raise FindingWrong("Choose one of the list.", field=field, cause="choice") from error


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise FindingWrong("Give the day on which it was published.", field="published_on", cause="day") from error


def _form(request: HttpRequest, cell: Cell, place: str, faults: list[tuple[str, str]]) -> HttpResponse:
    is_roster, row = cell.list == ListKind.ROSTER, held_in(cell, place=place)
    context = {
        "cell": cell,
        "name": unit_name(cell.unit),
        "row": row,
        "said": request.POST if faults else _said(row),
        "choices": [
            ("state", _("State"), ListState.choices),
            ("voluntary_part", _("Voluntary part, where it differs"), [("", "—"), *ListState.choices]),
            *([("grounds", _("Grounds that it names"), Grounds.choices)] if is_roster else []),
            ("how_found", _("How it was found"), HowFound.choices),
        ],
        "mb": COPY_MB,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    title = _("%(unit)s, %(year)s: %(list)s") % {
        "unit": " ".join(filter(None, (unit_name(cell.unit), place))),
        "year": cell.year,
        "list": cell.list.label,
    }
    page = _page(title, Crumb(_("Cleaner production"), reverse("web:office-cleaner")))
    return show(request, page, Shown("office/cleaner_cell.html", context), status=WRONG if faults else 200)


def _said(row: FindingRow | None) -> dict[str, object]:
    if row is None:
        return {}
    return {
        "state": row.state,
        "voluntary_part": row.voluntary_part or "",
        "grounds": row.grounds,
        "how_found": row.how_found,
        "source": row.source,
        "link": row.link,
        "published_on": row.published_on.isoformat() if row.published_on else "",
    }


def _page(title: str, *between: Crumb) -> Page:
    crumbs = (Crumb(_("Office"), reverse("web:office")), *between, Crumb(title))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")
