"""The formal check by the staff: sent back with what to change, published, withdrawn with a public reason."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from qingce.domain.disclosure.enums import DisclosureAct, DisclosureParty, DisclosureState, LineStanding
from qingce.domain.disclosure.errors import DisclosureReasonMissing, OwnDisclosure, RecordsGone, TextTooLong
from qingce.domain.disclosure.models import Disclosure, DisclosureLine, MonitoringLine, Paper
from qingce.domain.disclosure.panels import MONITORING
from qingce.domain.disclosure.permissions import staff_disclosures
from qingce.domain.disclosure.reading_disclosures import lines_of_disclosure, not_found, papers_of
from qingce.domain.disclosure.reading_supports import SupportRow, as_public, supports_of
from qingce.domain.disclosure.supporting import check_publishable
from qingce.domain.disclosure.terms import disclosure_terms
from qingce.domain.disclosure.transitions import DISCLOSURES
from qingce.domain.documents.actions import redact_paper as redact_document
from qingce.domain.enterprises.queries import get_enterprise
from qingce.domain.records.enums import RecordType
from qingce.pure.kernel.text import clean
from qingce.shared.files.actions import Area, redact_file
from qingce.shared.files.errors import FileNotFound
from qingce.shared.issuing.queries import issued_by_ids
from qingce.shared.ledger.actions import THE_PLATFORM, Writes, apply_transition, check_step
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.registry import MailKind
from qingce.shared.notices.actions import publish_notice, withdraw_notice
from qingce.shared.notices.enums import About, NoticeText
from qingce.shared.notices.queries import notice_of_key
from qingce.shared.notices.registry import NoticeKind
from qingce.shared.parties.enums import NOBODY, Actor, MemberRole
from qingce.shared.parties.queries import members_of, taker_of

NOTICE = NoticeKind(
    "disclosed-documents", _("Explanations disclosed by enterprises"), _("What enterprises say about their records")
)
LETTER = MailKind(
    "disclosure-decided", ("enterprise", "disclosure", "state", "note"), (), _("An explanation was checked"), ("state",)
)
ABOUT_MOST = 40  # records that a notice names; its page leads to the others


def return_disclosure(actor: Actor, pk: int, *, note: str, at: datetime) -> None:
    """Sends a disclosure back, with what has to be changed.

    Raises: DisclosureNotFound; OwnDisclosure; DisclosureElsewhere; DisclosureReasonMissing; TextTooLong.
    """
    text = _reason(note, "Say what has to be changed: the enterprise reads it.")
    with transaction.atomic():
        row = _checking(actor, pk, DisclosureAct.RETURN)
        said = {"note": text, "decided_by": actor.signature, "decided_at": at}
        by = taker_of(actor, DisclosureParty.STAFF)
        apply_transition(DISCLOSURES, row, DisclosureAct.RETURN, by=by, at=at, writes=Writes(columns=said))
        _write(row, text, at=at)


def publish_disclosure(actor: Actor, pk: int, *, checks: Collection[str], comment: str = "", at: datetime) -> None:
    """Publishes a disclosure: on the enterprise's page, with each record and as a notice, at one moment.

    Nothing of a record's own state changes by it. Older disclosures all of whose records this one explains anew are
    replaced; they stay to be read.

    Args: checks: the lines of the formal check that are in order. comment: public.
    Raises: DisclosureNotFound; OwnDisclosure; DisclosureElsewhere; ChecksMissing; TextTooLong; RecordsGone;
        SupportGone.
    """
    text = _short(comment)
    with transaction.atomic():
        row = _checking(actor, pk, DisclosureAct.PUBLISH)
        _check_records(row)
        said = {
            "checks": sorted(set(checks)),
            "comment": text,
            "note": "",
            "decided_by": actor.signature,
            "decided_at": at,
        }
        by = taker_of(actor, DisclosureParty.STAFF)
        writes = Writes(columns=said, facts=_facts(row, check_publishable(row)))
        apply_transition(DISCLOSURES, row, DisclosureAct.PUBLISH, by=by, at=at, writes=writes)
        _replace_older(row, at=at)
        publish_notice(_notice(row), by=THE_PLATFORM, at=at)
        _write(row, text, at=at)


def withdraw_disclosure(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Takes a published disclosure out of public view; that, when and why stays public.

    Raises: DisclosureNotFound; OwnDisclosure; DisclosureElsewhere; DisclosureReasonMissing; TextTooLong.
    """
    text = _reason(reason, "Say why: the reason is public.")
    with transaction.atomic():
        row = _checking(actor, pk, DisclosureAct.WITHDRAW)
        writes = Writes(
            columns={"end_reason": text, "ended_at": at},
            facts={"enterprise": row.enterprise_id},
            words={"reason": text},
        )
        by = taker_of(actor, DisclosureParty.STAFF)
        apply_transition(DISCLOSURES, row, DisclosureAct.WITHDRAW, by=by, at=at, writes=writes)
        number = notice_of_key(_key(row))
        if number is not None:
            withdraw_notice(number, reason=text, by=THE_PLATFORM, at=at)
        _write(row, text, at=at)


def redact_paper(
    actor: Actor, pk: int, file: int, areas: Sequence[Area], *, reason: str, at: datetime, seen: int | None = None
) -> None:
    """Makes a copy of a file without what was marked; the public gets the newest copy, never the file then.

    The file may be one of a supporting document: then the copy stands on the shelf, too.

    Raises: DisclosureNotFound; OwnDisclosure; DisclosureElsewhere: it does not wait for the check; FileNotFound;
        RedactionWrong; UploadTooHeavy.
    """
    with transaction.atomic():
        _checking(actor, pk, DisclosureAct.PUBLISH)
    support = next((each for each in supports_of([pk]).get(pk, ()) if each.file(file)), None)
    if support is not None:
        redact_document(support.document.id, file, areas, reason=reason, actor=actor, at=at, seen=seen)
        return
    if not Paper.objects.filter(disclosure=pk, file=file).exists():
        raise FileNotFound(f"There is no file number {file} here.", cause="gone")
    redact_file(file, areas, reason=reason, by=actor.person_id or None, signature=actor.signature, at=at, seen=seen)


def _checking(actor: Actor, pk: int, act: DisclosureAct) -> Disclosure:
    """A disclosure that this member of the staff may decide on now, held."""
    rows = Disclosure.objects.select_for_update(of=("self",)).select_related("enterprise")
    row = rows.filter(staff_disclosures(actor), pk=pk).first()
    if row is None:
        raise not_found(pk)
    if actor.seat_in(row.organisation_id) is not None:
        raise OwnDisclosure("You belong to the organisation that sent this; a colleague has to decide.")
    check_step(DISCLOSURES, row, act, party=DisclosureParty.STAFF)
    return row


def _check_records(row: Disclosure) -> None:
    gone = [each.place for each in lines_of_disclosure(row) if each.standing == LineStanding.GONE]
    if gone:
        places = ", ".join(map(str, gone))
        raise RecordsGone(
            f"No. {places} in it was withdrawn meanwhile, or is another enterprise's. Send it back: the enterprise "
            "takes it back and sends the others anew.",
            places=places,
        )


def _facts(row: Disclosure, supports: Sequence[SupportRow]) -> dict[str, object]:
    files = [each.shown.sha256 for each in papers_of([row.pk]).get(row.pk, ())]
    files += [file.sha256 for each in supports for file in as_public(each).document.files]
    issued = issued_by_ids([row.issued_id or 0])
    return {
        "enterprise": row.enterprise_id,
        "type": row.type,
        "records": DisclosureLine.objects.filter(disclosure=row).count(),
        "fingerprint": issued[0].fingerprint if issued else hashlib.sha256().hexdigest(),
        "files": hashlib.sha256("".join(f"{each}\n" for each in files).encode()).hexdigest(),
    }


def _replace_older(row: Disclosure, *, at: datetime) -> None:
    """Disclosures all of which is explained anew by this one or another published one."""
    older = Disclosure.objects.select_for_update(of=("self",)).filter(
        organisation=row.organisation_id, type=row.type, state=DisclosureState.PUBLISHED, decided_at__lte=at
    )
    for each in older.exclude(pk=row.pk).order_by("pk"):
        if _is_explained_anew(each):
            writes = Writes(columns={"ended_at": at})
            apply_transition(DISCLOSURES, each, DisclosureAct.REPLACE, by=THE_PLATFORM, at=at, writes=writes)


def _is_explained_anew(each: Disclosure) -> bool:
    newer = Disclosure.objects.filter(
        organisation=each.organisation_id, type=each.type, state=DisclosureState.PUBLISHED, pk__gt=each.pk
    )
    if each.type == MONITORING:
        notes = set(MonitoringLine.objects.filter(disclosure=each).values_list("note", flat=True))
        anew = MonitoringLine.objects.filter(disclosure__in=newer, note__in=notes).values_list("note", flat=True)
        return notes == set(anew)
    records = set(DisclosureLine.objects.filter(disclosure=each).values_list("record", flat=True))
    said = DisclosureLine.objects.filter(disclosure__in=newer, record__in=records).values_list("record", flat=True)
    return records == set(said)


def _notice(row: Disclosure) -> NoticeText:
    enterprise = get_enterprise(row.enterprise_id, actor=NOBODY).row
    lines = list(DisclosureLine.objects.filter(disclosure=row).order_by("place")[:ABOUT_MOST])
    total = DisclosureLine.objects.filter(disclosure=row).count()
    said = {}
    for code, language in (("zh-hans", "zh"), ("en", "en")):
        with override(code):
            title = (
                gettext("%(name)s explains its automated monitoring data")
                if row.type == MONITORING
                else ngettext(
                    "%(name)s explains %(count)d record: %(type)s",
                    "%(name)s explains %(count)d records: %(type)s",
                    total,
                )
            )
            said[language] = title % {"name": enterprise.name, "count": total, "type": RecordType(row.type).label}
    return NoticeText(
        kind=NOTICE.name,
        key=_key(row),
        title_zh=said["zh"],
        title_en=said["en"],
        area=enterprise.division,
        about=(
            About("disclosure", row.pk, said["zh"][:200]),
            About("enterprise", enterprise.canonical_id or enterprise.id, enterprise.name),
            *(About("record", each.record_id, each.title) for each in lines),
        ),
    )


def _key(row: Disclosure) -> str:
    return f"disclosure/{row.pk}"


def _write(row: Disclosure, note: str, *, at: datetime) -> None:
    said: dict[str, str | int] = {
        "enterprise": row.enterprise.name,
        "disclosure": row.pk,
        "state": str(row.state),
        "note": note,
    }
    for each in members_of(row.organisation_id, least=MemberRole.EDITOR):
        send_mail(LETTER.name, to=each.email, language=each.language, params=said, at=at)


def _reason(text: str, missing: str) -> str:
    found = _short(text)
    if not found:
        raise DisclosureReasonMissing(missing)
    return found


def _short(text: str) -> str:
    found, longest = clean(text), disclosure_terms().words_longest
    if len(found) > longest:
        raise TextTooLong(f"This takes at most {longest} characters.", longest=longest, field="words")
    return found
