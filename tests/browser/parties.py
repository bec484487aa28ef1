"""Somebody in a browser of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import faults_of
from tests.browser.pictures import is_picturing, picture


@dataclass(frozen=True)
class Party:
    """Somebody in a browser of one's own."""

    page: Page
    site: str
    language: str

    def go(self, path: str) -> None:
        """Opens a page in one's language."""
        self.page.goto(f"{self.site}{'/en' if self.language == 'en' else ''}{path}")

    def sees(self, state: TextChoices) -> None:
        """What the page is about stands where it should, in words of one's language."""
        with translation.override("zh-hans" if self.language == "zh" else "en"):
            expect(self.page.locator("main .title .status").first).to_have_text(str(state.label))

    def looks(self, name: str, *, of: str = "main .title") -> None:
        """The page is sound; pictured where pictures are wanted."""
        if is_picturing():
            picture(self.page, f"{name}-{self.language}", of=of)
        else:
            assert faults_of(self.page) == [], name

    def does(self, act: str, *, within: str = "") -> None:
        """Presses the button of an act, and waits for what comes of it. Args: within: a place of the page."""
        button = self.unfolded(f"{within} button[value='{act}']".strip())
        with self.page.expect_navigation():
            button.click()

    def unfolded(self, place: str) -> Locator:
        """The first such place, with every fold open in which it lies."""
        found = self.page.locator(place).first
        found.evaluate(
            "place => { for (let at = place.parentElement; at; at = at.parentElement) if (at.tagName === 'DETAILS')"
            " at.open = true; }"
        )
        return found

    def fills(self, **said: str) -> None:
        """Types into fields, by their ids."""
        for name, text in said.items():
            self.unfolded(f"#{name.replace('__', '-')}").fill(text)
