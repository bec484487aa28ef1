"""Facts to confirm: records whose removal nobody has confirmed the facts of, the newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qingce.domain.records.queries import rows_by_ids
from qingce.domain.removal.queries import COUNTED, count_waiting, waiting_records
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of
from qingce.shared.rulebooks.queries import releases

SHOWN = 50
WHO = roles_of(Duty.CONFIRM_FACTS)


@serves("POL-2", "REM-1")
@require_safe
@staff_only(*WHO)
def list_facts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The records that wait, the newest first; the address says below which number."""
    before = number_in(request.GET.get("before", ""))
    numbers = waiting_records(actor, before=before, count=SHOWN + 1)
    count = count_waiting(actor)
    context = {
        "rows": rows_by_ids(numbers[:SHOWN], actor=actor),
        "count": count,
        "is_more": count >= COUNTED,
        "before": before,
        "following": numbers[SHOWN - 1] if len(numbers) > SHOWN else None,
        "has_rules": bool(numbers) or bool(releases(book="removal")),
        "kept": number_in(request.GET.get("kept", "")),
    }
    return show(request, office_page(_("Facts to confirm")), Shown("office/facts.html", context))


@serves("POL-2", "REM-1")
@require_safe
@staff_only(*WHO)
def next_facts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """To the record that comes next."""
    return redirect(address_after(actor, number_in(request.GET.get("before", ""))))


def address_after(actor: Actor, before: int | None, *, kept: int | None = None) -> str:
    """The page of the next record that waits below a number, else of the newest; without any, the list.

    Args: kept: a record whose facts have just been confirmed.
    """
    found = waiting_records(actor, before=before, count=1) or waiting_records(actor, count=1)
    where = reverse("web:facts-of", args=found) if found else reverse("web:facts")
    return f"{where}?kept={kept}" if kept else where


def office_page(title: str, *between: Crumb, is_data: bool = False) -> Page:
    """The head of a page of the office."""
    crumbs = (Crumb(_("Office"), reverse("web:office")), *between, Crumb(title, is_data=is_data))
    return Page(title=title, crumbs=crumbs, is_indexed=False, section="office")


def _waiting(actor: Actor) -> Waiting:
    return Waiting(count_waiting(actor))


register_queue(
    Queue(
        "facts",
        gettext_lazy("Facts to confirm"),
        gettext_lazy("Records of which nobody has confirmed what their removal is decided on."),
        "web:facts",
        _waiting,
        frozenset(WHO),
    )
)
