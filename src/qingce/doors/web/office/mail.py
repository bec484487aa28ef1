"""Letters in the office: what was sent, what failed or came back, and sending again."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrOrPromise

from qingce.doors.web.messages import sentence
from qingce.doors.web.numbers import number_in
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.mail.actions import send_again
from qingce.shared.mail.enums import LetterRow, LetterState
from qingce.shared.mail.queries import count_letters, letters, troubled_letters
from qingce.shared.mail.registry import mail_kinds
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, roles_of

SHOWN = 50
WRONG = 422


@dataclass(frozen=True)
class ShownLetter:
    """A letter with the name of its kind."""

    row: LetterRow
    kind: StrOrPromise


@serves("ACC-1")
@require_safe
@staff_only(*roles_of(Duty.MAIL))
def mail(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The letters, the newest first; those of one state if asked."""
    check_duty(actor, Duty.MAIL, "")  # letters name people of every place
    return _shown(request)


@serves("ACC-1")
@require_POST
@staff_only(*roles_of(Duty.MAIL))
def again(request: HttpRequest, actor: Actor, letter: int) -> HttpResponse:
    """Puts a letter that failed back into the queue."""
    check_duty(actor, Duty.MAIL, "")
    try:
        send_again(letter, at=timezone.now())
    except QingceError as error:
        return _shown(request, told=sentence(error))
    return redirect(f"{reverse('web:office-mail')}?queued={letter}")


def _shown(request: HttpRequest, *, told: str = "") -> HttpResponse:
    asked = request.GET.get("state", "")
    state = LetterState(asked) if asked in LetterState.values else None
    found = letters(state=state, before=number_in(request.GET.get("before", "")), count=SHOWN + 1)
    titles = {each.name: each.title or each.name for each in mail_kinds()}
    context = {
        "letters": [ShownLetter(row, titles.get(row.kind, row.kind)) for row in found[:SHOWN]],
        "older": found[SHOWN - 1].id if len(found) > SHOWN else None,
        "states": count_letters(),
        "state": state,
        "is_queued": "queued" in request.GET,
        "told": told,
    }
    title = _("Letters")
    crumbs = (Crumb(_("Office"), reverse("web:office")), Crumb(title))
    page = Page(title=title, crumbs=crumbs, is_indexed=False, section="office")
    return show(request, page, Shown("office/mail.html", context), status=WRONG if told else 200)


def _waiting(actor: Actor) -> Waiting:
    if not actor.reaches("", *roles_of(Duty.MAIL)):
        return Waiting(0)
    return Waiting(*troubled_letters(at=timezone.now()))


register_queue(
    Queue(
        name="mail",
        title=gettext_lazy("letters that did not arrive"),
        hint=gettext_lazy("They could not be sent, or came back."),
        url_name="web:office-mail",
        waiting=_waiting,
        roles=frozenset(roles_of(Duty.MAIL)),
        is_hidden_when_empty=True,
    )
)
