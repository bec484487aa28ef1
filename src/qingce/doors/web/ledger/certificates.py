"""Certificates of records and enterprises, as files and to print; and the proof of what a record says."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.enterprises.queries import get_enterprise
from qingce.domain.records.queries import enterprise_certified, public_statement, record_certified
from qingce.doors.web.ledger.entry import proof_file
from qingce.doors.web.ledger.shown import shown
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.requirements import serves
from qingce.pure.merkle.notes import read_note
from qingce.shared.ledger.queries import Certified, certificate, content_proof, public_history
from qingce.shared.parties.enums import NOBODY

CERTIFIED = {"record": record_certified, "enterprise": enterprise_certified}
GROUP = 4  # digits of a fingerprint that stand together
FINGERPRINT = 16  # digits of the SHA-256 of the signed text: enough to tell one certificate from another by eye


@serves("LED-2")
@require_safe
def record_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof file of what a record says now."""
    del request
    file = content_proof("record", pk, public_statement(pk, actor=NOBODY))
    return proof_file(file, f"qingce-record-{pk}-proof.json")


@serves("LED-2")
@require_safe
def record_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate of a record as a file; of a withdrawn one too."""
    del request
    return _file("record", pk)


@serves("LED-2")
@require_safe
def record_certificate_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate of a record to print."""
    number = _("Record %(number)s") % {"number": pk}
    crumb = Crumb(number, reverse("web:record", args=[pk]))
    return _page(request, "record", pk, number, crumb)


@serves("LED-2")
@require_safe
def enterprise_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate of an enterprise as a file."""
    del request
    canonical = get_enterprise(pk, actor=NOBODY).row.canonical_id
    if canonical:
        return redirect("web:enterprise-certificate", canonical)
    return _file("enterprise", pk)


@serves("LED-2")
@require_safe
def enterprise_certificate_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate of an enterprise to print."""
    row = get_enterprise(pk, actor=NOBODY).row
    if row.canonical_id:
        return redirect("web:enterprise-certificate-page", row.canonical_id)
    crumb = Crumb(row.name, reverse("web:enterprise", args=[pk]), is_data=True)
    return _page(request, "enterprise", pk, row.name, crumb)


def _certificate(kind: str, number: int) -> tuple[Certified, dict[str, Any]]:
    certified: list[Certified] = []

    def read() -> Certified:
        certified.append(CERTIFIED[kind](number, actor=NOBODY))
        return certified[0]

    file = certificate(kind, number, read, at=timezone.now())
    return certified[0], file


def _file(kind: str, number: int) -> HttpResponse:
    _certified, file = _certificate(kind, number)
    return proof_file(file, f"qingce-{kind}-{number}-certificate.json")


def _page(request: HttpRequest, kind: str, number: int, named: str, crumb: Crumb) -> HttpResponse:
    """The page carries the file: what is printed is what may be checked here."""
    certified, file = _certificate(kind, number)
    listed = {each["number"] for each in file["proofs"]}
    history = [each for each in public_history(kind, number) if each.number in listed]
    context: dict[str, Any] = {
        "certified": certified,
        "named": named,
        "text": read_note(file["note"]).text,
        "lines": dict(line.split(" ", 1) for line in file["note"].splitlines()[1:5]),
        "fingerprint": fingerprint(file),
        "entries": shown(history),
        "file": file,
        "download": reverse(f"web:{kind}-certificate", args=[number]),
    }
    page = Page(
        title=_("Certificate of state: %(named)s") % {"named": named},
        crumbs=(home_crumb(), crumb, Crumb(_("Certificate of state"))),
        section="ledger",
        is_indexed=False,
    )
    return show(request, page, Shown("ledger/certificate.html", context))


def fingerprint(file: dict[str, Any]) -> str:
    """A short name of the signed text, to be compared by eye: the beginning of its SHA-256, in groups."""
    digits = hashlib.sha256(read_note(file["note"]).text.encode()).hexdigest()[:FINGERPRINT]
    return " ".join(digits[start : start + GROUP] for start in range(0, FINGERPRINT, GROUP))
