"""What an agency does: prepares its application, adds papers, declares independence, applies, gives up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from qingce.domain.removal.accreditation.acts import CHANGED, OPENED, PAPER
from qingce.domain.removal.accreditation.enums import (
    AGENCY_PAPER,
    APPLYING,
    IN_FORCE,
    OWN_TO_CHANGE,
    AccreditationAct,
    AccreditationParty,
    AccreditationState,
    AgencyText,
)
from qingce.domain.removal.accreditation.errors import (
    AccreditationIncomplete,
    AccreditationTextWrong,
    NoAuditAgency,
    TooManyOfAgency,
)
from qingce.domain.removal.accreditation.holding import agency_seat, note_act, own_accreditation, said
from qingce.domain.removal.accreditation.stepping import Stepped, take_step
from qingce.domain.removal.accreditation.terms import (
    accreditation_terms,
    audit_fields,
    audit_methods,
    independence_texts,
    paper_slots,
)
from qingce.domain.removal.cases.enums import Declared
from qingce.domain.removal.models import (
    Accreditation,
    AccreditationPaper,
    Auditor,
    IndependenceDeclaration,
)
from qingce.shared.files.actions import attach_files
from qingce.shared.parties.enums import Actor

_AGENCY = AccreditationParty.AGENCY


@transaction.atomic
def begin_accreditation(actor: Actor, organisation: int, *, at: datetime) -> int:
    """Begins an application for an agency, by one of its editors; one that is in force is applied for anew in time.

    Returns: number of the accreditation.
    Raises: OrganisationNotFound; RoleTooSmall; NoAuditAgency.
    """
    agency_seat(actor, organisation)
    try:
        with transaction.atomic():
            row = Accreditation.objects.create(
                organisation_id=organisation, opened_by=actor.signature, opened_at=at, since=at
            )
    except IntegrityError as error:
        raise NoAuditAgency(
            "An application of this agency is open already; go on with that one.", cause="open"
        ) from error
    note_act(organisation, row.pk, actor, OPENED, at=at)
    return row.pk


@transaction.atomic
def save_competence(actor: Actor, pk: int, text: AgencyText, *, at: datetime) -> None:
    """Says in what and how an agency audits, as long as it prepares its application.

    Raises: AccreditationNotFound; RoleTooSmall; NoAuditAgency; AccreditationElsewhere; AccreditationTextWrong.
    """
    row = own_accreditation(actor, pk, *OWN_TO_CHANGE)
    row.fields = _chosen(text.fields, [each.id for each in audit_fields()])
    row.methods = _chosen(text.methods, [each.id for each in audit_methods()])
    row.past_work = said(text.past_work)
    row.save(update_fields=["fields", "methods", "past_work"])
    note_act(row.organisation_id, pk, actor, CHANGED, at=at)


@transaction.atomic
def add_agency_papers(
    actor: Actor, pk: int, slot: str, *, auditor: int | None = None, files: Collection[int], at: datetime
) -> None:
    """Adds files to an application, or, in force too, the qualification of an auditor.

    Args: slot: of `data/accreditation.toml`; for an auditor it is not looked at. files: uploads kept for
        `AGENCY_PAPER`.
    Raises: AccreditationNotFound; RoleTooSmall; NoAuditAgency; AccreditationElsewhere; AccreditationTextWrong;
        TooManyOfAgency; FileNotFound.
    """
    row = own_accreditation(actor, pk, *OWN_TO_CHANGE, *(IN_FORCE if auditor else ()))
    of_agency = Auditor.objects.filter(organisation=row.organisation_id, pk=auditor or 0, ended_at=None)
    if (auditor and not of_agency.exists()) or (not auditor and slot not in [each.id for each in paper_slots()]):
        raise AccreditationTextWrong("Say what the files show.", cause="slot")
    if not files:
        raise AccreditationTextWrong("Choose at least one file.", cause="file")
    most = accreditation_terms().papers_most
    if AccreditationPaper.objects.filter(accreditation=row).count() + len(set(files)) > most:
        raise TooManyOfAgency(f"At most {most} of these.", most=most)
    attach_files(files, purpose=AGENCY_PAPER, at=at)
    AccreditationPaper.objects.bulk_create(
        AccreditationPaper(
            accreditation=row,
            auditor_id=auditor,
            slot="" if auditor else slot,
            file_id=file,
            added_by=actor.signature,
            added_at=at,
        )
        for file in sorted(set(files))
    )
    note_act(row.organisation_id, pk, actor, PAPER, at=at, files=len(set(files)))


@transaction.atomic
def apply_for_accreditation(actor: Actor, pk: int, declared: Sequence[Declared], *, at: datetime) -> None:
    """Applies, or hands in what was asked for; each declaration of independence is accepted with it.

    Raises: AccreditationNotFound; RoleTooSmall; NoAuditAgency; AccreditationElsewhere; AccreditationIncomplete.
    """
    row = own_accreditation(actor, pk, *OWN_TO_CHANGE)
    wanted = {(each.id, each.version) for each in independence_texts()}
    if wanted - {(each.kind, each.version) for each in declared}:
        raise AccreditationIncomplete("Read and accept each declaration first.", cause="declarations")
    for kind, version in sorted(wanted):
        IndependenceDeclaration.objects.get_or_create(
            accreditation=row,
            kind=kind,
            version=version,
            defaults={"declared_by": actor.signature, "declared_at": at},
        )
    columns = {"applied_on": row.applied_on or localdate(at), "asked": ""}
    take_step(row, AccreditationAct.APPLY, _AGENCY, actor=actor, at=at, said=Stepped(columns))


@transaction.atomic
def discard_accreditation(actor: Actor, pk: int, *, at: datetime) -> None:
    """Takes an application back.

    Raises: AccreditationNotFound; RoleTooSmall; NoAuditAgency; AccreditationElsewhere.
    """
    row = own_accreditation(actor, pk, *APPLYING)
    take_step(row, AccreditationAct.DISCARD, _AGENCY, actor=actor, at=at)


@transaction.atomic
def give_up_accreditation(actor: Actor, pk: int, *, reason: str, at: datetime) -> None:
    """Gives an accreditation up; that it was, and why if it is said, is public.

    Raises: AccreditationNotFound; RoleTooSmall; NoAuditAgency; AccreditationElsewhere; AccreditationTextWrong.
    """
    row = own_accreditation(actor, pk, *IN_FORCE)
    text = said(reason)
    step = Stepped({"reason": text}, reason=text)
    take_step(row, AccreditationAct.GIVE_UP, _AGENCY, actor=actor, at=at, said=step)


def _chosen(names: Sequence[str], known: Sequence[str]) -> list[str]:
    if set(names) - set(known):
        raise AccreditationTextWrong("Choose from the list.", cause="choice")
    return [each for each in known if each in names]


def newest_of(organisation: int, *states: AccreditationState) -> Accreditation | None:
    """The newest row of an agency in one of these states; one query."""
    return Accreditation.objects.filter(organisation=organisation, state__in=states).order_by("-pk").first()
