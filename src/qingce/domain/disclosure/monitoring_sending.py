"""Sending what is written about automated monitoring data: what is looked at first, and off it goes to be sealed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from qingce.domain.disclosure.checking import of_any_text, words_of
from qingce.domain.disclosure.enums import OPEN_DISCLOSURES, DisclosureState
from qingce.domain.disclosure.models import Disclosure, MonitoringLine, MonitoringNote
from qingce.domain.disclosure.monitoring import MonitoringText, check_monitoring, notes_of, text_of
from qingce.domain.disclosure.panels import MONITORING
from qingce.domain.disclosure.permissions import speaker_for
from qingce.domain.disclosure.sending import Consent, Sendable, send_disclosure
from qingce.domain.enterprises.queries import get_enterprise
from qingce.shared.parties.enums import Actor, MemberRole


@dataclass(frozen=True)
class MonitoringFinding:
    """Something that was found. Args: field: outlet, period or text. code: of `data/checks.toml`."""

    note_id: int
    field: str
    code: str
    found: str
    is_refusal: bool

    def said(self, language: str) -> str:
        """What it is, and what to do."""
        return words_of(self.code, self.found, language)


@dataclass(frozen=True)
class MonitoringBundle:
    """What would be sent now. Args: open_disclosure: one that was sent and is not settled; None: none."""

    notes: Sequence[MonitoringNote]
    findings: Sequence[MonitoringFinding]
    open_disclosure: int | None

    @property
    def refusals(self) -> list[MonitoringFinding]:
        """What stops the sending."""
        return [each for each in self.findings if each.is_refusal]

    @property
    def hints(self) -> list[MonitoringFinding]:
        """What has to be looked at."""
        return [each for each in self.findings if not each.is_refusal]


def monitoring_bundle(enterprise_id: int, organisation_id: int, *, on: date) -> MonitoringBundle:
    """Each explanation of monitoring data that is not public as it is written now; four queries."""
    rows = list(notes_of(enterprise_id, organisation_id))
    public = public_revisions([row.pk for row in rows])
    left = [row for row in rows if public.get(row.pk) != row.revision]
    waiting = Disclosure.objects.filter(
        organisation=organisation_id, type=MONITORING, state__in=OPEN_DISCLOSURES,
        monitoring_lines__note__in=[row.pk for row in rows],
    )  # fmt: skip
    found = sorted(_findings(left, rows, on=on), key=lambda each: not each.is_refusal)
    return MonitoringBundle(left, found, waiting.values_list("pk", flat=True).first())


def send_monitoring(actor: Actor, enterprise_id: int, consent: Consent, *, at: datetime) -> int:
    """Sends what is written about monitoring data, by an editor of the enterprise's organisation.

    Returns: number of the disclosure, whose document is on its way to the registered addresses.
    Raises: EnterpriseNotFound; EnterpriseNotSpokenFor; RoleTooSmall; PanelUnknown; HolderUnsettled; CommitmentMissing;
        CommitmentChanged; DisclosureOpen; NothingToSend; TextsUnfit; FindingsUnseen.
    """
    row = get_enterprise(enterprise_id, actor=actor).row
    root = row.canonical_id or row.id
    seat = speaker_for(actor, root, MemberRole.EDITOR)
    check_monitoring(on=localdate(at))

    def bundle() -> Sendable:
        found = monitoring_bundle(root, seat.organisation_id, on=localdate(at))
        return Sendable(
            count=len(found.notes),
            refused=len({each.note_id for each in found.refusals}),
            has_hints=bool(found.hints),
            open_disclosure=found.open_disclosure,
            write=lambda disclosure: _write(disclosure, found.notes),
        )

    return send_disclosure(actor, root, seat.organisation_id, MONITORING, consent, bundle, at=at)


def public_revisions(notes: Sequence[int]) -> dict[int, int]:
    """The revision that is public of each of these notes of which any is; one query."""
    rows = MonitoringLine.objects.filter(note__in=notes, disclosure__state=DisclosureState.PUBLISHED)
    return dict(rows.order_by("disclosure__decided_at", "disclosure").values_list("note", "revision"))


def _write(disclosure: Disclosure, notes: Sequence[MonitoringNote]) -> None:
    MonitoringLine.objects.bulk_create(
        MonitoringLine(
            disclosure=disclosure,
            note=note,
            place=place,
            revision=note.revision,
            outlet=note.outlet,
            covers_from=note.covers_from,
            covers_until=note.covers_until,
            text=note.text,
        )
        for place, note in enumerate(notes, 1)
    )


def _findings(
    left: Sequence[MonitoringNote], rows: Sequence[MonitoringNote], *, on: date
) -> Iterator[MonitoringFinding]:
    for row in left:
        said = text_of(row)
        others = [text_of(each) for each in rows if each.pk != row.pk]
        for field, found in (
            ("outlet", of_any_text(said.outlet, is_name=True)),
            ("period", _of_period(said, others, on)),
            ("text", of_any_text(said.text)),
        ):
            for code, words, is_refusal in found:
                yield MonitoringFinding(row.pk, field, code, words, is_refusal)


def _of_period(said: MonitoringText, others: Sequence[MonitoringText], on: date) -> Iterator[tuple[str, str, bool]]:
    first, last = said.covers_from, said.covers_until
    if first is None or last is None:
        yield "period-missing", "", True
        return
    if last < first:
        yield "period-crossed", last.isoformat(), True
    if last > on:
        yield "period-future", last.isoformat(), True
    for each in others:
        if each.outlet == said.outlet and _meet(each, first, last):
            yield "period-overlap", f"{each.covers_from} – {each.covers_until}", False
            return


def _meet(each: MonitoringText, first: date, last: date) -> bool:
    return bool(each.covers_from and each.covers_until and each.covers_from <= last and first <= each.covers_until)
