"""My Green Choice and the pages on which records are explained."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qingce.domain.disclosure.enums import Texts
from qingce.domain.disclosure.models import Commitment, Disclosure, Explanation
from qingce.domain.records.actions import withdraw_record
from qingce.shared.parties.enums import MemberRole
from qingce.shared.parties.models import Membership
from qingce.shared.parties.queries import operator
from tests.domain.disclosure.disclosing import SAID, accept, listed, records_of, write
from tests.domain.documents.keeping import Kept
from tests.factories import AT, SCRIPT, member, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-1", "DIS-2")]


def words(client: Client, path: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", client.get(path).content.decode()))


def home(own: Kept) -> str:
    return f"/en/my/green-choice/{own.enterprise}/"


def panel(own: Kept) -> str:
    return f"{home(own)}explain/supervision/"


def test_home_tells_what_is_owed_and_leads_there(client: Client, own: Kept) -> None:
    assert client.get("/en/my/green-choice/").headers["Location"] == home(own)
    page = words(client, home(own))
    assert "1 thing to do" in page
    assert "No term runs." in page
    assert panel(own) in page
    assert "0 of 1 explained" in page
    assert "costs nothing" in page
    assert "never changes whether a record is public" in page
    accept(own)
    write(own, records_of(own)[0])
    page = words(client, home(own))
    assert "Send the explanations" in page
    assert "accepted" in page


def test_commitment_comes_first_and_declining_stops_there(client: Client, own: Kept) -> None:
    page = words(client, panel(own))
    assert "true and accurate" in page
    assert "data-explain-list" not in page
    version = re.findall(r'name="version" value="([^"]+)"', page)[0]
    client.post(panel(own), {"answer": "decline", "version": version})
    assert "was declined" in words(client, panel(own))
    client.post(panel(own), {"answer": "accept", "version": version})
    assert "data-explain-list" in words(client, panel(own))
    assert [each.is_accepted for each in Commitment.objects.order_by("pk")] == [False, True]
    assert client.post(panel(own), {"answer": "accept", "version": "1"}).status_code == 422


def test_member_who_lost_the_role_behind_the_page_commits_to_nothing(client: Client, own: Kept) -> None:
    boss = somebody("boss@example.org")
    member(own.organisation, boss, MemberRole.ADMIN)
    page = words(client, panel(own))
    version = re.findall(r'name="version" value="([^"]+)"', page)[0]
    Membership.objects.filter(person=own.person).update(ended_at=AT)
    assert client.post(panel(own), {"answer": "accept", "version": version}).status_code == 403
    assert not Commitment.objects.exists()


def test_member_who_lost_the_role_sends_nothing_and_saves_nothing(client: Client, own: Kept) -> None:
    accept(own)
    (record,) = records_of(own)
    write(own, record)
    member(own.organisation, somebody("boss@example.org"), MemberRole.ADMIN)
    version = re.findall(r'name="version" value="([^"]+)"', words(client, f"{panel(own)}send/"))[0]
    Membership.objects.filter(person=own.person).update(role=MemberRole.READER)
    assert client.post(f"{panel(own)}send/", {"answer": "accept", "version": version}).status_code == 403
    assert (
        client.post(f"/en/my/green-choice/records/{record}/", {"violation": "新", "revision": "1"}).status_code == 403
    )
    assert [each.violation for each in Explanation.objects.all()] == [SAID.violation]
    assert (Commitment.objects.count(), Disclosure.objects.count()) == (1, 0)


def test_texts_are_saved_by_the_button_and_shown_again(client: Client, own: Kept) -> None:
    accept(own)
    (record,) = records_of(own)
    path = f"/en/my/green-choice/records/{record}/"
    page = words(client, path)
    assert "Nothing is saved yet" in page
    assert "Wastewater over the limit" in page  # an example at hand
    said = {"violation": f"{SCRIPT}超标", "revision": "0"}
    answer = client.post(path, said)
    assert (answer.status_code, answer.headers["Location"]) == (302, path)
    assert "&lt;script&gt;alert(&#x27;清册&#x27;)&lt;/script&gt;超标</textarea>" in client.get(path).content.decode()
    assert "Begun" in words(client, panel(own))


def test_script_gets_the_part_alone_with_the_new_revision(client: Client, own: Kept) -> None:
    accept(own)
    (record,) = records_of(own)
    answer = client.post(
        f"/en/my/green-choice/records/{record}/", {"violation": "一", "revision": "0"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert "<html" not in page
    assert 'name="revision" value="1"' in page
    assert "Saved" in page


def test_conflict_shows_both_texts_and_saving_then_is_knowing(client: Client, own: Kept) -> None:
    accept(own)
    (record,) = records_of(own)
    path = f"/en/my/green-choice/records/{record}/"
    write(own, record)
    answer = client.post(path, {"violation": "我的文字", "revision": "0", "reason": SAID.reason})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert SAID.violation in page
    assert "我的文字</textarea>" in page
    assert "路人" in page or "陈样本" in page  # who saved the other one
    client.post(path, {"violation": "合并后", "revision": "1"})
    assert Explanation.objects.get().violation == "合并后"


def test_too_long_a_text_is_told_beside_its_field_and_kept(client: Client, own: Kept) -> None:
    accept(own)
    (record,) = records_of(own)
    answer = client.post(f"/en/my/green-choice/records/{record}/", {"reason": "长" * 3001, "revision": "0"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-describedby="reason-fault"' in page
    assert "长" * 3001 in page


def test_record_withdrawn_behind_the_page_is_told_and_the_text_is_kept(client: Client, own: Kept) -> None:
    accept(own)
    (record,) = records_of(own)
    write(own, record)
    withdraw_record(record, actor=operator("test"), reason="判决撤销", at=AT)
    answer = client.post(f"/en/my/green-choice/records/{record}/", {"violation": "新", "revision": "1"})
    assert answer.status_code == 404
    assert "What you wrote is kept" in html.unescape(answer.content.decode())
    assert SAID.violation in words(client, home(own))


def test_five_hundred_records_take_the_queries_of_three_and_come_in_pages(client: Client, own: Kept) -> None:
    accept(own)
    counts = []
    for total in (3, 500):
        have = len(records_of(own))
        numbers = listed(own, total - have, start=have + 1)
        write(own, numbers[-1])
        write(own, numbers[-2], Texts(violation="只写了一半"))
        for path in (panel(own), home(own), f"{panel(own)}send/"):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries.captured_queries))
    assert counts[:3] == counts[3:]
    assert "2 of 500 records are explained" in words(client, panel(own))
    shown = [words(client, f"{panel(own)}?page={page}").count("data-explain-show") for page in (1, 10, 99)]
    assert shown == [50, 50, 50]
    assert "498 records are left to explain." in words(client, f"{panel(own)}?show=left")
    assert words(client, f"{panel(own)}?show=left&page=10").count("data-explain-show") == 48


def test_nobody_else_sees_anything(client: Client, own: Kept) -> None:
    (record,) = records_of(own)
    client.force_login(somebody("stranger@example.org"))
    for path in (home(own), panel(own), f"/en/my/green-choice/records/{record}/"):
        assert client.get(path).status_code == 403
    assert "You speak for no enterprise yet" in words(client, "/en/my/green-choice/")
