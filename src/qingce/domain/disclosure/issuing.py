"""The document that is sealed: what it says, made once, and mailed to the registered addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qingce.domain.disclosure.commitments import text_of_version
from qingce.domain.disclosure.enums import OPEN_DISCLOSURES, DisclosureState
from qingce.domain.disclosure.models import Commitment, Disclosure, DisclosureLine, MonitoringLine
from qingce.domain.disclosure.panels import MONITORING
from qingce.domain.enterprises.queries import get_enterprise
from qingce.domain.records.enums import RecordType
from qingce.pure.kernel.errors import QingceError
from qingce.shared.changes.actions import note_change
from qingce.shared.files.queries import open_file
from qingce.shared.issuing.actions import issue_document
from qingce.shared.issuing.enums import Draft, Issued, Language, draft
from qingce.shared.issuing.queries import issued_by_ids, pdf_of
from qingce.shared.mail.actions import send_mail
from qingce.shared.mail.registry import Attachment, MailKind
from qingce.shared.parties.enums import NOBODY, MemberRole
from qingce.shared.parties.queries import members_of

KIND, MONITORING_KIND = "explanation", "monitoring-explanation"
_IN_HAND = timedelta(minutes=1)  # so long whoever sent it may still be making its document
_CODES = {"zh": "zh-hans", "en": "en"}
_OVER = {DisclosureState.TAKEN_BACK, DisclosureState.WITHDRAWN, DisclosureState.REPLACED}


def explanation_draft(number: int, language: Language, *, on: date) -> Draft | None:
    """What the document of a disclosure says; None: there is no such one. Of one that is over, that it is."""
    del on
    row = Disclosure.objects.filter(pk=number).select_related("truthfulness", "promise", "organisation").first()
    if row is None:
        return None
    with translation.override(_CODES[language]):
        return _draft(row, language)


def is_public(number: int) -> bool:
    """Whether everybody may read what the issued document says: never, what is public are the sealed files."""
    del number
    return False


def issue_explanation(pk: int, *, at: datetime) -> Issued:
    """The document of a disclosure, made at the first time; then letters go out with it, unless it is over.

    Cost: the typesetting outside of any transaction.
    """
    row = Disclosure.objects.get(pk=pk)
    if row.issued_id:
        return issued_by_ids([row.issued_id])[0]
    made = explanation_draft(pk, "zh" if row.language == "zh" else "en", on=localdate(row.sent_at))
    if made is None:
        raise LookupError(pk)
    issued = issue_document(made, subject=pk, at=at)
    with transaction.atomic():
        held = Disclosure.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=pk)
        if held.issued_id is None:
            held.issued_id = issued.id
            held.save(update_fields=["issued"])
            note_change("disclosure", pk, at=at)
            if held.state in OPEN_DISCLOSURES:
                _write(held, issued, at=at)
    return issued


def issue_waiting(*, at: datetime) -> int:
    """Makes the documents that did not come because the process ended between sending and making them.

    It may run twice, or in two processes at once: each document is made and mailed once.

    Returns: how many it made.
    Raises: the errors of issuing, after the others were made.
    """
    waiting = Disclosure.objects.filter(issued=None, state__in=OPEN_DISCLOSURES, sent_at__lte=at - _IN_HAND)
    numbers = list(waiting.order_by("pk").values_list("pk", flat=True))
    faults: list[QingceError] = []
    for pk in numbers:
        try:
            issue_explanation(pk, at=at)
        except QingceError as error:
            faults.append(error)
    if faults:
        raise faults[0]
    return len(numbers)


@dataclass(frozen=True)
class _Said:
    """What differs between documents. Args: kind: of the document. what: is explained, with its label and number."""

    kind: str
    subtitle: str
    what: tuple[str, str]
    lines: Sequence[tuple[str, ...]]


def _of_records(row: Disclosure) -> _Said:
    lines = list(DisclosureLine.objects.filter(disclosure=row).order_by("place"))
    subtitle = ngettext(
        "Explanation of %(count)d record: %(type)s", "Explanation of %(count)d records: %(type)s", len(lines)
    )
    return _Said(
        KIND,
        subtitle % {"count": len(lines), "type": RecordType(row.type).label},
        (_("Records explained"), str(len(lines))),
        [
            (f"{line.place}. {line.title}", line.source, line.violation, line.reason, line.corrective_action)
            for line in lines
        ],
    )


def _of_monitoring(row: Disclosure) -> _Said:
    lines = list(MonitoringLine.objects.filter(disclosure=row).order_by("place"))
    return _Said(
        MONITORING_KIND,
        _("Automated monitoring data, by outlet and time"),
        (_("Explanations"), str(len(lines))),
        [(f"{line.place}. {line.outlet}", f"{line.covers_from} – {line.covers_until}", line.text) for line in lines],
    )


def _draft(row: Disclosure, language: Language) -> Draft:
    said = _of_monitoring(row) if row.type == MONITORING else _of_records(row)
    enterprise = get_enterprise(row.enterprise_id, actor=NOBODY).row
    kind = RecordType(row.type)
    notes = [
        _("The explanation is the enterprise's own. It costs nothing, and does not change whether a record is public.")
    ]
    if row.state in _OVER:
        notes.append(_("This sending is over: %(state)s.") % {"state": DisclosureState(row.state).label})
    return draft(
        said.kind,
        language=language,
        title=enterprise.name,
        subtitle=said.subtitle,
        issuer=_("Qingce · %(host)s") % {"host": urlsplit(settings.BASE_URL).netloc},
        issued_on=localdate(row.sent_at),
        values={
            "facts": [
                (_("Enterprise"), enterprise.name),
                (_("Unified social credit code"), enterprise.uscc or "—"),
                (_("Type of record"), str(kind.label)),
                said.what,
            ],
            "explanations": said.lines,
            "commitments": [_commitment(each, language) for each in (row.truthfulness, row.promise)],
            "notes": notes,
        },
    )  # fmt: skip


def _commitment(answer: Commitment, language: Language) -> tuple[str, str]:
    text = text_of_version(answer.kind, answer.version)
    day = localdate(answer.answered_at).isoformat()
    accepted = _("Accepted on %(day)s by %(who)s; text %(version)s.") % {
        "day": day, "who": answer.answered_by, "version": answer.version,
    }  # fmt: skip
    return str(text.kind.label), f"{text.said(language)}\n{accepted}"


def _write(row: Disclosure, issued: Issued, *, at: datetime) -> None:
    """To those of the organisation who hand it in: the registered addresses."""
    said: dict[str, str | int] = {
        "enterprise": row.enterprise.name,
        "disclosure": row.pk,
        "code": issued.spoken,
        "issued": issued.id,
    }
    for each in members_of(row.organisation_id, least=MemberRole.EDITOR):
        send_mail(LETTER.name, to=each.email, language=each.language, params=said, at=at)


def _attached(params: Mapping[str, str | int]) -> Sequence[Attachment]:
    found = issued_by_ids([int(params["issued"])])
    if not found or not found[0].has_text:
        return ()
    file = pdf_of(found[0])
    with open_file(file) as content:
        return (Attachment(file.name, content.read(), file.type.media_type),)


LETTER = MailKind(
    "explanation-sent",
    ("enterprise", "disclosure", "code", "issued"),
    (),
    gettext_lazy("An explanation to be sealed"),
    switches=("issued",),
    attached=_attached,
)
