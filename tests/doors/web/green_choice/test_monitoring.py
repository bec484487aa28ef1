"""Explaining automated monitoring data: the list, a note, sending it, and what everybody reads in the end."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.disclosure.actions import add_paper, submit_disclosure
from qingce.domain.disclosure.models import Commitment, Disclosure, MonitoringNote
from qingce.domain.disclosure.queries import review_checks
from qingce.shared.parties.enums import MemberRole
from tests.domain.disclosure.disclosing import accept, held
from tests.domain.disclosure.sealing import document
from tests.domain.documents.keeping import CODES, Kept
from tests.factories import AT, member, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-5", "DIS-2", "ACC-2")]
SAID = {
    "outlet": "DW001 废水总排口",
    "covers_from": "2026-10-01",
    "covers_until": "2026-10-03",
    "text": "10月1日至3日在线数据缺失，因分析仪泵管破损；10月4日更换并完成比对。",
}


def words(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def place(own: Kept) -> str:
    return f"/en/my/green-choice/{own.enterprise}/monitoring/"


def begun(client: Client, own: Kept) -> str:
    """Where the note that was begun is written."""
    return str(client.post(place(own), {"act": "begin"}).headers["Location"])


def test_commitment_is_answered_first_then_a_note_is_begun_saved_and_sent(client: Client, own: Kept) -> None:
    assert place(own) in words(client, f"/en/my/green-choice/{own.enterprise}/")
    page = words(client, place(own))
    assert "Explain an outlet and time" not in page
    assert client.get(f"{place(own)}send/").headers["Location"] == place(own)
    (version,) = re.findall(r'name="version" value="([^"]+)"', page)
    client.post(place(own), {"answer": "decline", "version": version})
    assert client.post(place(own), {"act": "begin"}).status_code == 422
    client.post(place(own), {"answer": "accept", "version": version})
    assert list(Commitment.objects.order_by("pk").values_list("is_accepted", flat=True)) == [False, True]
    path = begun(client, own)
    answer = client.post(path, {**SAID, "covers_from": "1.10.2026", "revision": "1"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert '<a href="#covers_from">Enter a day such as' in page
    assert SAID["text"] in page
    assert client.post(path, {**SAID, "revision": "1"}).headers["Location"] == place(own)
    assert "Finish and send: Automated monitoring data" in words(client, f"/en/my/green-choice/{own.enterprise}/")
    page = words(client, f"{place(own)}send/")
    assert "1 explanation goes into one document" in page
    (version,) = re.findall(r'name="version" value="([^"]+)"', page)
    client.post(f"{place(own)}send/", {"answer": "decline", "version": version})
    assert not Disclosure.objects.exists()
    answer = client.post(f"{place(own)}send/", {"answer": "accept", "version": version})
    pk = Disclosure.objects.get().pk
    assert answer.headers["Location"] == f"/en/my/green-choice/disclosures/{pk}/"
    page = words(client, f"/en/my/green-choice/disclosures/{pk}/")
    assert "1 explanation" in page
    assert SAID["outlet"] in page
    assert "waits for seal or check" in words(client, path)
    assert "waits for seal or check" in words(client, f"{place(own)}send/")


def test_what_is_wrong_is_named_before_it_is_sent_and_a_note_is_dropped(client: Client, own: Kept) -> None:
    accept(own)
    path = begun(client, own)
    page = words(client, f"{place(own)}send/")
    assert "Outlet not named yet" in page
    assert "Its first and last day are missing." in page
    assert "Accept and send" not in page
    client.post(path, {**SAID, "text": "设备故障", "revision": "1"})
    page = words(client, f"{place(own)}send/")
    assert "These are only 4 characters" in page
    (version,) = re.findall(r'name="version" value="([^"]+)"', page)
    answer = client.post(f"{place(own)}send/", {"answer": "accept", "version": version})
    assert (answer.status_code, "Look at the hints" in html.unescape(answer.content.decode())) == (422, True)
    assert client.post(path, {"act": "drop"}).headers["Location"] == place(own)
    assert not MonitoringNote.objects.exists()


def test_colleagues_do_not_overwrite_each_other_and_the_script_gets_the_revision(client: Client, own: Kept) -> None:
    accept(own)
    path = begun(client, own)
    answer = client.post(path, {**SAID, "revision": "1", "tab": "a"}, headers={"HX-Request": "true"})
    assert 'name="revision" value="2"' in answer.content.decode()
    answer = client.post(path, {**SAID, "outlet": "DW002", "revision": "1", "tab": "b"})
    page = html.unescape(answer.content.decode())
    assert (answer.status_code, SAID["outlet"] in page, 'value="DW002"' in page) == (409, True, True)


def test_wrong_person_and_reader(client: Client, own: Kept) -> None:
    accept(own)
    path = begun(client, own)
    other = held(name="绍兴样庚印染有限公司", email="d@example.org", uscc=CODES[1])
    reader = somebody("reads@example.org")
    member(own.organisation, reader, MemberRole.READER)
    for person, seen, written in ((other.person, 404, 404), (reader, 200, 403)):
        browser = Client(raise_request_exception=False)
        browser.force_login(person)
        assert browser.get(path).status_code == seen
        assert browser.post(path, {**SAID, "revision": "1"}).status_code == written
        assert browser.post(path, {"act": "drop"}).status_code == written
        assert browser.post(place(own), {"act": "begin"}).status_code == 403
    assert MonitoringNote.objects.get().outlet == ""


def test_office_checks_and_everybody_reads_it_on_the_page_of_the_enterprise(client: Client, own: Kept) -> None:
    accept(own)
    client.post(begun(client, own), {**SAID, "revision": "1"})
    (version,) = re.findall(r'name="version" value="([^"]+)"', words(client, f"{place(own)}send/"))
    client.post(f"{place(own)}send/", {"answer": "accept", "version": version})
    pk = Disclosure.objects.get().pk
    add_paper(own.actor, pk, [document(pk)], name="盖章件.pdf", at=AT)
    submit_disclosure(own.actor, pk, at=AT)
    office = Client(raise_request_exception=False)
    office.force_login(staff_member(name="复核员", area="330600"))
    assert SAID["text"] in words(office, f"/en/office/disclosures/{pk}/")
    office.post(f"/en/office/disclosures/{pk}/", {"act": "publish", "checks": [each.id for each in review_checks()]})
    everybody = Client(raise_request_exception=False)
    page = words(everybody, f"/en/disclosures/{pk}/")
    assert SAID["text"] in page
    assert SAID["outlet"] in page
    assert "1 explanation" in words(everybody, f"/en/enterprises/{own.enterprise}/")
    assert "explains its automated monitoring data" in words(everybody, "/en/notices/")


def test_pages_take_as_many_queries_for_many_notes_as_for_one(client: Client, own: Kept) -> None:
    accept(own)
    paths = (f"/en/my/green-choice/{own.enterprise}/", place(own), f"{place(own)}send/")

    def counts() -> list[int]:
        found = []
        for path in paths:
            words(client, path)
            with CaptureQueriesContext(connection) as asked:
                words(client, path)
            found.append(len(asked))
        return found

    client.post(begun(client, own), {**SAID, "revision": "1"})
    few = counts()
    for number in range(2, 5):
        client.post(begun(client, own), {**SAID, "outlet": f"DW00{number}", "revision": "1"})
    assert (counts(), MonitoringNote.objects.count()) == (few, 4)
