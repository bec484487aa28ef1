"""The browser of the tests, as the machine has it."""

from __future__ import annotations

import shutil


def chromium() -> str | None:
    """The one without windows if it is there, which takes two thirds of the time; None: there is none."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")
