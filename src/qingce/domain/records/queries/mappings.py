"""Which mappings a file can follow, and what its columns may be."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import override

from qingce.domain.records.enums import FIELDS
from qingce.pure.kernel.errors import QingceError
from qingce.shared.intake.queries import (
    CANONICAL,
    Proposed,
    canonical_mapping,
    follows,
    header_key,
    load_mapping,
    mapping_names,
    mapping_text,
    parse_mapping,
    propose_columns,
    saved_mappings,
)

DATA = Path(__file__).resolve().parents[1] / "data"
MAPPINGS = DATA / "mappings"


@dataclass(frozen=True)
class FittingMapping:
    """A mapping whose columns a file has.

    Args: text: TOML; empty: the file's columns are ours already. titles: by language.
    """

    name: str
    titles: Mapping[str, str]
    text: str


def fitting_mappings(tables: Sequence[Sequence[str]]) -> list[FittingMapping]:
    """The saved mappings and those of the house that a file can follow, first those made for its columns; one query.

    Args: tables: the column names of each table of the file.
    """
    canonical = canonical_mapping(FIELDS)
    found = [FittingMapping(CANONICAL, canonical.title, "")] if follows(tables, canonical, FIELDS) else []
    own = [(path.stem, mapping_text(path.stem, folder=MAPPINGS)) for path in sorted(MAPPINGS.glob("*.toml"))]
    made_for = {header_key(columns) for columns in tables}
    saved = [(row.name, row.text) for row in sorted(saved_mappings(), key=lambda row: row.header_key not in made_for)]
    for name, text in saved + own:
        try:
            mapping = parse_mapping(text, name=name, fields=FIELDS)
        except QingceError:  # saved when a column had another name
            continue
        if follows(tables, mapping, FIELDS):
            found.append(FittingMapping(name, mapping.title, text))
    return found


def house_mappings() -> list[FittingMapping]:
    """The mappings that come with the system, `canonical` first."""
    found = [load_mapping(name, fields=FIELDS, folder=MAPPINGS) for name in mapping_names(MAPPINGS)]
    return [
        FittingMapping(name, each.title, mapping_text(name, folder=MAPPINGS))
        for name, each in zip(mapping_names(MAPPINGS), found, strict=True)
    ]


def proposed_columns(columns: Sequence[Mapping[str, Any]], *, today: date) -> dict[str, Proposed]:
    """What the columns of a table may be, by the headings we know and by their content."""
    return propose_columns(columns, FIELDS, _headings(), today=today)


@cache
def _headings() -> dict[str, str]:
    with (DATA / "headings.csv").open(encoding="utf-8", newline="") as file:
        known = {row["heading"]: row["field"] for row in csv.DictReader(file)}
    with override("zh-hans"):  # kept for everybody: not the language of whoever asks first
        return {str(field.label): field.name for field in FIELDS} | known
