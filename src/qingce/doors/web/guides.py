"""Guides: what an enterprise or the staff do, step by step, with pictures of the walks that test it; for everybody."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.requirements import serves

PICTURES = "web/guide"  # among the static files
GUIDES = ("disclosing", "removal", "reviewing", "audited", "auditing", "observing", "running")


@dataclass(frozen=True)
class GuideStep:
    """A step in one language. Args: picture: its static file. clause: of the source that has the step."""

    title: str
    clause: str
    text: Sequence[str]
    picture: str


@dataclass(frozen=True)
class Guide:
    """The guide in one language. Args: invented: what the pictures show is."""

    title: str
    lede: str
    invented: str
    steps: Sequence[GuideStep]


@serves("DIS-1", "DIS-2", "DIS-3", "DIS-4")
@require_safe
def disclosing(request: HttpRequest) -> HttpResponse:
    """How an enterprise explains its records in public."""
    return _shown(request, "disclosing")


@serves("REM-1", "REM-2", "REM-3", "REM-9", "REM-10")
@require_safe
def removal(request: HttpRequest) -> HttpResponse:
    """How an enterprise applies for the removal of records, and what follows."""
    return _shown(request, "removal")


@serves("REM-1", "REM-2", "REM-3", "REM-9", "REM-10")
@require_safe
def reviewing(request: HttpRequest) -> HttpResponse:
    """How the staff work on a case."""
    return _shown(request, "reviewing")


@serves("REM-4", "REM-5", "REM-11")
@require_safe
def audited(request: HttpRequest) -> HttpResponse:
    """How an enterprise is audited on site."""
    return _shown(request, "audited")


@serves("REM-4", "REM-6", "REM-7")
@require_safe
def auditing(request: HttpRequest) -> HttpResponse:
    """How an agency audits on site."""
    return _shown(request, "auditing")


@serves("REM-4", "REM-8")
@require_safe
def observing(request: HttpRequest) -> HttpResponse:
    """How an NGO of the alliance observes an audit on site."""
    return _shown(request, "observing")


@serves("REM-4", "REM-5")
@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """How the staff run audits on site."""
    return _shown(request, "running")


def _shown(request: HttpRequest, name: str) -> HttpResponse:
    language = "zh" if is_chinese() else "en"
    found = guide_named(name, language)
    others = [(f"web:{each}-guide", guide_named(each, language).title) for each in GUIDES if each != name]
    page = Page(title=found.title, description=found.lede, crumbs=(home_crumb(), Crumb(found.title)), section="about")
    context = {"guide": found, "name": name, "others": others, "alt": _("What this step looks like")}
    return show(request, page, Shown("guide.html", context))


@cache
def guide_named(name: str, language: str) -> Guide:
    """A guide as it is shipped. Args: name: of `GUIDES`. language: zh or en."""
    read = tomllib.loads(files("qingce.doors.web").joinpath(f"data/{name}_guide.toml").read_text("utf-8"))
    head: Mapping[str, str] = {each: read[each][language] for each in ("title", "lede", "invented")}
    steps = tuple(
        GuideStep(
            title=each["title"][language],
            clause=each["clause"],
            text=tuple(part[language] for part in each["text"]),
            picture=f"{PICTURES}/{each['picture']}-{language}.png",
        )
        for each in read["step"]
    )
    return Guide(**head, steps=steps)


urlpatterns = [
    path("guide/disclosing/", disclosing, name="disclosing-guide"),
    path("guide/removal/", removal, name="removal-guide"),
    path("guide/reviewing/", reviewing, name="reviewing-guide"),
    path("guide/audited/", audited, name="audited-guide"),
    path("guide/auditing/", auditing, name="auditing-guide"),
    path("guide/observing/", observing, name="observing-guide"),
    path("guide/running/", running, name="running-guide"),
]
