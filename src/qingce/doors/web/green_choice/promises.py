"""What an enterprise promised: what is owed by when, how the days are counted, and what became of the rest."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from qingce.domain.disclosure.enums import OPEN_DISCLOSURES, DisclosureState
from qingce.domain.disclosure.queries import (
    PromiseRow,
    count_promises_of,
    holding_promise,
    owed_promises,
    promise_counts,
    promises_of,
    sent_by_organisation,
)
from qingce.doors.web.access import signed_in
from qingce.doors.web.green_choice.owed import Asked, Owed, register_owed
from qingce.doors.web.green_choice.shown import enterprise_crumb, own, own_page
from qingce.doors.web.pages import Shown, show
from qingce.doors.web.paging import PER_PAGE, paging_of
from qingce.doors.web.promises.shown import show_promises
from qingce.doors.web.templatetags.qingce_web import day, due_in_words
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor


@serves("DIS-8")
@require_safe
@signed_in
def my_promises(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The promises of an enterprise that one speaks for, each with its days."""
    found, today = own(actor, pk), timezone.localdate()
    if found.id != pk:
        return redirect("web:my-promises", found.id)
    paging = paging_of(request, count_promises_of(pk))
    owed = _owed(Asked(actor, pk, found.seat.organisation_id, today))
    context = {
        "enterprise": found.row,
        "counts": promise_counts(pk, today=today),
        "promise": holding_promise(pk),
        "owed": owed,
        "promises": show_promises(promises_of(pk, today=today, start=paging.start, count=PER_PAGE)),
        "paging": paging,
    }
    page = own_page(_("Promises"), enterprise_crumb(found))
    return show(request, page, Shown("green_choice/promises.html", context))


def _owed(asked: Asked) -> list[Owed]:
    """A line for all records of a panel that are due on one day; four queries."""
    rows = owed_promises(asked.enterprise_id, today=asked.on)
    if not rows:
        return []
    sent = sent_by_organisation(asked.enterprise_id, asked.organisation_id)
    waiting = {each.type: each.id for each in sent if each.state in OPEN_DISCLOSURES}
    checked = {each.type for each in sent if each.state == DisclosureState.SUBMITTED}
    found = []
    for (kind, _due), group in groupby(sorted(rows, key=_together), key=_together):
        of_panel = list(group)
        if kind not in checked:
            found.append(_line(of_panel, asked.enterprise_id, waiting.get(of_panel[0].type)))
    return found


def _together(row: PromiseRow) -> tuple[str, str]:
    return row.type.value, row.due.on.isoformat() if row.due.on else ""


def _line(rows: list[PromiseRow], pk: int, disclosure: int | None) -> Owed:
    first = rows[0]
    told = {
        "count": len(rows),
        "type": first.type.label,
        "days": first.due.term_workdays,
        "start": day(first.starts_on),
    }
    title = ngettext(
        "Correct and explain %(count)d new record: %(type)s", "Correct and explain %(count)d new records: %(type)s",
        len(rows),
    )  # fmt: skip
    why = _("Promised: within %(days)s working days; day zero is %(start)s.")
    step = _("Next: explain what was corrected, then send it.")
    address = reverse("web:explain", args=[pk, first.type.value])
    if disclosure:
        step = _("Next: seal the document, and hand it in.")
        address = reverse("web:my-disclosure", args=[disclosure])
    return Owed(
        title=title % told,
        why=f"{why % told} {step}",
        address=address,
        due=first.due.on,
        left=due_in_words(first.due),
    )


register_owed("promises", _owed)
