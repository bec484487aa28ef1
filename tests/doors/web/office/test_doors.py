"""Nobody enters the office who may not: every address of it, with every method, tried by the wrong person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils.translation import override

from qingce.doors.web.office.urls import urlpatterns
from qingce.shared.parties.actions import end_staff
from tests.factories import AT, somebody, staff_member

pytestmark = pytest.mark.django_db


def address(pattern: URLPattern) -> str:
    with override("zh-hans"):  # a test before may have left another language
        return reverse(f"web:{pattern.name}", kwargs=dict.fromkeys(pattern.pattern.converters, 1))


GUARDED = urlpatterns


@pytest.mark.requirement("ACC-1")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pattern", GUARDED, ids=lambda each: each.name)
def test_stranger_is_sent_to_log_in(client: Client, pattern: URLPattern, method: str) -> None:
    answer = getattr(client, method)(address(pattern))
    assert (answer.status_code, answer.headers.get("Location", "").split("?")[0]) in [
        (302, "/account/login/"),
        (405, ""),
    ]


@pytest.mark.requirement("ACC-1")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pattern", GUARDED, ids=lambda each: each.name)
def test_person_whose_role_ended_is_refused(client: Client, pattern: URLPattern, method: str) -> None:
    client.force_login(staff_member())
    end_staff("a@example.org", by="test", at=AT)
    assert getattr(client, method)(address(pattern)).status_code in (403, 405)


@pytest.mark.requirement("ACC-1")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("pattern", GUARDED, ids=lambda each: each.name)
def test_person_who_never_had_a_role_is_refused_in_both_languages(
    client: Client, pattern: URLPattern, method: str
) -> None:
    client.force_login(somebody())
    for prefix in ("/en", ""):
        assert getattr(client, method)(prefix + address(pattern)).status_code in (403, 405)
