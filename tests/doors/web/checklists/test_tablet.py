"""The page for the time without a connection: nothing personal in it, a worker of a small scope, what installs it."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.factories import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("REM-7")]


@pytest.mark.parametrize(("prefix", "lang"), [("", "zh-Hans"), ("/en", "en")])
def test_shell_is_the_same_for_everybody_and_names_what_it_needs(client: Client, prefix: str, lang: str) -> None:
    shell = client.get(f"{prefix}/tablet/")
    person = somebody("one@example.org", name="某某人")
    client.force_login(person)
    assert client.get(f"{prefix}/tablet/").content == shell.content
    text = shell.content.decode()
    assert f'<html lang="{lang}">' in text
    assert f'data-worker="{prefix}/tablet/worker.js"' in text
    assert "csrf" not in text.lower()
    assert 'href="/en/tablet/"' in text if lang == "zh-Hans" else 'href="/tablet/"' in text
    manifest = json.loads(client.get(f"{prefix}/tablet/manifest.webmanifest").content)
    assert {manifest["start_url"], manifest["scope"], manifest["id"]} == {f"{prefix}/tablet/"}


def test_worker_keeps_the_page_of_its_language_alone(client: Client) -> None:
    answer = client.get("/en/tablet/worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    policy = {each.strip() for each in answer["Content-Security-Policy"].split(";")}
    assert policy >= {"default-src 'none'", "connect-src 'self'"}
    assert "Service-Worker-Allowed" not in answer
    first = answer.content.decode().partition(";\n")[0]
    kept = json.loads(first.removeprefix("self.kept = "))
    assert kept["shell"] == "/en/tablet/"
    assert [each.rsplit("/", 1)[1] for each in kept["files"]] == [
        "site.css",
        "tablet.css",
        "tablet.js",
        "favicon.svg",
    ]
    chinese = client.get("/tablet/worker.js").content.decode().partition(";\n")[0]
    assert json.loads(chinese.removeprefix("self.kept = "))["name"] != kept["name"]
