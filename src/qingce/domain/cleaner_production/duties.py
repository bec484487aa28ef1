"""What an audited enterprise has to publish, what is known to be published, and whether in time (CPA-2).

One field that was looked for and not published makes a publication incomplete; a field of which nothing is known, or a
roster that names no ground, leaves it unjudged: that we know of nothing proves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from qingce.domain.cleaner_production.enums import ListKind, Obligation, PublicationKind
from qingce.domain.cleaner_production.errors import PublicationNotFound
from qingce.domain.cleaner_production.judging import BOOK, NAMED, REQUIREMENTS, FieldState, Verdict, told_by, verdict_of
from qingce.domain.cleaner_production.models import Publication
from qingce.domain.cleaner_production.roster_reading import AuditLine
from qingce.pure.kernel.calendar import add_months
from qingce.pure.rules.book import Book
from qingce.pure.rules.compiling import compile_table
from qingce.pure.rules.deciding import decide
from qingce.shared.files.enums import KeptFile
from qingce.shared.files.queries import files_by_ids
from qingce.shared.rulebooks.queries import book_at

TABLE, TERM = "publication", "publication-term"
_DUTIES, _RESULTS_ITEM = "enterprise-duties", "publish-results"
_REQUIRED = {PublicationKind.DISCLOSURE: "disclosure-rules-fields", PublicationKind.AGREEMENT: "agreement-publication"}


class Timing(TextChoices):
    """Whether it was published within the term, as the rulebook's table says."""

    IN_TIME = "in-time", _("in time")
    LATE = "late", _("late")
    OVERDUE = "overdue", _("not published, and overdue")
    RUNNING = "running", _("the term is still running")


@dataclass(frozen=True)
class AskedField:
    """A field that the rulebook asks for. Args: zh, en: its title."""

    id: str
    zh: str
    en: str
    clause: str


@dataclass(frozen=True)
class PublicationRow:
    """What was published, where and when.

    Args: is_own: by the enterprise on its page here. withdrawn_at: since then it counts no more; None: it counts.
    """

    id: int
    record_id: int
    kind: PublicationKind
    texts: Mapping[str, str]
    is_all: bool
    published_on: date
    place: str
    link: str
    has_copy: bool
    is_own: bool
    withdrawn_at: datetime | None = None
    withdraw_reason: str = ""


@dataclass(frozen=True)
class DutyField:
    """A field with what is known of it. Args: text: what was published, the latest; on: first published."""

    asked: AskedField
    state: FieldState
    text: str
    on: date | None


@dataclass(frozen=True)
class Duty:
    """One thing that is to be published of an audit, and what came of it.

    Args: due_on: None: no term runs, or the roster's day is not known. timing: None: cannot be told.
    """

    kind: PublicationKind
    verdict: Verdict
    fields: Sequence[DutyField]
    publications: Sequence[PublicationRow]
    due_on: date | None = None
    timing: Timing | None = None
    withdrawn: Sequence[PublicationRow] = ()

    @property
    def is_owed(self) -> bool:
        """Whether something is still missing, as far as known."""
        return self.verdict not in (Verdict.COMPLETE, Verdict.NOT_ASKED)


def kinds_of(line: AuditLine) -> tuple[PublicationKind, ...]:
    """What is to be published of an audit: of a voluntary one only what an agreement achieved, by the authorities."""
    if line.listed == ListKind.RESULTS:
        return ()
    if line.obligation == Obligation.VOLUNTARY and not line.grounds:
        return (PublicationKind.AGREEMENT,)
    return (PublicationKind.FIELDS, PublicationKind.RESULTS, PublicationKind.DISCLOSURE)


def fields_of(kind: PublicationKind, grounds: Collection[str], book: Book) -> list[AskedField]:
    """The fields of a publication in the order of the rules; two grounds ask for the fields of both."""
    if kind == PublicationKind.RESULTS:
        items = [each for each in book.lists[_DUTIES].item if each.id == _RESULTS_ITEM]
        return [AskedField(each.id, each.title.zh, each.title.en, each.clause) for each in items]
    names = [name for ground, name in REQUIREMENTS.items() if ground in grounds]
    asked = {
        item.id: AskedField(item.id, item.title.zh, item.title.en, item.clause)
        for name in (names if kind == PublicationKind.FIELDS else [_REQUIRED[kind]])
        for item in book.requirements[name].item
    }
    return list(asked.values())


def writable_fields(kind: PublicationKind, line: AuditLine, book: Book) -> list[AskedField]:
    """The fields that a form offers: where the roster names no ground, those of all three."""
    return fields_of(kind, line.grounds or tuple(REQUIREMENTS), book)


def duties_of(lines: Iterable[AuditLine], *, on: date) -> dict[int, list[Duty]]:
    """What is to be published of each audit, by the number of its record, and what came of it until a day.

    Returns: results alone ask for nothing and are not in it.
    Raises: NoReleaseInForce.
    Cost: two queries, one more for a rulebook that is not in memory; none where nothing asks for anything.
    """
    asking = [(line, kinds) for line in lines if (kinds := kinds_of(line))]
    if not asking:
        return {}
    book = book_at(BOOK, on=on)
    known = publications_of([line.row.id for line, _kinds in asking])
    return {
        line.row.id: [_duty(line, kind, known[line.row.id, kind], book, on) for kind in kinds] for line, kinds in asking
    }


def publication_copy(pk: int) -> KeptFile:
    """The saved copy of what was published.

    Raises: PublicationNotFound: there is none, or what was noted is withdrawn.
    """
    number = Publication.objects.filter(pk=pk, withdrawn_at=None).values_list("copy_id", flat=True).first()
    found = files_by_ids([number]) if number else []
    if not found:
        raise PublicationNotFound(f"The publication number {pk} has no saved copy.", number=pk)
    return found[0]


def publications_of(records: Collection[int]) -> defaultdict[tuple[int, str], list[PublicationRow]]:
    """What is known to be published of these audits by record and kind, oldest first, withdrawn ones too; one query."""
    found: defaultdict[tuple[int, str], list[PublicationRow]] = defaultdict(list)
    for each in Publication.objects.filter(record_id__in=records).order_by("published_on", "pk"):
        found[each.record_id, each.kind].append(publication_row(each))
    return found


def publication_row(each: Publication) -> PublicationRow:
    """A publication as it is handed out."""
    return PublicationRow(
        id=each.pk,
        record_id=each.record_id,
        kind=PublicationKind(each.kind),
        texts=each.texts,
        is_all=each.is_all,
        published_on=each.published_on,
        place=each.place,
        link=each.link,
        has_copy=each.copy_id is not None,
        is_own=each.organisation_id is not None,
        withdrawn_at=each.withdrawn_at,
        withdraw_reason=each.withdraw_reason,
    )


def _duty(line: AuditLine, kind: PublicationKind, noted: Sequence[PublicationRow], book: Book, on: date) -> Duty:
    is_fields = kind == PublicationKind.FIELDS
    known = [each for each in noted if each.withdrawn_at is None]
    withdrawn = [each for each in noted if each.withdrawn_at is not None]
    told = told_by(line.row.details) if is_fields else {}
    fields = [_field(asked, known, told) for asked in fields_of(kind, line.grounds, book)]
    verdict = verdict_of([each.state for each in fields])
    start = line.row.published_on if line.listed == ListKind.ROSTER else None
    if not is_fields or start is None:
        return Duty(kind, verdict, fields, known, withdrawn=withdrawn)
    due_on = add_months(start, int(book.value(TERM, on=on)))
    return Duty(kind, verdict, fields, known, due_on, _timing(start, known, fields, verdict, book, on), withdrawn)


def _field(asked: AskedField, known: Sequence[PublicationRow], told: Mapping[str, FieldState]) -> DutyField:
    saying = [each for each in known if each.texts.get(asked.id)]
    if saying:
        return DutyField(asked, FieldState.PUBLISHED, saying[-1].texts[asked.id], saying[0].published_on)
    naming = [each for each in known if each.texts] if asked.id == NAMED else []
    if naming:  # who is named in a publication has published its name
        return DutyField(asked, FieldState.PUBLISHED, "", naming[0].published_on)
    if any(each.is_all for each in known):
        return DutyField(asked, FieldState.NOT_PUBLISHED, "", None)
    return DutyField(asked, told.get(asked.id, FieldState.NOT_TOLD), "", None)


def _timing(
    start: date, known: Sequence[PublicationRow], fields: Sequence[DutyField], verdict: Verdict, book: Book, on: date
) -> Timing | None:
    """By the day the last field came, if all did, else the first publication; a fruitless search is none."""
    facts: dict[str, object] = {"roster_published_on": start, "checked_on": on}
    days = [each.on for each in fields if each.on] if verdict == Verdict.COMPLETE else []
    first = [each.published_on for each in known if each.texts]
    if days or first:
        facts |= {"is_published": True, "enterprise_published_on": max(days) if days else min(first)}
    elif any(each.is_all for each in known):
        facts["is_published"] = False
    outcome = decide(compile_table(book, TABLE, on=on), facts).outcome  # type: ignore[arg-type]  # dates and truth
    return Timing(outcome) if outcome else None
