"""What an audit asks to be published, on the public page, in the office and on the enterprise's own (CPA-2)."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from qingce.domain.cleaner_production.actions import PublicationText, note_publication, publish_fields
from qingce.domain.cleaner_production.enums import PublicationKind
from qingce.domain.cleaner_production.models import Publication
from qingce.domain.records.models import Record
from qingce.shared.parties.enums import StaffRole
from qingce.shared.parties.queries import operator
from tests import hostile_files
from tests.domain.documents.keeping import kept
from tests.factories import AT, SCRIPT, penalty, register, release_rules, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CPA-2")]
DETAILS = "listed=roster; obligation=mandatory; grounds=toxic"

SEARCHED = PublicationText(PublicationKind.FIELDS, date(2022, 2, 20), is_all=True, place="样例官网")


@pytest.fixture
def record(settings: Settings, tmp_path: Path) -> Record:
    settings.HOME = tmp_path
    release_rules("cleaner-production")
    row = penalty(type="cleaner-production", details=DETAILS, published_on="2022-01-31", doc_no="")
    (found,) = register(row)
    return found


def words(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def test_page_of_an_audit_says_what_is_due_and_that_nothing_is_known(client: Client, record: Record) -> None:
    page = words(client, f"/en/cleaner-production/audits/{record.pk}/")
    assert "Due until 28 February 2022" in page
    assert "Cannot be judged" in page
    assert page.count("that proves nothing") == 3
    assert f"/en/cleaner-production/audits/{record.pk}/" in words(client, f"/en/enterprises/{record.enterprise_id}/")
    assert client.get(f"/cleaner-production/audits/{record.pk + 1}/").status_code == 404


def test_staff_note_what_they_found_and_faults_stand_at_their_fields(client: Client, record: Record) -> None:
    client.force_login(staff_member(StaffRole.REVIEWER))
    path = f"/en/office/cleaner-production/audits/{record.pk}/"
    said = {"kind": "fields", "published_on": "2022-02-20", "place": "样例官网", "address": SCRIPT, "is_all": "yes"}
    for wrong, anchor in (({"place": ""}, "place"), ({"published_on": "x"}, "published_on"), ({"link": "x"}, "link")):
        answer = client.post(path, said | wrong)
        assert (answer.status_code, f'href="#{anchor}"' in answer.content.decode()) == (422, True)
    copy = SimpleUploadedFile("公示.pdf", hostile_files.plain_pdf())
    assert client.post(path, said | {"files": copy}).status_code == 302
    public = client.get(f"/en/cleaner-production/audits/{record.pk}/").content.decode()
    assert "Incomplete" in public
    assert SCRIPT not in public
    saved = client.get(f"/cleaner-production/publications/{Publication.objects.get().pk}/copy/")
    assert saved.headers["Content-Type"] == "application/pdf"
    saved.close()


def test_enterprise_publishes_on_its_own_page(client: Client, record: Record) -> None:
    for book in ("removal", "disclosure", "documents"):
        release_rules(book)
    owner = kept(uscc="91000000MA0000002W", name="样例己电镀有限公司")
    Record.objects.filter(pk=record.pk).update(enterprise=owner.enterprise)
    record.refresh_from_db()
    client.force_login(owner.person)
    home, form = (
        f"/en/my/green-choice/{record.enterprise_id}/cleaner-production/",
        f"/en/my/green-choice/audits/{record.pk}/",
    )
    page = words(client, home)
    assert ("28 February 2022" in page, "Not known to be published:" in page, "Legal representative" in page) == (
        True,
    ) * 3
    public = words(Client(), f"/en/enterprises/{record.enterprise_id}/")
    assert ("Cannot be judged" in public, "due until 28 February 2022" in public) == (True, True)
    owed = words(client, f"/en/my/green-choice/{record.enterprise_id}/")
    assert ("Publish what the audit of" in owed, "was due by 28 February 2022" in owed, "Address" in owed) == (
        True,
    ) * 3
    assert form in owed
    assert words(client, form).count("<textarea") == 7
    assert client.post(form, {"kind": "fields"}).status_code == 422
    assert client.post(form, {"kind": "fields", "address": "样例路1号"}).status_code == 302
    assert "published by the enterprise on this page" in words(Client(), f"/en/cleaner-production/audits/{record.pk}/")
    assert "Incomplete" in words(client, home)
    assert "Address" not in words(client, f"/en/my/green-choice/{record.enterprise_id}/").partition("due by")[0]
    stranger = Client()
    stranger.force_login(somebody("d@example.org"))
    assert stranger.get(form).status_code == 403
    assert stranger.post(form, {"kind": "fields", "address": "x"}).status_code == 403
    assert Publication.objects.count() == 1


def test_home_asks_as_often_for_one_audit_as_for_three(client: Client, record: Record) -> None:
    for book in ("removal", "disclosure", "documents"):
        release_rules(book)
    owner = kept(uscc="91000000MA0000002W", name="样例己电镀有限公司")
    client.force_login(owner.person)
    home, counts = f"/en/my/green-choice/{owner.enterprise}/", []
    for days in (("2023-01-31",), ("2024-01-31", "2025-01-31")):
        for day in days:
            register(penalty(type="cleaner-production", details=DETAILS, published_on=day, doc_no="", title=day))
            Record.objects.filter(title=day).update(enterprise=owner.enterprise)
        client.get(home)
        with CaptureQueriesContext(connection) as queries:
            told = words(client, home).count("Publish what the audit of")
        counts.append((told, len(queries)))
    assert [each for each, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]


def test_failed_audit_asks_for_the_next_one_until_a_later_list_names_the_enterprise(client: Client) -> None:
    for book in ("removal", "disclosure", "documents"):
        release_rules(book)
    owner = kept(uscc="91000000MA0000002W", name="样例己电镀有限公司")
    release_rules("cleaner-production")
    failed = "listed=results; obligation=mandatory; result=fail; years=2021"

    def on_list(details: str, day: str) -> str:
        row = penalty(type="cleaner-production", details=details, published_on=day, doc_no="", title=day)
        register(row)
        Record.objects.filter(title=day).update(enterprise=owner.enterprise)
        return words(client, f"/en/my/green-choice/{owner.enterprise}/")

    client.force_login(owner.person)
    assert "The evaluation and acceptance of 2021 was not passed" in on_list(failed, "2022-02-01")
    assert "was not passed" not in on_list("listed=roster; obligation=mandatory; grounds=toxic", "2023-02-01")


def test_file_is_tried_shown_and_taken_in(client: Client, record: Record) -> None:
    client.force_login(staff_member(StaffRole.REVIEWER))
    path, name = "/en/office/cleaner-production/publications/", record.enterprise.name
    rows = f"企业名称,公布日期,公布位置,企业所在地址\n{name},2022-02-20,样例官网,{SCRIPT}\n"
    rows += "样例无名有限公司,2022-02-20,样例官网,x\n"
    assert client.post(path, {}).status_code == 422
    answer = client.post(path, {"file": SimpleUploadedFile("公布.csv", rows.encode())})
    page = answer.content.decode()
    assert (answer.status_code, Publication.objects.count(), SCRIPT in page) == (200, 0, False)
    assert "Rows that can be taken in: 1. Rows refused: 1." in page
    (sent,) = re.findall(r'name="rows" value="([^"]*)"', page)
    assert client.post(path, {"act": "take", "rows": "[[1]]"}).status_code == 422
    said = {"act": "take", "rows": html.unescape(sent), "name": SCRIPT}
    kept_at = client.post(path, said).headers["Location"]
    assert Publication.objects.get().texts == {"address": SCRIPT}
    assert (kept_at in words(client, path), SCRIPT in client.get(path).content.decode()) == (True, False)
    assert "they still count: 1" in words(client, kept_at)
    assert client.post(kept_at, {"reason": " "}).status_code == 422
    decision = client.post(kept_at, {"reason": "登记错了企业"}).headers["Location"]
    assert "Undo a file of publications" in words(client, decision)
    assert "waits for a second person" in words(client, kept_at)


def test_staff_withdraw_one_publication_and_the_public_page_says_why(client: Client, record: Record) -> None:
    client.force_login(staff_member(StaffRole.REVIEWER))
    audit, public = f"/en/office/cleaner-production/audits/{record.pk}/", f"/en/cleaner-production/audits/{record.pk}/"
    client.post(audit, {"kind": "fields", "published_on": "2022-02-20", "place": "样例官网", "is_all": "yes"})
    pk = Publication.objects.get().pk
    path = f"/en/office/cleaner-production/published/{pk}/"
    assert (path in words(client, audit), path in words(Client(), public)) == (True, False)
    assert client.post(path, {"act": "copy"}).status_code == 422
    copy = SimpleUploadedFile("网页.pdf", hostile_files.plain_pdf())
    assert path in words(client, "/en/office/cleaner-production/publications/")
    assert client.post(path, {"act": "copy", "files": copy}).headers["Location"] == audit
    assert path not in words(client, "/en/office/cleaner-production/publications/")
    answer = client.post(path, {"reason": ""})
    assert (answer.status_code, 'href="#reason"' in answer.content.decode()) == (422, True)
    assert client.post(path, {"reason": SCRIPT}).headers["Location"] == audit
    page = Client().get(public).content.decode()
    assert ("Incomplete" in page, "withdrawn on" in page, SCRIPT in page) == (False, True, False)
    assert "Withdraw it in public" not in words(client, path)
    assert client.post(path, {"reason": "再一次"}).status_code == 422


def test_enterprise_withdraws_its_own_and_nothing_else(client: Client, record: Record) -> None:
    owner = kept(uscc="91000000MA0000002W", name="样例己电镀有限公司")
    Record.objects.filter(pk=record.pk).update(enterprise=owner.enterprise)
    of_staff = note_publication(operator("test"), record.pk, SEARCHED, at=AT)
    own = publish_fields(owner.actor, record.pk, PublicationKind.FIELDS, {"address": "样例路1号"}, at=AT)
    client.force_login(owner.person)
    form, path = f"/en/my/green-choice/audits/{record.pk}/", f"/en/my/green-choice/publications/{own}/"
    page = words(client, form)
    assert (path in page, f"/publications/{of_staff}/" in page) == (True, False)
    assert client.get(f"/en/my/green-choice/publications/{of_staff}/").status_code == 404
    assert "样例路1号" in words(client, path)
    assert client.post(path, {"reason": ""}).status_code == 422
    assert client.post(path, {"reason": "写错了地址"}).headers["Location"] == form
    assert "写错了地址" in words(Client(), f"/en/cleaner-production/audits/{record.pk}/")
    stranger = Client()
    stranger.force_login(somebody("d@example.org"))
    assert stranger.get(path).status_code == 403
