"""What the extract of an enterprise says: who it is, how many records of which types, and the records themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qingce.domain.enterprises.enums import Identity
from qingce.domain.enterprises.queries import (
    EnterpriseDetail,
    EnterpriseNotFound,
    get_enterprise,
    holders_of,
    statement_of,
)
from qingce.domain.records.enums import RecordType
from qingce.domain.records.queries import RecordRow, TimelineCell, case_changes_of, records_of, timeline
from qingce.doors.web.extracts.saying import Pairs, in_language, issuer, ledger_facts, notes, pair, written_day
from qingce.doors.web.templatetags.qingce_web import UNKNOWN, industry_of, place, whole
from qingce.shared.issuing.enums import Draft, Language, draft
from qingce.shared.parties.enums import NOBODY

KIND = "enterprise-extract"
MOST_RECORDS = 500  # that are listed: thirty pages


def enterprise_extract(number: int, language: Language, *, on: date) -> Draft | None:
    """What the extract of an enterprise says on a day; of a merged one, that into which it was merged."""
    with in_language(language):
        try:
            found = get_enterprise(number, actor=NOBODY)
            if found.row.canonical_id:
                found = get_enterprise(found.row.canonical_id, actor=NOBODY)
        except EnterpriseNotFound:
            return None
        return _draft(found, language, on)


def _draft(found: EnterpriseDetail, language: Language, on: date) -> Draft:
    row = found.row
    cells = timeline(row.id, actor=NOBODY)
    total = sum(cell.count for cell in cells)
    records = records_of(row.id, actor=NOBODY, limit=MOST_RECORDS)
    said = notes(is_pseudonym=row.identity == Identity.PSEUDONYM, is_synthetic=row.is_synthetic)
    if total > len(records):
        said.insert(0, _listed(len(records), total))
    values = {
        "facts": _facts(found, total),
        "names": [(each.name, str(each.kind.label), _used(each.used_from, each.used_until)) for each in found.names],
        "counts": list(_counts(cells)),
        "records": [_record(each) for each in records],
        "ledger": ledger_facts("enterprise", row.id, statement_of(row.id)),
        "notes": said,
    }
    return draft(
        KIND,
        language=language,
        title=row.name,
        subtitle=_("As of %(day)s") % {"day": written_day(on)},
        issuer=issuer(),
        issued_on=on,
        values=values,
        aside=("ledger",),
    )


def _facts(found: EnterpriseDetail, total: int) -> Pairs:
    row = found.row
    holders = pgettext("list", ", ").join(each.name for each in holders_of(row.id))
    known = [
        pair(_("Name"), row.name),
        pair(_("Unified social credit code"), row.uscc or _("not known")),
        pair(_("Identity"), str(row.identity.label)),
        pair(_("Region"), place(row.region)),
        pair(_("Industry"), industry_of(row.industry)),
        pair(pgettext("postal", "Address"), row.address or UNKNOWN),
        pair(_("Claimed by"), holders),
        pair(_("Records on the public list"), whole(total)),
        pair(_("Records removed after review"), _removed(row.id)),
    ]
    return [each for each in known if each[1]]


def _removed(number: int) -> str:
    """How many records are removed now; empty: none."""
    latest = {each.record: each for each in reversed(case_changes_of(number, actor=NOBODY))}
    count = sum(not each.is_restored for each in latest.values())
    return whole(count) if count else ""


def _counts(cells: Sequence[TimelineCell]) -> Iterable[tuple[str, str, str]]:
    for each in RecordType:
        own = [cell for cell in cells if cell.type == each]
        if own:
            years = sorted({cell.year for cell in own if cell.year is not None})
            span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0]) if years else UNKNOWN
            yield str(each.label), span, whole(sum(cell.count for cell in own))


def _record(row: RecordRow) -> tuple[str, ...]:
    dated = row.dated.isoformat() if row.dated else str(row.year or UNKNOWN)
    return str(row.id), dated, str(row.type.label), row.title, row.issuer or UNKNOWN, str(row.status.label)


def _used(since: date | None, until: date | None) -> str:
    return f"{written_day(since)} – {written_day(until)}" if since or until else UNKNOWN


def _listed(count: int, total: int) -> str:
    return ngettext(
        "Listed is the newest %(count)s record of %(total)s; all of them stand on the public page.",
        "Listed are the newest %(count)s records of %(total)s; all of them stand on the public page.",
        count,
    ) % {"count": whole(count), "total": whole(total)}
