"""The WSGI application that granian serves."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable
from threading import Thread
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from qingce.doors.web.transfer.limits import shipped_limits
from qingce.doors.web.transfer.turns import Turns

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingce.config.settings")
_SETTINGS = tuple(name for name in os.environ if name.startswith("QINGCE_"))
_NEW_OBJECTS = 5_000  # a page makes some thousand, nearly all of which go without the collector


def _settle() -> None:
    """Load every view now, and let the collector of garbage never look again at what stays as long as the process.

    A whole collection looked at 190,000 objects: up to 95 ms in the middle of somebody's page.
    """
    _ = get_resolver().url_patterns  # else the first visitor would wait for it
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


_pages = Turns(get_wsgi_application(), limits=shipped_limits(), folder=settings.FILE_UPLOAD_TEMP_DIR)
_settle()
_pages.watch()


def _read_ahead() -> None:
    """What is read once by each process that answers, before somebody waits for it."""
    from qingce.domain.statistics.queries import read_ahead

    read_ahead()


Thread(target=_read_ahead, daemon=True).start()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request. The server puts every variable of the process beside the headers; secrets are taken out."""
    for name in _SETTINGS:
        environ.pop(name, None)
    return _pages(environ, start_response)
