"""The home of an enterprise: what is owed, by when, why, and the next step."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from qingce.domain.disclosure.enums import OPEN_DISCLOSURES, TAKES_PAPERS, DisclosureState
from qingce.domain.disclosure.queries import (
    DisclosureRow,
    Panel,
    commitments_of,
    enterprises_spoken_for,
    holding_promise,
    is_monitoring_explained,
    panels_of,
    sent_by_organisation,
    strays_of,
)
from qingce.domain.enterprises.queries import rows_by_ids
from qingce.domain.records.enums import RecordType
from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.green_choice.owed import Asked, Owed, owed_by, register_owed
from qingce.doors.web.green_choice.shown import own, own_page
from qingce.doors.web.pages import Shown, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor
from qingce.shared.parties.queries import names_of


@dataclass(frozen=True)
class ShownPanel:
    """A panel with the address of its page.

    Args: is_open: it has something left to do. support: where documents are attached; empty: nothing is sent.
    """

    panel: Panel
    address: str
    is_open: bool
    support: str


@serves("DIS-1")
@require_safe
@signed_in
def green_choice(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The enterprises that one speaks for; the only one's home at once."""
    numbers = enterprises_spoken_for(actor)
    if len(numbers) == 1:
        return redirect("web:green-choice-of", numbers[0])
    rows = rows_by_ids(numbers, actor=actor) if numbers else []
    return show(request, account_page(_("My Green Choice")), Shown("green_choice/mine.html", {"rows": rows}))


@serves("DIS-1", "DIS-6")
@require_safe
@signed_in
def green_choice_of(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What is owed, by when and why; the panels of records; what was committed to."""
    found, on = own(actor, pk), timezone.localdate()
    if found.id != pk:
        return redirect("web:green-choice-of", found.id)
    organisation = found.seat.organisation_id
    answers, sent = commitments_of(pk, organisation), sent_by_organisation(pk, organisation)
    open_by_type = {each.type: each.id for each in reversed(sent) if each.state in TAKES_PAPERS}
    context = {
        "enterprise": found.row,
        "may_write": found.may_write,
        "owed": owed_by(Asked(actor, pk, organisation, on)),
        "panels": [_shown(each, pk, open_by_type.get(each.type, 0)) for each in panels_of(pk, organisation, on=on)],
        "has_monitoring": is_monitoring_explained(on=on),
        "monitoring_support": _support(open_by_type.get(RecordType.AUTOMATED_MONITORING, 0)),
        "strays": strays_of(pk, organisation),
        "answers": answers,
        "names": names_of(each.answered_by for each in answers),
        "promise": holding_promise(pk),
        "sent": sent,
    }
    page = own_page(found.row.name)
    return show(request, page, Shown("green_choice/home.html", context))


def _shown(panel: Panel, pk: int, disclosure: int) -> ShownPanel:
    return ShownPanel(panel, explain_address(pk, panel), panel.left > 0, _support(disclosure))


def _support(disclosure: int) -> str:
    return reverse("web:my-disclosure-supports", args=[disclosure]) if disclosure else ""


def explain_address(pk: int, panel: Panel) -> str:
    """The page on which the records of a panel are explained."""
    return reverse("web:explain", args=[pk, panel.type.value])


def _unexplained(asked: Asked) -> list[Owed]:
    """A line for each panel of violations that is not explained in public, and one for each disclosure that waits."""
    sent = sent_by_organisation(asked.enterprise_id, asked.organisation_id)
    waiting = [each for each in sent if each.state in OPEN_DISCLOSURES]
    open_types = {each.type for each in waiting}
    found = [_of_disclosure(each) for each in waiting if each.state != DisclosureState.SUBMITTED]
    panels = panels_of(asked.enterprise_id, asked.organisation_id, on=asked.on)
    return found + [
        _of_panel(panel, asked.enterprise_id)
        for panel in panels
        if panel.is_owed and panel.type not in open_types and panel.public < panel.total
    ]


def _of_panel(panel: Panel, pk: int) -> Owed:
    if not panel.left:
        return Owed(
            title=_("Send the explanations: %(type)s") % {"type": panel.type.label},
            why=_("All texts are written; they become public after they are sealed and checked."),
            address=reverse("web:explain-send", args=[pk, panel.type.value]),
        )
    title = ngettext("Explain %(count)d record: %(type)s", "Explain %(count)d records: %(type)s", panel.left)
    return Owed(
        title=title % {"count": panel.left, "type": panel.type.label},
        why=_("The public sees these records without a word of yours."),
        address=explain_address(pk, panel),
    )


def _of_disclosure(row: DisclosureRow) -> Owed:
    is_returned = row.state == DisclosureState.RETURNED
    title = _("Put right and hand in again: %(type)s") if is_returned else _("Seal and hand in: %(type)s")
    why = _("It came back from the check of its form.") if is_returned else _("The document was mailed to you.")
    return Owed(title % {"type": row.type.label}, why, reverse("web:my-disclosure", args=[row.id]))


register_owed("explanations", _unexplained)
