"""Questions to people: which enterprise is meant? One per batch and description; equal ones get one answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from qingce.domain.enterprises.decisions import Ask
from qingce.domain.enterprises.describing import Description, description_key
from qingce.domain.enterprises.enums import QuestionState
from qingce.domain.enterprises.models import MatchQuestion
from qingce.shared.bulk.actions import find_rows, insert_rows, update_rows

NEVER_KEPT = ("telephone", "person")  # digests only, in `Trait`
ANSWERED = (QuestionState.SAME, QuestionState.NEW)


@dataclass(frozen=True)
class Asked:
    """A description that nobody could decide by rule, and the question about it."""

    description: Description
    ask: Ask


def ask_questions(asked: Sequence[Asked], *, batch_id: int, at: datetime) -> dict[bytes, int]:
    """Asks about descriptions, each once in a batch, however often its rows come.

    Returns: the number of the question by the key of its description.
    Cost: two queries.
    """
    by_key = {description_key(each.description): each for each in asked}
    rows = list(by_key.items())
    insert_rows(
        MatchQuestion,
        {
            "batch_id": [batch_id] * len(rows),
            "key": [key for key, _ in rows],
            "description": [kept(each.description) for _, each in rows],
            "division": [each.description.division for _, each in rows],
            "why": [each.ask.why.value for _, each in rows],
            "ranked": [_ranked(each.ask) for _, each in rows],
            "best_score": [each.ask.ranked[0].score for _, each in rows],
            "rival_score": [each.ask.ranked[1].score if len(each.ask.ranked) > 1 else None for _, each in rows],
            "rows": [0] * len(rows),
            "state": [QuestionState.OPEN.value] * len(rows),
            "note": [""] * len(rows),
            "enterprise_id": [None] * len(rows),
            "reason": [""] * len(rows),
            "asked_at": [at] * len(rows),
            "answered_by": [""] * len(rows),
            "answered_at": [None] * len(rows),
        },
        skip_known=True,
    )
    found = MatchQuestion.objects.filter(batch_id=batch_id, key__in=list(by_key)).values_list("key", "pk")
    return {bytes(key): pk for key, pk in found}


def note_rows(counts: Mapping[int, int]) -> None:
    """Says how many rows wait for the answer to each question."""
    update_rows(MatchQuestion, {"id": list(counts), "rows": list(counts.values())})


def answers_about(enterprises: Collection[int]) -> dict[bytes, int]:
    """What people answered, among these enterprises: the one made on the answer, by the key of what was described.

    An answer's enterprise goes by the name described from the beginning, so whoever knows all enterprises of a name
    knows all those that answers about the name made. Of several answers the newest counts.

    Cost: one query, on SQLite one per 5,000 enterprises.
    """
    wanted = ("answered_at", "key", "enterprise_id", "state")
    found = find_rows(MatchQuestion, wanted, column="enterprise_id", among=enterprises)
    told = sorted((answered_at, pk, bytes(key)) for answered_at, key, pk, state in found if state in ANSWERED)
    return {key: enterprise for _, enterprise, key in told}


def _ranked(ask: Ask) -> list[dict[str, Any]]:
    return [
        {
            "enterprise": each.enterprise_id,
            "score": str(each.score),
            "reasons": [reason.value for reason in each.reasons],
        }
        for each in ask.ranked
    ]


def kept(description: Description) -> dict[str, Any]:
    """A description as a question keeps it: no telephone, no person."""
    said = {name: value for name, value in asdict(description).items() if name not in NEVER_KEPT}
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in said.items()}


def described(said: Mapping[str, Any]) -> Description:
    """A description as a question kept it."""
    places = {name: Decimal(said[name]) for name in ("longitude", "latitude") if said[name] is not None}
    return Description(**{**said, **places, "former_names": tuple(said["former_names"])})
