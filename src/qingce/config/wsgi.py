"""The WSGI application that granian serves."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingce.config.settings")
_SETTINGS = tuple(name for name in os.environ if name.startswith("QINGCE_"))
_pages = get_wsgi_application()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request. The server puts every variable of the process beside the headers; secrets are taken out."""
    for name in _SETTINGS:
        environ.pop(name, None)
    return _pages(environ, start_response)
