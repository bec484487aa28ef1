"""Logging in as a person does."""

from __future__ import annotations

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page

from tests.factories import PASSWORD, TOTP_SECRET


def enter(page: Page, email: str = "a@example.org", *, with_code: bool = True) -> None:
    """Fills in the log-in page that is open, and the code of the authenticator app."""
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form.form button[type=submit]").first.click()
    if with_code:
        page.locator("input[name=code]").fill(app_code())
        page.locator("main form.form button[type=submit]").first.click()


def app_code(secret: str = TOTP_SECRET) -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
