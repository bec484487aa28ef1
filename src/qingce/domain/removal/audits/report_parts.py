"""What was kept with a report, in the words of a language and of the rulebook by which the audit was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qingce.domain.removal.audits.enums import AuditParty, MeetingKind
from qingce.domain.removal.audits.form import ITEMS, evidence_titles, grade_titles
from qingce.domain.removal.audits.lines import LIST
from qingce.domain.removal.audits.on_site import TABLE
from qingce.domain.removal.audits.report_enums import ReportedFinding
from qingce.pure.rules.values import read_facts
from qingce.shared.issuing.enums import Language

if TYPE_CHECKING:
    from qingce.pure.rules.book import Book
    from qingce.pure.rules.schema import ListItem, Text

Kept = Mapping[str, Any]
Row = tuple[str, ...]
_DOTTED = " · "


@dataclass(frozen=True)
class SaidIn:
    """The words of a language, which the caller has switched on. Args: book: by which the audit was made."""

    language: Language
    book: Book

    def team(self, kept: Kept) -> list[Row]:
        """Each auditor by the name that is public, and the role."""
        lead, other = _("Lead auditor"), _("Auditor")
        return [(each["name"] or "—", lead if each["is_lead"] else other) for each in kept.get("team", ())]

    def readiness(self, kept: Kept, *, is_public: bool) -> list[tuple[str, str]]:
        """What the enterprise stated of its operation, and when the agency confirmed it."""
        stated = kept.get("readiness")
        if not stated:
            return []
        facts, outcomes = read_facts(self.book, stated["facts"]), self.book.tables[TABLE].outcome
        found = [(self._in(self.book.facts[name].title), self._value(name, facts[name])) for name in facts]
        outcome = next((self._in(each.title) for each in outcomes if each.id == stated["outcome"]), "—")
        found.append((self._in(self.book.tables[TABLE].title), outcome))
        if stated["explanation"] and not is_public:
            found.append((_("Why the load is above design capacity"), stated["explanation"]))
        found.append((_("Confirmed on site on"), stated["confirmed_on"] or "—"))
        return found

    def documents(self, kept: Kept, *, is_public: bool) -> list[Row]:
        """The lines of annex 2 with what was handed in; in public no title of a paper and no reason."""
        lines = {each.id: each for each in self.book.lists[LIST].item}
        return [
            (self._in(lines[each["id"]].title), self._papers(each, is_public=is_public))
            for each in kept.get("lines", ())
            if each["id"] in lines
        ]

    def meetings(self, kept: Kept, *, is_public: bool) -> list[Row]:
        """The meetings; in public no more than that they were held, and when."""
        found: list[Row] = []
        for each in kept.get("meetings", ()):
            title = str(MeetingKind(each["kind"]).label)
            closed = (f"{title}{_DOTTED}{each['on']}", each["who"], each["minutes"])
            found.append((title, each["on"]) if is_public else closed)
        return found

    def checked(self, kept: Kept) -> list[Row]:
        """Every item of the form with what it came to."""
        grades, items = grade_titles(), self._items()
        return [
            (self._group(items[each["id"]]), self._in(items[each["id"]].title), items[each["id"]].clause,
             self._in(grades[each["grade"]]) if each["grade"] in grades else _("Not judged"))
            for each in kept.get("items", ())
            if each["id"] in items
        ]  # fmt: skip

    def findings(self, kept: Kept) -> list[Row]:
        """The items of which something was written or shown: a card each."""
        grades, items = grade_titles(), self._items()
        found: list[Row] = []
        for each in kept.get("items", ()):
            if each["id"] not in items or not (each["finding"] or each["action"] or each["evidence"]):
                continue
            item = items[each["id"]]
            grade = self._in(grades[each["grade"]]) if each["grade"] in grades else _("Not judged")
            found.append(
                (self._in(item.title), item.clause, grade, each["finding"], self._evidence(each["evidence"]),
                 each["action"], each["deadline"], each["verification"])
            )  # fmt: skip
        return found

    def finding(self, row: ReportedFinding, judged: str) -> Row:
        """A finding of the preliminary report, with what the agency judged of what was done about it."""
        item = self._items().get(row.item)
        title, clause = (self._in(item.title), item.clause) if item else (row.item, "")
        deadline = row.deadline.isoformat() if row.deadline else ""
        return title, clause, row.grade.get(self.language, ""), row.finding, row.action, deadline, judged

    def signatures(self, kept: Kept, *, is_public: bool) -> list[Row]:
        """The signatures of the declaration; in public which party signed, and when, as on the page of the audit."""
        rows = [
            (str(AuditParty(each["party"]).label), each["name"], each["position"] or "—", each["on"])
            for each in kept.get("signatures", ())
        ]
        return [(party, on) for party, _name, _position, on in rows] if is_public else list(rows)

    def _papers(self, line: Kept, *, is_public: bool) -> str:
        count = len(line["papers"]) + line["closed"]
        if not count:
            none = _("None; the enterprise said why.") if line["text"] else _("Nothing handed in.")
            return none if is_public or not line["text"] else _("None: %(why)s") % {"why": line["text"]}
        counted = ngettext("%(count)d document", "%(count)d documents", count) % {"count": count}
        return counted if is_public else "\n".join([counted, *line["papers"]])

    def _evidence(self, rows: Iterable[Kept]) -> str:
        titles, lines, number = evidence_titles(), [], Counter[str]()
        for each in rows:
            if each["kind"] in titles:
                number[each["kind"]] += 1
                said = [
                    f"{self._in(titles[each['kind']])} {number[each['kind']]}",
                    each["on"],
                    each["where"],
                    each["note"],
                ]
                lines.append(_DOTTED.join(part for part in said if part))
                if each["sha256"]:
                    lines.append(f"SHA-256 {each['sha256']}")
        return "\n".join(lines)

    def _items(self) -> dict[str, ListItem]:
        return {each.id: each for each in self.book.lists[ITEMS].item}

    def _group(self, item: ListItem) -> str:
        axis = self.book.lists[ITEMS].axis
        return _DOTTED.join(
            self._in(place.title) for name in ("phase", "group") for place in axis[name] if place.id == item.at[name]
        )

    def _value(self, name: str, value: object) -> str:
        if isinstance(value, bool):
            return pgettext("answer", "Yes") if value else pgettext("answer", "No")
        if isinstance(value, Decimal | int) and self.book.facts[name].unit == "percent":
            return f"{value} %"
        return str(value)

    def _in(self, text: Text) -> str:
        return text.zh if self.language == "zh" else text.en
