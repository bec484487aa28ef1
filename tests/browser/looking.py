"""What holds on each page: nothing that axe finds, light and dark, and no sideways scrolling."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
# The schemes differ in colours alone, and of the rules one looks at colours.
RULES = {"light": {"resultTypes": ["violations"]}, "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}}}


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page that is open, in either colour scheme; each fault begins with its address."""
    found = []
    for scheme, options in RULES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of the two
        seen = AXE.run(page, options=options)
        if seen.violations_count:
            found.append(f"{page.url}, {scheme}: {seen.generate_report()}")
    viewport = page.viewport_size
    width = page.evaluate("document.documentElement.scrollWidth")
    if viewport is None or width != viewport["width"]:
        found.append(f"{page.url}: {width} px wide in {viewport}")
    return found
