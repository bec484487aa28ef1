"""What audited enterprises published, brought as a file: tried, shown row by row, then taken in together (CPA-2)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qingce.domain.cleaner_production.actions import take_publications
from qingce.domain.cleaner_production.enums import PUBLICATION_COPY, PublicationKind
from qingce.domain.cleaner_production.errors import PublicationWrong
from qingce.domain.cleaner_production.queries import (
    BOOK,
    FILE_MB,
    MOST_ROWS,
    FilePlan,
    FileRow,
    headings_of,
    plan_publications,
    publication_file,
    publication_files,
    read_publication_file,
    without_copy,
)
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.cleaner_pages import cleaner_page, table_sent, told_in
from qingce.doors.web.pages import Crumb, Shown, show
from qingce.doors.web.uploads import Bounded, UploadLimits, behind_token
from qingce.pure.kernel.errors import NotAllowed, NotFound, QingceError
from qingce.pure.kernel.requirements import serves
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of
from qingce.shared.rulebooks.errors import NoReleaseInForce
from qingce.shared.rulebooks.queries import book_at

WRONG, MOST_LACKING = 422, 50
ROLES = roles_of(Duty.CLEANER_PRODUCTION)
LIMITS = UploadLimits(PUBLICATION_COPY, files_most=1, file_mb=FILE_MB)


@serves("CPA-2")
@csrf_exempt  # the token is checked behind the door: a stranger's files must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*ROLES)
def publications_by_file(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form that brings a file, what it would come to, and taking it in."""
    if request.method != "POST":
        return _form(request, actor, [])

    def sent(request: HttpRequest, bounded: Bounded) -> HttpResponse:
        try:
            if request.POST.get("act") == "take":
                return _take(request, actor)
            name, path = table_sent(request, bounded, most_mb=FILE_MB)
            rows = read_publication_file(path, language=told_in())
            return _preview(request, name, rows, plan_publications(actor, rows, at=timezone.now()))
        except (NotAllowed, NotFound):
            raise
        except QingceError as error:
            return _form(request, actor, [(str(error.params.get("field", "file")), sentence(error))])

    return behind_token(request, LIMITS, sent)


def _take(request: HttpRequest, actor: Actor) -> HttpResponse:
    said = request.POST
    pk = take_publications(actor, _rows_sent(said.get("rows", "")), name=said.get("name", ""), at=timezone.now())
    _file, lines = publication_file(pk, actor=actor)
    told = ngettext(
        "%(count)d publication noted. It is public.", "%(count)d publications noted. They are public.", len(lines)
    )
    messages.success(request, told % {"count": len(lines)})
    return redirect("web:office-publication-file", pk)


def _rows_sent(text: str) -> list[FileRow]:
    """The rows as the page that showed them sends them again.

    Raises: PublicationWrong: they are none.
    """
    try:
        said = json.loads(text)
        return [
            FileRow(int(number), {str(name): str(cell) for name, cell in cells.items()}) for number, cells in said
        ]  # fmt: skip
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise PublicationWrong("No row can be taken in.", field="file", cause="none") from error


def _preview(request: HttpRequest, name: str, rows: Sequence[FileRow], plan: FilePlan) -> HttpResponse:
    context = {
        "name": name,
        "plan": plan,
        "rows": json.dumps([[each.number, dict(each.cells)] for each in rows], ensure_ascii=False),
        "taken": plan.taken,
        "refused": [(each, sentence(each.error)) for each in plan.refused],
    }
    page = cleaner_page(
        _("What the file comes to"), Crumb(_("Publications from a file"), reverse("web:office-publications-file"))
    )
    return show(request, page, Shown("office/publications_preview.html", context))


def _form(request: HttpRequest, actor: Actor, faults: list[tuple[str, str]]) -> HttpResponse:
    lacking, count = without_copy(actor, limit=MOST_LACKING)
    context = {
        "files": publication_files(actor),
        "lacking": lacking,
        "lack_count": count,
        "mb": FILE_MB,
        "most": MOST_ROWS,
        "headings": _headings(),
        "faults": faults,
        "told": {name: [text] for name, text in faults},
    }
    page = cleaner_page(_("Publications from a file"))
    return show(request, page, Shown("office/publications_file.html", context), status=WRONG if faults else 200)


def _headings() -> list[tuple[str, str, list[tuple[str, str]]]]:
    try:
        book = book_at(BOOK, on=timezone.localdate())
    except NoReleaseInForce:
        return []
    return [(each.value, str(each.label), list(headings_of(each, book))) for each in PublicationKind]
