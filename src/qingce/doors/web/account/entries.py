"""What somebody tells of oneself as a practitioner or an expert."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.doors.web.access import signed_in
from qingce.doors.web.account.overview import account_page
from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Shown, show
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.actions import EntryText, drop_entry, save_entry
from qingce.shared.parties.enums import Actor, EntryKind
from qingce.shared.parties.queries import entries_of, entry_limits

WRONG = 422
FIELDS = ("speciality", "title", "employer", "qualification")


@serves("ACC-1")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def entries(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own entries, each with its form."""
    kind = request.POST.get("kind", "")
    if request.method != "POST" or kind not in EntryKind:
        return _shown(request, actor)
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        if request.POST.get("act") == "drop":
            drop_entry(actor, EntryKind(kind), at=timezone.now())
        else:
            save_entry(actor, EntryKind(kind), EntryText(**typed), at=timezone.now())
    except QingceError as error:
        field = str(error.params.get("field", "speciality"))
        return _shown(request, actor, kind=kind, typed=typed, told={field: sentence(error)})
    messages.success(request, _("Saved."))
    return redirect("web:entries")


def _shown(
    request: HttpRequest,
    actor: Actor,
    *,
    kind: str = "",
    typed: dict[str, str] | None = None,
    told: dict[str, str] | None = None,
) -> HttpResponse:
    """The page.

    Args: kind, typed, told: of the form that was refused: what was typed, and what is wrong with which field.
    """
    kept = {each.kind.value: asdict(each) for each in entries_of(actor.person_id)}
    forms = [
        {
            "kind": each,
            "kept": kept.get(each.value),
            "said": typed if typed is not None and kind == each.value else kept.get(each.value, {}),
            "told": (told or {}) if kind == each.value else {},
        }
        for each in EntryKind
    ]
    summary = [(f"{field}-{kind}", text) for field, text in (told or {}).items()]
    context = {"forms": forms, "summary": summary, "limits": entry_limits()}
    page = account_page(_("My entries"))
    return show(request, page, Shown("account/entries.html", context), status=WRONG if told else 200)
