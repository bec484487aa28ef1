"""A mapping for a file whose columns are not named as ours: proposed, shown, and taken when somebody says so."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from qingce.doors.cli.deciding import deciding
from qingce.doors.cli.errors import ConstantsNeeded, MappingNotConfirmed, NotAnAssignment, UnknownConstant
from qingce.doors.cli.language import language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qingce.domain.records.queries import FittingMapping
    from qingce.shared.intake.queries import ColumnMapping, Proposed


@dataclass(frozen=True)
class Wish:
    """How a mapping is to be found.

    Args: is_sure: what is proposed is taken unasked. save_as: title under which it is kept; empty: it is not.
        constants: what was said for the whole file.
    """

    is_sure: bool
    save_as: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)


def said_constants(texts: Sequence[str]) -> dict[str, str]:
    """`NAME=VALUE` each, checked.

    Raises: NotAnAssignment; UnknownConstant.
    """
    from qingce.domain.records.enums import RecordType
    from qingce.domain.records.queries import CONSTANTS

    said: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise NotAnAssignment(text)
        known = RecordType.values if name == "type" else CONSTANTS
        if (value if name == "type" else name) not in known:
            raise UnknownConstant(text, ", ".join(known))
        said[name] = value.strip()
    return said


def proposed_mapping(file: Path, wish: Wish, *, by: str) -> ColumnMapping:
    """The mapping for a file: one that fits, else one made from its headings and content; shown, and confirmed.

    Raises: MappingNotConfirmed; ConstantsNeeded: nobody is at the terminal to be asked; what reading the file raises.
    """
    from qingce.domain.records.enums import FIELDS
    from qingce.domain.records.queries import fitting_mappings
    from qingce.shared.intake.actions import save_mapping
    from qingce.shared.intake.queries import inspect_tables, parse_mapping, read_tables

    tables = inspect_tables(read_tables(file, language=language()))["tables"]
    names = [[column["name"] for column in table["columns"]] for table in tables]
    fitting = [each for each in fitting_mappings(names) if each.text]
    if fitting and not (wish.constants or wish.save_as):
        return _confirmed_fitting(fitting, file, wish)
    table = max(tables, key=lambda each: each["rows"])
    text = _composed(file, table, wish)
    mapping = parse_mapping(text, name=wish.save_as or file.name, fields=FIELDS)
    if wish.save_as:
        columns = [column["name"] for column in table["columns"]]
        name = save_mapping(wish.save_as, text, columns=columns, actor=deciding(by), at=timezone.now())
        click.echo(_("The mapping is kept as %(name)s.") % {"name": name}, err=True)
    return mapping


def _confirmed_fitting(fitting: Sequence[FittingMapping], file: Path, wish: Wish) -> ColumnMapping:
    from qingce.domain.records.enums import FIELDS
    from qingce.shared.intake.queries import parse_mapping

    first = fitting[0]
    names = {"file": file.name, "name": first.name, "title": first.titles[language()]}
    click.echo(_("The columns of %(file)s are those of the mapping %(name)s: %(title)s.") % names, err=True)
    _confirm(file, first.text, wish)
    return parse_mapping(first.text, name=first.name, fields=FIELDS)


def _composed(file: Path, table: Mapping[str, Any], wish: Wish) -> str:
    from qingce.domain.records.queries import composed_mapping, proposed_columns

    proposed = proposed_columns(table["columns"], today=timezone.localdate())
    columns = {each.field: name for name, each in proposed.items() if each.field not in wish.constants}
    _show(table["columns"], proposed)
    constants = {"source_title": file.stem} | dict(wish.constants)
    missing = _missing(columns, constants)

    def written(said: Mapping[str, str]) -> str:
        kept = {name: value for name, value in said.items() if name not in columns}
        return composed_mapping(wish.save_as or file.name, columns=columns, constants=kept)

    if missing and ("enterprise_name" in missing or not _is_anybody_there()):
        click.echo(written(constants | dict.fromkeys(missing, "")))
        raise ConstantsNeeded(file.name, ", ".join(missing))
    constants |= _asked(missing)
    text = written(constants)
    _confirm(file, text, wish)
    return text


def _missing(columns: Mapping[str, str], constants: Mapping[str, str]) -> list[str]:
    from qingce.domain.records.queries import NEEDED

    return [name for name in ("enterprise_name", *NEEDED) if name not in columns and not constants.get(name)]


def _asked(missing: Sequence[str]) -> dict[str, str]:
    from qingce.domain.records.enums import FIELDS, RecordType

    labels = {each.name: str(each.label) for each in FIELDS}
    kinds = click.Choice(RecordType.values)
    return {
        name: click.prompt(labels[name], type=kinds if name == "type" else str, err=True).strip() for name in missing
    }


def _show(columns: Sequence[Mapping[str, Any]], proposed: Mapping[str, Proposed]) -> None:
    from qingce.domain.records.enums import FIELDS

    labels = {each.name: str(each.label) for each in FIELDS}
    reasons = {
        "own-name": _("named as ours"),
        "heading": _("its heading is known"),
        "like-heading": _("its heading is alike"),
        "content": _("by its content"),
    }
    for column in columns:
        found = proposed.get(column["name"])
        told = f"{labels[found.field]} ({reasons[found.why.value]}, {found.score})" if found else _("not read")
        sample = next(iter(column["samples"]), "")[:30]
        click.echo(f"  {column['name']}\t→ {told}\t{sample}", err=True)


def _confirm(file: Path, text: str, wish: Wish) -> None:
    if wish.is_sure:
        return
    if not _is_anybody_there():
        click.echo(text)
        raise MappingNotConfirmed(file.name)
    click.confirm(_("Take the file in with this mapping?"), abort=True, err=True)


def _is_anybody_there() -> bool:
    return sys.stdin.isatty()
