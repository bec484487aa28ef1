"""The form in which a person says what the columns of a file are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from qingce.domain.records.enums import FIELDS, RecordType, SourceKind
from qingce.domain.records.queries import (
    CONSTANTS,
    NEEDED,
    FittingMapping,
    composed_mapping,
    fitting_mappings,
    proposed_columns,
)
from qingce.pure.kernel.errors import QingceError
from qingce.shared.intake.queries import BatchDetail

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OWN = "own"  # the columns are said one by one
CHOICES = {"type": RecordType.choices, "source_kind": SourceKind.choices}
LABELS = {each.name: each.label for each in FIELDS}


@dataclass(frozen=True)
class ColumnRow:
    """A column of the file on the page: samples of what stands in it, and what it is said to be."""

    number: int
    name: str
    samples: Sequence[str]
    filled: int
    field: str
    why: str


@dataclass(frozen=True)
class Fault:
    """What is wrong with the form, and at which of its parts."""

    anchor: str
    text: str


@dataclass
class ColumnsForm:
    """What the page shows and what a person said on it.

    Args: chosen: the name of a mapping that fits, or `own`. saved_as: a title under which to keep it.
    """

    sheet: int
    chosen: str
    rows: list[ColumnRow]
    constants: dict[str, str]
    fitting: list[FittingMapping]
    saved_as: str = ""
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Said:
    """A mapping as it was said: its name and its text."""

    name: str
    text: str


def field_choices() -> list[tuple[str, StrOrPromise]]:
    """What a column may be said to be."""
    return [(each.name, each.label) for each in FIELDS]


def first_form(batch: BatchDetail, *, sheet: int, today: date) -> ColumnsForm:
    """The form with what is proposed: a mapping that fits if there is one, else column by column."""
    table = batch.inspection["tables"][sheet]
    proposed = proposed_columns(table["columns"], today=today)
    fields = {name: (each.field, each.why.value) for name, each in proposed.items()}
    fitting = _fitting(batch)
    return ColumnsForm(
        sheet=sheet,
        chosen=batch.row.mapping if batch.row.mapping in {each.name for each in fitting} else _first(fitting),
        rows=_rows(table["columns"], fields),
        constants={"source_title": PurePath(batch.row.file_name).stem},
        fitting=fitting,
    )


def said_form(batch: BatchDetail, data: QueryDict, *, sheet: int) -> ColumnsForm:
    """The form as a person sent it; nothing typed is lost."""
    table = batch.inspection["tables"][sheet]
    fields = {
        column["name"]: (data.get(f"column-{number}", ""), "") for number, column in enumerate(table["columns"], 1)
    }
    return ColumnsForm(
        sheet=sheet,
        chosen=data.get("mapping", OWN),
        rows=_rows(table["columns"], fields),
        constants={name: data.get(name, "").strip() for name in CONSTANTS},
        fitting=_fitting(batch),
        saved_as=data.get("save_as", "").strip(),
    )


def said_mapping(form: ColumnsForm, batch: BatchDetail) -> Said | None:
    """The mapping that was said; None: something is wrong, see `form.faults`."""
    if form.chosen != OWN:
        found = next((each for each in form.fitting if each.name == form.chosen), None)
        if found:
            return Said(found.name, found.text)
        form.faults.append(Fault("mapping-own", _("This mapping does not fit the file any more; choose another.")))
        return None
    columns = _said_columns(form)
    constants = {name: text for name, text in form.constants.items() if name not in columns and _is_said(name, text)}
    form.faults += [
        Fault(
            f"id-{name}", _("%(field)s is missing; say it here, or choose a column for it.") % {"field": LABELS[name]}
        )
        for name in NEEDED
        if name not in columns and name not in constants
    ]
    if "enterprise_name" not in columns:
        form.faults.append(Fault("id-column-1", _("Say which column holds the name of the enterprise.")))
    if form.faults:
        return None
    name = form.saved_as or batch.row.file_name
    return Said(name, composed_mapping(name, columns=columns, constants=constants))


def _is_said(name: str, text: str) -> bool:
    """Whether a constant says something; what is not among the choices there are says nothing."""
    return text in dict(CHOICES[name]) if name in CHOICES else bool(text)


def note_error(form: ColumnsForm, error: QingceError, said: str) -> None:
    """Puts an error of the mapping on top of the form."""
    form.faults.append(Fault("id-column-1", said or error.detail))


def _said_columns(form: ColumnsForm) -> dict[str, str]:
    columns: dict[str, str] = {}
    for row in form.rows:
        if not row.field:
            continue
        if row.field in columns:
            told = _("%(field)s is chosen for two columns, “%(one)s” and “%(other)s”; keep one.")
            names = {"field": LABELS[row.field], "one": columns[row.field], "other": row.name}
            form.faults.append(Fault(f"id-column-{row.number}", told % names))
        columns.setdefault(row.field, row.name)
    return columns


def _rows(columns: Sequence[Mapping[str, Any]], fields: Mapping[str, tuple[str, str]]) -> list[ColumnRow]:
    return [
        ColumnRow(
            number=number,
            name=column["name"],
            samples=column["samples"][:3],
            filled=round(100 * column["filled"]),
            field=fields.get(column["name"], ("", ""))[0],
            why=fields.get(column["name"], ("", ""))[1],
        )
        for number, column in enumerate(columns, 1)
    ]


def _fitting(batch: BatchDetail) -> list[FittingMapping]:
    tables = batch.inspection["tables"]
    return fitting_mappings([[column["name"] for column in table["columns"]] for table in tables])


def _first(fitting: Sequence[FittingMapping]) -> str:
    return fitting[0].name if fitting else OWN
