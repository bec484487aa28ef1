"""Drafts of made-up documents."""

from __future__ import annotations

from datetime import date
from typing import Any

from qingce.shared.issuing.enums import Draft, Language, draft
from qingce.shared.issuing.writing.pdf import Marks
from qingce.shared.issuing.writing.templates import template

MARKS = Marks("K7QD-2MXP-W4RT", "ab12 34cd 9988 1122", "https://qingce.example.org/check/K7QD2MXPW4RT/")
ON = date(2026, 11, 22)


def made_up(language: Language = "zh", *, title: str = "样例企业的记录", on: date = ON, **values: Any) -> Draft:
    """A draft of an extract of a record with these fields; the others are empty."""
    fields = {each.name: values.get(each.name, []) for each in template("record-extract").fields}
    return draft(
        "record-extract", language=language, title=title, subtitle="截至当日", issuer="清册 · example.org",
        issued_on=on, values=fields,
    )  # fmt: skip
