"""Pictures of a walk for the guides: taken where `QINGCE_PICTURES` names a folder, else not."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

VARIABLE = "QINGCE_PICTURES"
SIZE = {"width": 760, "height": 640}
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
    top = int(place.evaluate("place => place.getBoundingClientRect().top + window.scrollY")) - bool(of) * 12
    whole = Image.open(io.BytesIO(page.screenshot(animations="disabled", full_page=True))).convert("RGB")
    shown = Image.new("RGB", (SIZE["width"], SIZE["height"]), whole.getpixel((2, whole.height - 2)))
    shown.paste(whole.crop((0, max(top, 0), whole.width, min(max(top, 0) + SIZE["height"], whole.height))))
    shown.quantize(COLOURS).save(Path(os.environ[VARIABLE]) / f"{name}.png", optimize=True)
