"""Taking parts out of evidence, in the office: marked in percent, looked at, done with a reason (REC-2, DIS-4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from qingce.domain.records.enums import EVIDENCE
from qingce.domain.records.models import CorrectionRequest
from qingce.shared.files.actions import keep_upload
from qingce.shared.files.enums import FileType
from qingce.shared.files.models import Redaction
from qingce.shared.parties.enums import StaffRole
from tests import hostile_files as made
from tests.factories import AT, ask, penalty, register, staff_member, work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REC-2", "DIS-4")]
ROWS = {
    "page": ["1", "", ""],
    "left": ["10", "", ""],
    "top": ["20,5", "", ""],
    "width": ["30", "", ""],
    "height": ["5", "", ""],
}


@pytest.fixture(autouse=True)
def _home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def address() -> str:
    record = register(penalty())[0]
    file = keep_upload([made.saved(made.pdf(2))], name="证据.pdf", accepts=FileType, purpose=EVIDENCE, at=AT).id
    ask(record, files=(file,))
    work()
    return f"/en/office/requests/{CorrectionRequest.objects.get().pk}/files/{file}/"


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(staff_member(StaffRole.SENIOR_REVIEWER, name="复核员"))
    return client


def test_page_shows_what_is_marked_before_anything_is_kept(office: Client, address: str) -> None:
    text = office.get(f"{address}redact/").content.decode()
    assert f'src="{address}?page=2"' in text
    assert "<rect" not in text
    text = office.post(f"{address}redact/", {**ROWS, "act": "look", "reason": "隐私"}).content.decode()
    assert '<rect x="10.0" y="20.5" width="30.0" height="5.0"/>' in text
    assert 'value="20,5"' in text
    assert ">隐私</textarea>" in text
    assert Redaction.objects.count() == 0


def test_copy_is_made_and_shown_beneath_the_file(office: Client, address: str) -> None:
    answer = office.post(f"{address}redact/", {**ROWS, "act": "redact", "reason": "隐私"})
    page = address.rpartition("files/")[0]
    assert answer.headers["Location"] == page
    work()
    row = Redaction.objects.get()
    assert row.areas == [{"page": 1, "left": 10, "top": 20.5, "width": 30, "height": 5}]
    text = office.get(page).content.decode()
    assert "A copy without what you marked stands beside the file." in text
    assert "1 area taken out on" in text
    assert f'href="{address}?copy={row.result_id}">证据-redacted.pdf</a>' in text
    assert f'src="{address}?copy={row.result_id}&amp;page=1"' in text
    copy = office.get(f"{address}?copy={row.result_id}")
    assert copy.getvalue().startswith(b"%PDF-")
    assert copy["Content-Disposition"].startswith("attachment;")
    picture = office.get(f"{address}?copy={row.result_id}&page=1")
    assert (picture["Content-Type"], len(picture.getvalue())) == ("image/jpeg", int(picture["Content-Length"]))
    assert office.get(f"{address}?copy=999").status_code == 404
    assert office.get(f"{address}?copy={row.result_id}&original").status_code == 404


def test_area_is_taken_back_without_a_script(office: Client, address: str) -> None:
    two = {name: [values[0], values[0], ""] for name, values in ROWS.items()} | {"left": ["10", "44", ""]}
    text = office.post(f"{address}redact/", {**two, "without": "0", "reason": "隐私"}).content.decode()
    assert text.count("<rect") == 1
    assert 'value="44"' in text
    assert ">隐私</textarea>" in text


@pytest.mark.parametrize(
    ("change", "part"), [({"reason": ""}, "reason"), ({"left": ["x", "", ""]}, "areas"), ({"seen": "9"}, "form")]
)
def test_fault_stands_beside_the_part_of_the_form_that_it_is_about(
    office: Client, address: str, change: dict[str, object], part: str
) -> None:
    text = office.post(f"{address}redact/", {**ROWS, "act": "redact", "reason": "隐私", **change}).content.decode()
    assert ([each for each in ("reason", "areas") if f'id="{each}-fault"' in text] or ["form"]) == [part]
    assert (f'<li><a href="#{part}">' in text) == (part != "form")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reason": " "}, "Say why"),
        ({"page": ["9", "", ""]}, "The file has no page 9."),
        ({"left": ["x", "", ""]}, "Area 1 does not lie on a page."),
        ({"page": ["1.5", "", ""]}, "Area 1 does not lie on a page."),
        (
            {"page": ["", "", ""], "left": ["", "", ""], "top": [""] * 3, "width": [""] * 3, "height": [""] * 3},
            "marked",
        ),
        ({"width": []}, "Nothing is marked."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_written_stays(
    office: Client, address: str, change: dict[str, object], told: str
) -> None:
    answer = office.post(f"{address}redact/", {**ROWS, "act": "redact", "reason": "隐私", **change})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert Redaction.objects.count() == 0


def test_only_who_answers_the_request_takes_parts_out(client: Client, address: str) -> None:
    said = {**ROWS, "act": "redact", "reason": "隐私"}
    assert client.post(f"{address}redact/", said).status_code == 302
    client.force_login(staff_member(StaffRole.BRAND_LIAISON, email="liaison@example.org"))
    assert client.post(f"{address}redact/", said).status_code == 403
    page = address.rpartition("files/")[0]
    assert "Take parts out" not in client.get(page).content.decode()
    client.force_login(staff_member(StaffRole.REVIEWER, area="440000", email="b@example.org"))
    assert client.post(f"{address}redact/", said).status_code == 404
    assert Redaction.objects.count() == 0
