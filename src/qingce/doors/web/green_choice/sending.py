"""Sending the explanations of a panel: what the checks found, the second commitment, and off they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingce.domain.disclosure.actions import Consent, answer_commitment, send_explanations
from qingce.domain.disclosure.enums import CommitmentKind
from qingce.domain.disclosure.queries import Bundle, Finding, bundle_of, commitment_text, is_truthfulness_accepted
from qingce.domain.disclosure.queries import panel_types as panels
from qingce.domain.records.enums import RecordType
from qingce.domain.records.queries import RecordRow
from qingce.doors.web.access import signed_in
from qingce.doors.web.green_choice.shown import Own, enterprise_crumb, own, own_page
from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor

WRONG = 422


@dataclass(frozen=True)
class Found:
    """A record with what the checks found in its texts, in words."""

    record: RecordRow
    findings: Sequence[tuple[Finding, str]]


@serves("DIS-1", "DIS-2", "DIS-3")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send(request: HttpRequest, actor: Actor, pk: int, kind: str) -> HttpResponse:
    """What is sent, what the checks found, and the commitment that is accepted or declined at sending."""
    found = own(actor, pk)
    if kind not in panels(on=timezone.localdate()) or not is_truthfulness_accepted(
        found.id, found.seat.organisation_id
    ):
        return redirect("web:explain", found.id, kind)
    if request.method != "POST":
        return _shown(request, found, kind, [])
    try:
        number = _answer(request, actor, found, kind)
    except (NotAllowed, NotFound):
        raise
    except QingceError as error:
        return _shown(request, found, kind, [(_PLACES.get(error.code, "form"), sentence(error))])
    if not number:
        messages.info(request, _("The commitment was declined; nothing was sent. What you wrote is kept."))
        return redirect("web:explain", found.id, kind)
    messages.success(request, _("Sent. The document to be sealed is on its way to the registered addresses."))
    return redirect("web:my-disclosure", number)


_PLACES = {"disclosure-findings": "seen", "disclosure-texts": "findings"}


def _answer(request: HttpRequest, actor: Actor, found: Own, kind: str) -> int:
    """Number of the disclosure that was sent; 0: the commitment was declined."""
    said, at, language = request.POST, timezone.now(), "zh" if is_chinese() else "en"
    version = said.get("version", "")
    if said.get("answer") == "accept":
        consent = Consent(version, language, has_seen=said.get("seen") == "yes")
        return send_explanations(actor, found.id, kind, consent, at=at)
    answer_commitment(
        actor, found.id, CommitmentKind.PROMISE, version=version, language=language, is_accepted=False, at=at
    )  # fmt: skip
    return 0


def _shown(request: HttpRequest, found: Own, kind: str, faults: list[tuple[str, str]]) -> HttpResponse:
    record_type = RecordType(kind)
    bundle = bundle_of(found.id, found.seat.organisation_id, record_type, on=timezone.localdate())
    text = commitment_text(CommitmentKind.PROMISE)
    refused, hinted = _found(bundle, bundle.refusals), _found(bundle, bundle.hints)
    context = {
        "enterprise": found.row,
        "may_write": found.may_write,
        "kind": kind,
        "type": record_type,
        "records": bundle.records,
        "refused": refused,
        "hinted": hinted,
        "open": bundle.open_disclosure,
        "commitment": text,
        "said": text.said("zh" if is_chinese() else "en"),
        "seen": request.POST.get("seen", ""),
        "faults": faults,
        "told": {name: [each] for name, each in faults},
    }
    panel = Crumb(str(record_type.label), reverse("web:explain", args=[found.id, kind]))
    page = own_page(_("Send"), enterprise_crumb(found), panel)
    return show(request, page, Shown("green_choice/send.html", context), status=WRONG if faults else 200)


def _found(bundle: Bundle, findings: Sequence[Finding]) -> list[Found]:
    by_record: dict[int, list[tuple[Finding, str]]] = {}
    for each in findings:
        by_record.setdefault(each.record_id, []).append((each, each.said("zh" if is_chinese() else "en")))
    return [Found(record, by_record[record.id]) for record in bundle.records if record.id in by_record]
