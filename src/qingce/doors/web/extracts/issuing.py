"""“Extract as a document”: issues it, and leads to its page. Anybody may; the same one is issued once a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from qingce.domain.enterprises.queries import get_enterprise
from qingce.domain.records.queries import get_record
from qingce.doors.web.corrections.tokens import is_from_here
from qingce.doors.web.errors import forbidden
from qingce.doors.web.extracts.enterprise import enterprise_extract
from qingce.doors.web.extracts.record import record_extract
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.requirements import serves
from qingce.shared.issuing.actions import issue_document
from qingce.shared.issuing.enums import Draft, Language
from qingce.shared.parties.enums import NOBODY


@serves("REC-7", "DIS-3")
@never_cache
@csrf_exempt  # acts with nobody's rights, and no cookie comes with a public page
@require_POST
def record_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Issues the extract of a record in the language of the page."""
    if not is_from_here(request):
        return forbidden(request)
    get_record(pk, actor=NOBODY)
    found = record_extract(pk, _language(), on=timezone.localdate())
    if found is None:
        return redirect("web:record", pk)  # withdrawn: its page says why
    return _issued(found, pk)


@serves("REC-7", "DIS-3")
@never_cache
@csrf_exempt  # as above
@require_POST
def enterprise_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Issues the extract of an enterprise in the language of the page; of a merged one, that of the other."""
    if not is_from_here(request):
        return forbidden(request)
    subject = get_enterprise(pk, actor=NOBODY).row.canonical_id or pk
    found = enterprise_extract(subject, _language(), on=timezone.localdate())
    return _issued(found, subject) if found else redirect("web:enterprise", subject)


def _language() -> Language:
    return "zh" if is_chinese() else "en"


def _issued(found: Draft, subject: int) -> HttpResponse:
    issued = issue_document(found, subject=subject, at=timezone.now())
    return redirect("web:check-document", issued.code)
