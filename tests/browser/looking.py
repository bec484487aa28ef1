"""What holds on each page: nothing that axe finds, light and dark, and no sideways scrolling."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
WIDE = 600  # pixels
# The schemes differ in colours alone, and of the rules one looks at colours.
RULES = {"light": {"resultTypes": ["violations"]}, "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}}}


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page that is open, in either colour scheme; each fault begins with its address."""
    return [*(fault for scheme, options in RULES.items() for fault in _seen(page, scheme, options)), *_too_wide(page)]


def faults_by_width(page: Page) -> list[str]:
    """As `faults_of`, of a page that its test opens in two widths: light where it is narrow, dark where it is wide.

    Colours do not depend on the width, and telling them apart is most of what looking at a page takes.
    """
    is_wide = page.viewport_size is not None and page.viewport_size["width"] >= WIDE
    return [*_seen(page, "dark" if is_wide else "light", RULES["light"]), *_too_wide(page)]


def _seen(page: Page, scheme: str, options: dict[str, object]) -> list[str]:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # light or dark
    seen = AXE.run(page, options=options)
    return [f"{page.url}, {scheme}: {seen.generate_report()}"] if seen.violations_count else []


def _too_wide(page: Page) -> list[str]:
    viewport = page.viewport_size
    width = page.evaluate("document.documentElement.scrollWidth")
    return [] if viewport and width == viewport["width"] else [f"{page.url}: {width} px wide in {viewport}"]
