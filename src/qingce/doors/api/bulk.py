"""Whole data sets as files: CSV, JSON Lines, Parquet."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from qingce.domain.statistics.errors import DataParameterWrong
from qingce.domain.statistics.queries import FORMS, dataset, open_dataset, version_of
from qingce.doors.api.problems import problem_of, problem_of_status
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves


@serves("REC-9")
@require_safe
def bulk(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """A whole data set; who has it already, and nothing has changed since, is told so and reads nothing."""
    if form not in FORMS:
        return problem_of_status(404)
    try:
        found = dataset(name)
        if request.GET:
            raise DataParameterWrong(
                "A whole file takes no parameters. Ask /api/v1/ for a part of it.",
                name=next(iter(request.GET)), cause="whole",
            )  # fmt: skip
    except QingceError as error:
        return problem_of(request, error)
    today = localdate()
    version = version_of(found, on=today)
    headers = {"ETag": f'"{version}-{form}"', "Cache-Control": "no-cache"}
    known = get_conditional_response(request, etag=headers["ETag"])
    if known is not None:
        return known
    body = open_dataset(found, form, version=version, on=today)
    whole = FileResponse(
        body, as_attachment=True, filename=f"qingce-{name}.{form}", content_type=FORMS[form], headers=headers
    )
    if request.method == "HEAD":  # the size is told, and nothing leaves; an answer's own close would end the request
        body.close()
        return HttpResponse(headers=dict(whole.items()))
    return whole
