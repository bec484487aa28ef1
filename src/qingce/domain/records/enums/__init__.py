"""The vocabularies of the public database: closed lists, the 18 types and their needs, the columns of a file."""

from qingce.domain.records.enums.choices import (
    CASE,
    PublicationState,
    RecordType,
    RemovalPath,
    SourceKind,
    Status,
    ViolationCategory,
)
from qingce.domain.records.enums.columns import ENTERPRISE_FIELDS, FIELDS, RECORD_FIELDS, SOURCE_FIELDS
from qingce.domain.records.enums.requests import EVIDENCE, Answer, Due, Outcome, RequestKind, RequestText
from qingce.domain.records.enums.two_people import CLAUSE, HIDING, REPUBLISH, RESTORE, UNDO, WITHDRAW, WITHDRAW_AS_ASKED
from qingce.domain.records.enums.types import BY_TYPE, GROUNDS, SPECS, Detail, TypeSpec

__all__ = [
    "BY_TYPE",
    "CASE",
    "CLAUSE",
    "ENTERPRISE_FIELDS",
    "EVIDENCE",
    "FIELDS",
    "GROUNDS",
    "HIDING",
    "RECORD_FIELDS",
    "REPUBLISH",
    "RESTORE",
    "SOURCE_FIELDS",
    "SPECS",
    "UNDO",
    "WITHDRAW",
    "WITHDRAW_AS_ASKED",
    "Answer",
    "Detail",
    "Due",
    "Outcome",
    "PublicationState",
    "RecordType",
    "RemovalPath",
    "RequestKind",
    "RequestText",
    "SourceKind",
    "Status",
    "TypeSpec",
    "ViolationCategory",
]
