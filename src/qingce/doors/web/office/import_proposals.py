"""What is proposed about an import, for another person to confirm: undoing it, publishing its records again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from qingce.domain.records.enums import RESTORE, UNDO
from qingce.domain.records.queries import count_returning, depending_on
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.imports import import_page
from qingce.doors.web.pages import Shown, show
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.intake.queries import batch_detail
from qingce.shared.parties.actions import propose
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import open_proposal, roles_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WRONG = 422


@dataclass(frozen=True)
class Proposing:
    """A kind of proposal about an import: its page, and what the page tells of the import."""

    kind: str
    title: StrOrPromise
    template: str
    facts: Callable[[int], dict[str, Any]]


UNDOING = Proposing(
    UNDO,
    gettext_lazy("Undo this import"),
    "office/undo.html",
    lambda batch: {"depending": depending_on(batch)},
)
RESTORING = Proposing(
    RESTORE,
    gettext_lazy("Publish its records again"),
    "office/restore.html",
    lambda batch: {"returning": count_returning(batch)},
)


@serves("REC-3", "REC-10")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*roles_of(Duty.UNDO_IMPORTS))
def undo(request: HttpRequest, actor: Actor, batch: int) -> HttpResponse:
    """What undoing an import would change, and the reason for it; another person confirms it."""
    return _proposing(request, actor, batch, UNDOING)


@serves("REC-3", "REC-10")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*roles_of(Duty.UNDO_IMPORTS))
def restore(request: HttpRequest, actor: Actor, batch: int) -> HttpResponse:
    """What an import brought again after an undoing, and the reason to publish it; another person confirms it."""
    return _proposing(request, actor, batch, RESTORING)


def _proposing(request: HttpRequest, actor: Actor, batch: int, what: Proposing) -> HttpResponse:
    found, reason, told = batch_detail(batch, actor=actor), request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            proposal = propose(actor, what.kind, batch, reason=reason, at=timezone.now())
        except QingceError as error:
            told = sentence(error)
        else:
            messages.success(request, _("Proposed. Nothing changes until another person confirms it."))
            return redirect("web:decision", proposal)
    about = {"batch": found.row, "told": told, "reason": reason, "waiting": open_proposal([what.kind], batch)}
    page = import_page(str(what.title), found.row)
    return show(request, page, Shown(what.template, about | what.facts(batch)), status=WRONG if told else 200)
