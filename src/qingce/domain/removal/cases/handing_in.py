"""The enterprise hands in: papers from its shelf for each line, a reason where there is none, then all at once."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from qingce.domain.documents.enums import Audience
from qingce.domain.documents.queries import get_document, versions_of
from qingce.domain.enterprises.queries import family_of
from qingce.domain.removal.cases.acts import EXCUSED, PAPER_ADDED, PAPER_REMOVED
from qingce.domain.removal.cases.enums import CaseAct, CaseParty, CaseState, NeededLine
from qingce.domain.removal.cases.errors import CaseElsewhere, PaperUnfit, TooManyOfCase
from qingce.domain.removal.cases.holding import check_holder, note_act, own_case, root_of, said
from qingce.domain.removal.cases.standing import lines_of
from qingce.domain.removal.cases.stepping import Stepped, take_step
from qingce.domain.removal.cases.terms import case_terms
from qingce.domain.removal.models import Case, CasePaper, CaseRecord, Excuse
from qingce.shared.parties.enums import Actor


@transaction.atomic
def hand_in_paper(actor: Actor, pk: int, record: int, line: str, document: int, *, at: datetime) -> int:
    """Hands in a document of the enterprise's shelf for a line of a record's list, in the version that it has now.

    What is handed in becomes public with the result (IPE-2017 §2.1), so that one that nobody or only the staff may
    see is not taken before its enterprise shares it.

    Returns: number of the paper.
    Raises: CaseNotFound; EnterpriseNotSpokenFor; RoleTooSmall; CaseElsewhere; DocumentNotFound; PaperUnfit;
        TooManyOfCase.
    """
    case = own_case(actor, pk, CaseState.HANDING_IN)
    row, wanted = _line(case, record, line)
    found = get_document(document, actor=actor)
    family = set(family_of([root_of(case, actor)]).values_list("pk", flat=True))
    if not found.is_own or found.row.enterprise_id not in family:
        raise PaperUnfit("This document is another enterprise's.", cause="other")
    if found.row.withdrawn_at is not None:
        raise PaperUnfit("This document was withdrawn from the shelf.", cause="withdrawn")
    if found.row.type not in wanted.types:
        raise PaperUnfit("A document of this type does not serve this line.", cause="type")
    if found.row.audience in (Audience.CONFIDENTIAL, Audience.CLOSED):
        raise PaperUnfit(
            "What is handed in is published with the result, and this document is not for others. Change who may see "
            "it, or take parts out of it first.",
            cause="audience",
        )
    most = case_terms().papers_most
    if CasePaper.objects.filter(case_record=row, line=line).count() >= most:
        raise TooManyOfCase(f"A line takes at most {most} of these.", most=most)
    try:
        with transaction.atomic():
            paper = CasePaper.objects.create(
                case_record=row,
                line=line,
                document_id=document,
                document_version=found.row.version,
                round=case.round,
                added_by=actor.signature,
                added_at=at,
            )
    except IntegrityError as error:
        raise PaperUnfit("This document is handed in for this line already.", cause="twice") from error
    note_act(case, actor, PAPER_ADDED, at=at, document=document)
    return paper.pk


@transaction.atomic
def take_out_paper(actor: Actor, pk: int, paper: int, *, at: datetime) -> None:
    """Takes a paper of this round out again, until all is handed in.

    Raises: CaseNotFound; CaseElsewhere: it was reviewed in an earlier round.
    """
    case = own_case(actor, pk, CaseState.HANDING_IN)
    found = CasePaper.objects.filter(case_record__case=case, pk=paper).first()
    if found is None:
        return
    if found.round != case.round or found.judged_by:
        raise CaseElsewhere("This was reviewed already and stays; hand in a better one beside it.", state="")
    document = found.document_id
    found.delete()
    note_act(case, actor, PAPER_REMOVED, at=at, document=document)


@transaction.atomic
def excuse_line(actor: Actor, pk: int, record: int, line: str, *, reason: str, at: datetime) -> None:
    """Says why there is no paper for a line; the staff waive it or not. An empty reason takes it back.

    Raises: CaseNotFound; CaseElsewhere; PaperUnfit: there is no such line; CaseTextWrong.
    """
    case = own_case(actor, pk, CaseState.HANDING_IN)
    row, _ = _line(case, record, line)
    text = said(reason)
    Excuse.objects.filter(case_record=row, line=line).exclude(is_waived=True).delete()
    if text:
        Excuse.objects.update_or_create(
            case_record=row,
            line=line,
            defaults={
                "reason": text,
                "said_by": actor.signature,
                "said_at": at,
                "is_waived": None,
                "why": "",
                "decided_by": "",
                "decided_at": None,
            },
        )
    note_act(case, actor, EXCUSED, at=at, record=record)


@transaction.atomic
def submit_papers(actor: Actor, pk: int, *, at: datetime) -> None:
    """Hands in what is asked for; from now on nothing of it changes (IPE-2017 §2.1).

    Raises: CaseNotFound; CaseElsewhere; CaseIncomplete: a line has neither a paper that fits nor a reason.
    """
    case = own_case(actor, pk, CaseState.HANDING_IN)
    check_holder(case, actor)
    facts = {"round": case.round, "papers": papers_digest(case)}
    step = Stepped({"asked": ""}, clause="IPE-2017 §2.1", facts=facts)
    take_step(case, CaseAct.SUBMIT, CaseParty.ENTERPRISE, actor=actor, at=at, said=step)


def papers_digest(case: Case) -> str:
    """Digest of all papers handed in, in their order: what the ledger states of them."""
    papers = CasePaper.objects.filter(case_record__case=case).order_by("pk")
    wanted = list(papers.values_list("document", "document_version"))
    rows = versions_of(wanted)
    files = [file.sha256 for each in wanted for file in rows[each].files]
    return hashlib.sha256("".join(f"{each}\n" for each in files).encode()).hexdigest()


def _line(case: Case, record: int, line: str) -> tuple[CaseRecord, NeededLine]:
    row = CaseRecord.objects.filter(case=case, record=record, is_open=True).first()
    found = next((each for each in lines_of(case, row) if each.key == line), None) if row else None
    if row is None or found is None:
        raise PaperUnfit("There is no such line in this record's list.", cause="line")
    return row, found
