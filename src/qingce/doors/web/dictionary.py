"""The data dictionary: types, columns, categories and states, from the tables that the database itself follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingce.domain.enterprises.enums import Identity
from qingce.domain.records.enums import (
    ENTERPRISE_FIELDS,
    FIELDS,
    RECORD_FIELDS,
    SOURCE_FIELDS,
    SPECS,
    SourceKind,
    Status,
    TypeSpec,
    ViolationCategory,
)
from qingce.doors.web.asked import Asked
from qingce.doors.web.csv_files import csv_response
from qingce.doors.web.pages import Crumb, Page, Shown, home_crumb, show
from qingce.pure.kernel.requirements import serves
from qingce.shared.intake.enums import FieldKind


@dataclass(frozen=True)
class ShownType:
    """A type with what it needs, in words."""

    spec: TypeSpec
    needs: list[list[str]]
    address: str


@serves("REC-1")
@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """The data dictionary."""
    page = Page(
        title=_("Data dictionary"),
        description=_("The 18 types of environmental supervision records, every column, category and status."),
        crumbs=(home_crumb(), Crumb(_("Data dictionary"))),
        section="dictionary",
    )
    context = {
        "types": [_shown(spec) for spec in SPECS],
        "columns": [
            (_("Enterprise"), ENTERPRISE_FIELDS),
            (_("Record"), RECORD_FIELDS),
            (_("Source"), SOURCE_FIELDS),
        ],
        "kinds": kinds(),
        "vocabularies": [
            (_("Status of a record"), Status.choices),
            (_("Violation categories"), ViolationCategory.choices),
            (_("Kinds of sources"), SourceKind.choices),
            (_("Identity of an enterprise"), Identity.choices),
        ],
    }
    return show(request, page, Shown("dictionary.html", context))


def kinds() -> dict[str, str]:
    """What a column's text must be readable as, in words."""
    return {
        FieldKind.TEXT: _("text"),
        FieldKind.LONG_TEXT: _("long text"),
        FieldKind.DATE: _("date"),
        FieldKind.YEAR: _("year"),
        FieldKind.AMOUNT_CNY: _("amount in CNY"),
        FieldKind.DECIMAL: _("number"),
        FieldKind.CHOICE: _("one of a list"),
        FieldKind.CHOICES: _("several of a list"),
        FieldKind.BOOLEAN: _("yes or no"),
        FieldKind.USCC: _("18-character code"),
    }


def _shown(spec: TypeSpec) -> ShownType:
    own = {detail.name: str(detail.label) for detail in spec.details}
    # A label may go on to say how its cells are written; here the name alone is meant.
    labels = {field.name: re.split("[:：]", str(field.label))[0] for field in FIELDS} | own
    needs = [[labels.get(name, name) for name in group] for group in spec.needs]
    return ShownType(spec, needs, Asked(filters={"type": (spec.type.value,)}).address())


@serves("REC-1")
@require_safe
def columns_download(request: HttpRequest) -> HttpResponseBase:
    """Every column as CSV."""
    del request
    return csv_response("qingce-columns.csv", _column_lines())


def _column_lines() -> Iterator[list[str]]:
    words = kinds()
    yield [_("Column"), _("Label"), _("Kind"), _("Required"), _("Longest"), _("Values")]
    for field in FIELDS:
        required = _("yes") if field.is_required else _("no")
        longest = str(field.max_length) if field.max_length else ""
        yield [field.name, str(field.label), words[field.kind], required, longest, ";".join(field.choices)]


@serves("REC-1")
@require_safe
def types_download(request: HttpRequest) -> HttpResponseBase:
    """The 18 types as CSV."""
    del request
    return csv_response("qingce-types.csv", _type_lines())


def _type_lines() -> Iterator[list[str]]:
    yield [_("Code"), _("Type"), _("Meaning"), _("Needs"), _("Fields of its own")]
    for shown in map(_shown, SPECS):
        needs = "; ".join(" / ".join(group) for group in shown.needs)
        own = "; ".join(str(detail.label) for detail in shown.spec.details)
        yield [shown.spec.type.value, str(shown.spec.type.label), str(shown.spec.meaning), needs, own]
