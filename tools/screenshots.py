"""Pictures of the main pages for docs/screenshots: phone and desktop, in Chinese and English.

    python -m tools.screenshots http://127.0.0.1:8000

Starts nothing: a server with the demo data must be running, and chromium be installed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools import machine
from tools.steps import ROOT, Stop, one_line_errors, say

FOLDER = ROOT / "docs" / "screenshots"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-lcd-text",
    "--no-first-run",
]
VIEWPORTS: dict[str, ViewportSize] = {
    "desktop": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
}
LANGUAGES = {"zh": "", "en": "/en"}
SEARCH = "/search/?q=印染"
COLOURS = 160
DECISION = "/search/?q=化学需氧量&type=supervision"


def main(words: Sequence[str]) -> int:
    """Write every picture anew."""
    if len(words) != 1 or not re.match("https?://", words[0]):
        raise Stop("Say which server to picture, such as: python -m tools.screenshots http://127.0.0.1:8000")
    chromium = machine.chromium()
    if chromium is None:
        raise Stop("chromium is needed: install the package chromium or chromium-headless-shell.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        base = words[0].rstrip("/")
        for name, viewport in VIEWPORTS.items():
            _picture(browser, base, name, viewport)
        browser.close()
    return 0


def _picture(browser: Browser, base: str, name: str, viewport: ViewportSize) -> None:
    context = browser.new_context(viewport=viewport, locale="zh-CN", color_scheme="light")
    page = context.new_page()
    for subject, path in _subjects(page, base).items():
        for language, prefix in LANGUAGES.items():
            page.goto(f"{base}{prefix}{path}", wait_until="networkidle")
            target = FOLDER / f"{subject}-{name}-{language}.png"
            page.screenshot(path=target)
            _shrink(target)
            say(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1024} kB")
    context.close()


def _shrink(picture: Path) -> None:
    """A fourth of the size with Pillow, which these plain pages do not show; without it the picture stays."""
    try:
        image = import_module("PIL.Image")
    except ImportError:
        return
    image.open(picture).convert("RGB").quantize(COLOURS).save(picture, optimize=True)


def _subjects(page: Page, base: str) -> dict[str, str]:
    """The main pages; an enterprise and a record as the search finds them first."""
    page.goto(f"{base}{DECISION}")
    record = page.locator(".row-title").first.get_attribute("href") or ""
    page.goto(f"{base}/search/?type=cleaner-production")
    enterprise = page.locator(".row-meta a").first.get_attribute("href") or ""
    return {
        "home": "/",
        "results": SEARCH,
        "enterprise": enterprise,
        "record": record,
        "dictionary": "/dictionary/",
        "about": "/about/",
    }


if __name__ == "__main__":
    with one_line_errors():
        sys.exit(main(sys.argv[1:]))
