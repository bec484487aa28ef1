"""What the columns of a published roster are, and the mapping by which the ingest of the database reads it (CPA-1)."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from qingce.domain.cleaner_production.enums import ListKind
from qingce.domain.cleaner_production.errors import RosterWrong
from qingce.domain.cleaner_production.models import Roster
from qingce.domain.cleaner_production.units import unit_of
from qingce.domain.records.enums import RecordType, SourceKind
from qingce.domain.records.queries import EMPTY_TEXTS, proposed_columns
from qingce.pure.kernel.text import fold
from qingce.shared.intake.queries import written_mapping

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NAME = "enterprise_name"
OF_RECORDS: dict[str, StrOrPromise] = {
    NAME: _("Enterprise name"),
    "uscc": _("Unified social credit code"),
    "former_names": _("Former names"),
    "province": _("Province"),
    "city": _("Prefecture"),
    "county": _("County"),
    "address": _("Address"),
    "industry": _("Industry"),
}
OF_ROSTERS: dict[str, StrOrPromise] = {
    "years": _("Years of the list"),
    "obligation": _("Mandatory or voluntary"),
    "grounds": _("Mandatory ground"),
    "department": _("Department in charge"),
    "batch": _("Batch of the list"),
    "result": _("Evaluation and acceptance"),
    "note": _("Note on the list"),
}
FIELDS = OF_RECORDS | OF_ROSTERS
_FIRST_YEAR = "((?:19|20)[0-9]{2})"
_NOT_IN_HEADINGS = re.compile(r"[（(].*?[）)]|[^0-9a-z\u4e00-\u9fff]")


@dataclass(frozen=True)
class ProposedColumn:
    """A column of the file, what stands in it, and what it may be; `field` is empty where nothing fits."""

    number: int
    name: str
    samples: Sequence[str]
    field: str


def propose(columns: Sequence[Mapping[str, Any]], *, today: date) -> list[ProposedColumn]:
    """What each column of a roster may be: by the headings that rosters have, else by those of records.

    Args: columns: `name` and `samples` of each, as the inspection of a file gives them.
    """
    house = proposed_columns(columns, today=today)
    used: set[str] = set()
    found: dict[str, str] = {}
    for column in columns:
        known = _headings().get(_NOT_IN_HEADINGS.sub("", fold(column["name"])), "")
        if known and known not in used:
            used.add(known)
            found[column["name"]] = known
    for name, each in house.items():
        if name not in found and each.field in OF_RECORDS and each.field not in used:
            used.add(each.field)
            found[name] = each.field
    return [
        ProposedColumn(number, each["name"], each["samples"][:3], found.get(each["name"], ""))
        for number, each in enumerate(columns, 1)
    ]


def mapping_of(roster: Roster, columns: Mapping[str, str]) -> str:
    """The mapping of a roster's file, as TOML: what the roster says as a whole, and each line's own columns over it.

    Args: columns: field of ours → column of the file.
    Raises: RosterWrong: no column holds the enterprises, or a list of results tells no result.
    """
    if NAME not in columns:
        raise RosterWrong("Say which column holds the name of the enterprise.", field="column-1", cause="name")
    if roster.list == ListKind.RESULTS and "result" not in columns and not roster.result:
        raise RosterWrong("Say which column tells whether it passed.", field="column-1", cause="result")
    rules: dict[str, str | dict[str, Any]] = {each: name for each, name in columns.items() if each in OF_RECORDS}
    if "years" in columns:
        rules["year"] = {"from": columns["years"], "match": _FIRST_YEAR}
    rules["details"] = {
        "pairs": {each: name for each, name in columns.items() if each in OF_ROSTERS},
        "always": _as_a_whole(roster),
    }
    return written_mapping(roster.title[:80], columns=rules, constants=_constants(roster, columns), empty=EMPTY_TEXTS)


def _as_a_whole(roster: Roster) -> dict[str, str]:
    years = str(roster.first_year)
    told = {
        "listed": roster.list,
        "years": years if roster.first_year == roster.last_year else f"{years}-{roster.last_year}",
        "obligation": roster.obligation if roster.list == ListKind.ROSTER else "",
        "department": roster.department.replace(";", "；"),
        "batch": roster.batch_name.replace(";", "；"),
        "result": roster.result,
    }
    return {name: text for name, text in told.items() if text}


def _constants(roster: Roster, columns: Mapping[str, str]) -> dict[str, str]:
    day = roster.published_on.isoformat() if roster.published_on else ""
    told = {
        "type": RecordType.CLEANER_PRODUCTION.value,
        "title": roster.title,
        "issuer": roster.issuer,
        "published_on": day,
        "source_title": roster.title,
        "source_kind": SourceKind.GOVERNMENT_SITE.value,
        "source_published_on": day,
        "source_url": roster.link,
        "province": "" if "province" in columns else unit_of(roster.unit).name,
        "year": "" if "years" in columns else str(roster.first_year),
    }
    return {name: text for name, text in told.items() if text}


@cache
def _headings() -> Mapping[str, str]:
    text = files("qingce.domain.cleaner_production").joinpath("data/roster_headings.csv").read_text("utf-8")
    return {fold(row["heading"]): row["field"] for row in csv.DictReader(text.splitlines())}
