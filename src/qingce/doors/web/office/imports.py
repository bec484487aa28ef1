"""Files on their way in: the list, bringing one, and the page of each with what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from qingce.domain.enterprises.enums import AskReason
from qingce.domain.records.actions import discard_import, queue_import, receive_file, stop_import
from qingce.domain.records.enums import FIELDS
from qingce.domain.records.queries import count_returning, records_of_batch
from qingce.doors.web.messages import sentence
from qingce.doors.web.office.access import staff_only
from qingce.doors.web.office.queues import Queue, Waiting, register_queue
from qingce.doors.web.pages import Crumb, Page, Shown, show
from qingce.doors.web.templatetags.qingce_web import exact, is_chinese
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves
from qingce.pure.kernel.wording import sentence_of
from qingce.shared.intake.actions import room_on_disk
from qingce.shared.intake.enums import CAME_IN, BatchState
from qingce.shared.intake.errors import DiskFull, EmptyFile, TooLarge
from qingce.shared.intake.queries import (
    MAX_BYTES,
    BatchDetail,
    BatchRow,
    batch_detail,
    batches_of_file,
    count_batches,
    newest_batches,
    queue_place,
    rejects_files,
)
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import name_behind, roles_of

SHOWN = 50
BROUGHT = 5
LABELS = {each.name: each.label for each in FIELDS}
WRONG = 422
SLACK = 64_000  # bytes of a form beside its file
BUSY = (BatchState.RECEIVED, BatchState.TRYING, BatchState.QUEUED, BatchState.RUNNING, BatchState.UNDOING)
FOR_A_PERSON = (BatchState.MAPPING, BatchState.TRIED, BatchState.STOPPED, BatchState.REFUSED)


def import_page(title: str, batch: BatchRow | None = None) -> Page:
    """The head of a page of an import."""
    crumbs = [Crumb(_("Office"), reverse("web:office")), Crumb(_("Imports"), reverse("web:imports"))]
    if batch:
        name = _("Import %(number)s") % {"number": batch.id}
        crumbs.append(Crumb(name, reverse("web:import", args=[batch.id])))
    return Page(title=title, crumbs=(*crumbs, Crumb(title)), is_indexed=False, section="office")


@serves("REC-3")
@csrf_exempt  # the token is checked behind the door: a stranger's file must not be read for it
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*roles_of(Duty.IMPORT))
def imports(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The imports, the newest first, and the form that brings a file in."""
    if request.method != "POST":
        return _list(request, actor)
    try:
        with room_on_disk(Path(settings.FILE_UPLOAD_TEMP_DIR)):  # the form is read here, its file with it
            return _receive(request, actor)
    except DiskFull as error:
        _drop_unfinished(request)
        return _list(request, actor, told=sentence(error))


def _drop_unfinished(request: HttpRequest) -> None:
    """Gives back the room of a file that came in part only; what came whole is given back by Django."""
    for handler in request.upload_handlers:
        if file := getattr(handler, "file", None):
            file.close()


@csrf_protect
def _receive(request: HttpRequest, actor: Actor) -> HttpResponse:
    try:
        upload = _uploaded(request)
        batch = receive_file(
            Path(upload.temporary_file_path()),
            file_name=upload.name or "",
            actor=actor,
            area=_area(request, actor),
            language="zh" if is_chinese() else "en",
            at=timezone.now(),
        )
    except QingceError as error:
        return _list(request, actor, told=sentence(error))
    return redirect("web:import", batch)


def _areas(actor: Actor) -> tuple[str, ...]:
    return actor.areas(*roles_of(Duty.IMPORT))


def _area(request: HttpRequest, actor: Actor) -> str:
    """The area that the file is brought for: the one that the person has, or that was chosen among several."""
    areas = _areas(actor)
    return request.POST.get("area", areas[0])


def _uploaded(request: HttpRequest) -> TemporaryUploadedFile:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + SLACK:
        limit = MAX_BYTES // 1024**2
        raise TooLarge(f"The file has more than {limit:,} MB; split it.", cause="upload", limit_mb=f"{limit:,}")
    upload = request.FILES.get("file")
    if not isinstance(upload, TemporaryUploadedFile) or not upload.size:
        raise EmptyFile("Choose a file; the one sent holds nothing.", cause="upload", file="")
    return upload


def _list(request: HttpRequest, actor: Actor, told: str = "") -> HttpResponse:
    state = request.GET.get("state", "")
    states = (BatchState(state),) if state in BatchState.values else ()
    counts = count_batches(actor=actor)
    context = {
        "batches": newest_batches(SHOWN, actor=actor, states=states),
        "states": [(each, counts[each]) for each in BatchState if each in counts],
        "state": state,
        "told": told,
        "areas": _areas(actor),
        "area": request.POST.get("area", "") if request.method == "POST" else "",
        "limit_gb": MAX_BYTES // 1024**3,
    }
    page = import_page(_("Imports"))
    return show(request, page, Shown("office/imports.html", context), status=WRONG if told else 200)


@serves("REC-3")
@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*roles_of(Duty.IMPORT))
def one_import(request: HttpRequest, actor: Actor, batch: int) -> HttpResponse:
    """Where an import stands, what it would or did bring, and what can be done now."""
    if request.method == "POST":
        return _act(request, actor, batch)
    return _one(request, actor, batch)


def _act(request: HttpRequest, actor: Actor, batch: int) -> HttpResponse:
    said, at = request.POST, timezone.now()
    acts: dict[str, Callable[[], object]] = {
        "run": lambda: queue_import(batch, expected_mapping=said.get("mapping", ""), actor=actor, at=at),
        "stop": lambda: stop_import(batch, actor=actor, at=at),
        "discard": lambda: discard_import(batch, actor=actor, at=at),
    }
    try:
        acts.get(said.get("act", ""), lambda: None)()
    except QingceError as error:
        return _one(request, actor, batch, told=sentence(error))
    return redirect("web:import", batch)


def _one(request: HttpRequest, actor: Actor, batch: int, told: str = "") -> HttpResponse:
    found = batch_detail(batch, actor=actor)
    row = found.row
    is_busy = row.state in BUSY
    if request.headers.get("HX-Request") and not is_busy:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = {
        "batch": row,
        "detail": found,
        "is_busy": is_busy,
        "speed": _speed(row),
        "ahead": queue_place(row.id) if row.state == BatchState.QUEUED else 0,
        "problem": problem_of(found),
        "told": told,
        "trial": found.trial,
        "fates": _fates(found.trial),
        "groups": [each | {"label": LABELS.get(each["column"], "")} for each in found.trial.get("groups", ())],
        "brought": records_of_batch(row.id, actor=actor, limit=BROUGHT) if row.state in CAME_IN else [],
        "rejects": [(number, file.name) for number, file in enumerate(rejects_files(row.id), 1)],
        # What it brought again it met as known: without such rows nothing is looked for.
        "returning": count_returning(row.id) if row.state == BatchState.DONE and row.rows_known else 0,
        "same": batches_of_file(row.sha256, actor=actor, but=row.id),
        "is_tried": row.state == BatchState.TRIED,
        "can_discard": row.state in FOR_A_PERSON,
    }
    page = import_page(row.file_name)
    shown = Shown("office/import.html", context, part="progress")
    return show(request, page, shown, status=WRONG if told else 200)


def _fates(trial: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    titles = {
        "new": _("Become new records"),
        "known": _("Known already"),
        "held": _("Wait for a person"),
    }
    return [
        (title, [_explained(sample) for sample in trial[fate]]) for fate, title in titles.items() if trial.get(fate)
    ]


def _explained(sample: dict[str, Any]) -> dict[str, Any]:
    """A sample with why it is asked in words, and its fine as it is shown elsewhere."""
    fine = sample.get("fine")
    why = AskReason(sample["why"]).label if sample["why"] else ""
    return sample | {"why_label": why, "fine": exact(Decimal(fine)) if fine else ""}


def problem_of(found: BatchDetail) -> str:
    """Why a batch stopped or could not be tried, in the page's language; empty: nothing is wrong."""
    kept = found.problem
    if not kept:
        return ""
    language = "zh" if is_chinese() else "en"
    params = {name: name_behind(text) if name == "by" else text for name, text in kept["params"].items()}
    return sentence_of(kept["code"], params, language, otherwise=kept["detail"])


def _speed(row: BatchRow) -> dict[str, int] | None:
    """Rows a second, and seconds left; None: not known yet."""
    began = {BatchState.RUNNING: row.started_at, BatchState.UNDOING: row.undone_at}.get(row.state)
    if not (row.beat_at and began and began < row.beat_at and row.rows_done):
        return None
    seconds = max((row.beat_at - began).total_seconds(), 0.1)
    rate = row.rows_done / seconds
    return {"rate": round(rate), "left": round((row.rows_total - row.rows_done) / rate)}


def _waiting(actor: Actor) -> Waiting:
    counts = count_batches(actor=actor)
    return Waiting(sum(counts.get(state, 0) for state in FOR_A_PERSON))


register_queue(
    Queue(
        "imports",
        gettext_lazy("Imports"),
        gettext_lazy("Files that wait for their columns, for a decision after their dry run, or that stopped."),
        "web:imports",
        _waiting,
        frozenset(roles_of(Duty.IMPORT)),
    )
)
