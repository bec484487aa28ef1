"""Letters about notices: asked for, confirmed and ended on pages, without script or cookie."""

from __future__ import annotations

import pytest
from django.test import Client

from qingce.shared.mail.models import Letter
from qingce.shared.notices.actions import confirm_follow, follow_notices
from qingce.shared.notices.models import NoticeFollow
from tests.factories import AT, somebody
from tests.shared.notices.making import SEVEN_DAYS, published

pytestmark = [pytest.mark.requirement("DIS-6", "ACC-4"), pytest.mark.django_db]


def test_pages_ask_confirm_and_end(client: Client) -> None:
    number = published()
    path = f"/en/notices/{number}/follow/"
    assert path in client.get(f"/en/notices/{number}/").content.decode()
    assert client.post(path, {"email": "x"}).status_code == 422
    assert "a letter is on its way" in client.post(path, {"email": "bot@example.org", "website": "x"}).content.decode()
    assert NoticeFollow.objects.count() == 0
    assert "a letter is on its way" in client.post(path, {"email": "chen@example.org"}).content.decode()
    token = Letter.objects.get().params["token"]
    for word, left in (("confirm", [True]), ("end", [])):
        client.get(f"/en/notices/letters/{token}/{word}/")
        assert NoticeFollow.objects.count() == 1  # looking at it, as programs that read mail do, changes nothing
        assert client.post(f"/en/notices/letters/{token}/{word}/").status_code == 200
        assert [each.confirmed_at is not None for each in NoticeFollow.objects.all()] == left


def followed(email: str, **what: object) -> str:
    follow_notices(email=email, language="en", at=AT, **what)  # type: ignore[arg-type]
    token = str(Letter.objects.latest("pk").params["token"])
    confirm_follow(token, at=AT)
    return token


def test_link_of_a_letter_shows_all_letters_of_the_address_and_ends_them(client: Client) -> None:
    number = published(title_en="Sample under notice")
    followed("other@example.org", notice=number)
    one, kind = followed("chen@example.org", notice=number), followed("chen@example.org", kind=SEVEN_DAYS.name)
    path = f"/en/notices/letters/{one}/"
    page = client.get(path).content.decode()
    assert "Sample under notice" in page
    assert "All notices of the kind" in page
    assert page.count('name="follow"') == 3
    other, first, _second = NoticeFollow.objects.order_by("pk").values_list("pk", flat=True)
    client.post(path, {"follow": str(other)})  # of another address: nothing happens
    assert NoticeFollow.objects.count() == 3
    assert client.post(path, {"follow": str(first)}).headers["Location"] == f"/en/notices/letters/{kind}/"
    assert client.get(path).status_code == 404
    answer = client.post(f"/en/notices/letters/{kind}/", {"follow": "all"})
    assert "No letters about notices go to this address" in answer.content.decode()
    assert list(NoticeFollow.objects.values_list("email", flat=True)) == ["other@example.org"]


def test_account_shows_and_ends_the_letters_of_its_address(client: Client) -> None:
    client.force_login(somebody("chen@example.org"))
    followed("chen@example.org", notice=published())
    followed("other@example.org", kind=SEVEN_DAYS.name)
    assert "/en/account/letters/" in client.get("/en/account/").content.decode()
    assert client.get("/en/account/letters/").content.decode().count('name="follow"') == 1
    assert client.post("/en/account/letters/", {"follow": "all"}).headers["Location"] == "/en/account/letters/"
    assert list(NoticeFollow.objects.values_list("email", flat=True)) == ["other@example.org"]
