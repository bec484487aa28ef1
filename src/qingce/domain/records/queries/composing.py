"""A mapping composed of what somebody said about each column of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override

from qingce.domain.records.enums import RecordType, SourceKind
from qingce.shared.intake.queries import written_mapping

EMPTY_TEXTS = ("无", "／", "/", "-", "--", "—", "N/A", "null")
CHOICES = {"type": RecordType, "source_kind": SourceKind}
CONSTANTS = (
    "type", "details", "source_title", "source_kind", "issuer", "source_published_on", "source_url", "licence", "year",
)  # fmt: skip
NEEDED = ("type", "source_title")


def composed_mapping(name: str, *, columns: Mapping[str, str], constants: Mapping[str, str]) -> str:
    """The text of a mapping that reads each of our columns from one of the file's; the same in every language.

    A title where the file has none is the type, and the document's number or whom it is about.

    Args: columns: ours → the file's.
    """
    rules: dict[str, str | dict[str, Any]] = {field: _rule(field, column) for field, column in columns.items()}
    if "title" not in columns and "title" not in constants:
        rules["title"] = _title(columns, constants)
    return written_mapping(name, columns=rules, constants=constants, empty=EMPTY_TEXTS)


def _rule(field: str, column: str) -> str | dict[str, Any]:
    if field in CHOICES:
        return {"from": column, "values": _labels(field)}
    return column


def _labels(field: str) -> dict[str, str]:
    """The words for each choice in either language → the choice."""
    words: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with override(language):
            words |= {str(label): value for value, label in CHOICES[field].choices}
    return words


def _title(columns: Mapping[str, str], constants: Mapping[str, str]) -> dict[str, Any]:
    label = _type_label(constants.get("type", ""))
    if "type" in columns and not _has_braces(columns["type"]):
        label = f"{{{columns['type']}}}"
    named = [columns[field] for field in ("doc_no", "enterprise_name") if field in columns]
    return {"template": [f"{label} {{{column}}}".strip() for column in named if not _has_braces(column)] or [label]}


def _type_label(value: str) -> str:
    with override("zh-hans"):
        return {each: str(label) for each, label in RecordType.choices}.get(value, "").replace("{", "")


def _has_braces(column: str) -> bool:
    return bool(set("{}") & set(column))
