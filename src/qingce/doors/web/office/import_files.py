"""Files that belong to an import: the rows that were rejected."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from qingce.doors.web.office.access import staff_only
from qingce.pure.kernel.requirements import serves
from qingce.shared.intake.queries import batch_detail, rejects_files
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import roles_of


@serves("REC-3")
@require_safe
@staff_only(*roles_of(Duty.IMPORT))
def rejected(request: HttpRequest, actor: Actor, batch: int, number: int) -> FileResponse:
    """The rejected rows of one sheet, in the shape of the file, with what is wrong and how to put it right."""
    del request
    files = rejects_files(batch_detail(batch, actor=actor).row.id)
    if not 1 <= number <= len(files):
        raise Http404
    return FileResponse(files[number - 1].open("rb"), as_attachment=True, filename=files[number - 1].name)
