"""The page that works without a connection: one shell without anything personal, its worker, and what installs it.

The worker's scope is this page alone; whatever is noted lies in the browser's database, never in its cache.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.doors.web.checklists.words import tablet_words
from qingce.doors.web.context import page as page_context
from qingce.doors.web.links import CHINESE, ENGLISH, TAGS, in_language, is_english
from qingce.pure.kernel.requirements import serves

FILES = ("web/dist/site.css", "web/dist/tablet.css", "web/dist/tablet.js", "web/favicon.svg")
WORKER = "web/dist/tablet-worker.js"


@serves("REM-7")
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page for everybody who brings a tablet; what it shows, the browser keeps."""
    return HttpResponse(_shell(request))


@serves("REM-7")
@require_safe
@csp_replace({"default-src": [NONE], "connect-src": [SELF]})
def worker(request: HttpRequest) -> HttpResponse:
    """What keeps the page and its files for the time without a connection; anew whenever one of them changes."""
    shell_text, program = _shell(request), _program()
    files = [static(each) for each in FILES]
    told = {
        "name": "qingce-tablet-" + hashlib.sha256(f"{shell_text}{program}{files}".encode()).hexdigest()[:16],
        "prefix": "qingce-tablet-",
        "shell": reverse("web:tablet"),
        "manifest": reverse("web:tablet-manifest"),
        "files": files,
    }
    # The language is part of the address, so that each language keeps a worker of its own.
    text = f"self.kept = {json.dumps(told)};\n{program}"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@serves("REM-7")
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What lets the page be put among the programs of a device."""
    del request
    home = reverse("web:tablet")
    told = {
        "name": _("Qingce: forms on site"),
        "short_name": _("Qingce forms"),
        "lang": "zh-Hans" if (get_language() or "").startswith("zh") else "en",
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#fdfdfb",
        "theme_color": "#0a5260",
        "icons": [{"src": static("web/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


def _shell(request: HttpRequest) -> str:
    told, home = page_context(request), reverse("web:tablet")
    other = CHINESE if is_english(home) else ENGLISH
    context = {
        "lang": told["lang"],
        "other_language": TAGS[other],
        "other_language_path": in_language(home, other),
        "home": home,
        "worker": reverse("web:tablet-worker"),
        "words": tablet_words(),
        "log_in": f"{reverse('account_login')}?next={home}",
    }
    return render_to_string("web/checklists/tablet.html", context)


@cache
def _program() -> str:
    """The built program of the worker, as it lies among the static files."""
    found = finders.find(WORKER)
    if found:
        return Path(str(found)).read_text("utf-8")
    with staticfiles_storage.open(WORKER) as file:
        return bytes(file.read()).decode()
