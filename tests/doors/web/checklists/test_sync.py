"""What a tablet asks and sends: who may, what is sent twice, hostile bodies, refusals in the reader's language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.shared.checklists.models import Evidence, Version
from qingce.shared.files.models import StoredFile
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.models import Membership, Person
from tests import hostile_files
from tests.factories import member, organisation, release_rules, somebody
from tests.shared.checklists.sampling import ITEM, NAME, OTHER, closed

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-7", "REM-11")]


@dataclass(frozen=True)
class Team:
    """An organisation with two editors and a reader."""

    pk: int
    one: Person
    two: Person
    reader: Person

    def path(self, what: str, item: str = ITEM) -> str:
        return f"/en/tablet/{NAME}/{self.pk}/{item}/{what}/"


@pytest.fixture
def team() -> Team:
    release_rules()
    people = [somebody(f"{name}@example.org", name=name) for name in ("one", "two", "reader")]
    pk = organisation(people[0], name="样例审核有限公司")
    member(pk, people[1], MemberRole.EDITOR)
    member(pk, people[2])
    return Team(pk, *people)


def client_of(person: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def edit(finding: str = "无规程", *, base: int = 0, **more: Any) -> dict[str, Any]:
    return {"edit": str(uuid4()), "base": base, "grade": "minor", "finding": finding, "settles": []} | more


def send(person: Person, team: Team, said: object, item: str = ITEM) -> tuple[int, Any]:
    body = said if isinstance(said, bytes) else json.dumps(said)
    response = client_of(person).post(team.path("answer", item), body, content_type="application/json")
    return response.status_code, response.json()


def test_form_is_fetched_whole_and_tells_who_may_fill_it_in(team: Team) -> None:
    client = client_of(team.one)
    me = client.get("/en/tablet/me.json").json()
    assert (me["person"], me["sheets"]) == (
        team.one.number,
        [{"kind": NAME, "subject": team.pk, "title": "样例审核有限公司", "name": "样例审核有限公司"}],
    )
    sheet = client.get(f"/en/tablet/{NAME}/{team.pk}/sheet.json").json()
    assert [len(group["items"]) for group in sheet["groups"]] == [3, 2, 2, 2, 2, 4, 3, 3]
    assert [len(each["items"]) for each in sheet["laws"]] == [7, 5, 6, 2]
    assert (sheet["refused"], sheet["terms"]["file_mb"]) == ("", 15)
    first = sheet["groups"][0]["items"][0]
    assert (first["title"][:22], first["revision"], first["held"]) == ("Three synchronisations", 0, None)
    chinese = client.get(f"/tablet/{NAME}/{team.pk}/sheet.json").json()
    assert chinese["groups"][0]["title"] == "因素识别与控制方案"
    assert client_of(team.reader).get(f"/en/tablet/{NAME}/{team.pk}/sheet.json").json()["refused"] != ""


def test_two_tablets_that_answer_the_same_item_both_see_both(team: Team) -> None:
    code, told = send(team.one, team, edit("甲", made_at="2026-11-20T16:00:00+08:00", now="2020-01-01T00:00:00Z"))
    assert (code, told["state"], told["revision"], told["item"]["held"]["finding"]) == (200, "kept", 1, "甲")
    assert "behind" in told["item"]["held"]["clock"]
    mine = edit("乙")
    code, told = send(team.two, team, mine)
    assert (code, told["state"], told["revision"]) == (200, "conflict", 1)
    assert [each["finding"] for each in told["item"]["conflicts"]] == ["乙"]
    assert send(team.two, team, mine)[1]["state"] == "conflict"
    code, told = send(team.one, team, edit("甲和乙", base=1, settles=[mine["edit"]]))
    assert (told["state"], told["item"]["conflicts"], told["item"]["held"]["finding"]) == ("kept", [], "甲和乙")
    assert Version.objects.count() == 3


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"edit": "x"}',
        json.dumps(edit(base=-1)).encode(),
        json.dumps(edit(base=True)).encode(),
        json.dumps(edit(base="9" * 40)).encode(),
        json.dumps(edit(finding=["x"])).encode(),
        json.dumps(edit(settles="x")).encode(),
        json.dumps(edit(settles=[1])).encode(),
        json.dumps(edit(settles=[str(uuid4())] * 51)).encode(),
        json.dumps(edit(deadline="tomorrow")).encode(),
        json.dumps(edit("x" * 70_000)).encode(),
    ],
)
def test_hostile_body_is_refused_in_words_and_changes_nothing(team: Team, said: bytes) -> None:
    code, told = send(team.one, team, said)
    assert (code, bool(told["said"])) == (400, True)
    assert not Version.objects.exists()


def test_body_beyond_all_bounds_is_refused(team: Team) -> None:
    response = client_of(team.one).post(team.path("answer"), b"{" + b" " * 1_100_000, content_type="application/json")
    assert response.status_code in {400, 413}
    assert not Version.objects.exists()


def test_nobody_strangers_and_those_who_left_are_told_so(team: Team) -> None:
    anonymous = Client()
    for path in ("/en/tablet/me.json", f"/en/tablet/{NAME}/{team.pk}/sheet.json"):
        told = anonymous.get(path)
        assert (told.status_code, told.json()["log_in"]) == (401, "/en/account/login/?next=/en/tablet/")
    assert anonymous.post(team.path("answer"), b"{}", content_type="application/json").status_code == 401
    assert anonymous.post(team.path("evidence"), {}).status_code == 401
    stranger = somebody("stranger@example.org")
    assert client_of(stranger).get(f"/en/tablet/{NAME}/{team.pk}/sheet.json").status_code == 404
    assert send(stranger, team, edit())[0] == 404
    assert send(team.reader, team, edit())[0] == 403
    assert send(team.one, team, edit(), item="gold")[0] == 400
    kept = edit("先写的")
    assert send(team.two, team, kept)[0] == 200
    Membership.objects.filter(person=team.two).delete()
    code, told = send(team.two, team, edit("后写的", base=1))
    assert (code, "saved as a file" in told["said"]) == (404, True)
    assert Version.objects.count() == 1


def test_form_that_closed_meanwhile_refuses_what_is_new_and_knows_what_it_has(team: Team) -> None:
    kept = edit()
    send(team.one, team, kept)
    closed.add(team.pk)
    assert send(team.one, team, kept)[1]["state"] == "kept"
    code, told = send(team.one, team, edit("新", base=1))
    assert (code, told["code"]) == (400, "checklist-closed")


def test_evidence_comes_with_its_file_once(team: Team) -> None:
    said = {"edit": str(uuid4()), "kind": "photo", "note": "污泥间", "made_at": "x", "now": "0001-01-01T00:00:00Z"}
    client = client_of(team.one)
    for _ in range(2):
        file = SimpleUploadedFile("现场.jpg", hostile_files.picture())
        response = client.post(team.path("evidence"), said | {"file": file})
        assert (response.status_code, response.json()["state"]) == (200, "kept")
    assert [each["note"] for each in response.json()["item"]["evidence"]] == ["污泥间"]
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (1, 1)
    refused = client.post(team.path("evidence"), said | {"edit": str(uuid4()), "file": SimpleUploadedFile("x", b"GIF")})
    assert (refused.status_code, Evidence.objects.count()) == (400, 1)
    large = SimpleUploadedFile("x.jpg", b"\xff\xd8\xff" + b"x" * (15 * 1024 * 1024 + 1))
    refused = client.post(team.path("evidence"), said | {"edit": str(uuid4()), "file": large})
    assert (refused.status_code, refused.json()["code"]) == (400, "upload-too-large")


def test_edit_without_the_token_of_a_form_is_refused(team: Team) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(team.one)
    answer = client.post(team.path("answer"), json.dumps(edit()), content_type="application/json")
    assert (answer.status_code, Version.objects.count()) == (403, 0)
    token = client.get("/en/tablet/me.json").json()["csrf"]
    answer = client.post(
        team.path("answer"), json.dumps(edit()), content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert (answer.status_code, Version.objects.count()) == (200, 1)


def test_sheet_costs_the_same_with_three_answers(team: Team) -> None:
    client = client_of(team.one)
    counts = []
    for items in ((ITEM,), (OTHER, "major-changes")):
        for item in items:
            send(team.one, team, edit("甲"), item)
            send(team.two, team, edit("乙"), item)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/en/tablet/{NAME}/{team.pk}/sheet.json")
        counts.append(len(queries))
    assert counts[0] == counts[1]
