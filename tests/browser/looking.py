"""What holds on each page: nothing that axe finds, light and dark, and no sideways scrolling."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
# The schemes differ in colours alone, and of the rules one looks at colours.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def look_at(page: Page, where: str = "") -> None:
    """Looks at the page that is open, in both colour schemes; `where`: what a fault calls it, its address if empty."""
    named = where or page.url
    viewport = page.viewport_size
    assert viewport is not None
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = AXE.run(page)
    assert found.violations_count == 0, f"{named}: {found.generate_report()}"
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found = AXE.run(page, options=COLOURS)
    assert found.violations_count == 0, f"{named}, dark: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"], named
