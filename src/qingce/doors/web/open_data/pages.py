"""The open data in words: the list of data sets, and the columns of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.statistics.queries import DATASETS, FORMS, MOST_ROWS, USUAL_ROWS, Dataset, dataset
from qingce.doors.web.csv_files import Line, table_response
from qingce.doors.web.links import absolute, permanent
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.requirements import serves

LABELS = {"csv": "CSV", "jsonl": "JSON Lines", "parquet": "Parquet"}


@serves("REC-9")
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is, how to ask for it, and on which terms."""
    context = {
        "rows": [(each, reverse(f"api:{each.name}"), reverse(f"web:{each.page}"), _files(each)) for each in DATASETS],
        "base": settings.BASE_URL,
        "example": DATASETS[0],
        "usual": USUAL_ROWS,
        "most": MOST_ROWS,
    }
    page = Page(
        title=_("Open data"),
        description=_("Public data for programs: page by page as JSON, whole as CSV, JSON Lines and Parquet."),
        crumbs=(home_crumb(), Crumb(_("Open data"))),
        data=[_catalog()],
    )
    return show(request, page, Shown("open_data/overview.html", context))


@serves("REC-9")
@require_safe
def one_dataset(request: HttpRequest, name: str) -> HttpResponse:
    """The columns of a data set, with what each means."""
    found = dataset(name)
    context = {
        "found": found,
        "address": absolute(reverse(f"api:{found.name}")),
        "shown": reverse(f"web:{found.page}"),
        "files": _files(found),
        "columns": [(each, each.values) for each in found.columns],
    }
    title = str(found.title)
    crumbs = (home_crumb(), Crumb(_("Open data"), reverse("web:open-data")), Crumb(title))
    page = Page(title=title, description=str(found.row), crumbs=crumbs, data=[_described(found)])
    return show(request, page, Shown("open_data/dataset.html", context))


@serves("REC-9")
@require_safe
def dictionary_csv(request: HttpRequest) -> HttpResponseBase:
    """Every column of every data set."""
    return table_response(request, "qingce-open-data-dictionary", _lines())


def _lines() -> Iterator[Line]:
    yield [
        _("Data set"), _("What a row is"), _("Column"), _("Kind"), _("Meaning"), _("Measured in"), _("Clause"),
        _("Values"),
    ]  # fmt: skip
    for found in DATASETS:
        for each in found.columns:
            values = "; ".join(f"{value} = {label}" for value, label in each.values)
            yield [
                found.name, str(found.row), each.name, str(each.kind.label), str(each.meaning), str(each.unit),
                each.clause, values,
            ]  # fmt: skip


def _files(found: Dataset) -> list[tuple[str, str]]:
    """What the whole of it can be taken as, with its address."""
    return [(LABELS[form], reverse("bulk", args=[found.name, form])) for form in FORMS]


def _catalog() -> dict[str, Any]:
    return {"@type": "DataCatalog", "name": _("Open data"), "dataset": [_described(each) for each in DATASETS]}


def _described(found: Dataset) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "name": str(found.title),
        "description": str(found.row),
        "url": permanent("web:open-data-set", found.name),
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": absolute(address)}
            for kind, address in (
                ("application/json", reverse(f"api:{found.name}")),
                *((FORMS[form], reverse("bulk", args=[found.name, form])) for form in FORMS),
            )
        ],
    }
