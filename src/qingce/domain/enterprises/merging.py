"""Two enterprises that are one, and back: an alias only; no record and no name changes its owner (REC-4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from qingce.domain.enterprises.enums import Identity
from qingce.domain.enterprises.errors import not_found
from qingce.domain.enterprises.models import Enterprise, Merge
from qingce.pure.kernel.errors import InvalidValue
from qingce.pure.kernel.text import clean
from qingce.shared.bulk.actions import one_at_a_time
from qingce.shared.changes.actions import note_changes
from qingce.shared.ledger.actions import enter_act, journal
from qingce.shared.ledger.queries import entered_among
from qingce.shared.parties.enums import Actor, Duty
from qingce.shared.parties.queries import check_duty, signatory_of


class MergeUnexplained(InvalidValue):
    """To merge or split needs a reason."""

    code = "merge-unexplained"


class MergeWithItself(InvalidValue):
    """The two are one enterprise already."""

    code = "merge-with-itself"


class AlreadyMerged(InvalidValue):
    """The enterprise is merged into another one; that must end first."""

    code = "already-merged"


class MergeWithheld(InvalidValue):
    """One of the two is a pseudonym, or synthetic, and the other is not."""

    code = "merge-withheld"


class CodesDiffer(InvalidValue):
    """Both have a valid code, and codes tell enterprises apart."""

    code = "codes-differ"


class NotMerged(InvalidValue):
    """The enterprise stands for itself; there is nothing to split."""

    code = "not-merged"


def merge_enterprises(
    pk: int, *, into: int, actor: Actor, reason: str, at: datetime, despite_codes: bool = False
) -> int:
    """Says that an enterprise is another one; those merged into it before come along.

    Args:
        into: the enterprise that stands for both; if it is merged itself, the one it stands under does.
        despite_codes: somebody has looked at two different valid codes and still says that they are one.
    Returns: number of the enterprise that stands for all of them now.
    Raises: EnterpriseNotFound; DutyMissing; OutOfArea: of either of the two; MergeUnexplained; MergeWithItself;
        AlreadyMerged; MergeWithheld; CodesDiffer.
    """
    with transaction.atomic():
        _check_duty(actor, pk, into)
        canonical = make_alias(
            pk, into=into, by=actor.signature, reason=_said(reason), at=at, despite_codes=despite_codes
        )
        journal(
            "enterprises-merged", by=actor.person_id or None, subject=("enterprise", pk), detail={"into": into}, at=at
        )
    return canonical


def make_alias(pk: int, *, into: int, by: str, reason: str, at: datetime, despite_codes: bool = False) -> int:
    """As `merge_enterprises`, where another act has said who may decide; in its transaction."""
    with transaction.atomic():
        one_at_a_time("enterprises")
        ends = _ends(pk, into)
        canonical = ends[into].canonical_id or into
        _check_apart(ends[pk], canonical)
        family, others = _family(pk), _family(canonical)
        _check_alike(family + others)
        if not despite_codes:
            _check_codes(family, others)
        Merge.objects.create(enterprise_id=pk, into_id=into, reason=reason, merged_by=by, merged_at=at)
        _enter_merge(pk, canonical, by=by, reason=reason, at=at)
        _stand_under({each.pk for each in family}, canonical)
        _note({each.pk for each in family} | {each.pk for each in others}, at=at)
    return canonical


def enter_merges(*, at: datetime) -> int:
    """Enters the merges that held before the ledger was, in a transaction.

    Returns: how many.
    """
    held = Merge.objects.select_related("enterprise").filter(split_at=None).order_by("pk")
    entered = entered_among("enterprises-merged", held.values("enterprise_id"))
    fresh = held.exclude(enterprise_id__in=entered)
    for merge in fresh:
        canonical = merge.enterprise.canonical_id or merge.into_id
        _enter_merge(merge.enterprise_id, canonical, by=merge.merged_by, reason=merge.reason, at=at)
    return len(fresh)


def _enter_merge(pk: int, canonical: int, *, by: str, reason: str, at: datetime) -> None:
    enter_act(
        "enterprises-merged",
        at=at,
        by=signatory_of(by),
        subject=("enterprise", pk),
        facts={"into": canonical},
        words={"reason": reason},
    )


def split_enterprise(pk: int, *, actor: Actor, reason: str, at: datetime) -> None:
    """Ends a merge: the enterprise stands for itself again, and for those that were merged into it.

    Raises: EnterpriseNotFound; DutyMissing; OutOfArea: of it, or of what it is merged into; MergeUnexplained;
        NotMerged.
    """
    with transaction.atomic():
        _check_duty(actor, pk)
        end_alias(pk, by=actor.signature, reason=_said(reason), at=at)
        journal("enterprise-split", by=actor.person_id or None, subject=("enterprise", pk), at=at)


def end_alias(pk: int, *, by: str, reason: str, at: datetime) -> None:
    """As `split_enterprise`, where another act has said who may decide; in its transaction."""
    with transaction.atomic():
        one_at_a_time("enterprises")
        canonical = _ends(pk)[pk].canonical_id
        if canonical is None:
            raise NotMerged(f"Enterprise {pk} is not merged into another one.", number=pk)
        family = {each.pk for each in _family(canonical)}
        Merge.objects.filter(enterprise_id=pk, split_at=None).update(split_by=by, split_reason=reason, split_at=at)
        enter_act(
            "enterprise-split",
            at=at,
            by=signatory_of(by),
            subject=("enterprise", pk),
            facts={"from": canonical},
            words={"reason": reason},
        )
        _stand_under(_below(pk, family), pk)
        _note(family, at=at)


def _check_duty(actor: Actor, *ids: int) -> None:
    """Whether somebody merges and splits where these enterprises are, and where what they stand under is."""
    check_duty(actor, Duty.MERGE)
    found = {row.pk: row for row in Enterprise.objects.select_related("canonical").filter(pk__in=ids)}
    for pk in ids:
        if pk not in found:
            raise not_found(pk)
    above = [row.canonical for row in found.values() if row.canonical]
    check_duty(actor, Duty.MERGE, *(row.division for row in (*found.values(), *above)))


def _said(reason: str) -> str:
    if not clean(reason):
        raise MergeUnexplained("Say why: the reason is shown on the enterprise's page.")
    return clean(reason)


def _ends(*ids: int) -> dict[int, Enterprise]:
    """The enterprises with these numbers, held until the transaction ends."""
    rows = Enterprise.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    found = {row.pk: row for row in rows}
    for pk in ids:
        if pk not in found:
            raise not_found(pk)
    return found


def _family(canonical: int) -> list[Enterprise]:
    """The enterprise and all that stand under it, held; in the order of numbers, so that nobody waits in a circle."""
    rows = Enterprise.objects.select_for_update().filter(Q(pk=canonical) | Q(canonical_id=canonical))
    return list(rows.order_by("pk"))


def _check_apart(enterprise: Enterprise, canonical: int) -> None:
    if canonical in (enterprise.pk, enterprise.canonical_id):
        raise MergeWithItself(f"Enterprise {enterprise.pk} and the other one are one already.", number=enterprise.pk)
    if enterprise.canonical_id:
        raise AlreadyMerged(
            f"Enterprise {enterprise.pk} is merged into {enterprise.canonical_id}; split it first.",
            number=enterprise.pk, into=enterprise.canonical_id,
        )  # fmt: skip


def _check_alike(enterprises: list[Enterprise]) -> None:
    if len({each.identity == Identity.PSEUDONYM for each in enterprises}) > 1:
        raise MergeWithheld("One of the two is a pseudonym: the merge would tell, or invent, who is meant.")
    if len({each.is_synthetic for each in enterprises}) > 1:
        raise MergeWithheld("One of the two is synthetic; real and synthetic ones stay apart.", cause="synthetic")


def _check_codes(family: list[Enterprise], others: list[Enterprise]) -> None:
    codes, other_codes = (sorted(each.uscc for each in side if each.uscc) for side in (family, others))
    if codes and other_codes:
        raise CodesDiffer(
            f"They have different valid codes, {codes[0]} and {other_codes[0]}; say so if they are one all the same.",
            uscc=codes[0], other=other_codes[0],
        )  # fmt: skip


def _below(pk: int, family: set[int]) -> set[int]:
    """The enterprise and all that merges that still hold lead to it."""
    into = dict(Merge.objects.filter(enterprise_id__in=family, split_at=None).values_list("enterprise_id", "into_id"))
    found, fresh = {pk}, {pk}
    while fresh:
        fresh = {below for below, above in into.items() if above in fresh}
        found |= fresh
    return found


def _stand_under(ids: Iterable[int], canonical: int) -> None:
    Enterprise.objects.filter(pk__in=set(ids) - {canonical}).update(canonical_id=canonical)
    Enterprise.objects.filter(pk=canonical).update(canonical_id=None)


def _note(ids: set[int], *, at: datetime) -> None:
    """Counts and what their records show of them follow; followers of the records hear of it through the latter."""
    note_changes("enterprise", ids, at=at)
    note_changes("enterprise-shown", ids, at=at)
