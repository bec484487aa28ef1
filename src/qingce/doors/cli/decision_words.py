"""A decision in lines for the terminal, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qingce.pure.rules.values import allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingce.pure.rules.compiling import CompiledTable
    from qingce.pure.rules.deciding import CaseDecision, ConditionResult, Decision, RowResult
    from qingce.pure.rules.schema import Item, Text
    from qingce.pure.rules.values import Value

UNITS = {
    "working-days": ("工作日", "working days"),
    "calendar-days": ("日", "calendar days"),
    "months": ("个月", "months"),
    "years": ("年", "years"),
}


@dataclass(frozen=True)
class Words:
    """Puts what a table decided into words.

    Args: on: the day whose figures it rests on. language: zh or en.
    """

    table: CompiledTable
    on: date
    language: str

    def decision(self, decision: Decision) -> Iterator[str]:
        """Of one violation: version, outcome, rules with clause, documents, all other rows, the question."""
        yield self._head()
        yield from self._body(decision)

    def case(self, case: CaseDecision) -> Iterator[str]:
        """Of several violations: what they come to together, then each."""
        yield self._head()
        yield from self._outcome(case.outcome, case.possible)
        yield from self._documents(case.requires)
        yield from self._question(case.question, case.asked_of)
        for number, each in enumerate(case.violations, start=1):
            yield ""
            yield self._say(f"第 {number} 项违规", f"Violation {number}")
            yield from self._body(each)

    def _head(self) -> str:
        head = self.table.book.head
        draft = self._say("草案，未生效", "draft, not in force")
        status = f", {draft}" if head.status == "draft" else ""
        return f"{self._text(head.title)} · {self.table.book.key} ({head.source}{status}) · {self.on}"

    def _body(self, decision: Decision) -> Iterator[str]:
        yield from self._outcome(decision.outcome, decision.possible)
        if decision.fired:
            yield self._say("依据：", "Because of:")
            yield from (f"  - {self._row(each)}" for each in decision.fired)
        yield from self._documents(decision.requires)
        yield from self._question(decision.question, None)
        left = [each for each in decision.rows if each not in decision.fired]
        if left:
            yield self._say("其他各行：", "All other rows:")
            yield from (f"  - {self._row(each)}{self._colon}{self._stopped(each)}" for each in left)

    def _outcome(self, outcome: str | None, possible: tuple[str, ...]) -> Iterator[str]:
        titles = {each.id: f"{self._text(each.title)} ({each.id})" for each in self.table.table.outcome}
        if outcome:
            yield self._say(f"结论：{titles[outcome]}", f"Outcome: {titles[outcome]}")
        else:
            named = self._say("、", ", ").join(titles[each] for each in possible)
            yield self._say(f"结论：尚不能确定；可能是：{named}", f"Outcome: not known yet; it may be: {named}")

    def _documents(self, requires: tuple[str, ...]) -> Iterator[str]:
        for name in requires:
            found = self.table.book.requirements[name]
            yield self._say(
                f"所需材料：{found.title.zh}（{found.clause}）", f"Documents: {found.title.en} ({found.clause})"
            )
            yield from (f"  {number}. {self._item(each)}" for number, each in enumerate(found.item, start=1))

    def _item(self, item: Item) -> str:
        book = self.table.book
        papers = self._say(" 或 ", " or ").join(self._text(book.documents[each].title) for each in item.any_of)
        if item.window:
            term, unit = book.value(item.window, on=self.on), UNITS[book.parameters[item.window].unit]
            return papers + self._say(f"（最近 {term} {unit[0]}）", f" (the latest {term} {unit[1]})")
        days = [self._text(book.facts[each].title) for each in (*(item.between or ()), item.of_day) if each]
        return papers + (f" ({' – '.join(days)})" if days else "")

    def _question(self, name: str | None, violation: int | None) -> Iterator[str]:
        if name:
            fact = self.table.book.facts[name]
            of = (
                ""
                if violation is None
                else self._say(f"（第 {violation + 1} 项违规）", f" (violation {violation + 1})")
            )
            yield self._say(f"下一个问题{of}：", f"Next question{of}: ") + f"{self._text(fact.question)} ({name})"
            if fact.choice:
                yield from (f"    {each.id}  {self._text(each.title)}" for each in fact.choice)
            else:
                yield f"    {allowed(fact)}"

    def _row(self, row: RowResult) -> str:
        found = next(each.row for each in self.table.rows if each.row.id == row.id)
        return f"{row.id}  {self._text(found.title)} ({row.clause})"

    def _stopped(self, row: RowResult) -> str:
        told = self._say("；", "; ").join(self._condition(each) for each in row.stopped_by)
        if row.truth is False:
            return self._say(f"不成立：{told}", f"does not hold: {told}")
        if row.beaten_by:
            return self._say("让位于 ", "gives way to ") + ", ".join(row.beaten_by)
        if row.truth is None:
            return self._say(f"未知：{told}", f"unknown: {told}")
        if row.fires is None:
            return self._say("成立；是否让位于别的行未知", "holds; whether it gives way to another is unknown")
        return self._say("成立，但不决定结论", "holds, but does not decide the outcome")

    def _condition(self, condition: ConditionResult) -> str:
        title = self._text(self.table.book.conditions[condition.id].title)
        if not condition.fact:
            return title
        fact = self.table.book.facts[condition.fact]
        return f"{title} [{self._text(fact.title)}{self._colon}{self._value(condition.value)}]"

    def _value(self, value: Value | None) -> str:
        if value is None:
            return self._say("未知", "unknown")
        if isinstance(value, bool):
            return self._say("是", "yes") if value else self._say("否", "no")
        if isinstance(value, tuple):
            return ", ".join(value) or self._say("无", "none")
        return str(value)

    @property
    def _colon(self) -> str:
        return self._say("：", ": ")

    def _text(self, text: Text) -> str:
        return self._say(text.zh, text.en)

    def _say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en
