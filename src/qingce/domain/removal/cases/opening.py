"""Preparing an application: records chosen, questions answered one by one, unknown records declared; then applying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.domain.disclosure.queries import explanation_of, speaker_for
from qingce.domain.enterprises.queries import get_enterprise
from qingce.domain.records.queries import RecordRow, listed_numbers, matters_among, rows_by_ids
from qingce.domain.removal.cases.acts import CHANGED, OPENED
from qingce.domain.removal.cases.determining import asked_facts
from qingce.domain.removal.cases.enums import CaseAct, CaseParty, CaseState, Declared, UnlistedText
from qingce.domain.removal.cases.errors import (
    DeclarationMissing,
    ExplanationOwed,
    RecordNotRemovable,
    TooManyOfCase,
)
from qingce.domain.removal.cases.holding import check_holder, note_act, own_case, root_of, said
from qingce.domain.removal.cases.stepping import Stepped, take_step
from qingce.domain.removal.cases.terms import case_terms, declarations_of
from qingce.domain.removal.enums import BOOK
from qingce.domain.removal.given import written
from qingce.domain.removal.models import Case, CaseRecord, Declaration, UnlistedRecord
from qingce.domain.removal.queueing import removable_types
from qingce.pure.rules.values import read_facts
from qingce.shared.parties.enums import NOBODY, Actor, MemberRole
from qingce.shared.rulebooks.queries import book_at

TYPES = "documents"


@transaction.atomic
def prepare_case(actor: Actor, enterprise_id: int, records: Sequence[int], *, at: datetime) -> int:
    """Begins an application for records of an enterprise, by an editor of its organisation; nothing is public yet.

    Returns: number of the case.
    Raises: EnterpriseNotFound; EnterpriseNotSpokenFor; RoleTooSmall; RecordNotRemovable; TooManyOfCase;
        ExplanationOwed; NoReleaseInForce.
    """
    enterprise = get_enterprise(enterprise_id, actor=actor).row
    root = enterprise.canonical_id or enterprise.id
    seat = speaker_for(actor, root, MemberRole.EDITOR)
    case = Case.objects.create(
        enterprise_id=root,
        organisation_id=seat.organisation_id,
        division=get_enterprise(root, actor=actor).row.division,
        opened_by=actor.signature,
        opened_at=at,
        since=at,
    )
    _add_records(case, records, on=localdate(at))
    note_act(case, actor, OPENED, at=at, records=len(set(records)))
    return case.pk


@transaction.atomic
def choose_records(actor: Actor, pk: int, records: Sequence[int], *, at: datetime) -> None:
    """Chooses the records of an application anew; what was answered of those that stay is kept.

    Raises: CaseNotFound; CaseElsewhere; RecordNotRemovable; TooManyOfCase; ExplanationOwed.
    """
    case = own_case(actor, pk, CaseState.DRAFT)
    CaseRecord.objects.filter(case=case).exclude(record__in=records).delete()
    there = set(CaseRecord.objects.filter(case=case).values_list("record_id", flat=True))
    _add_records(case, [each for each in records if each not in there], on=localdate(at), there=len(there))
    note_act(case, actor, CHANGED, at=at, records=len(set(records)))


@transaction.atomic
def answer_question(
    actor: Actor,
    pk: int,
    record: int,
    violation: int,
    answers: Mapping[str, object],
    *,
    unknown: str = "",
    at: datetime,
) -> None:
    """Says what the enterprise knows of a violation, or that it does not know it; the staff confirm every answer.

    Args: violation: from 1. answers: facts as a form writes them; an empty one takes an answer back. unknown: a fact
        that the enterprise cannot say.
    Raises: CaseNotFound; CaseElsewhere; RecordNotRemovable; InvalidFact.
    """
    case = own_case(actor, pk, CaseState.DRAFT)
    row = CaseRecord.objects.select_for_update().filter(case=case, record=record).first()
    if row is None or not 1 <= violation <= len(row.answers):
        raise RecordNotRemovable("This record is not, or no longer, one of the application's.", cause="gone")
    book = book_at(BOOK, on=localdate(at))
    open_facts = {name: value for name, value in answers.items() if name.partition("=")[0] not in asked_facts(book)}
    read = written(read_facts(book, open_facts))
    place = violation - 1
    kept = {name: value for name, value in row.answers[place].items() if name not in answers}
    row.answers[place] = kept | read
    without = [name for name in row.unknown[place] if name not in read]
    row.unknown[place] = sorted({*without, *([unknown] if unknown in book.facts else [])})
    row.save(update_fields=["answers", "unknown"])
    note_act(case, actor, CHANGED, at=at, record=record)


@transaction.atomic
def declare_unlisted(actor: Actor, pk: int, record: UnlistedText, *, at: datetime) -> int:
    """Declares a record that the platform does not know of, before anything is decided (IPE-2017 §2.2.3 note 2).

    Raises: CaseNotFound; CaseElsewhere; TooManyOfCase; CaseTextWrong.
    """
    case = own_case(actor, pk, CaseState.DRAFT, CaseState.HANDING_IN, CaseState.ON_SITE)
    most = case_terms().unlisted_most
    if UnlistedRecord.objects.filter(case=case).count() >= most:
        raise TooManyOfCase(f"An application takes at most {most} of these.", most=most)
    row = UnlistedRecord.objects.create(
        case=case,
        title=said(record.title, "Say what the record is called.")[:300],
        issuer=said(record.issuer)[:120],
        doc_no=said(record.doc_no)[:120],
        decided_on=record.decided_on,
        address=said(record.address)[:500],
        declared_by=actor.signature,
        declared_at=at,
    )
    note_act(case, actor, CHANGED, at=at, unlisted=row.pk)
    return row.pk


@transaction.atomic
def take_back_unlisted(actor: Actor, pk: int, unlisted: int, *, at: datetime) -> None:
    """Takes such a declaration back, as long as nothing was applied for.

    Raises: CaseNotFound; CaseElsewhere.
    """
    case = own_case(actor, pk, CaseState.DRAFT)
    UnlistedRecord.objects.filter(case=case, pk=unlisted).delete()
    note_act(case, actor, CHANGED, at=at, unlisted=unlisted)


@transaction.atomic
def apply_for_removal(actor: Actor, pk: int, declared: Sequence[Declared], *, at: datetime) -> None:
    """Applies: from now on the case is public, its day and the version of the rules are frozen.

    Raises: CaseNotFound; CaseElsewhere; RecordNotRemovable; ExplanationOwed; CaseIncomplete; DeclarationMissing;
        NoReleaseInForce.
    """
    case = own_case(actor, pk, CaseState.DRAFT)
    check_holder(case, actor)
    on = localdate(at)
    rows = list(CaseRecord.objects.filter(case=case).order_by("place"))
    listed = _listed(case, [row.record_id for row in rows], on=on)
    for row in rows:
        row.title, row.source, row.recorded_on = _as_said(listed[row.record_id])
    CaseRecord.objects.bulk_update(rows, ["title", "source", "recorded_on"])
    accept(case, CaseParty.ENTERPRISE, declared, actor=actor, at=at)
    columns = {
        "applied_on": on,
        "rules": book_at(BOOK, on=on).digest,
        "types": book_at(TYPES, on=on).digest,
    }
    facts = {"records": [row.record_id for row in rows]}
    take_step(case, CaseAct.APPLY, CaseParty.ENTERPRISE, actor=actor, at=at, said=Stepped(columns, facts=facts))


@transaction.atomic
def discard_case(actor: Actor, pk: int, *, at: datetime) -> None:
    """Discards an application that was only prepared.

    Raises: CaseNotFound; CaseElsewhere.
    """
    case = own_case(actor, pk, CaseState.DRAFT)
    take_step(case, CaseAct.DISCARD, CaseParty.ENTERPRISE, actor=actor, at=at)


@transaction.atomic
def withdraw_case(actor: Actor, pk: int, *, reason: str = "", at: datetime) -> None:
    """Takes an application back; that it was, and why if it is said, stays public.

    Raises: CaseNotFound; CaseElsewhere; CaseTextWrong.
    """
    case = own_case(actor, pk)
    text = said(reason)
    take_step(
        case, CaseAct.WITHDRAW, CaseParty.ENTERPRISE, actor=actor, at=at, said=Stepped({"reason": text}, reason=text)
    )


def accept(case: Case, party: CaseParty, declared: Sequence[Declared], *, actor: Actor, at: datetime) -> None:
    """Keeps what a party declares with its step.

    Raises: DeclarationMissing: one is missing, or another text holds by now.
    """
    wanted = {(each.id, each.version) for each in declarations_of(party)}
    if wanted - {(each.kind, each.version) for each in declared}:
        raise DeclarationMissing("Read and accept each declaration first; its text may have changed.")
    for kind, version in sorted(wanted):
        Declaration.objects.get_or_create(
            case=case,
            party=party,
            kind=kind,
            round=case.round,
            declared_by=actor.signature,
            defaults={"version": version, "declared_at": at},
        )


def _add_records(case: Case, records: Sequence[int], *, on: date, there: int = 0) -> None:
    wanted = list(dict.fromkeys(records))
    most = case_terms().records_most
    if not wanted and not there:
        raise RecordNotRemovable("Choose at least one record.", cause="none")
    if there + len(wanted) > most:
        raise TooManyOfCase(f"An application takes at most {most} of these.", most=most)
    listed, matters = _listed(case, wanted, on=on), matters_among(wanted, actor=NOBODY)
    for place, number in enumerate(wanted, start=there + 1):
        texts = len(matters[number].texts)
        title, source, recorded_on = _as_said(listed[number])
        try:
            with transaction.atomic():
                CaseRecord.objects.create(
                    case=case,
                    record_id=number,
                    place=place,
                    title=title,
                    source=source,
                    recorded_on=recorded_on,
                    answers=[{} for _ in range(texts)],
                    unknown=[[] for _ in range(texts)],
                )
        except IntegrityError as error:
            raise RecordNotRemovable(
                f"Record {number} is in another application that is not over.", cause="taken", number=number
            ) from error


def _listed(case: Case, records: Sequence[int], *, on: date) -> dict[int, RecordRow]:
    """The records, as far as all of them may be applied for.

    Raises: RecordNotRemovable; ExplanationOwed.
    """
    types = set(removable_types(book_at(BOOK, on=on)))
    own = {pk for pk, kind in listed_numbers(root_of(case, NOBODY), actor=NOBODY) if kind in types}
    for number in records:
        if number not in own:
            raise RecordNotRemovable(
                f"Record {number} is not on this enterprise's list, or removal does not apply to its type.",
                cause="other",
                number=number,
            )
    _check_explained(records)
    return {row.id: row for row in rows_by_ids(records, actor=NOBODY)}


def _check_explained(records: Sequence[int]) -> None:
    """A record that was restored needs the public explanation first (IPE-2017 §2.2.5 note; REM-9)."""
    restored = CaseRecord.objects.filter(record__in=records, restored_at__isnull=False)
    for number, at in restored.order_by("restored_at").values_list("record_id", "restored_at"):
        explained = explanation_of(number)
        said_at = explained[0].published_at if explained else None
        if said_at is None or at is None or said_at <= at:
            raise ExplanationOwed(
                f"Record {number} was restored because facts were concealed or papers forged. Explain that in public "
                "first; then apply again.",
                number=number,
            )


def _as_said(row: RecordRow) -> tuple[str, str, date | None]:
    day = row.decided_on or row.inspected_on or row.published_on
    parts = (row.issuer, row.doc_no, day.isoformat() if day else "")
    return row.title[:300], " · ".join(each for each in parts if each)[:400], day
