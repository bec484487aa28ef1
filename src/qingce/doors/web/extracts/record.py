"""What the extract of a record says: what its public page shows, in the words of that page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qingce.domain.enterprises.enums import Identity
from qingce.domain.enterprises.queries import get_enterprise
from qingce.domain.records.queries import RecordDetail, RecordNotFound, RecordRow, get_record, public_statement
from qingce.doors.web.changes_shown import what_changed
from qingce.doors.web.determination import facts_in_words, removal_of
from qingce.doors.web.extracts.saying import (
    Pairs,
    in_language,
    issuer,
    ledger_facts,
    notes,
    pair,
    written_day,
)
from qingce.doors.web.record import LABELS
from qingce.doors.web.templatetags.qingce_web import UNKNOWN, exact, industry_of, place
from qingce.pure.rules.book import Book
from qingce.pure.rules.values import Value
from qingce.shared.issuing.enums import Draft, Language, draft
from qingce.shared.parties.enums import NOBODY

KIND = "record-extract"
APPLIED_ON = "applied_on"  # as the rulebook calls it


def record_extract(number: int, language: Language, *, on: date) -> Draft | None:
    """What the extract of a record says on a day; None: it is not on the public list."""
    with in_language(language):
        try:
            found = get_record(number, actor=NOBODY)
        except RecordNotFound:
            return None
        if not found.row.status.is_listed:
            return None
        return _draft(found, language, on)


def _draft(found: RecordDetail, language: Language, on: date) -> Draft:
    row = found.row
    values = {
        "facts": _facts(found),
        "told": [row.description] if row.description else [],
        "pollutants": [
            (each.pollutant, each.outlet or UNKNOWN, exact(each.value), exact(each.limit), each.unit or UNKNOWN,
             exact(each.times_over if each.times_over is not None else each.times_over_computed))
            for each in found.measurements
        ],
        "quantities": [(each.what, exact(each.amount), each.unit or UNKNOWN) for each in found.quantities],
        "measure": [row.measure] if row.measure else [],
        "laws": [found.laws] if found.laws else [],
        "removal": _removal(row.id, on),
        "sources": [
            (each.source_title, each.issuer or UNKNOWN, written_day(each.published_on), each.url or UNKNOWN)
            for each in found.provenances
        ],
        **_history(found),
        "ledger": ledger_facts("record", row.id, public_statement(row.id, actor=NOBODY)),
        "notes": notes(is_pseudonym=row.identity == Identity.PSEUDONYM, is_synthetic=row.is_synthetic),
    }  # fmt: skip
    return draft(
        KIND,
        language=language,
        title=row.title,
        subtitle=_("Record %(number)s, as of %(day)s") % {"number": row.id, "day": written_day(on)},
        issuer=issuer(),
        issued_on=on,
        values=values,
        aside=("ledger",),
    )


def _facts(found: RecordDetail) -> Pairs:
    row = found.row
    known = [
        pair(_("Enterprise"), row.enterprise_name),
        pair(_("Unified social credit code"), _code_of(row)),
        pair(_("Type"), str(row.type.label)),
        pair(_("State"), str(row.status.label)),
        pair(_("Issuing body"), row.issuer or UNKNOWN),
        pair(_("Document number"), row.doc_no or UNKNOWN),
        pair(_("Publication date"), written_day(row.published_on)),
        pair(_("Date of decision"), written_day(row.decided_on)),
        pair(_("Date of inspection"), written_day(row.inspected_on) if row.inspected_on else ""),
        pair(_("Year"), str(row.year) if row.year and not row.dated else ""),
        pair(_("Region"), place(row.region)),
        pair(pgettext("postal", "Address"), found.address),
        pair(_("Industry"), industry_of(found.industry)),
        pair(_("Violation categories"), _list(str(each.label) for each in row.categories)),
        pair(_("Fine [CNY]"), exact(row.fine_cny) if row.fine_cny is not None else ""),
        *(pair(str(each.detail.label), _list(each.values)) for each in found.details),
    ]
    return [each for each in known if each[1]]


def _code_of(row: RecordRow) -> str:
    return get_enterprise(row.enterprise_id, actor=NOBODY).row.uscc or ""


def _history(found: RecordDetail) -> dict[str, Sequence[Sequence[str]]]:
    return {
        "corrections": [
            (written_day(each.corrected_at), str(LABELS.get(each.field, each.field)), each.former or UNKNOWN,
             each.current or UNKNOWN, each.reason)
            for each in found.corrections
        ],
        "states": [
            (written_day(each.changed_at), str(what_changed(each)), each.reason, each.clause or UNKNOWN)
            for each in found.state_changes
        ],
    }  # fmt: skip


def _removal(number: int, on: date) -> Pairs:
    """The determination in words: what the rules or a person say, by which facts, under which version."""
    found = removal_of(number, on=on)
    if found is None:
        return [(_("Rules"), _("No rules on removal are in force yet."))]
    version = found.found.book.head
    if found.override:
        decided = _("Decided by a person, in place of the rules")
    elif found.confirmation:
        decided = _("By the rules, on facts that a member of the staff confirmed")
    else:
        decided = _("By the rules, on what the record itself states; nobody has confirmed these facts yet")
    facts = [
        pair(_("Violation %(number)s") % {"number": each.number} if len(found.violations) > 1 else _("Facts"),
             "\n".join(f"{title}{_colon()}{value}" for title, value in _lasting(found.found.book, each.facts)))
        for each in found.found.violations
    ]  # fmt: skip
    known = [
        pair(_("Determination"), found.outcome or _("Not decided yet: facts are missing.")),
        pair(_("How it was decided"), decided if found.is_applicable else ""),
        *(facts if found.is_applicable else ()),
        pair(_("Version of the rules"), f"{version.id} {version.effective_on.isoformat()}"),
    ]
    return [each for each in known if each[1]]


def _lasting(book: Book, facts: Mapping[str, Value]) -> Pairs:
    """Facts in words but for the day of an application, for which every day a new document would be issued."""
    return facts_in_words(book, {name: value for name, value in facts.items() if name != APPLIED_ON})


def _list(values: Iterable[str]) -> str:
    return pgettext("list", ", ").join(values)


def _colon() -> str:
    return pgettext("before a value", ": ")
