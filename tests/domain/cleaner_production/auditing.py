"""Audits of enterprises for tests, as lists name them."""

from __future__ import annotations

from qingce.domain.records.models import Record
from tests.factories import penalty, register


def audited(details: str = "listed=roster; obligation=mandatory; grounds=toxic", **values: str) -> int:
    """The record of an audit whose roster was published on 31 January 2022."""
    row = penalty(type="cleaner-production", details=details, published_on="2022-01-31", doc_no="", **values)
    register({**row, "violations": "", "measure": "", "description": "", "fine_cny": ""})
    return Record.objects.latest("pk").pk
