"""Who finds a weakness finds where to report it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.requirement("ACC-1")
PATH = "/.well-known/security.txt"


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("security@example.org", "mailto:security@example.org"),
        ("https://example.org/report", "https://example.org/report"),
    ],
)
def test_contact_is_told_with_an_end_within_a_year(client: Client, settings: Settings, contact: str, told: str) -> None:
    settings.CONTACT = contact
    answer = client.get(PATH)
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert list(lines) == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    assert (lines["Contact"], lines["Canonical"]) == (told, f"http://127.0.0.1:8000{PATH}")
    ends = datetime.strptime(lines["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=90) < ends - datetime.now(UTC) < timedelta(days=365)


@pytest.mark.parametrize("contact", ["", "call us", "a@example.org\nContact: evil", "http://example.org", "@"])
def test_without_a_contact_that_programs_can_follow_there_is_none(
    client: Client, settings: Settings, contact: str
) -> None:
    settings.CONTACT = contact
    assert client.get(PATH).status_code == 404
