"""Every address, with headers that keep its answers where they belong."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from qingce.config import wsgi
from tests.doors.web.addresses import every_address
from tests.doors.web.serving import serving
from tests.factories import penalty, register, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]
ADDRESSES = every_address()
EXPECTED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Server": "Qingce",
}


def faults(response: HttpResponse) -> list[str]:
    """Which headers are not as they should be."""
    found = [name for name, value in EXPECTED.items() if response.get(name) != value]
    policy = response.get("Content-Security-Policy", "")
    if (
        "unsafe" in policy
        or "default-src" not in policy
        or ("frame-ancestors" not in policy and "sandbox" not in policy)
    ):
        found.append(f"Content-Security-Policy: {policy}")
    if response.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        found.append("Referrer-Policy")
    if "camera=()" not in response.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    return [*found, *(name for name in ("X-Powered-By", "Via") if name in response)]


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(staff_member())
    return client


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_answer_has_its_headers(client: Client, prefix: str) -> None:
    register(penalty())
    found = {each.name: faults(client.get(f"{prefix}{each.path}")) for each in ADDRESSES}
    assert {name: each for name, each in found.items() if each} == {}


def test_what_somebody_with_an_account_sees_is_kept_by_no_cache(staff: Client) -> None:
    register(penalty())
    for address in ADDRESSES:
        response = staff.get(address.path)
        assert faults(response) == [], address.name
        assert "no-store" in response["Cache-Control"], address.name


def test_public_pages_may_be_kept(client: Client) -> None:
    assert "no-store" not in client.get("/about/").get("Cache-Control", "")


@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("get", "/nothing/", "testserver", 404),
        ("get", "/", "evil.example", 400),
        ("get", "/static/nothing.css", "testserver", 404),
        ("delete", "/about/", "testserver", 405),
        ("post", "/account/login/", "testserver", 429),
    ],
)
def test_refusals_have_the_headers_too(client: Client, method: str, path: str, host: str, status: int) -> None:
    for _ in range(20 if status == 429 else 1):
        response = getattr(client, method)(path, headers={"host": host})
    assert (response.status_code, faults(response)) == (status, [])


def test_cookies_stay_with_the_browser_and_the_site(client: Client) -> None:
    client.get("/account/login/")
    cookie = client.cookies["csrftoken"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")


def test_https_is_remembered_where_it_is_served(client: Client, settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_PROXY_SSL_HEADER = 600, ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/about/", headers={"x-forwarded-proto": "https"})["Strict-Transport-Security"] == "max-age=600"
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    fresh = Client().get("/about/", headers={"x-forwarded-proto": "https"})
    assert fresh["Strict-Transport-Security"] == "max-age=600; includeSubDomains"
    assert "Strict-Transport-Security" not in Client().get("/about/")


def test_secrets_of_the_process_do_not_travel_with_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}
    monkeypatch.setattr(wsgi, "_pages", lambda environ, _start: seen.update(environ) or [])
    wsgi.application({"QINGCE_SECRET_KEY": "x", "PATH_INFO": "/"}, lambda *_: None)  # type: ignore[arg-type]
    assert seen == {"PATH_INFO": "/"}


@pytest.mark.slow
def test_server_itself_adds_nothing_that_tells_what_it_is(
    fresh_house: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    with serving(fresh_house(tmp_path / "home"), [penalty()], workers=1) as site:
        for path in ("/", "/static/web/favicon.svg", "/search/download.csv", "/nothing"):
            connection = http.client.HTTPConnection("127.0.0.1", urlsplit(site).port, timeout=30)
            connection.request("GET", path)
            answer = connection.getresponse()
            assert (answer.headers.get_all("Server"), answer.headers.get("X-Powered-By")) == (["Qingce"], None), path
            assert answer.headers.get_all("X-Frame-Options") == ["DENY"], path
            connection.close()
