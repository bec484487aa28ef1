"""Working a sample off: what was searched, whom one called, what came back, and how an enterprise is coded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.cleaner_production.acts import CODED, CONTACTED
from qingce.domain.cleaner_production.designing import held
from qingce.domain.cleaner_production.enums import (
    COPY_MB,
    COPY_TYPES,
    EVIDENCE,
    OUTCOMES,
    SURVEY,
    CodedAs,
    ContactKind,
    Outcome,
)
from qingce.domain.cleaner_production.errors import SurveyNotFound, SurveyStep, SurveyWrong
from qingce.domain.cleaner_production.links import is_web
from qingce.domain.cleaner_production.models import Coding, Contact, Survey, SurveyMember
from qingce.domain.cleaner_production.units import unit_of
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.files.actions import attach_files, discard_files, keep_upload
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, roles_of

LONGEST = {"where": 300, "words": 300, "link": 500, "note": 2_000}
FILES_MB = COPY_MB


@dataclass(frozen=True)
class ContactText:
    """What somebody did. Args: where: site, search engine or desk. words: what was searched for."""

    kind: ContactKind
    outcome: Outcome
    where: str
    happened_on: date
    words: str = ""
    link: str = ""
    note: str = ""


def is_lead(actor: Actor, survey: Survey) -> bool:
    """Whether somebody leads surveys where this one is done."""
    return actor.reaches(survey.area, *roles_of(Duty.LEAD_SURVEYS))


def check_member(actor: Actor, row: SurveyMember) -> None:
    """Holds that an enterprise of a sample is on somebody's list, or that one leads the survey.

    Raises: SurveyNotFound: nobody is told whose it is.
    """
    is_surveyor = bool(actor.roles.intersection(roles_of(Duty.CLEANER_PRODUCTION)))
    own = is_surveyor and actor.signature in (row.first_coder, row.second_coder)
    if row.place is None or not (own or is_lead(actor, row.survey)):
        raise SurveyNotFound(f"There is nothing of number {row.pk} on your list.", number=row.pk)


def note_member_contact(
    actor: Actor, pk: int, said: ContactText, *, at: datetime, copy: tuple[str, Iterable[bytes]] | None = None
) -> int:
    """Notes a search or a call about a sampled enterprise.

    Args: copy: name and content of the saved page, PDF or picture.
    Returns: number of the note.
    Raises: SurveyNotFound; SurveyWrong; the errors of files. Nothing is kept then.
    """
    row = _member(pk)
    check_member(actor, row)
    return _noted(actor, row.survey, row.unit, row, said, copy, at=at)


def note_unit_contact(
    actor: Actor, pk: int, unit: str, said: ContactText, *, at: datetime,
    copy: tuple[str, Iterable[bytes]] | None = None,
) -> int:  # fmt: skip
    """Notes a call to a unit's government, its reply to a letter, or what was found on following up; as above.

    Raises: as above; DutyMissing; OutOfArea; UnitUnknown.
    """
    with transaction.atomic():
        survey = held(pk)
    unit_of(unit)
    check_duty(actor, Duty.CLEANER_PRODUCTION, unit)
    return _noted(actor, survey, unit, None, said, copy, at=at)


def code_member(actor: Actor, pk: int, coded_as: CodedAs, *, at: datetime) -> None:
    """Says what a sampled enterprise published; once, by whom it was given to, after something was searched.

    Raises: SurveyNotFound; SurveyStep: it is coded already, or nothing was searched yet.
    """
    with transaction.atomic():
        row = _member(pk, is_locked=True)
        check_member(actor, row)
        if actor.signature not in (row.first_coder, row.second_coder):
            raise SurveyStep("Only the surveyors to whom it was given code it.", cause="not-given")
        is_second = actor.signature == row.second_coder
        if Coding.objects.filter(member=row, is_second=is_second).exists():
            raise SurveyStep("You have coded it already.", cause="coded")
        own = Contact.objects.filter(member=row, kind=ContactKind.SEARCH, entered_by=actor.signature)
        if not own.exists():
            raise SurveyStep("Note first what you searched, and where.", cause="not-searched")
        Coding.objects.create(member=row, coded_as=coded_as, is_second=is_second, coded_by=actor.signature, coded_at=at)
        note_change(SURVEY, row.survey_id, at=at)
        journal(CODED, by=actor.person_id or None, subject=(SURVEY, row.survey_id), detail={"member": row.pk}, at=at)


def _noted(
    actor: Actor, survey: Survey, unit: str, member: SurveyMember | None, said: ContactText,
    copy: tuple[str, Iterable[bytes]] | None, *, at: datetime,
) -> int:  # fmt: skip
    values = _checked(said, today=localdate(at))
    kept = []
    if copy:
        name, chunks = copy
        kept = [keep_upload(chunks, name=name, accepts=COPY_TYPES, purpose=EVIDENCE, at=at, largest_mb=FILES_MB).id]
    try:
        with transaction.atomic():
            row = Contact.objects.create(
                survey=survey, unit=unit, member=member, copy_id=kept[0] if kept else None,
                entered_by=actor.signature, entered_at=at, **values,
            )  # fmt: skip
            attach_files(kept, purpose=EVIDENCE, at=at)
            note_change(SURVEY, survey.pk, at=at)
            detail: dict[str, str | int] = {"unit": unit, "kind": str(said.kind), "contact": row.pk}
            journal(CONTACTED, by=actor.person_id or None, subject=(SURVEY, survey.pk), detail=detail, at=at)
    except Exception:
        discard_files(kept, at=at)
        raise
    return row.pk


def _checked(said: ContactText, *, today: date) -> dict[str, object]:
    texts = {name: clean(getattr(said, name)) for name in LONGEST}
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            raise SurveyWrong(
                f"This takes at most {LONGEST[name]} characters.", field=name, cause="long", longest=LONGEST[name]
            )
    if said.outcome not in OUTCOMES[said.kind]:
        raise SurveyWrong("This cannot come of it; choose another outcome.", field="outcome", cause="outcome")
    if not texts["where"]:
        raise SurveyWrong("Say where: the site, the search engine, or whom you called.", field="where", cause="where")
    if said.kind == ContactKind.SEARCH and not texts["words"]:
        raise SurveyWrong("Say what you searched for.", field="words", cause="words")
    if texts["link"] and not is_web(texts["link"]):
        raise SurveyWrong("Give a whole address that begins with https:// or http://.", field="link", cause="link")
    if said.happened_on > today:
        raise SurveyWrong("This day lies ahead.", field="happened_on", cause="ahead")
    return {**texts, "kind": said.kind, "outcome": said.outcome, "happened_on": said.happened_on}


def _member(pk: int, *, is_locked: bool = False) -> SurveyMember:
    rows = SurveyMember.objects.select_related("survey")
    row = (rows.select_for_update(of=("self",)) if is_locked else rows).filter(pk=pk).first()
    if row is None:
        raise SurveyNotFound(f"There is nothing of number {pk} on your list.", number=pk)
    return row
