"""The audits of an enterprise on its own pages: what it owes, and publishing it here, which counts (CPA-2)."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from qingce.domain.cleaner_production.actions import publish_fields
from qingce.domain.cleaner_production.enums import OWN_KINDS
from qingce.domain.cleaner_production.errors import PublicationNotFound
from qingce.domain.cleaner_production.queries import (
    AuditLine,
    FieldState,
    PublicationDuty,
    audit_history,
    audit_line,
    speaking_seat,
)
from qingce.doors.web.access import signed_in
from qingce.doors.web.cleaner.audits import field_duty, shown_duties
from qingce.doors.web.cleaner.lines import ground_words
from qingce.doors.web.cleaner.publishing_forms import kind_asked, kind_links, texts_of, written_fields
from qingce.doors.web.green_choice.owed import Asked, Owed, register_owed
from qingce.doors.web.green_choice.shown import Own, enterprise_crumb, own, own_page
from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.templatetags.qingce_web import day, is_chinese
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor

WRONG = 422


@serves("CPA-2")
@require_safe
@signed_in
def my_audits(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The audits of an enterprise that one speaks for, with what is still to be published."""
    found = own(actor, pk)
    if found.id != pk:
        return redirect("web:my-cleaner", found.id)
    history = audit_history(pk)
    duties = field_duty(list(history.lines), on=timezone.localdate())
    lines = [_shown(each, duties.get(each.row.id)) for each in history.lines]
    context = {
        "enterprise": found.row,
        "audits": history,
        "lines": lines,
        "is_owed": any(missing for *_line, missing in lines),
        "may_write": found.may_write,
    }
    page = own_page(_("Cleaner production"), enterprise_crumb(found))
    return show(request, page, Shown("green_choice/cleaner.html", context))


@serves("CPA-2")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_audit_publication(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The form of one audit: fields to publish, published at once."""
    line = audit_line(pk)
    speaking_seat(actor, line.row.enterprise_id)
    found = own(actor, line.row.enterprise_id)
    if request.method != "POST":
        return _form(request, found, line, [])
    kind, at = kind_asked(request, line, OWN_KINDS), timezone.now()
    if kind is None:
        raise PublicationNotFound("This audit asks the enterprise for no publication.", number=pk)
    try:
        texts = texts_of(line, kind, request.POST, on=timezone.localdate(at))
        publish_fields(actor, pk, kind, texts, at=at)
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        return _form(request, found, line, [(str(error.params.get("field", "form")), sentence(error))])
    messages.success(request, _("Published. It stands on the public page of the audit."))
    return redirect("web:my-cleaner", found.id)


def _form(request: HttpRequest, found: Own, line: AuditLine, faults: list[tuple[str, str]]) -> HttpResponse:
    today = timezone.localdate()
    kind = kind_asked(request, line, OWN_KINDS)
    context = {
        "enterprise": found.row,
        "line": line,
        "grounds": ground_words(line),
        "duties": [each for each in shown_duties(line, on=today) if each.row.kind in OWN_KINDS],
        "kind": kind,
        "kinds": kind_links(line, OWN_KINDS),
        "fields": written_fields(line, kind, request.POST, faults, on=today) if kind else [],
        "may_write": found.may_write,
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    back = Crumb(_("Cleaner production"), reverse("web:my-cleaner", args=[found.id]))
    page = own_page(_("Publish what the audit asks for"), enterprise_crumb(found), back)
    return show(request, page, Shown("green_choice/cleaner_publish.html", context), status=WRONG if faults else 200)


def _owed(asked: Asked) -> list[Owed]:
    """A line for each audit of which the enterprise still has to publish something; four queries at most."""
    history = audit_history(asked.enterprise_id)
    duties = field_duty(list(history.lines), on=asked.on)
    found = [_of_audit(each, duty, asked.on) for each in history.lines if (duty := _open(duties.get(each.row.id)))]
    if history.open_since is not None:
        found.append(_of_failure(history.open_since, asked.enterprise_id))
    return found


def _open(duty: PublicationDuty | None) -> PublicationDuty | None:
    return duty if duty and duty.is_owed else None


def _shown(line: AuditLine, duty: PublicationDuty | None) -> tuple[AuditLine, str, PublicationDuty | None, str]:
    """An audit with its grounds, its duty, and what is still missing of it in words."""
    return line, ground_words(line), duty, _missing(duty) if _open(duty) and duty else ""


def _missing(duty: PublicationDuty) -> str:
    missing = [each.asked for each in duty.fields if each.state != FieldState.PUBLISHED]
    if not missing:
        return _("The roster names no ground: say what your ground is, and publish what it asks for.")
    names = pgettext("list", ", ").join(each.zh if is_chinese() else each.en for each in missing)
    return _("Not known to be published: %(fields)s.") % {"fields": names}


def _of_audit(line: AuditLine, duty: PublicationDuty, on: date) -> Owed:
    left = ""
    if duty.due_on:
        words = _("until %(day)s") if on <= duty.due_on else _("was due by %(day)s")
        left = words % {"day": day(duty.due_on)}
    return Owed(
        title=_("Publish what the audit of %(years)s asks for") % {"years": line.years or "—"},
        why=_missing(duty),
        address=reverse("web:my-audit-publication", args=[line.row.id]),
        due=duty.due_on,
        left=left,
    )


def _of_failure(line: AuditLine, enterprise: int) -> Owed:
    return Owed(
        title=_("Carry out the next audit"),
        why=_("The evaluation and acceptance of %(years)s was not passed, and no later list names the enterprise.")
        % {"years": line.years or "—"},
        address=reverse("web:my-cleaner", args=[enterprise]),
    )


register_owed("cleaner-production", _owed)
