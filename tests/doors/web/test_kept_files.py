"""What a file's address gives beside the file: its pages and its original, to nobody else than the file (DIS-4)."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from qingce.domain.records.enums import EVIDENCE
from qingce.domain.records.models import CorrectionRequest, Record
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.parties.enums import StaffRole
from tests import hostile_files as made
from tests import signing
from tests.factories import AT, ask, penalty, register, staff_member, work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-2", "DIS-3", "DIS-4")]


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def record() -> Record:
    return register(penalty())[0]


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(staff_member(StaffRole.SENIOR_REVIEWER, name="复核员"))
    return client


def asked_with(record: Record, content: bytes) -> tuple[str, str]:
    """A request with this file; returns the addresses of its page and of the file."""
    file = keep_upload([content], name="证据.pdf", accepts=FileType, purpose=EVIDENCE, at=AT).id
    ask(record, files=(file,))
    page = f"/en/office/requests/{CorrectionRequest.objects.get().pk}/"
    return page, f"{page}files/{file}/"


def test_pages_are_shown_as_pictures_once_they_are_drawn(office: Client, record: Record) -> None:
    page, address = asked_with(record, made.saved(made.pdf(2)))
    text = office.get(page).content.decode()
    assert "Its pages are being drawn" in text
    assert "Not scanned for viruses" in text
    assert office.get(f"{address}?page=1").status_code == 404
    work()
    text = office.get(page).content.decode()
    assert "Look at its 2 pages" in text
    assert f'<img src="{address}?page=2" width="900" height="900" loading="lazy" alt="Page 2 of 证据.pdf">' in text
    answer = office.get(f"{address}?page=2")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("image/jpeg", 'inline; filename="page-2.jpg"')
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    with Image.open(io.BytesIO(answer.getvalue())) as picture:
        assert picture.size == (900, 900)
    for wrong in ("3", "0", "-1", "x", "", "１"):
        assert office.get(f"{address}?page={wrong}").status_code == 404


def test_signature_is_told_and_the_original_that_carries_it_can_be_had(office: Client, record: Record) -> None:
    content = signing.signed(made.plain_pdf(), signing.issuer())
    page, address = asked_with(record, content)
    work()
    text = office.get(page).content.decode()
    assert "Unaltered, signed with a certificate that is not trusted here" in text
    assert "样例企业, certificate by 样例证书机构" in text
    answer = office.get(f"{address}?original")
    assert answer.getvalue() == content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["Content-Length"], answer["X-Content-Type-Options"]) == (str(len(content)), "nosniff")


def test_picture_has_no_original(office: Client, record: Record) -> None:
    _, address = asked_with(record, made.picture())
    assert office.get(f"{address}?original").status_code == 404


@pytest.mark.parametrize("query", ["", "?page=1", "?original"])
def test_pages_and_original_are_for_those_who_may_have_the_file(query: str, client: Client, record: Record) -> None:
    _, address = asked_with(record, made.acting_pdf())
    work()
    assert client.get(address + query).status_code == 302  # to the log-in
    client.force_login(staff_member(StaffRole.SENIOR_REVIEWER, area="440000", email="b@example.org"))
    assert client.get(address + query).status_code == 404
    client.force_login(staff_member(StaffRole.SENIOR_REVIEWER))
    answer = client.get(address + query)
    assert (answer.status_code, len(answer.getvalue())) == (200, int(answer["Content-Length"]))
