"""A decision as a value of JSON, for programs: the page, the command and whoever asks get the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qingce.pure.rules.book import Book
    from qingce.pure.rules.compiling import CompiledTable
    from qingce.pure.rules.deciding import CaseDecision, ConditionResult, Decision, RowResult
    from qingce.pure.rules.schema import Item, Text
    from qingce.pure.rules.values import Value


def decision_value(table: CompiledTable, decision: Decision, facts: Mapping[str, Value], *, on: date) -> dict[str, Any]:
    """What a table says of one violation, by which version, with every row and what stopped it.

    Args: facts: on which it was decided. on: the day whose figures it rests on.
    Returns: a value of JSON; texts in both languages, numbers with a point as text, so that none is rounded; null is
        unknown.
    """
    book = table.book
    outcomes = {each.id: _text(each.title) for each in table.table.outcome}
    rows = {row.row.id: _text(row.row.title) for row in table.rows}
    return {
        "rulebook": book.head.id,
        "version": book.version,
        "digest": book.digest,
        "source": book.head.source,
        "status": book.head.status,
        "table": table.name,
        "on": on.isoformat(),
        "facts": {name: _plain(value) for name, value in facts.items()},
        "outcome": decision.outcome,
        "outcome_title": outcomes[decision.outcome] if decision.outcome else None,
        "possible": list(decision.possible),
        "is_complete": decision.is_complete,
        "decided_by": [{"id": each.id, "clause": each.clause, "title": rows[each.id]} for each in decision.fired],
        "documents": [_documents(book, each, on) for each in decision.requires],
        "question": _question(book, decision.question) if decision.question else None,
        "rows": [_row(book, each, rows) for each in decision.rows],
    }


def case_value(
    table: CompiledTable, case: CaseDecision, facts: Sequence[Mapping[str, Value]], *, on: date
) -> dict[str, Any]:
    """What a table says of several violations together, and of each.

    Args: facts: of each violation. on: the day whose figures it rests on.
    Returns: a value of JSON; `asked_of` is the place of the violation that the question is about, from 1.
    """
    book = table.book
    outcomes = {each.id: _text(each.title) for each in table.table.outcome}
    return {
        "rulebook": book.head.id,
        "version": book.version,
        "outcome": case.outcome,
        "outcome_title": outcomes[case.outcome] if case.outcome else None,
        "possible": list(case.possible),
        "is_complete": case.is_complete,
        "documents": [_documents(book, each, on) for each in case.requires],
        "question": _question(book, case.question) if case.question else None,
        "asked_of": None if case.asked_of is None else case.asked_of + 1,
        "violations": [
            decision_value(table, decision, known, on=on)
            for decision, known in zip(case.violations, facts, strict=True)
        ],
    }


def _row(book: Book, row: RowResult, titles: Mapping[str, dict[str, str]]) -> dict[str, Any]:
    return {
        "id": row.id,
        "group": row.group,
        "title": titles[row.id],
        "clause": row.clause,
        "outcome": row.outcome,
        "holds": row.truth,
        "counts": row.fires,
        "beaten_by": list(row.beaten_by),
        "stopped_by": [each.id for each in row.stopped_by],
        "conditions": [_condition(book, each) for each in row.conditions],
    }


def _condition(book: Book, condition: ConditionResult) -> dict[str, Any]:
    told = {
        "id": condition.id,
        "title": _text(book.conditions[condition.id].title),
        "clause": book.conditions[condition.id].clause,
        "holds": condition.truth,
    }
    if condition.parts:
        return told | {"parts": [_condition(book, each) for each in condition.parts]}
    return told | {"fact": condition.fact, "value": _plain(condition.value)}


def _documents(book: Book, name: str, on: date) -> dict[str, Any]:
    found = book.requirements[name]
    return {
        "id": name,
        "title": _text(found.title),
        "clause": found.clause,
        "items": [_item(book, each, on) for each in found.item],
    }


def _item(book: Book, item: Item, on: date) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": item.id,
        "title": _text(item.title),
        "any_of": [{"id": each, "title": _text(book.documents[each].title)} for each in item.any_of],
        "clause": item.clause,
    }
    if item.window:
        unit = book.parameters[item.window].unit
        told["window"] = {"term": _plain(book.value(item.window, on=on)), "unit": unit}
    if item.between:
        told["between"] = list(item.between)
    if item.of_day:
        told["of_day"] = item.of_day
    return told


def _question(book: Book, name: str) -> dict[str, Any]:
    fact = book.facts[name]
    return {
        "fact": name,
        "question": _text(fact.question),
        "type": fact.type,
        "unit": fact.unit,
        "choices": [{"id": each.id, "title": _text(each.title)} for each in fact.choice],
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _plain(value: Value | None) -> bool | int | str | list[str] | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
