"""Writing enterprises: who a row is about, and the names an enterprise has gone by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from qingce.domain.enterprises.answering import Answered, answer_question, pass_on, void_questions
from qingce.domain.enterprises.claims.deciding import end_claim, give_up_claim, grant_claim, refuse_claim
from qingce.domain.enterprises.claims.posting import CodeLetter, enter_code, send_code
from qingce.domain.enterprises.claims.submitting import PROOF, claim_as_new, submit_claim, withdraw_claim
from qingce.domain.enterprises.decisions import Ask, Ranked
from qingce.domain.enterprises.describing import Description, description_key
from qingce.domain.enterprises.enums import NameKind
from qingce.domain.enterprises.errors import EnterpriseNotFound
from qingce.domain.enterprises.merging import (
    AlreadyMerged,
    CodesDiffer,
    MergeUnexplained,
    MergeWithheld,
    MergeWithItself,
    NotMerged,
    enter_merges,
    merge_enterprises,
    split_enterprise,
)
from qingce.domain.enterprises.models import Enterprise, EnterpriseName, NameBlock
from qingce.domain.enterprises.pretending import Pretence
from qingce.domain.enterprises.questions import Asked, ask_questions, note_rows
from qingce.domain.enterprises.resolving import Resolution, resolve
from qingce.domain.enterprises.statements import enter_unstated, enterprise_statement, new_salt
from qingce.domain.enterprises.traits import pieces_of_name
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.names import name_key
from qingce.pure.kernel.text import clean
from qingce.pure.merkle.hashing import leaf_hash
from qingce.shared.bulk.actions import one_at_a_time
from qingce.shared.changes.actions import note_change
from qingce.shared.ledger.actions import enter_act
from qingce.shared.ledger.enums import Signatory, SignatoryRole

LONGEST_NAME = 200
LONGEST_SOURCE = 300

__all__ = [
    "PROOF",
    "AlreadyMerged",
    "Answered",
    "Ask",
    "Asked",
    "CodeLetter",
    "CodesDiffer",
    "Description",
    "MergeUnexplained",
    "MergeWithItself",
    "MergeWithheld",
    "NoName",
    "NoSource",
    "NotMerged",
    "Pretence",
    "Ranked",
    "RenameInFuture",
    "Resolution",
    "SameName",
    "answer_question",
    "ask_questions",
    "claim_as_new",
    "description_key",
    "end_claim",
    "enter_code",
    "enter_merges",
    "enter_unstated",
    "give_up_claim",
    "grant_claim",
    "merge_enterprises",
    "note_rows",
    "pass_on",
    "pretend_enterprises",
    "refuse_claim",
    "rename_enterprise",
    "resolve_enterprises",
    "send_code",
    "split_enterprise",
    "submit_claim",
    "void_questions",
    "withdraw_claim",
]


class SameName(InvalidValue):
    """The new name is the one the enterprise already has."""

    code = "same-name"


class NoName(InvalidValue):
    """The new name is empty, or longer than names are."""

    code = "no-name"


class RenameInFuture(InvalidValue):
    """The new name is not in use yet."""

    code = "rename-in-future"


class NoSource(InvalidValue):
    """A name needs a source that states it."""

    code = "no-source"


def resolve_enterprises(descriptions: Sequence[Description], *, at: datetime, may_ask: bool = False) -> Resolution:
    """Finds or makes the enterprise each description is about (REC-4).

    A valid code decides; else the name, current or former, within the same region; a pseudonym only meets its own.
    Blank columns of a known enterprise are filled, never overwritten; another name it goes by is kept beside it.

    Args:
        may_ask: the caller can hold rows back: what is doubtful is asked, not decided, and changes nothing; False:
            what is not certain makes a new enterprise.
    Cost: a fixed number of queries per 5,000 descriptions.
    """
    with transaction.atomic():
        one_at_a_time("enterprises")  # two files that name the same new enterprise make one
        return resolve(descriptions, at=at, may_ask=may_ask)


def pretend_enterprises(descriptions: Sequence[Description], pretence: Pretence, *, at: datetime) -> Resolution:
    """As `resolve_enterprises` with `may_ask`, but nothing is written: what a dry run would do.

    Args: pretence: one for the whole dry run; enterprises that it would make have negative numbers.
    """
    return resolve(descriptions, at=at, may_ask=True, pretence=pretence)


def rename_enterprise(pk: int, *, name: str, changed_on: date | None, stated_by: str, at: datetime) -> None:
    """Gives an enterprise its new name; the old one stays findable, with its last day.

    Args: changed_on: first day of the new name; None: not known. stated_by: the source that says so.
    Raises: EnterpriseNotFound; SameName; NoName: the name is empty, or too long; RenameInFuture; NoSource.
    """
    name, stated_by = clean(name), clean(stated_by)[:LONGEST_SOURCE]
    if not name_key(name) or len(name) > LONGEST_NAME:
        raise NoName(f"A name has 1 to {LONGEST_NAME} characters, not only marks.", longest=LONGEST_NAME)
    if changed_on and changed_on > localdate(at):
        raise RenameInFuture(f"The new name is in use from {changed_on}; note it then.", day=changed_on.isoformat())
    if not stated_by:
        raise NoSource("Say where the new name is stated: it is shown on the enterprise's page.")
    with transaction.atomic():
        one_at_a_time("enterprises")
        enterprise = Enterprise.objects.select_for_update().filter(pk=pk).first()
        if enterprise is None:
            raise EnterpriseNotFound(f"There is no enterprise number {pk}; look it up by name.", number=pk)
        if enterprise.name == name:
            raise SameName(f"Enterprise {pk} already has the name {name}.", number=pk, name=name)
        former = enterprise.name
        _retire_name(enterprise, changed_on=changed_on, at=at)
        enterprise.name, enterprise.name_key = name, name_key(name)
        enterprise.salt = new_salt()
        enterprise.save(update_fields=["name", "name_key", "salt"])
        said = enterprise_statement(pk, name=name, uscc=enterprise.uscc, salt=enterprise.salt)
        enter_act(
            "enterprise-renamed",
            at=at,
            by=Signatory(SignatoryRole.OPERATOR),
            subject=("enterprise", pk),
            facts={"content": leaf_hash(said).hex()},
            words={"former": former, "current": name, "stated_by": stated_by},
        )
        EnterpriseName.objects.update_or_create(
            enterprise=enterprise,
            name=name,
            kind=NameKind.CURRENT,
            defaults={
                "name_key": enterprise.name_key,
                "used_from": changed_on,
                "stated_by": stated_by,
                "created_at": at,
            },
        )
        _add_blocks(enterprise)
        note_change("enterprise", pk, at=at)
        note_change("enterprise-shown", pk, at=at)


def _add_blocks(enterprise: Enterprise) -> None:
    """Pieces of the new name by which it is found; those of the former ones stay."""
    found, body = pieces_of_name(enterprise.name_key, division=enterprise.division)
    there = set(NameBlock.objects.filter(block__in=found, enterprise=enterprise).values_list("block", flat=True))
    new = sorted(set(found) - there)
    NameBlock.objects.bulk_create(NameBlock(enterprise=enterprise, block=block, body=body) for block in new)


def _retire_name(enterprise: Enterprise, *, changed_on: date | None, at: datetime) -> None:
    last_day = changed_on - timedelta(days=1) if changed_on else None
    current = EnterpriseName.objects.filter(enterprise=enterprise, kind=NameKind.CURRENT).first()
    EnterpriseName.objects.update_or_create(
        enterprise=enterprise,
        name=enterprise.name,
        kind=NameKind.FORMER,
        defaults={
            "name_key": enterprise.name_key,
            "used_from": current.used_from if current else None,
            "used_until": last_day,
            "stated_by": current.stated_by if current else "",
            "created_at": at,
        },
    )
    if current:
        current.delete()
