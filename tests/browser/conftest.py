"""A real Chromium against a server on this machine, with a small register taken in; nothing leaves the machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.cache import cache
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from qingce.domain.records.models import Record
from qingce.doors.web.shedding import Shedding
from tests.chromium import chromium
from tests.factories import hostile, key_unit, penalty, pseudonymous, register
from tests.processes import family

# Playwright keeps an event loop in this thread; Django's guard against blocking one does not apply to it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
ENDING_S = 30
# What the browser itself notes of a refusal, and of a line that a test cuts.
MEANT = ("the server responded with a status of 4", "net::ERR_INTERNET_DISCONNECTED")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as installed on this machine."""
    path = chromium()
    if path is None:
        pytest.skip("chromium is not installed")
    playwright = sync_playwright().start()
    started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield started
    with _killed_in_the_end():
        started.close()
        playwright.stop()


@contextmanager
def _killed_in_the_end() -> Iterator[None]:
    """A browser that does not end when it is told to is killed, with what drives it: nobody waits for it for ever."""

    def kill() -> None:
        for number, command in family(os.getpid()).items():
            if "playwright" in command or "chromium" in command:
                os.kill(number, signal.SIGKILL)

    timer = Timer(ENDING_S, kill)
    timer.daemon = True
    timer.start()
    with suppress(PlaywrightError):
        yield
    timer.cancel()


@pytest.fixture(autouse=True)
def _no_shedding(monkeypatch: pytest.MonkeyPatch) -> None:
    """All these tests come from one address within seconds, to one process: a flood, were it not for this."""
    monkeypatch.setattr(Shedding, "_wait_s", lambda *_: 0)


@pytest.fixture
def site(settings: Settings, live_server: LiveServer) -> str:
    """The address of a server with a small register."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}
    settings.BASE_URL = live_server.url
    cache.clear()  # a code counts as used for a person's number, and numbers begin anew in each test
    same = {"enterprise_name": "上海例乙化工有限公司", "county": "上海市金山区", "uscc": ""}
    register(penalty(former_names="柯桥式丁染整厂"), pseudonymous(), key_unit(), penalty(**same), hostile())
    return live_server.url


@pytest.fixture
def records(site: str) -> list[Record]:
    """The records of the register, in the order of their numbers."""
    return list(Record.objects.order_by("pk"))


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open a page in a context of its own; what a script or the content policy complains of fails the test."""
    contexts = []
    complaints: list[str] = []

    def opened(address: str, **options: object) -> Page:
        options.setdefault("viewport", DESKTOP)
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        if options.get("bypass_csp"):  # its pages are looked at: what looks is handed over once, not to each page
            context.add_init_script(AXE_SCRIPT)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.goto(address)
        return page

    yield opened
    told_before_closing = list(complaints)  # closing a page breaks off what it is still asking for
    for context in contexts:
        context.close()
    assert [told for told in told_before_closing if not any(each in told for each in MEANT)] == []
