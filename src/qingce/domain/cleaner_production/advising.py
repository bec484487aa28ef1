"""Letters of advice: written with a unit's own figures, issued as a document, sent, and followed up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.cleaner_production.acts import LETTER_SENT, LETTER_WRITTEN
from qingce.domain.cleaner_production.coding import results_of
from qingce.domain.cleaner_production.enums import LETTER
from qingce.domain.cleaner_production.errors import SurveyNotFound, SurveyStep, SurveyWrong
from qingce.domain.cleaner_production.letters import figures, proposed_advice
from qingce.domain.cleaner_production.models import Letter
from qingce.domain.cleaner_production.reading import read_matrix
from qingce.domain.cleaner_production.survey_reading import survey_of
from qingce.domain.cleaner_production.units import unit_of
from qingce.pure.kernel.text import clean
from qingce.shared.changes.actions import note_change
from qingce.shared.issuing.actions import issue_document
from qingce.shared.issuing.enums import Draft, Issued, Language, draft
from qingce.shared.ledger.actions import journal
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty

DOCUMENT = "advice-letter"  # the kind, and its template
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LONGEST, LONGEST_ADVICE = 120, 5_000


@dataclass(frozen=True)
class LetterText:
    """What somebody writes. Args: advice_en: empty: there is no English letter."""

    addressee: str
    advice_zh: str
    advice_en: str = ""


@dataclass(frozen=True)
class LetterRow:
    """A letter as it is handed out. Args: written_at: None: none is written yet, and this is what is proposed."""

    id: int
    survey_id: int
    unit: str
    addressee: str
    advice_zh: str
    advice_en: str
    written_at: datetime | None
    issued_on: date | None
    sent_on: date | None


def write_letter(actor: Actor, survey_id: int, unit: str, said: LetterText, *, at: datetime) -> int:
    """Writes a unit's letter with its figures of this moment, or writes it anew until it is issued.

    Returns: its number.
    Raises: SurveyNotFound; UnitUnknown; DutyMissing; OutOfArea; SurveyWrong; SurveyStep: it was issued.
    """
    survey = survey_of(survey_id)
    unit_of(unit)
    check_duty(actor, Duty.CLEANER_PRODUCTION, unit)
    texts = _checked(said)
    matrix, results = read_matrix(), results_of(survey) if survey.sampled_at else None
    values: dict[str, Any] = {
        language: figures(survey, unit, matrix, results, addressee=texts["addressee"], language=language)
        for language in LANGUAGES
    }
    with transaction.atomic():
        row = Letter.objects.select_for_update().filter(survey=survey_id, unit=unit).first()
        if row and row.issued_on:
            raise SurveyStep("The letter was issued and stays as it is.", cause="issued")
        row = row or Letter(survey_id=survey_id, unit=unit)
        row.addressee, row.advice_zh, row.advice_en = texts["addressee"], texts["advice_zh"], texts["advice_en"]
        row.said, row.written_by, row.written_at = values, actor.signature, at
        row.save()
        _note(row, actor, LETTER_WRITTEN, at=at)
    return row.pk


def issue_letter(actor: Actor, pk: int, language: Language, *, at: datetime) -> Issued:
    """The letter as a document, PDF and DOCX; from the first time on it stays as it is.

    Raises: SurveyNotFound; DutyMissing; OutOfArea; SurveyWrong: it has no advice in this language; those of
        `issue_document`.
    """
    row = _letter(pk)
    check_duty(actor, Duty.CLEANER_PRODUCTION, row.unit)
    if not (row.advice_zh if language == "zh" else row.advice_en):
        raise SurveyWrong("Write the advice in this language first.", field="advice_en", cause="language")
    with transaction.atomic():
        held = Letter.objects.select_for_update().get(pk=pk)
        if held.issued_on is None:
            held.issued_on = localdate(at)
            held.save(update_fields=["issued_on"])
            note_change(LETTER, pk, at=at)
    return issue_document(_draft(held, language), subject=pk, at=at, by=actor.person_id or None)


def send_letter(actor: Actor, pk: int, sent_on: date, *, at: datetime) -> None:
    """Notes the day on which the letter was sent; from then on it is public.

    Raises: SurveyNotFound; DutyMissing; OutOfArea; SurveyStep: it is not issued, or was sent; SurveyWrong.
    """
    with transaction.atomic():
        row = Letter.objects.select_for_update().filter(pk=pk).first() or _letter(pk)
        check_duty(actor, Duty.CLEANER_PRODUCTION, row.unit)
        if row.issued_on is None or row.sent_on:
            raise SurveyStep("A letter is sent once, after it was issued.", cause="sent")
        if not row.issued_on <= sent_on <= localdate(at):
            raise SurveyWrong("It was sent between its issue and today.", field="sent_on", cause="sent-on")
        row.sent_on = sent_on
        row.save(update_fields=["sent_on"])
        _note(row, actor, LETTER_SENT, at=at)


def letter_for(actor: Actor, survey_id: int, unit: str) -> LetterRow:
    """A unit's letter, or what is proposed for it; twelve queries at most.

    Raises: SurveyNotFound; UnitUnknown; DutyMissing; OutOfArea.
    """
    survey = survey_of(survey_id)
    unit_of(unit)
    check_duty(actor, Duty.CLEANER_PRODUCTION, unit)
    row = Letter.objects.filter(survey=survey_id, unit=unit).first()
    if row:
        return _row(row)
    matrix = read_matrix()
    advice = {each: proposed_advice(survey, unit, matrix, language=each) for each in LANGUAGES}
    return LetterRow(0, survey_id, unit, "", advice["zh"], advice["en"], None, None, None)


def letters_of(survey_id: int) -> dict[str, LetterRow]:
    """The letters of a survey by unit; one query."""
    return {row.unit: _row(row) for row in Letter.objects.filter(survey=survey_id).order_by("unit")}


def letter_draft(number: int, language: Language, *, on: date) -> Draft | None:
    """What a letter says; None: there is none, or none in this language."""
    del on
    row = Letter.objects.filter(pk=number).exclude(issued_on=None).first()
    has_text = row and (row.advice_zh if language == "zh" else row.advice_en)
    return _draft(row, language) if row and has_text else None


def is_letter_public(number: int) -> bool:
    """Whether it was sent."""
    return Letter.objects.filter(pk=number).exclude(sent_on=None).exists()


def _draft(row: Letter, language: Language) -> Draft:
    said = row.said[language]
    advice = row.advice_zh if language == "zh" else row.advice_en
    return draft(
        DOCUMENT,
        language=language,
        title=said["title"],
        subtitle=said["subtitle"],
        issuer=said["issuer"],
        issued_on=row.issued_on or localdate(row.written_at),
        values={
            **{name: said[name] for name in ("facts", "lists", "enterprises", "reply")},
            "advice": advice.split("\n"),
        },
    )


def _checked(said: LetterText) -> dict[str, str]:
    texts = {name: clean(value) for name, value in vars(said).items()}
    for name, text in texts.items():
        longest = LONGEST if name == "addressee" else LONGEST_ADVICE
        if len(text) > longest:
            raise SurveyWrong(f"This takes at most {longest} characters.", field=name, cause="long", longest=longest)
    for name in ("addressee", "advice_zh"):
        if not texts[name]:
            raise SurveyWrong("A letter needs somebody to read it, and advice in Chinese.", field=name, cause="letter")
    return texts


def _letter(pk: int) -> Letter:
    row = Letter.objects.filter(pk=pk).first()
    if row is None:
        raise SurveyNotFound(f"There is no letter number {pk}.", number=pk)
    return row


def _row(row: Letter) -> LetterRow:
    return LetterRow(
        row.pk, row.survey_id, row.unit, row.addressee, row.advice_zh, row.advice_en, row.written_at, row.issued_on,
        row.sent_on,
    )  # fmt: skip


def _note(row: Letter, actor: Actor, act: str, *, at: datetime) -> None:
    note_change(LETTER, row.pk, at=at)
    journal(act, by=actor.person_id or None, subject=(LETTER, row.pk), detail={"unit": row.unit}, at=at)
