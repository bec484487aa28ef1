"""What holds on each page: nothing that axe finds, light and dark, and no sideways scrolling."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

# The schemes differ in colours alone, and of the rules two look at colours.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
RULES: dict[str, dict[str, Any]] = {"light": {}, "dark": COLOURS}
# All that axe says of what is well would take as long again to hand over as finding it.
FOUND = "options => axe.run({...options, resultTypes: ['violations']}).then(({violations}) => ({violations}))"


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page that is open, in either colour scheme; each fault begins with its address."""
    found = []
    page.wait_for_load_state()  # a page that was just asked for has nothing in it yet
    if page.evaluate("typeof axe") == "undefined":  # a page that was there before, or written by the test itself
        page.evaluate(AXE_SCRIPT)
    for scheme, options in RULES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of the two
        seen = AxeResults(page.evaluate(FOUND, options))
        if seen.violations_count:
            found.append(f"{page.url}, {scheme}: {seen.generate_report()}")
    viewport = page.viewport_size
    width = page.evaluate("document.documentElement.scrollWidth")
    if viewport is None or width != viewport["width"]:
        found.append(f"{page.url}: {width} px wide in {viewport}")
    return found
