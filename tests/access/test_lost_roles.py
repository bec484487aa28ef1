"""A role that ends, or moves to another area, while somebody fills in a form: refused clearly, nothing written."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qingce.domain.enterprises.models import Enterprise, MatchQuestion, Merge
from qingce.domain.records.models import CorrectionRequest, Record, RequestContact
from qingce.shared.intake.enums import BatchState
from qingce.shared.intake.models import Batch
from qingce.shared.ledger.models import JournalEntry
from qingce.shared.parties.actions import add_staff, end_staff
from qingce.shared.parties.enums import StaffRole
from tests.access.world import ELSEWHERE, HERE, World
from tests.factories import AT, PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-2")]
EMAIL = "senior-reviewer.here@example.org"
FORMS = {
    "web:question": "/office/review/{number}/",
    "web:import": "/office/imports/{batch}/",
    "web:office-request": "/office/requests/{pk}/",
    "web:family": "/office/enterprises/{number}/",
}
SAID: dict[str, dict[str, str]] = {
    "web:question": {"act": "new"},
    "web:import": {"act": "discard"},
    "web:office-request": {"act": "answer", "outcome": "declined", "text": "原文如此", "seen": "0.0.0."},
    "web:family": {"act": "merge", "other": "2", "reason": "同一家"},
}


def written() -> tuple[object, ...]:
    """What these forms would change."""
    return (
        list(MatchQuestion.objects.order_by("pk").values_list("state", "enterprise")),
        list(Batch.objects.order_by("pk").values_list("state")),
        list(CorrectionRequest.objects.order_by("pk").values_list("outcome")),
        list(Enterprise.objects.order_by("pk").values_list("canonical")),
        Merge.objects.count(),
        Record.objects.count(),
        RequestContact.objects.count(),
        JournalEntry.objects.exclude(act__startswith="role-").count(),
    )


def test_role_that_ends_behind_a_form_is_refused_and_nothing_is_written(world: World) -> None:
    client = world.users["senior-reviewer here"]
    paths = {view: path.format(**world.objects[view]["here"]) for view, path in FORMS.items()}
    assert {client.get(path).status_code for path in paths.values()} == {200}
    end_staff(EMAIL, by="test", at=AT)
    before = written()
    for view, path in paths.items():
        answer = client.post(f"/en{path}", SAID[view])
        assert answer.status_code == 403, view
        assert "no longer has the role" in answer.content.decode()
    assert written() == before


def test_role_that_moves_to_another_area_no_longer_reaches_what_was_open(world: World) -> None:
    client = world.users["senior-reviewer here"]
    end_staff(EMAIL, by="test", at=AT)
    add_staff(EMAIL, name="", role=StaffRole.SENIOR_REVIEWER, password=PASSWORD, by="test", at=AT, area=ELSEWHERE)
    before = written()
    for view, path in FORMS.items():
        answer = client.post(f"/en{path.format(**world.objects[view]['here'])}", SAID[view])
        assert answer.status_code == (403 if view == "web:family" else 404), view
    assert written() == before


def test_import_for_an_area_that_the_role_does_not_reach_is_refused(world: World) -> None:
    count = Batch.objects.count()
    sender = world.users["reviewer here"]
    for area in (ELSEWHERE, "", "320000", "x"):
        file = SimpleUploadedFile("rows.csv", b"title\nx\n")
        assert sender.post("/en/office/imports/", {"file": file, "area": area}).status_code == 422
    assert Batch.objects.count() == count
    file = SimpleUploadedFile("rows.csv", b"title\nx\n")
    assert sender.post("/en/office/imports/", {"file": file}).status_code == 302
    newest = Batch.objects.latest("pk")
    assert (newest.area, newest.state) == (HERE, BatchState.RECEIVED)
