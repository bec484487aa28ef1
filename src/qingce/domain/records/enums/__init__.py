"""The vocabularies of the public database: closed lists, the 18 types and their needs, the columns of a file."""

from qingce.domain.records.enums.choices import (
    PublicationState,
    RecordType,
    SourceKind,
    Status,
    ViolationCategory,
)
from qingce.domain.records.enums.columns import ENTERPRISE_FIELDS, FIELDS, RECORD_FIELDS, SOURCE_FIELDS
from qingce.domain.records.enums.requests import EVIDENCE, Answer, Due, Outcome, RequestKind, RequestText
from qingce.domain.records.enums.types import BY_TYPE, SPECS, Detail, TypeSpec

__all__ = [
    "BY_TYPE",
    "ENTERPRISE_FIELDS",
    "EVIDENCE",
    "FIELDS",
    "RECORD_FIELDS",
    "SOURCE_FIELDS",
    "SPECS",
    "Answer",
    "Detail",
    "Due",
    "Outcome",
    "PublicationState",
    "RecordType",
    "RequestKind",
    "RequestText",
    "SourceKind",
    "Status",
    "TypeSpec",
    "ViolationCategory",
]
