"""Pictures of a walk for the guides: taken where `QINGCE_PICTURES` names a folder, else not."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

VARIABLE = "QINGCE_PICTURES"
SIZE = {"width": 1040, "height": 780}
COLOURS = 64


def is_picturing() -> bool:
    """Whether pictures are wanted."""
    return bool(os.environ.get(VARIABLE))


def picture(page: Page, name: str, *, of: str = "") -> None:
    """A picture of what a page shows, if pictures are wanted. Args: of: begins at this place of the page."""
    if not is_picturing():
        return
    page.emulate_media(color_scheme="light")
    place = page.locator(of).first if of else page.locator("body")
    place.evaluate("place => window.scrollTo(0, place.getBoundingClientRect().top + window.scrollY - 12)")
    shown = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    target = Path(os.environ[VARIABLE]) / f"{name}.png"
    shown.convert("RGB").quantize(COLOURS).save(target, optimize=True)
