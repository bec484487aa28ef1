"""Marking what the public must not get, on the page of a document, by the enterprise or the staff (DIS-4, REM-11)."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from qingce.domain.documents.enums import Audience
from qingce.shared.files.models import Redaction
from tests import hostile_files as made
from tests.domain.documents.keeping import Kept, paper, upload
from tests.factories import somebody, work

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("DIS-4", "REM-11", "ACC-2")]
SAID = {"page": "1", "left": "0", "top": "0", "width": "100", "height": "10", "reason": "个人隐私", "act": "redact"}


@pytest.fixture
def file() -> int:
    return upload("合同.pdf", made.saved(made.pdf(2)))


def words(client: Client, path: str) -> str:
    return html.unescape(client.get(path).content.decode())


def got(client: Client, path: str) -> tuple[int, bytes]:
    answer = client.get(path)
    return answer.status_code, answer.getvalue()


@pytest.mark.parametrize("who", ["member", "staff"])
def test_copy_takes_the_place_of_the_file_for_the_public(
    client: Client, own: Kept, office: Client, file: int, who: str
) -> None:
    pk = paper(own, files=[file], title="合同")
    page, address = f"/en/documents/{pk}/", f"/en/documents/{pk}/files/{file}/"
    browser = client if who == "member" else office
    work()
    assert f'href="{address}redact/"' in words(browser, page)
    form = words(browser, f"{address}redact/")
    assert f'src="{address}?page=2"' in form
    assert "The public gets the copy in place of the file" in form
    before = got(Client(), address)
    answer = browser.post(f"{address}redact/", SAID)
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    work()
    copy = Redaction.objects.get().result_id
    assert "The public never gets this file, only the newest copy." in words(browser, page)
    told = words(Client(), page)
    assert "合同-redacted.pdf" in told
    assert ("合同.pdf" in told, "redact/" in told) == (False, False)
    assert "个人隐私" in told
    status, content = got(Client(), address)
    assert (status, content != before[1]) == (200, True)
    assert got(Client(), f"/en/documents/{pk}/files/{copy}/") == (200, content)
    assert got(Client(), f"{address}?page=1")[0] == 200
    assert Client().get(f"{address}?original").status_code == 404
    assert got(browser, address) == before
    form = words(browser, f"{address}redact/")
    assert 'value="100"' in form  # more can be marked beside what was taken out
    assert f'name="seen" value="{copy}"' in form
    answer = browser.post(f"{address}redact/", SAID)  # of the page as it was before
    assert (answer.status_code, "meanwhile" in answer.content.decode()) == (422, True)


def test_what_is_wrong_is_told_and_stays_written(client: Client, own: Kept, file: int) -> None:
    pk = paper(own, files=[file])
    address = f"/en/documents/{pk}/files/{file}/redact/"
    answer = client.post(address, {**SAID, "reason": ""})
    text = html.unescape(answer.content.decode())
    assert (answer.status_code, "Say why" in text, 'value="100"' in text) == (422, True, True)
    answer = client.post(address, {**SAID, "act": "look"})
    assert (answer.status_code, b"<rect" in answer.content or b"redact-pages" in answer.content) == (200, True)
    assert Redaction.objects.count() == 0


def test_nobody_else_comes_to_the_form(client: Client, own: Kept, office: Client, file: int) -> None:
    pk = paper(own, files=[file], audience=Audience.CONFIDENTIAL)
    public = paper(own, "eia-report", files=[upload()])
    other = re.search(r"files/(\d+)/", words(client, f"/documents/{public}/"))
    assert other
    address = f"/documents/{pk}/files/{file}/redact/"
    stranger = Client(raise_request_exception=False)
    stranger.force_login(somebody("stranger@example.org"))
    assert Client().get(address)["Location"].startswith("/account/login/")
    assert (stranger.get(address).status_code, stranger.post(address, SAID).status_code) == (404, 404)
    assert stranger.post(f"/documents/{public}/files/{other[1]}/redact/", SAID).status_code == 403
    assert office.get(f"/documents/{public}/files/{file}/redact/").status_code == 404
    assert Redaction.objects.count() == 0
