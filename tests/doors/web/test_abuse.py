"""Forged hosts, forms of other sites, addresses that lead away, methods nobody expects: every address is tried."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tests.doors.web.addresses import every_address
from tests.factories import PASSWORD, penalty, register, somebody, staff_member

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("ACC-1")]
ADDRESSES = every_address()
EVIL = "evil.example"
# Without a cookie there is nothing another site could borrow: these look at where the form was sent from.
WITHOUT_TOKEN = {
    "web:report", "web:cleaner-report-document", "web:request", "web:record-extract", "web:enterprise-extract",
    "web:check-compare", "web:check-document-compare", "web:objection-new", "web:objection-confirm",
    "web:uploads", "web:upload",
    "web:notice-follow", "web:notice-follow-kind", "web:notice-follow-confirm", "web:notice-follow-end",
    "web:notice-letters",
}  # fmt: skip
# The token is checked behind the door: a stranger's file must not be read for it.
TOKEN_BEHIND_THE_DOOR = {
    "web:imports", "web:organisation-new", "web:claim-new", "web:document-new", "web:document-version",
    "web:documents-several", "web:my-disclosure", "web:my-disclosure-support-new", "web:office-filing-new",
    "web:office-case-restore", "web:my-accreditation-papers", "web:my-audit-costs", "web:audit-form-item",
    "web:tablet-evidence", "web:office-cleaner-cell", "web:office-rosters", "web:office-sample",
    "web:my-audit-declaration",
    "web:office-audit-published", "web:office-publication", "web:office-publications-file",
    "web:my-audit-evidence",
    "web:office-letter",
}  # fmt: skip
# A program hands signatures over, without a cookie: only those of known witnesses count.
SIGNED = {"log-cosignatures"}
AWAY = (
    "//evil.example", "///evil.example", "////evil.example/", "https:evil.example", "https:///evil.example",
    "https://evil.example", "HTTPS://evil.example", "\\\\evil.example", "/\\evil.example", "\\/evil.example",
    "http:\\\\evil.example", "/\t/evil.example", "\t//evil.example", "\x01//evil.example", "/\n/evil.example",
    " //evil.example", "javascript:alert(1)//evil.example", "data:text/html,evil.example", "//evil.example\\@a",
    "https://testserver@evil.example", "https://testserver.evil.example", "//[::1", "/%09/evil.example",
    "/%5cevil.example", "?next=//evil.example",
)  # fmt: skip


def leads_away(response: HttpResponse) -> bool:
    """Whether a browser that follows would leave this site."""
    target = response.headers.get("Location", "/")
    return not url_has_allowed_host_and_scheme(target, {"testserver"})


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(staff_member())
    return client


@pytest.mark.parametrize("away", AWAY, ids=quote)
def test_log_in_leads_nowhere_else(client: Client, away: str) -> None:
    somebody()
    path = reverse("account_login")
    assert EVIL not in client.get(path, {"next": away}).headers.get("Location", "")
    answer = client.post(path, {"login": "b@example.org", "password": PASSWORD, "next": away})
    assert (answer.status_code, leads_away(answer)) == (302, False), answer["Location"]


def test_no_address_leads_to_another_site(staff: Client) -> None:
    """Whatever a view makes of such words, of the page one came from or of the path, it stays here."""
    names = ("next", "url", "return", "redirect_to")
    register(penalty())
    for address in ADDRESSES:
        for away in ("//evil.example", "/\\evil.example", "https:evil.example"):
            for method in ("get", "post"):
                words = dict.fromkeys(names, away)
                headers = {"referer": f"https://{EVIL}/"}
                answer = getattr(staff, method)(f"{address.path}?{urlencode(words)}", words, headers=headers)
                where = urlsplit(answer.headers.get("Location", "/"))
                assert not leads_away(answer), f"{method} {address.name}: {where.geturl()}"
                assert EVIL not in where.path, f"{method} {address.name}: {where.geturl()}"
        if address.name == "account_logout":
            staff.force_login(staff_member(email="c@example.org"))


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/about", "/\\evil.example", "/en//evil.example"])
def test_path_that_looks_like_a_host_leads_nowhere_else(client: Client, path: str) -> None:
    assert not leads_away(client.get(path))


@pytest.mark.parametrize(
    "host", [EVIL, f"testserver.{EVIL}", f"testserver@{EVIL}", f"testserver,{EVIL}", "testserver/..", "", "a b", "[::1"]
)
def test_foreign_host_is_refused_and_never_repeated(client: Client, host: str) -> None:
    for address in ADDRESSES:
        answer = client.get(address.path, headers={"host": host})
        assert answer.status_code == 400, address.name
        assert EVIL not in answer.content.decode(), address.name


def test_forwarded_host_changes_nothing(client: Client) -> None:
    register(penalty())
    forged = {"x-forwarded-host": EVIL, "x-host": EVIL, "forwarded": f"host={EVIL}", "x-original-url": f"//{EVIL}/"}
    for address in ADDRESSES:
        answer = client.get(address.path, headers=forged)
        assert EVIL not in answer.headers.get("Location", ""), address.name
        assert b"".join(answer).decode().count(EVIL) == 0, address.name


def test_links_to_cite_come_from_the_setting(client: Client) -> None:
    text = client.get("/about/", headers={"host": "testserver:1234"}).content.decode()
    assert '<link rel="canonical" href="http://127.0.0.1:8000/about/">' in text
    assert "testserver" not in text


def test_only_what_is_named_here_takes_forms_without_a_token() -> None:
    exempt = {each.name for each in ADDRESSES if getattr(each.view, "csrf_exempt", False)}
    assert exempt == WITHOUT_TOKEN | TOKEN_BEHIND_THE_DOOR | SIGNED


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_form_of_another_site_is_refused(method: str) -> None:
    register(penalty())
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(staff_member())
    headers = {"origin": f"https://{EVIL}", "sec-fetch-site": "cross-site"}
    for address in ADDRESSES:
        answer = getattr(client, method)(address.path, headers=headers)
        looks_itself = address.name in WITHOUT_TOKEN | TOKEN_BEHIND_THE_DOOR
        expected = {403, 404, 405} if looks_itself else {403}
        assert answer.status_code in ({400, 405} if address.name in SIGNED else expected), address.name


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "PÖST"])
def test_method_that_nobody_expects_does_nothing(staff: Client, method: str) -> None:
    register(penalty())
    answers = {each.name: staff.generic(method, each.path).status_code for each in ADDRESSES}
    assert {name: status for name, status in answers.items() if status not in {403, 404, 405}} == {}


def test_method_cannot_be_replaced_by_a_header(staff: Client) -> None:
    register(penalty())
    replaced = dict.fromkeys(("x-http-method-override", "x-http-method", "x-method-override"), "DELETE")
    for address in ADDRESSES:
        plain = staff.get(address.path).status_code
        refuses = address.name.startswith("api:")  # parameters that it does not know
        asked = address.path if refuses else f"{address.path}?_method=DELETE"
        assert staff.get(asked, headers=replaced).status_code == plain, address.name
