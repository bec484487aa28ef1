"""An audit in the reader's language: where it stands, who owes what until when, every duty by stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qingce.domain.removal.enums import AuditParty, AuditRow, DutyStanding
from qingce.domain.removal.queries import AuditDetail
from qingce.doors.web.rules.words import clause_words, said
from qingce.doors.web.templatetags.qingce_web import day
from qingce.shared.rulebooks.queries import book_of

LIST = "duties"
# Where on the page the act is done that ticks a duty.
PLACES = {
    "conditions": "conditions",
    "choose": "quotes",
    "agency": "quotes",
    "team": "team",
    "documents": "documents",
    "form": "enterprise-form",
    "plan": "plan",
    "meeting": "meetings",
    "opening": "meetings",
    "closing": "meetings",
    "readiness": "readiness",
    "sign": "declaration",
    "findings": "form",
    "preliminary": "write-report",
    "final": "write-report",
    "confirm-report": "conclusion",
}


@dataclass(frozen=True)
class ShownDuty:
    """A duty.

    Args: may_tick: by whoever looks, by hand and now. may_prove: may add evidence, and tick it so. place: of the page,
        where its owner does it.
    """

    standing: DutyStanding
    title: str
    text: str
    clause: SafeString
    owner: str
    may_tick: bool
    may_prove: bool
    place: str = ""

    @property
    def id(self) -> str:
        """Its name, which is that of its part of the page too."""
        return self.standing.duty.id


@dataclass(frozen=True)
class ShownStage:
    """A stage with its duties."""

    id: str
    title: str
    is_now: bool
    duties: tuple[ShownDuty, ...]

    @property
    def is_open(self) -> bool:
        """Whether it is shown at once: the stage of now, and what holds throughout as long as whoever looks owes it."""
        return self.is_now or any(
            each.standing.is_due and each.standing.tick is None and (each.may_tick or each.place)
            for each in self.duties
        )

    @property
    def done(self) -> int:
        """How many of them are done."""
        return sum(each.standing.tick is not None for each in self.duties)


def stages_of(found: AuditDetail) -> tuple[ShownStage, ...]:
    """Every stage in the rulebook's order; no query where the book is in memory."""
    table = book_of(found.rules).lists[LIST]
    return tuple(
        ShownStage(
            stage.id,
            said(stage.title),
            stage.id == found.row.stage,
            tuple(_duty(each, found) for each in found.duties if each.duty.stage == stage.id),
        )
        for stage in table.axis["stage"]
    )


def duties_now(found: AuditDetail) -> list[tuple[str, str]]:
    """What whoever looks has to do now: title, and where on the page it is done."""
    return [
        (said(each.duty.title), PLACES.get(each.duty.by, each.duty.id))
        for each in found.duties
        if _is_next(each, found)
    ]


def audit_standing(found: AuditDetail, *, on: date) -> str:
    """Who owes what until when, in a sentence; empty: it is over."""
    if not found.row.is_open:
        return ""
    counts: dict[str, int] = {}
    for each in found.owed:
        label = owner_words(each.duty.party)
        counts[label] = counts.get(label, 0) + 1
    owed = [
        ngettext("%(who)s: %(count)d duty", "%(who)s: %(count)d duties", count) % {"who": who, "count": count}
        for who, count in counts.items()
    ]
    told = _("Still owed at this stage: %(owed)s.") % {"owed": _("; ").join(owed)} if owed else _("All is done here.")
    return f"{told} {until_words(found.row, on=on)}".strip()


def until_words(row: AuditRow, *, on: date) -> str:
    """Until when the stage has to end; empty: it is over."""
    if row.due_on is None or not row.is_open:
        return ""
    left = (row.due_on - on).days
    if left < 0:
        told = ngettext("It was due on %(day)s, %(days)d day ago.", "It was due on %(day)s, %(days)d days ago.", -left)
        return told % {"day": day(row.due_on), "days": -left}
    told = ngettext("Last day: %(day)s, %(days)d day from now.", "Last day: %(day)s, %(days)d days from now.", left)
    return told % {"day": day(row.due_on), "days": left}


def owner_words(party: AuditParty) -> str:
    """Who owes a duty, in short."""
    words = {
        AuditParty.ENTERPRISE: _("Enterprise"),
        AuditParty.AGENCY: _("Audit agency"),
        AuditParty.PLATFORM: _("Platform"),
        AuditParty.OBSERVER: _("Observing NGO"),
    }
    return words.get(party, str(party.label))


def _duty(standing: DutyStanding, found: AuditDetail) -> ShownDuty:
    duty, party = standing.duty, found.party
    needs_name, tick = duty.by_named or party == AuditParty.OBSERVER, standing.tick
    acts = found.may_write and party is not None and duty.is_of(party) and (found.observes or not needs_name)
    return ShownDuty(
        standing=standing,
        title=said(duty.title),
        text=said(duty.text) if duty.text else "",
        clause=clause_words(duty.clause),
        owner=_("Platform, or the observing NGO") if duty.by_observer else owner_words(duty.party),
        place=PLACES.get(duty.by, "") if _is_next(standing, found) else "",
        may_tick=acts and not duty.by and standing.is_open,
        may_prove=acts and standing.is_open and (tick.party == party if tick else not duty.by),
    )


def _is_next(standing: DutyStanding, found: AuditDetail) -> bool:
    """Whether who looks has to do it now."""
    is_own = found.party is not None and standing.duty.is_of(found.party)
    return found.may_write and is_own and standing.is_due and standing.tick is None
