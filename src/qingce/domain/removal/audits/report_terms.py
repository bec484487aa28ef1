"""The sections of an audit's reports: data."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from qingce.domain.removal.audits.report_enums import ReportKind
from qingce.domain.removal.cases.terms import Said


@cache
def audit_report_sections(kind: ReportKind) -> tuple[Said, ...]:
    """The sections of a report of this kind, in their order."""
    read = tomllib.loads(files("qingce.domain.removal").joinpath("data/audit_report.toml").read_text("utf-8"))
    return tuple(
        Said(each["id"], each["zh"], each["en"], each["clause"])
        for each in read["section"]
        if kind.value in each["kinds"]
    )
