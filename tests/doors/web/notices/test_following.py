"""Letters about notices: asked for, confirmed and ended on pages, without script or cookie."""

from __future__ import annotations

import pytest
from django.test import Client

from qingce.shared.mail.models import Letter
from qingce.shared.notices.models import NoticeFollow
from tests.shared.notices.making import published

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
