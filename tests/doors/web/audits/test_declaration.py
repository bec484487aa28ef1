"""The declaration on paper on the pages of an audit: print, hand in, check, and say which signature is one's own."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qingce.domain.removal.models import AuditSignature, DeclarationPaper
from tests.domain.removal.audits.test_declaring import opened, scanned
from tests.doors.web.audits.test_pages import client_of, text
from tests.factories import acting, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-7", "REM-10")]


def test_declaration_is_printed_handed_in_checked_and_owned_on_the_pages() -> None:
    found = opened()
    address, office = f"/my/audits/{found.audit}/", f"/office/audits/{found.audit}/"
    enterprise, staff = client_of(found.own.actor), client_of(found.staff)
    assert f"{address}declaration/print/" in text(enterprise.get(f"{address}declaration/"))
    content = enterprise.get(f"{address}declaration/print/").getvalue()  # type: ignore[attr-defined]
    assert content.startswith(b"%PDF")
    assert enterprise.get(f"{address}declaration/print/?as=docx").content.startswith(b"PK")
    assert enterprise.post(f"{address}declaration/", {}).status_code == 422
    same = SimpleUploadedFile("声明.pdf", content, "application/pdf")
    assert enterprise.post(f"{address}declaration/", {"files": same}).status_code == 422
    scan = SimpleUploadedFile("声明.pdf", scanned(content), "application/pdf")
    assert enterprise.post(f"{address}declaration/", {"files": scan}).status_code == 302
    paper = DeclarationPaper.objects.get()
    said = {"act": "own-signature", "paper": paper.pk, "name": found.own.actor.name, "read": "1"}
    assert enterprise.post(address, said).status_code == 422
    refused = {"act": "check-declaration", "paper": paper.pk, "accepted": "no", "note": ""}
    assert staff.post(office, refused).status_code == 422
    assert staff.post(office, refused | {"accepted": "yes"}).status_code == 302
    assert enterprise.post(address, said | {"name": "别人"}).status_code == 422
    assert enterprise.post(address, said).status_code == 302
    assert AuditSignature.objects.get().paper_id == paper.pk
    file = staff.get(f"{office}declaration/{paper.file_id}/")
    assert file.getvalue().startswith(b"%PDF")  # type: ignore[attr-defined]
    stranger = client_of(acting(somebody("stranger@example.org")))
    for part in ("", "print/", f"{paper.file_id}/"):
        assert stranger.get(f"{address}declaration/{part}").status_code == 404
    assert "声明.pdf" not in text(Client().get(f"/audits/{found.audit}/"))
