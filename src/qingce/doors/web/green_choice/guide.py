"""The guide for enterprises: the twelve steps with pictures of the walk that tests them; for everybody to read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.doors.web.templatetags.qingce_web import is_chinese
from qingce.pure.kernel.requirements import serves

PICTURES = "web/guide"  # among the static files


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
def guide(request: HttpRequest) -> HttpResponse:
    """What an enterprise does, step by step."""
    found = disclosing_guide("zh" if is_chinese() else "en")
    page = Page(
        title=found.title,
        description=found.lede,
        crumbs=(home_crumb(), Crumb(found.title)),
        section="about",
    )
    return show(
        request, page, Shown("green_choice/guide.html", {"guide": found, "alt": _("What this step looks like")})
    )


@cache
def disclosing_guide(language: str) -> Guide:
    """The guide as it is shipped. Args: language: zh or en."""
    read = tomllib.loads(files("qingce.doors.web").joinpath("data/disclosing_guide.toml").read_text("utf-8"))
    head: Mapping[str, str] = {name: read[name][language] for name in ("title", "lede", "invented")}
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
