"""The page on which parts are taken out of a kept file: mark, look at it, say why, done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from qingce.doors.web.messages import sentence
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.redaction_form import RedactionForm, former_redaction, said_redaction
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.shared.files.actions import Area
from qingce.shared.files.enums import KeptFile

WRONG = 422
_PARTS = {"reason": "reason", "meanwhile": "form", "type": "form"}


@dataclass(frozen=True)
class Redacting:
    """A file, and the page around it.

    Args: address: of the file. back: the page that it stands on. done: what is said there afterwards. told: what
        becomes of the copy.
    """

    file: KeptFile
    address: str
    back: str
    template: str
    crumbs: Sequence[Crumb]
    section: str
    told: str
    done: str


def redaction(
    request: HttpRequest, what: Redacting, does: Callable[[Sequence[Area], str, int], object]
) -> HttpResponse:
    """The pages with what is marked; sent with a reason, what is to be done is done.

    Args: does: makes the copy, from the areas, the reason and the newest copy that was seen.
    """
    if request.method != "POST":
        return _shown(request, what, former_redaction(what.file))
    form = said_redaction(request.POST)
    if request.POST.get("act") != "redact":
        return _shown(request, what, form)
    try:
        does(form.areas, form.reason, form.seen)
    except (NotFound, NotAllowed):
        raise
    except QingceError as error:
        form.faults = [(_PARTS.get(str(error.params.get("cause")), "areas"), sentence(error))]
        return _shown(request, what, form)
    messages.success(request, what.done)
    return redirect(what.back)


def _shown(request: HttpRequest, what: Redacting, form: RedactionForm) -> HttpResponse:
    title = _("Take parts out of “%(name)s”") % {"name": what.file.name}
    context = {
        "file": what.file,
        "address": what.address,
        "back": what.back,
        "told": what.told,
        "form": form,
        "pages": [(page, form.of_page(page.number)) for page in what.file.pages],
    }
    page = Page(title=title, crumbs=(*what.crumbs, Crumb(title)), is_indexed=False, section=what.section)
    return show(request, page, Shown(what.template, context), status=WRONG if form.faults else 200)
