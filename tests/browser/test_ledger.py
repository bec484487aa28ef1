"""The ledger in a browser: on a phone and a desk, light and dark; a proof is checked, and a changed one fails."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.fixtures import Settings

from qingce.domain.records.actions import correct_record, withdraw_record
from qingce.domain.records.models import Record
from qingce.pure.merkle.notes import COSIGNATURE_V1, new_signer, read_note
from qingce.shared.ledger.actions import number_entries, take_cosignatures
from qingce.shared.ledger.models import Checkpoint, LedgerEntry, LogKey
from qingce.shared.parties.queries import operator
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.looking import faults_of
from tests.factories import AT

pytestmark = [pytest.mark.browser, pytest.mark.requirement("LED-1", "LED-2")]
WHO = operator("数据组")


@pytest.fixture
def ledger(settings: Settings, records: list[Record]) -> list[Record]:
    """A log with a correction, a withdrawal and a witness."""
    correct_record(records[0].pk, {"title": "新题"}, actor=WHO, reason="录入有误", at=AT)
    withdraw_record(records[1].pk, actor=WHO, reason="决定被撤销", clause="行政复议法", at=AT)
    number_entries(at=AT)
    witness = new_signer("witness.example", kind=COSIGNATURE_V1)
    settings.LEDGER_WITNESSES = [witness.verifier.written]
    note = read_note(Checkpoint.objects.order_by("-size")[0].note)
    take_cosignatures(f"{note.text}\n{witness.sign(note.text, at_second=int(AT.timestamp())).line}", at=AT)
    return records


def number_of(act: str) -> int:
    return LedgerEntry.objects.get(act=act).number or 0


def pages(records: list[Record]) -> list[str]:
    return [
        "/",
        "/ledger/",
        "/ledger/?kind=record&from=2026-01-01",
        "/ledger/?number=x",
        "/ledger/checkpoints/",
        "/ledger/schemas/",
        "/ledger/check/",
        f"/ledger/entries/{number_of('records-published')}/?about={records[2].pk}",
        f"/ledger/entries/{number_of('record-corrected')}/",
        f"/records/{records[0].pk}/",
        f"/records/{records[1].pk}/",
        f"/records/{records[0].pk}/certificate/",
        f"/enterprises/{records[0].enterprise_id}/certificate/",
        f"/enterprises/{records[0].enterprise_id}/",
    ]


def check(page: Page) -> str:
    """What the check on the page says."""
    page.get_by_role("button", name="Check here").click()
    result = page.locator("[data-verify-result]")
    expect(result.locator(".verdict")).to_be_visible()
    return result.inner_text()


@pytest.mark.parametrize(("viewport", "prefix"), [(PHONE, ""), (DESKTOP, "/en")], ids=["phone-zh", "desktop-en"])
def test_every_page_is_accessible_and_fits(
    site: str, ledger: list[Record], open_page: OpenPage, viewport: dict[str, int], prefix: str
) -> None:
    found = []
    page = open_page(f"{site}{prefix}/ledger/", viewport=viewport, bypass_csp=True)
    for path in pages(ledger):
        page.goto(f"{site}{prefix}{path}")
        found += faults_of(page)
    assert found == []


def test_proof_of_an_entry_holds_in_the_browser(site: str, ledger: list[Record], open_page: OpenPage) -> None:
    page = open_page(f"{site}/en/ledger/entries/{number_of('record-corrected')}/")
    page.locator("[data-verify-keys]").fill(LogKey.objects.get().key)
    told = check(page)
    assert "The file holds." in told
    assert "letter for letter" in told
    assert "{" not in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("record-corrected/1", "record-corrected/2"),
        ('"number": ', '"number": 1'),
        ("录入有误", "录入无误"),
        ("qingce.test/ledger\\n", "qingce.best/ledger\\n"),
    ],
)
def test_changed_proof_fails_in_the_browser(
    site: str, ledger: list[Record], open_page: OpenPage, old: str, new: str
) -> None:
    page = open_page(f"{site}/en/ledger/entries/{number_of('record-corrected')}/")

    def changed(route: Route) -> None:
        text = route.fetch().text()
        assert old in text
        route.fulfill(body=text.replace(old, new, 1), content_type="application/json")

    page.route("**/proof.json", changed)
    told = check(page)
    assert "The file holds." not in told
    assert re.search("does not hold|cannot be read", told)


def test_flipped_byte_of_the_path_fails_in_the_browser(site: str, ledger: list[Record], open_page: OpenPage) -> None:
    page = open_page(f"{site}/en/ledger/entries/{number_of('record-corrected')}/")

    def changed(route: Route) -> None:
        value = route.fetch().json()
        first = value["proof"][0]
        value["proof"][0] = ("B" if first[0] == "A" else "A") + first[1:]
        route.fulfill(json=value)

    page.route("**/proof.json", changed)
    assert "The proof does not lead to the signed root" in check(page)


def test_certificate_page_checks_itself(site: str, ledger: list[Record], open_page: OpenPage) -> None:
    for path, state in (
        (f"records/{ledger[0].pk}", "published"),
        (f"records/{ledger[1].pk}", "withdrawn"),
        (f"enterprises/{ledger[0].enterprise_id}", ""),
    ):
        page = open_page(f"{site}/en/{path}/certificate/")
        told = check(page)
        assert "The file holds." in told
        assert not state or f"The state that the log signed: {state}." in told


def test_search_works_without_scripts(site: str, ledger: list[Record], open_page: OpenPage) -> None:
    page = open_page(f"{site}/en/ledger/", java_script_enabled=False)
    page.get_by_label("Act", exact=True).select_option("record-withdrawn")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody th a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Record withdrawn")
    expect(page.get_by_text("行政复议法")).to_be_visible()
