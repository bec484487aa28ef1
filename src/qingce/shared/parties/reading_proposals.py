"""What waits for a second person, and what became of it, as the staff see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Min, QuerySet

from qingce.pure.kernel.errors import QingceError
from qingce.shared.parties.enums import Actor, ProposalState
from qingce.shared.parties.errors import ProposalNotFound
from qingce.shared.parties.models import Proposal
from qingce.shared.parties.permissions import in_areas, proposals_visible_to
from qingce.shared.parties.two_person import CONFIRMS, Effect, ProposedSubject, two_person_act

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class ProposalRow:
    """A proposal in a list; `proposed_by`, `decided_by`: signatures; `subject` None: it is gone."""

    id: int
    act: str
    label: StrOrPromise
    subject: ProposedSubject | None
    area: str
    reason: str
    state: ProposalState
    proposed_by: str
    proposed_at: datetime
    is_own: bool
    decided_by: str
    decided_at: datetime | None
    answer: str


@dataclass(frozen=True)
class ProposalDetail:
    """A proposal with what doing it would change.

    Args: effect: None: it is decided, or cannot be done any more. problem: why it cannot. is_outdated: what it is
        about changed since. can_decide, can_take_back: what the actor may do.
    """

    row: ProposalRow
    effect: Effect | None
    problem: QingceError | None
    is_outdated: bool
    can_decide: bool
    can_take_back: bool


def proposals(actor: Actor, *, state: str = "", start: int = 0, count: int = 50) -> list[ProposalRow]:
    """Proposals in the areas of the actor, and own ones, oldest first; one query, and one for each kind of act.

    Args: state: only these; empty: all.
    """
    return _rows(list(_wanted(actor, state).order_by("proposed_at", "pk")[start : start + count]), actor)


def count_proposals(actor: Actor, *, state: str = "") -> int:
    """How many `proposals` there are; one query."""
    return _wanted(actor, state).count()


def waiting_proposals(actor: Actor) -> tuple[int, datetime | None]:
    """How many the actor could decide on, and since when the oldest waits; two queries."""
    reached = in_areas(actor.areas(*CONFIRMS), "area")
    found = Proposal.objects.filter(reached, state=ProposalState.OPEN).exclude(proposed_by=actor.person_id)
    return found.count(), found.aggregate(oldest=Min("proposed_at"))["oldest"]


def get_proposal(pk: int, *, actor: Actor) -> ProposalDetail:
    """One proposal; a fixed number of queries.

    Raises: ProposalNotFound: also for whoever may not see it.
    """
    found = _wanted(actor, "").filter(pk=pk).first()
    if found is None:
        raise ProposalNotFound(f"There is no proposal number {pk}.", number=pk)
    [row] = _rows([found], actor)
    effect, problem, kind = None, None, two_person_act(found.act)
    is_open = row.state == ProposalState.OPEN
    if is_open:
        try:
            effect = kind.effect(found.subject_id, found.payload)
        except QingceError as error:
            problem = error
    return ProposalDetail(
        row=row,
        effect=effect,
        problem=problem,
        is_outdated=effect is not None and effect.version != found.seen,
        can_decide=is_open and not row.is_own and actor.reaches(found.area, *kind.confirms),
        can_take_back=is_open and row.is_own,
    )


def open_proposal(acts: Collection[str], subject_id: int) -> int | None:
    """The proposal of one of these acts that waits for a second person; one query."""
    found = Proposal.objects.filter(act__in=acts, subject_id=subject_id, state=ProposalState.OPEN)
    return found.values_list("pk", flat=True).order_by("pk").first()


def _wanted(actor: Actor, state: str) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(proposals_visible_to(actor)).select_related("proposed_by", "decided_by")
    return rows.filter(state=state) if state else rows


def _rows(found: Iterable[Proposal], actor: Actor) -> list[ProposalRow]:
    rows = list(found)
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.act, set()).add(row.subject_id)
    known = {act: two_person_act(act).subjects(ids) for act, ids in wanted.items()}
    return [
        ProposalRow(
            id=row.pk,
            act=row.act,
            label=two_person_act(row.act).label,
            subject=known[row.act].get(row.subject_id),
            area=row.area,
            reason=row.reason,
            state=ProposalState(row.state),
            proposed_by=f"#{row.proposed_by.number}",
            proposed_at=row.proposed_at,
            is_own=row.proposed_by_id == actor.person_id,
            decided_by=f"#{row.decided_by.number}" if row.decided_by else "",
            decided_at=row.decided_at,
            answer=row.answer,
        )
        for row in rows
    ]
