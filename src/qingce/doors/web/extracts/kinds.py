"""The kinds of documents that public pages give."""

from __future__ import annotations

from qingce.doors.web.cleaner import report_document
from qingce.doors.web.extracts import enterprise, record
from qingce.shared.issuing.registry import IssuedKind, register_kind


def register_extracts() -> None:
    """Makes them known to the room that issues."""
    register_kind(IssuedKind(record.KIND, "record", record.record_extract))
    register_kind(IssuedKind(enterprise.KIND, "enterprise", enterprise.enterprise_extract))
    register_kind(IssuedKind(report_document.KIND, "cleaner-report", report_document.report_draft))
