"""An accreditation in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qingce.domain.removal.enums import AuditorRow
from qingce.domain.removal.queries import (
    AccreditationDetail,
    PaperRow,
    audit_fields,
    audit_methods,
    independence_of_version,
    independence_texts,
    paper_slots,
)
from qingce.doors.web.templatetags.qingce_web import is_chinese


@dataclass(frozen=True)
class ShownAuditor:
    """An auditor with the papers that show the qualification."""

    row: AuditorRow
    papers: tuple[PaperRow, ...]


@dataclass(frozen=True)
class ShownAgency:
    """What a page shows of an accreditation. Args: slots: what papers show, with those that do."""

    found: AccreditationDetail
    fields: tuple[str, ...]
    methods: tuple[str, ...]
    auditors: tuple[ShownAuditor, ...]
    slots: tuple[tuple[str, tuple[PaperRow, ...]], ...]
    declared: tuple[tuple[str, str, str, object], ...]


def language() -> str:
    """The reader's."""
    return "zh" if is_chinese() else "en"


def choices() -> Mapping[str, Sequence[tuple[str, str]]]:
    """What forms offer: fields, methods, slots of papers."""
    said = language()
    return {
        "fields": [(each.id, each.said(said)) for each in audit_fields()],
        "methods": [(each.id, each.said(said)) for each in audit_methods()],
        "slots": [(each.id, each.said(said)) for each in paper_slots()],
    }


def names_in(kind: str, chosen: Sequence[str]) -> tuple[str, ...]:
    """The words of choices. Args: kind: fields or methods."""
    words = dict(choices()[kind])
    return tuple(words.get(each, each) for each in chosen)


def declarations() -> list[tuple[str, str, str, str]]:
    """What an agency declares now: kind, version, text, clause."""
    return [(each.id, each.version, each.said(language()), each.clause) for each in independence_texts()]


def shown_agency(found: AccreditationDetail) -> ShownAgency:
    """An accreditation as it is shown."""
    slots = tuple(
        (title, tuple(each for each in found.papers if each.auditor is None and each.slot == slot))
        for slot, title in choices()["slots"]
    )
    declared = []
    for kind, version, by, at in found.declared:
        text = independence_of_version(kind, version)
        declared.append((text.said(language()), text.clause, by, at))
    return ShownAgency(
        found=found,
        fields=names_in("fields", found.row.fields),
        methods=names_in("methods", found.row.methods),
        auditors=tuple(
            ShownAuditor(each, tuple(paper for paper in found.papers if paper.auditor == each.id))
            for each in found.auditors
        ),
        slots=slots,
        declared=tuple(declared),
    )
