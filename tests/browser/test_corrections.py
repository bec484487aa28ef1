"""A stranger reports a problem with a record, in a real browser, with and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingce.domain.records.models import CorrectionRequest, Record
from tests import hostile_files
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.looking import faults_of
from tests.factories import ask

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("REC-2")]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_walk_from_a_record_to_the_request_and_back(
    site: str, records: list[Record], open_page: OpenPage, tmp_path: Path, scripts: bool
) -> None:
    paper = tmp_path / "判决书.pdf"
    paper.write_bytes(hostile_files.plain_pdf())
    page = open_page(f"{site}/en/records/{records[0].pk}/", viewport=PHONE, java_script_enabled=scripts)
    page.get_by_role("link", name="Report a problem with this record").click()
    page.get_by_label("Files that show it").set_input_files(paper)
    page.get_by_label("What is wrong, and how do you know?").fill("法院已撤销，见判决书。")
    page.get_by_role("button", name="Send the request").click()
    summary = page.get_by_role("alert")
    assert "Choose what is wrong" in summary.inner_text()
    assert page.get_by_label("What is wrong, and how do you know?").input_value() == "法院已撤销，见判决书。"
    page.get_by_label("It was annulled by a court or on review").check()
    page.get_by_role("button", name="Send the request").click()
    assert "We have your request" in page.get_by_role("status").inner_text()
    assert page.get_by_text("判决书.pdf").is_visible()
    page.get_by_label("What you want to add").fill("已附判决书原件。")
    page.get_by_role("button", name="Add it").click()
    assert "It has been added" in page.get_by_role("status").inner_text()
    assert page.context.cookies() == []
    page.goto(f"{site}/en/records/{records[0].pk}/")
    assert CorrectionRequest.objects.get().reference in page.locator("#requests + table").inner_text()


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, DESKTOP], ids=["small-phone", "desktop"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    site: str, records: list[Record], open_page: OpenPage, viewport: dict[str, int]
) -> None:
    secret = ask(records[0])
    form = f"{site}/records/{records[0].pk}/report/"
    page = open_page(form, viewport=viewport, bypass_csp=True)
    for step in (form, "send", f"{site}/en/requests/{secret}/?new=1", f"{site}/records/{records[0].pk}/"):
        if step == "send":
            page.locator("main form button[type=submit]").click()
            page.get_by_role("alert").wait_for()
        else:
            page.goto(step)
        assert faults_of(page) == []
