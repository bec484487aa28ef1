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
# Which kinds of element stand on the page: where they are the same, so are their colours.
KINDS = (
    "[...new Set([...document.body.querySelectorAll('*')].map(each => each.tagName + each.className))].sort().join()"
)
_seen_dark: set[str] = set()


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page that is open; each fault begins with its address.

    Pages of the same kinds of element are looked at in the dark once, in whatever language and width.
    """
    found = []
    page.wait_for_load_state()  # a page that was just asked for has nothing in it yet
    if page.evaluate("typeof axe") == "undefined":  # a page that was there before, or written by the test itself
        page.evaluate(AXE_SCRIPT)
    kinds = page.evaluate(KINDS)
    for scheme, options in RULES.items():
        if scheme == "dark" and kinds in _seen_dark:
            continue
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of the two
        seen = AxeResults(page.evaluate(FOUND, options))
        if seen.violations_count:
            found.append(f"{page.url}, {scheme}: {seen.generate_report()}")
    _seen_dark.add(kinds)
    viewport = page.viewport_size
    width = page.evaluate("document.documentElement.scrollWidth")
    if viewport is None or width != viewport["width"]:
        found.append(f"{page.url}: {width} px wide in {viewport}")
    return found
