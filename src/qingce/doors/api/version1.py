"""Version 1: the list of data sets, each page by page, and the OpenAPI document; all from the registry."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils.http import urlencode
from django.utils.timezone import localdate
from ninja import NinjaAPI

from qingce.domain.statistics.queries import CURSOR, DATASETS, FORMS, Dataset, cursor_of, read_asked
from qingce.doors.api.documents import Problem, described, page_model, parameters
from qingce.doors.api.problems import problem_of, problem_of_status
from qingce.doors.api.words import in_both, in_one
from qingce.pure.kernel.errors import QingceError
from qingce.pure.kernel.requirements import serves

SPACE, PREFIX = "api", "/api/v1/"
_PLAIN: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}
_ABOUT = """清册的公开数据：无需登录，只读。请按 next 逐页读取，直到其为 null。
整份文件：/bulk/名称.csv、.jsonl、.parquet。
Public data of Qingce, for reading, without an account. Go on with “next” until it is null. Whole files:
/bulk/NAME.csv, .jsonl, .parquet.
"""


def version1() -> NinjaAPI:
    """The API with an address for each data set."""
    api = NinjaAPI(
        title="清册 Qingce",
        version="1",
        description=_ABOUT,
        urls_namespace=SPACE,
        openapi_url=None,
        docs_url=None,
        servers=[{"url": settings.BASE_URL}],
    )
    api.add_exception_handler(QingceError, problem_of)  # type: ignore[arg-type]  # it is the error, never its class
    _add(api, "/", _index, "datasets", summary="数据集 / Data sets", response={200: dict[str, Any]})
    for each in DATASETS:
        _add(
            api, f"/{each.name}/", _pages_of(each), each.name,
            summary=in_one(each.title), description=in_one(each.row),
            response={200: page_model(each), 400: Problem},
            openapi_extra={"parameters": parameters(each)},
        )  # fmt: skip
    _add(api, "/openapi.json", _document, "openapi", include_in_schema=False)
    _add(api, "/{path:rest}", _nothing, "nothing", include_in_schema=False)
    return api


def patterns(api: NinjaAPI) -> tuple[list[URLPattern | URLResolver], str]:
    """The addresses, without the empty page that comes with them."""
    found, _app, space = api.urls
    kept = [each for each in found if getattr(each, "name", "") != "api-root"]
    for each in kept:
        each.callback.csrf_exempt = False  # type: ignore[union-attr]  # nothing is written here, so nothing is exempt
    return kept, space


def _add(api: NinjaAPI, path: str, view: Callable[..., HttpResponse], name: str, **said: Any) -> None:
    """A view for reading; HEAD is not told apart in the document."""
    router = api.default_router
    router.add_api_operation(path, ["GET"], view, url_name=name, operation_id=name, **said)
    router.add_api_operation(path, ["HEAD"], view, url_name=name, include_in_schema=False)


def _json(content: object) -> HttpResponse:
    response = JsonResponse(content, safe=False, json_dumps_params=_PLAIN)
    response["Cache-Control"] = "no-cache"  # kept, but asked after: an answer that is the same costs no bytes
    return response


@serves("REC-9")
def _index(request: HttpRequest) -> HttpResponse:
    del request
    found = [
        {
            "name": each.name,
            "title": in_both(each.title),
            "row": in_both(each.row),
            "basis": each.basis,
            "rows": _absolute(f"{SPACE}:{each.name}"),
            "files": {form: _absolute("bulk", each.name, form) for form in FORMS},
            "filters": [one.name for one in each.filters],
            "columns": [described(one) for one in each.columns],
        }
        for each in DATASETS
    ]
    return _json({"openapi": _absolute(f"{SPACE}:openapi"), "datasets": found})


def _pages_of(dataset: Dataset) -> Callable[[HttpRequest], HttpResponse]:
    names = [each.name for each in dataset.columns]

    @serves("REC-9")
    def page(request: HttpRequest) -> HttpResponse:
        given = dict(request.GET.lists())
        piece = dataset.read(read_asked(dataset, given, on=localdate()))
        rows = [dict(zip(names, values, strict=True)) for values in piece.rows]
        onward = urlencode({**given, CURSOR: [cursor_of(piece.after)]}, doseq=True)
        following = f"{_absolute(f'{SPACE}:{dataset.name}')}?{onward}" if piece.after else None
        return _json({"rows": rows, "next": following})

    return page


def _document(request: HttpRequest) -> HttpResponse:
    del request
    return _json(_described())


@cache
def _described() -> dict[str, Any]:
    return dict(API.get_openapi_schema(path_prefix=PREFIX))


def _nothing(request: HttpRequest, rest: str) -> HttpResponse:
    del request, rest
    return problem_of_status(404)


def _absolute(name: str, *words: str) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=words)}"


API = version1()
