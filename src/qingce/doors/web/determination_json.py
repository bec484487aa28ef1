"""How a record could be removed, for programs: what its page says, with every row and what stopped it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from qingce.domain.records.queries import RecordDetail, RecordGone, RecordNotFound, get_record
from qingce.domain.removal.queries import determination_of
from qingce.doors.web.changes_shown import shown_changes
from qingce.doors.web.determination import TABLE
from qingce.doors.web.links import absolute
from qingce.doors.web.messages import sentence, status
from qingce.doors.web.record import GONE
from qingce.pure.kernel.errors import NotFound
from qingce.pure.kernel.requirements import serves
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.telling import decision_value
from qingce.shared.parties.enums import NOBODY
from qingce.shared.parties.queries import signature_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingce.domain.removal.enums import (
        ConfirmationRow,
        OverrideRow,
        RecordDetermination,
        ViolationDetermination,
    )
    from qingce.pure.rules.compiling import CompiledTable
    from qingce.pure.rules.deciding import CaseDecision, ConditionResult, Decision
    from qingce.pure.rules.values import Value


@serves("POL-2", "REM-1")
@require_safe
def determination_json(request: HttpRequest, pk: int) -> JsonResponse:
    """How a record could be removed if it were applied for today."""
    del request
    try:
        found = determination_of(pk, actor=NOBODY, on=timezone.localdate())
    except RecordNotFound as error:
        return _off_the_list(pk, error)
    except NotFound as error:
        return _refused(error)
    headers = {"X-Robots-Tag": "noindex"}
    return JsonResponse(determination_value(found), json_dumps_params={"ensure_ascii": False}, headers=headers)


def _refused(error: NotFound) -> JsonResponse:
    return JsonResponse({"error": error.code, "detail": sentence(error)}, status=status(error))


def _off_the_list(pk: int, missing: RecordNotFound) -> JsonResponse:
    """Of a record off the public list what its page tells: why, when, under which clause, by which case (REC-10)."""
    try:
        found = get_record(pk, actor=NOBODY)
    except RecordNotFound:
        return _refused(missing)
    told = gone_value(found)
    gone = RecordGone(f"Record {pk} was {told['state']}.", cause=told["state"], number=pk)
    answer = {"error": gone.code, "detail": sentence(gone), **told}
    headers = {"X-Robots-Tag": "noindex"}
    return JsonResponse(answer, status=GONE, json_dumps_params={"ensure_ascii": False}, headers=headers)


def gone_value(found: RecordDetail) -> dict[str, Any]:
    """Why a record is off the public list, as a value of JSON; null: not said."""
    change = found.state_changes[-1] if found.state_changes else None
    case = shown_changes([change])[0].case if change else None
    return {
        "record": found.row.id,
        "state": found.row.status.value,
        "reason": change.reason if change else None,
        "clause": (change.clause if change else "") or None,
        "at": change.changed_at.isoformat() if change else None,
        "by": signature_name(change.changed_by, {}) if change else None,
        "case": case.number if case else None,
        "case_page": absolute(case.address) if case and case.address else None,
        "path": (change.path if change else "") or None,
    }


def determination_value(found: RecordDetermination) -> dict[str, Any]:
    """A determination as a value of JSON; null is unknown or none.

    `outcome` is what counts: an override goes before the rules. `rules` is by the facts alone, `suggested` what would
    come of it if every suggestion were right.
    """
    table = compile_table(found.book, TABLE, on=found.on)
    return {
        "record": found.record,
        "on": found.on.isoformat(),
        "rulebook": found.book.head.id,
        "version": found.book.version,
        "digest": found.book.digest,
        "outcome": found.outcome,
        "rules": _case(found.decision),
        "suggested": _case(found.likely) if found.likely else None,
        "override": _override(found.override),
        "confirmation": _confirmation(found.confirmation),
        "violations": [_violation(table, each, found) for each in found.violations],
    }


def _case(decision: CaseDecision) -> dict[str, Any]:
    return {
        "outcome": decision.outcome,
        "possible": list(decision.possible),
        "documents": list(decision.requires),
        "question": decision.question,
        "question_of": None if decision.asked_of is None else decision.asked_of + 1,
        "is_complete": decision.is_complete,
    }


def _violation(table: CompiledTable, each: ViolationDetermination, found: RecordDetermination) -> dict[str, Any]:
    return {
        "number": each.number,
        "text": each.text,
        "suggestions": [
            {
                "fact": hint.fact,
                "value": str(hint.value),
                "words": hint.words,
                "span": list(hint.span),
                "field": hint.field,
                "confidence": str(hint.confidence),
            }
            for hint in each.suggestions
        ],
        "decision": decision_value(table, each.decision, each.facts, on=found.on),
        "suggested": decision_value(table, each.likely, _facts_of(each.likely), on=found.on) if each.likely else None,
    }


def _facts_of(decision: Decision) -> dict[str, Value]:
    """The facts on which a decision rests."""
    conditions = (each for row in decision.rows for each in _all(row.conditions))
    return {each.fact: each.value for each in conditions if each.fact and each.value is not None}


def _all(conditions: tuple[ConditionResult, ...]) -> Iterator[ConditionResult]:
    for each in conditions:
        yield each
        yield from _all(each.parts)


def _confirmation(row: ConfirmationRow | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "by": signature_name(row.confirmed_by, {}),
        "at": row.confirmed_at.isoformat(),
        "on": row.on.isoformat(),
        "digest": row.digest,
        "outcome": row.outcome or None,
        "entry": row.entry,
    }


def _override(row: OverrideRow | None) -> dict[str, Any] | None:
    if row is None or not row.outcome:
        return None
    return {
        "outcome": row.outcome,
        "rules_said": row.former or None,
        "reason": row.reason,
        "by": signature_name(row.decided_by, {}),
        "at": row.decided_at.isoformat(),
        "digest": row.digest,
        "entry": row.entry,
    }
